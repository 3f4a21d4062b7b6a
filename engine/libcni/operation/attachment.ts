import { createHash } from 'node:crypto';
import { CNIError } from '../errors.ts';
import { anyMapShape, unmarshal } from '../json/typed.ts';
import { encodeUTF8 } from '../json/utf8.ts';
import { quote } from '../quote.ts';
import type { JSONObject } from '../result/types.ts';

/** Returns cnitool's container ID for a namespace: `cnitool-` and the first 10 bytes of the path's SHA-512 in hex. cnitool makes the path absolute first. */
export function attachmentContainerID(netnsPath: string): string {
  const digest = createHash('sha512').update(encodeUTF8(netnsPath)).digest();
  return `cnitool-${digest.subarray(0, 10).toString('hex')}`;
}

/** Parses CNI_ARGS as cnitool does: `K=V;K2=V2`, '' for none. Throws {@link CNIError} `invalid CNI_ARGS pair "…"`. */
export function parseCNIArgs(text: string): readonly (readonly [string, string])[] {
  if (text === '') {
    return [];
  }
  return text.split(';').map((pair) => {
    const [key = '', value = '', ...rest] = pair.split('=');
    if (key === '' || value === '' || rest.length > 0) {
      throw new CNIError(`invalid CNI_ARGS pair ${quote(pair)}`);
    }
    return [key, value];
  });
}

/** Parses CAP_ARGS as cnitool does: a JSON object by capability, '' for none. Throws {@link CNIError} with the message of encoding/json. */
export function parseCapabilityArgs(text: string): JSONObject {
  if (text === '') {
    return {};
  }
  const { value, error } = unmarshal(encodeUTF8(text), anyMapShape);
  if (error !== undefined) {
    throw new CNIError(error.message, undefined, { cause: error });
  }
  return value ?? {};
}
