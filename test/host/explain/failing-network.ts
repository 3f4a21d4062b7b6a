import type { ExplanationId } from '../../../engine/explain/index.ts';
import type { JSONObject } from '../../../engine/libcni/index.ts';

/** A network that makes libcni or a plugin fail, by the ID of the known failure. */
export interface FailingNetwork {
  readonly id: ExplanationId;
  readonly plugins: readonly JSONObject[];
  readonly version?: string;
  readonly name?: string;
  /** The text of the network configuration list, in place of `plugins`. */
  readonly text?: string;
  /** Loads the list from a file, and not from `text` alone. */
  readonly isFile?: boolean;
  /** Prints the failure when a plugin is run without libcni: shell text with the arguments of `prepare`. */
  readonly command?: string;
  /** Prepares the sandbox: shell text with the namespace `$1`, the reference plugins in `$2` and other plugins in `$3`. */
  readonly prepare?: string;
  /** Undoes what other networks would notice of the preparation: shell text. */
  readonly restore?: string;
  /** Skips the network where this shell text succeeds, because a kernel or host with that does not fail. */
  readonly unless?: string;
  readonly args?: readonly (readonly [string, string])[];
  readonly capabilities?: JSONObject;
  readonly containerID?: string;
  readonly netNS?: string;
  readonly ifName?: string;
  /** The directories of the plugins, if not that of the reference plugins. */
  readonly pluginDirs?: readonly string[];
  /** Runs CHECK after ADD, and this shell text between them; `$1` is the path of the namespace. */
  readonly beforeCheck?: string;
  /** Runs ADD twice in one namespace. */
  readonly twice?: boolean;
  /** Validates the list in place of ADD. */
  readonly validates?: boolean;
}

let subnets = 0;
/** host-local with a subnet that no other network of the table has. */
export function local(more: JSONObject = {}): JSONObject {
  subnets++;
  return { type: 'host-local', ranges: [[{ subnet: `10.77.${subnets}.0/24` }]], ...more };
}
export const fixed = (address: string, more: JSONObject = {}): JSONObject => ({
  type: 'static',
  addresses: [{ address, ...more }],
});
export const bridge = (more: JSONObject = {}, ipam: JSONObject = local()): JSONObject => ({
  type: 'bridge',
  bridge: 'explained0',
  ipam,
  ...more,
});
export const macvlan = (more: JSONObject = {}): JSONObject => ({
  type: 'macvlan',
  master: 'eth0',
  ipam: local(),
  ...more,
});
export const one = (id: ExplanationId, plugin: JSONObject, more: Partial<FailingNetwork> = {}): FailingNetwork => ({
  id,
  plugins: [plugin],
  ...more,
});
/**
 * Runs a plugin as libcni does, but with other variables, by another program or with a text that libcni would not pass on.
 * @param plugin shell text: variables, and the plugin
 */
export const directly = (plugin: string, config: string): string =>
  `CNI_COMMAND=ADD CNI_CONTAINERID=direct CNI_NETNS="$1" CNI_IFNAME=eth0 CNI_PATH="$2" ${plugin} <<'END' || :
${config}
END`;
export const after = (id: ExplanationId, ...plugins: readonly JSONObject[]): FailingNetwork => ({
  id,
  plugins: [bridge(), ...plugins],
});
