import type { JSONValue, PluginConfig, Result } from './types.ts';

/** A value for a top-level key: JSON, or a result (written as Go writes that result version). */
export type InjectedValue = { readonly json: JSONValue } | { readonly result: Result };
export declare function injectConf(
  original: PluginConfig,
  values: Readonly<Record<string, InjectedValue>>,
): PluginConfig;
