import { foldedMember, members } from '../members.ts';
import type { PluginView } from '../model.ts';

/** Whether the file itself brings what a runtime would pass for a capability (R035 tells of it). */
export function bringsArgument({ node }: PluginView, capability: string): boolean {
  const value = foldedMember(foldedMember(node, 'runtimeConfig')?.value, capability)?.value;
  return value !== undefined && value.type !== 'null';
}

/**
 * Whether what a runtime passes for a capability may take the place of a key of a plugin configuration: that of the whole
 * of `runtimeConfig` (libcni, injectRuntimeConfig). What is wrong in it then fails only until it does.
 */
export function runtimeMayReplace(plugin: PluginView | undefined, key: string): boolean {
  if (key.toLowerCase() !== 'runtimeconfig') return false;
  const capabilities = members(foldedMember(plugin?.node, 'capabilities')?.value);
  return capabilities.some(({ value }) => value?.value === true);
}
