import type { NetworkConfigList, PluginConfig } from './types.ts';

export declare function networkConfFromBytes(bytes: Uint8Array): NetworkConfigList;
export declare function networkPluginConfFromBytes(bytes: Uint8Array): PluginConfig;
export declare function confFromBytes(bytes: Uint8Array): PluginConfig;
export declare function confListFromBytes(bytes: Uint8Array): NetworkConfigList;
export declare function confListFromConf(original: PluginConfig): NetworkConfigList;
