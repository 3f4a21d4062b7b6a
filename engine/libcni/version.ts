/** What VERSION answers. */
export interface PluginInfo {
  readonly cniVersion: string;
  readonly supportedVersions: readonly string[];
}
export declare const currentVersion: string;
export declare const allVersions: readonly string[];
export declare function parseVersion(version: string): readonly [bigint, bigint, bigint];
export declare function greaterThan(version: string, other: string): boolean;
export declare function greaterThanOrEqualTo(version: string, other: string): boolean;
/** cniVersion of a configuration or result; '0.1.0' when missing or empty (libcni: create.DecodeVersion). */
export declare function decodeVersion(bytes: Uint8Array): string;
/** libcni: Reconciler.CheckRaw; the error to throw, or undefined when `configVersion` is supported. */
export declare function incompatibleVersions(configVersion: string, supported: readonly string[]): Error | undefined;
