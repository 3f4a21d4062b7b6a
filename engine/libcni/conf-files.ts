import type { ConfigFiles } from './store.ts';
import type { NetworkConfigList, PluginConfig } from './types.ts';

export declare function confFromFile(files: ConfigFiles, path: string, signal?: AbortSignal): Promise<PluginConfig>;
export declare function networkConfFromFile(
  files: ConfigFiles,
  path: string,
  signal?: AbortSignal,
): Promise<NetworkConfigList>;
export declare function loadConf(
  files: ConfigFiles,
  dir: string,
  name: string,
  signal?: AbortSignal,
): Promise<PluginConfig>;
export declare function loadNetworkConf(
  files: ConfigFiles,
  dir: string,
  name: string,
  signal?: AbortSignal,
): Promise<NetworkConfigList>;
