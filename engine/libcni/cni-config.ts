import type { Exec } from './exec.ts';
import type { StepObserver } from './operation.ts';
import type { ResultStore } from './store.ts';
import type { GCArgs, NetworkAttachment, NetworkConfigList, PluginConfig, Result, RuntimeConf } from './types.ts';
import type { PluginInfo } from './version.ts';

/** What a {@link CNIConfig} works with. */
export interface CNIConfigOptions {
  /** CNI_PATH, split. */
  readonly pluginDirs: readonly string[];
  /** Directory above `results/`; default /var/lib/cni. */
  readonly cacheDir?: string;
  readonly exec: Exec;
  readonly store: ResultStore;
  readonly observer?: StepObserver;
}

/** Configuration that ADD used, and the runtime's arguments with what the cache adds to them. */
export interface CachedConfig {
  readonly config: Uint8Array;
  readonly rt: RuntimeConf;
}

/** Signatures first; the bodies follow. Failures reject with CNIError (or NotFoundError …) in libcni's words. */
export declare class CNIConfig {
  constructor(options: CNIConfigOptions);
  /** The same settings, reporting its steps to `observer` (for runOperation). */
  withObserver(observer: StepObserver): CNIConfig;
  addNetworkList(list: NetworkConfigList, rt: RuntimeConf, signal?: AbortSignal): Promise<Result>;
  checkNetworkList(list: NetworkConfigList, rt: RuntimeConf, signal?: AbortSignal): Promise<void>;
  delNetworkList(list: NetworkConfigList, rt: RuntimeConf, signal?: AbortSignal): Promise<void>;
  addNetwork(net: PluginConfig, rt: RuntimeConf, signal?: AbortSignal): Promise<Result>;
  checkNetwork(net: PluginConfig, rt: RuntimeConf, signal?: AbortSignal): Promise<void>;
  delNetwork(net: PluginConfig, rt: RuntimeConf, signal?: AbortSignal): Promise<void>;
  getNetworkListCachedResult(
    list: NetworkConfigList,
    rt: RuntimeConf,
    signal?: AbortSignal,
  ): Promise<Result | undefined>;
  getNetworkListCachedConfig(
    list: NetworkConfigList,
    rt: RuntimeConf,
    signal?: AbortSignal,
  ): Promise<CachedConfig | undefined>;
  getNetworkCachedResult(net: PluginConfig, rt: RuntimeConf, signal?: AbortSignal): Promise<Result | undefined>;
  getNetworkCachedConfig(net: PluginConfig, rt: RuntimeConf, signal?: AbortSignal): Promise<CachedConfig | undefined>;
  getCachedAttachments(containerID: string, signal?: AbortSignal): Promise<readonly NetworkAttachment[]>;
  validateNetworkList(list: NetworkConfigList, signal?: AbortSignal): Promise<readonly string[]>;
  validateNetwork(net: PluginConfig, signal?: AbortSignal): Promise<readonly string[]>;
  getVersionInfo(pluginType: string, signal?: AbortSignal): Promise<PluginInfo>;
  /** `args` undefined: every cached attachment of the list goes, as cnitool's gc does. */
  gcNetworkList(list: NetworkConfigList, args: GCArgs | undefined, signal?: AbortSignal): Promise<void>;
  getStatusNetworkList(list: NetworkConfigList, signal?: AbortSignal): Promise<void>;
}
