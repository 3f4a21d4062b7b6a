import { CNIError, isCNIError, joinErrors } from './errors.ts';
import { injectConf, type InjectedValue } from './inject.ts';
import { interruptionOf } from './interruption.ts';
import type { GCArgs, NetworkAttachment, NetworkConfigList, PluginConfig, RuntimeConf } from './types.ts';
import { supportsStatusAndGC } from './version.ts';

/** What a garbage collection does to the world. */
export interface GCActions {
  attachments(): Promise<readonly NetworkAttachment[]>;
  delete(rt: RuntimeConf): Promise<void>;
  collect(net: PluginConfig, index: number): Promise<void>;
}

/** The cached attachments of the list that are in nobody's `args`, as DEL takes them: what GC deletes. */
export function staleAttachments(
  list: NetworkConfigList,
  args: GCArgs | undefined,
  cached: readonly NetworkAttachment[],
): readonly RuntimeConf[] {
  const isValid = ({ containerID, ifName }: NetworkAttachment): boolean =>
    args?.validAttachments.some((valid) => valid.containerID === containerID && valid.ifName === ifName) ?? false;
  return cached
    .filter((attachment) => attachment.network === list.name && !isValid(attachment))
    .map(({ containerID, netNS, ifName, cniArgs, capabilityArgs }) => ({
      containerID,
      netNS,
      ifName,
      args: cniArgs,
      capabilityArgs,
    }));
}

/** The list's name and version, and what stays, under both keys: the SPEC named the second by mistake. */
function injectedValues(list: NetworkConfigList, args: GCArgs | undefined): Record<string, InjectedValue> {
  const values: Record<string, InjectedValue> = { name: { json: list.name }, cniVersion: { json: list.cniVersion } };
  if (args !== undefined) {
    const valid = args.validAttachments.map(({ containerID, ifName }) => ({ containerID, ifname: ifName }));
    values['cni.dev/valid-attachments'] = { json: valid };
    values['cni.dev/attachments'] = { json: valid };
  }
  return values;
}

/** libcni's GCNetworkList over `actions`. Rejects with all failures, one a line; stops at once when interrupted. */
export async function collectGarbage(
  list: NetworkConfigList,
  args: GCArgs | undefined,
  actions: GCActions,
): Promise<void> {
  if (list.disableGC) {
    return;
  }
  const failures: CNIError[] = [];
  const attempt = async (prefix: string, action: () => Promise<void>): Promise<void> => {
    try {
      await action();
    } catch (error) {
      if (!isCNIError(error) || interruptionOf(error) !== undefined) {
        throw error;
      }
      const { code, msg, details } = error;
      failures.push(new CNIError(`${prefix}: ${error.message}`, { code, msg, details }, { cause: error }));
    }
  };
  let cached: readonly NetworkAttachment[];
  try {
    cached = await actions.attachments();
  } catch (error) {
    // libcni gives up in silence when the cache cannot be listed.
    if (isCNIError(error) && interruptionOf(error) === undefined) {
      return;
    }
    throw error;
  }
  for (const rt of staleAttachments(list, args, cached)) {
    await attempt(`failed to delete stale attachment ${rt.containerID} ${rt.ifName}`, () => actions.delete(rt));
  }
  if (supportsStatusAndGC(list.cniVersion)) {
    for (const [index, plugin] of list.plugins.entries()) {
      await attempt(`failed to GC plugin ${plugin.network.type}`, () =>
        actions.collect(injectConf(plugin, injectedValues(list, args)), index),
      );
    }
  }
  const failure = joinErrors(failures);
  if (failure !== undefined) {
    throw failure;
  }
}
