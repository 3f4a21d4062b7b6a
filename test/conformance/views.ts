import {
  isCNIError,
  printResult,
  type JSONValue,
  type NetworkConfigList,
  type PluginConfig,
  type Result,
} from '../../engine/libcni/index.ts';
import { decodeAny } from '../../engine/libcni/json/decode-any.ts';
import { encodeJSON } from '../../engine/libcni/json/encode.ts';
import { parseJSON } from '../../engine/libcni/json/parse.ts';
import { toBlob, type Failure, type Wire } from './wire.ts';

/** Tells an error as the oracle does. */
export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) throw new Error('something that is no Error was thrown', { cause: error });
  if (!isCNIError(error)) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    return { text: error.message };
  }
  return {
    text: error.message,
    code: error.code,
    ...(error.msg === '' ? {} : { msg: error.msg }),
    ...(error.details === '' ? {} : { details: error.details }),
  };
}

/** A plugin configuration as the oracle tells it. */
export function viewPlugin({ network, bytes }: PluginConfig): Wire {
  const { cniVersion, name, type, capabilities, ipam } = network;
  return { cniVersion, name, type, capabilities: { ...capabilities }, ipam: ipam.type, bytes: toBlob(bytes) };
}

/** A list as the oracle tells it. */
export function viewList(list: NetworkConfigList): Wire {
  const { name, cniVersion, disableCheck, disableGC, loadOnlyInlinedPlugins, plugins, bytes } = list;
  const flags = { disableCheck, disableGC, loadOnlyInlinedPlugins };
  return { name, cniVersion, ...flags, plugins: plugins.map(viewPlugin), bytes: toBlob(bytes) };
}

/** A result as printed and as encoded in one line. */
export function viewResult(result: Result): Wire {
  return { version: result.cniVersion, printed: toBlob(printResult(result)), encoded: result.json };
}


/** Go's json.Unmarshal into interface{}. */
export function goDecode(bytes: Uint8Array): JSONValue {
  const errors: Error[] = [];
  const value = decodeAny(parseJSON(bytes), (error) => errors.push(error));
  if (errors[0]) throw errors[0];
  return value;
}

/** Go's json.Marshal of decoded JSON. */
export function goEncode(value: JSONValue): string {
  return encodeJSON(value);
}
