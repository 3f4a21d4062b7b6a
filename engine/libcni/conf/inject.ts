import { networkPluginConfFromBytes } from './conf.ts';
import { CNIError } from '../errors.ts';
import { EncodedJSON, encodeJSON } from '../json/encode.ts';
import { anyMapShape, unmarshal } from '../json/typed.ts';

import { compareBytewise, encodeUTF8 } from '../json/utf8.ts';
import type { JSONValue, PluginConfig, Result } from '../result/types.ts';

/** A value for a top-level key: JSON, or a result, encoded as Go encodes its version. */
export type InjectedValue = { readonly json: JSONValue } | { readonly result: Result };

/**
 * Returns the configuration with `values` at the top level, encoded again with sorted keys (libcni: InjectConf). Throws
 * {@link CNIError} for a configuration that is not a JSON object, an empty key, or a null value.
 */
export function injectConf(original: PluginConfig, values: Readonly<Record<string, InjectedValue>>): PluginConfig {
  const { value, error } = unmarshal(original.bytes, anyMapShape);
  if (error !== undefined) {
    throw new CNIError(`unmarshal existing network bytes: ${error.message}`, undefined, { cause: error });
  }
  const config: { [key: string]: JSONValue | EncodedJSON } = Object.assign(Object.create(null), value);
  for (const key of Object.keys(values).toSorted(compareBytewise)) {
    if (key === '') {
      throw new CNIError('keys cannot be empty');
    }
    const injected = values[key];
    if (injected === undefined || ('json' in injected && injected.json === null)) {
      throw new CNIError(`key '${key}' value must not be nil`);
    }
    config[key] = 'json' in injected ? injected.json : new EncodedJSON(injected.result.json);
  }
  return networkPluginConfFromBytes(encodeUTF8(encodeJSON(config)));
}
