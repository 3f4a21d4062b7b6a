import { CNIError, isCNIError, joinErrors } from '../errors.ts';
import { injectConf, type InjectedValue } from '../conf/inject.ts';
import { interruptionOf } from '../plugin/interruption.ts';
import type { GCArgs, NetworkAttachment, NetworkConfigList, PluginConfig, RuntimeConf } from '../result/types.ts';
import { supportsStatusAndGC } from '../plugin/version.ts';

/** The actions of a garbage collection. */
export interface GCActions {
  attachments(): Promise<readonly NetworkAttachment[]>;
  delete(rt: RuntimeConf): Promise<void>;
  collect(net: PluginConfig, index: number): Promise<void>;
}

/** Returns the cached attachments of the list that are not in `args`, which GC deletes. */
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

/** Returns the list's name and version and the valid attachments under both keys. The SPEC had the second one by mistake. */
function injectedValues(list: NetworkConfigList, args: GCArgs | undefined): Record<string, InjectedValue> {
  const values: Record<string, InjectedValue> = { name: { json: list.name }, cniVersion: { json: list.cniVersion } };
  if (args !== undefined) {
    const valid = args.validAttachments.map(({ containerID, ifName }) => ({ containerID, ifname: ifName }));
    values['cni.dev/valid-attachments'] = { json: valid };
    values['cni.dev/attachments'] = { json: valid };
  }
  return values;
}

/** Runs libcni's GCNetworkList with `actions`. Rejects with all failures, one per line; stops immediately when interrupted. */
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
    // libcni does nothing if the cache cannot be listed.
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
