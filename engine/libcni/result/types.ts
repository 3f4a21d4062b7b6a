/** A JSON value as decoded; numbers keep Go's float64 meaning. */
export type JSONValue = null | boolean | number | string | readonly JSONValue[] | { readonly [key: string]: JSONValue };
export type JSONObject = { readonly [key: string]: JSONValue };

/** One plugin configuration, with the bytes it was loaded from (libcni: PluginConfig / NetworkConfig). */
export interface PluginConfig {
  /** The typed view of the keys that libcni reads (types.PluginConf). */
  readonly network: {
    readonly cniVersion: string;
    readonly name: string;
    readonly type: string;
    readonly capabilities: Readonly<Record<string, boolean>>;
    readonly ipam: { readonly type: string };
  };
  readonly bytes: Uint8Array;
}

/** A network configuration list, as loaded (libcni: NetworkConfigList). */
export interface NetworkConfigList {
  readonly name: string;
  readonly cniVersion: string;
  readonly disableCheck: boolean;
  readonly disableGC: boolean;
  readonly loadOnlyInlinedPlugins: boolean;
  readonly plugins: readonly PluginConfig[];
  readonly bytes: Uint8Array;
}

/** The runtime's data of one attachment (libcni: RuntimeConf). */
export interface RuntimeConf {
  readonly containerID: string;
  readonly netNS: string;
  readonly ifName: string;
  /** CNI_ARGS pairs in order. */
  readonly args: readonly (readonly [string, string])[];
  /** Capability arguments by capability name (CAP_ARGS). */
  readonly capabilityArgs: JSONObject;
}

/** A result in one spec version, ready to be printed. Created only by createFromBytes, newResult and getAsVersion. */
export interface Result {
  readonly cniVersion: string;
  /** The decoded fields as Go would encode them in this version. */
  readonly value: JSONObject;
  /** The compact JSON of Go's json.Marshal, with key order and 64-bit integers, which `value` cannot represent. */
  readonly json: string;
}

/** A cached attachment (libcni: NetworkAttachment). */
export interface NetworkAttachment {
  readonly containerID: string;
  readonly network: string;
  readonly ifName: string;
  /** Path of the cached result, for "open the cached file". */
  readonly cacheFile: string;
  /** Configuration that ADD used, as cached. */
  readonly config: Uint8Array;
  readonly netNS: string;
  readonly cniArgs: readonly (readonly [string, string])[];
  readonly capabilityArgs: JSONObject;
}

/** Arguments of {@link GC} (libcni: GCArgs): the valid attachments. */
export interface GCArgs {
  readonly validAttachments: readonly { readonly containerID: string; readonly ifName: string }[];
}
