import {
  isCNIError,
  printResult,
  type JSONValue,
  type NetworkConfigList,
  type PluginConfig,
  type Result,
} from '../../engine/libcni/index.ts';
import { encodeJSON } from '../../engine/libcni/json/encode.ts';
import { anyMapShape, anyShape, unmarshal, type Shape } from '../../engine/libcni/json/typed.ts';
import { toBlob, type Failure, type Wire } from './wire.ts';

/** Tells an error as the oracle does. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) {
    throw new Error('something that is no Error was thrown', { cause: error });
  }
  if (!isCNIError(error)) {
    if (error instanceof TypeError || error instanceof RangeError) {
      throw error;
    }
    return { text: error.message };
  }
  return {
    text: error.message,
    code: error.code,
    ...(error.msg === '' ? {} : { msg: error.msg }),
    ...(error.details === '' ? {} : { details: error.details }),
  };
}

/** A plugin configuration, as reported by the oracle. */
export function viewPlugin({ network, bytes }: PluginConfig): Wire {
  const { cniVersion, name, type, capabilities, ipam } = network;
  return { cniVersion, name, type, capabilities: { ...capabilities }, ipam: ipam.type, bytes: toBlob(bytes) };
}

/** A list, as reported by the oracle. */
export function viewList(list: NetworkConfigList): Wire {
  const { name, cniVersion, disableCheck, disableGC, loadOnlyInlinedPlugins, plugins, bytes } = list;
  const flags = { disableCheck, disableGC, loadOnlyInlinedPlugins };
  return { name, cniVersion, ...flags, plugins: plugins.map(viewPlugin), bytes: toBlob(bytes) };
}

/** A result as printed and as encoded in one line. */
export function viewResult(result: Result): Wire {
  return { version: result.cniVersion, printed: toBlob(printResult(result)), encoded: result.json };
}

function unmarshalled<T>(bytes: Uint8Array, shape: Shape<T>): T {
  const { value, error } = unmarshal(bytes, shape);
  if (error) {
    throw error;
  }
  return value;
}

/** Go's json.Unmarshal into interface{}. */
export function goDecode(bytes: Uint8Array): JSONValue {
  return unmarshalled(bytes, anyShape);
}

/** Go's json.Unmarshal into map[string]interface{}. */
export function goDecodeMap(bytes: Uint8Array): JSONValue {
  return unmarshalled(bytes, anyMapShape) ?? null;
}

/** Go's json.Marshal of decoded JSON. */
export function goEncode(value: JSONValue): string {
  return encodeJSON(value);
}
