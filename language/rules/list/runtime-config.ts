import { foldedMember, members } from '../../document/members.ts';
import type { PluginView } from '../../document/model.ts';

/** Whether the file itself contains what a runtime would pass for a capability; R035 reports that. */
export function hasRuntimeArgument({ node }: PluginView, capability: string): boolean {
  const value = foldedMember(foldedMember(node, 'runtimeConfig')?.value, capability)?.value;
  return value !== undefined && value.type !== 'null';
}

/**
 * Whether a runtime may replace a key of a plugin configuration: `runtimeConfig` as a whole, if the plugin declares a
 * capability (libcni, injectRuntimeConfig). An error in it then fails only if the runtime passes nothing.
 */
export function runtimeMayReplace(plugin: PluginView | undefined, key: string): boolean {
  if (key.toLowerCase() !== 'runtimeconfig') {
    return false;
  }
  const capabilities = members(foldedMember(plugin?.node, 'capabilities')?.value);
  return capabilities.some(({ value }) => value?.value === true);
}
