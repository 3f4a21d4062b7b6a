import { bytesShape, encodeBase64 } from '../json/base64.ts';
import { encodeJSON, encodeString, encodeStruct } from '../json/encode.ts';
import { anyMapShape, fixedArrayShape, sliceShape, stringShape, structShape, unmarshal } from '../json/typed.ts';
import { encodeUTF8 } from '../json/utf8.ts';
import { decodeText } from '../result/result-encode.ts';
import type { JSONObject, NetworkAttachment, Result, RuntimeConf } from '../result/types.ts';

/** The kind of a cache file in the current format. Older files have only the result. */
export const cacheKind = 'cniCacheV1';

type Args = readonly (readonly string[])[] | undefined;

interface CachedInfo {
  readonly kind: string;
  readonly containerId: string;
  readonly config: Uint8Array | undefined;
  readonly ifName: string;
  readonly networkName: string;
  readonly netns: string;
  readonly cniArgs: Args;
  readonly capabilityArgs: JSONObject | undefined;
  readonly result: JSONObject | undefined;
}

const cachedInfoShape = structShape<CachedInfo>(
  'cachedInfo',
  'libcni.cachedInfo',
  {
    kind: '',
    containerId: '',
    config: undefined,
    ifName: '',
    networkName: '',
    netns: '',
    cniArgs: undefined,
    capabilityArgs: undefined,
    result: undefined,
  },
  {
    kind: stringShape,
    containerId: stringShape,
    config: bytesShape,
    ifName: stringShape,
    networkName: stringShape,
    netns: stringShape,
    cniArgs: sliceShape('[][2]string', fixedArrayShape('[2]string', 2, stringShape)),
    capabilityArgs: anyMapShape,
    result: anyMapShape,
  },
);

/** The content of a cache file in the current format. */
export interface CacheFile {
  readonly containerID: string;
  readonly network: string;
  readonly ifName: string;
  /** Path of the namespace; empty in files of libcni before 1.2. */
  readonly netNS: string;
  /** The configuration that ADD used. */
  readonly config: Uint8Array;
  /** Undefined if the file has no arguments. */
  readonly cniArgs: NetworkAttachment['cniArgs'] | undefined;
  readonly capabilityArgs: JSONObject;
  readonly result: JSONObject | undefined;
}

/** Any other file: its kind, or its decoding error. */
export interface UndecodedFile {
  readonly kind: string;
  readonly error?: Error;
}

/** The content of a cache file, or what is known of another file. */
type DecodedCacheFile = { readonly file: CacheFile } | UndecodedFile;

/** Decodes a cache file as libcni does (libcni: cachedInfo). Every reader of the cache uses this. */
export function decodeCacheFile(bytes: Uint8Array): DecodedCacheFile {
  const { value, error } = unmarshal(bytes, cachedInfoShape);
  if (error !== undefined) {
    return { kind: value.kind, error };
  }
  if (value.kind !== cacheKind) {
    return { kind: value.kind };
  }
  const { containerId: containerID, networkName: network, ifName, netns: netNS, result } = value;
  return {
    file: {
      containerID,
      network,
      ifName,
      netNS,
      config: value.config ?? new Uint8Array(),
      cniArgs: value.cniArgs?.map(([key = '', argument = '']) => [key, argument]),
      capabilityArgs: value.capabilityArgs ?? {},
      result,
    },
  };
}

/** Encodes the cache file of an ADD (libcni: cacheAdd). */
export function encodeCacheFile(result: Result, config: Uint8Array, network: string, rt: RuntimeConf): Uint8Array {
  const hasCapabilityArgs = Object.keys(rt.capabilityArgs).length > 0;
  return encodeUTF8(
    encodeStruct([
      ['kind', encodeString(cacheKind)],
      ['containerId', encodeString(rt.containerID)],
      ['config', encodeString(encodeBase64(config))],
      ['ifName', encodeString(rt.ifName)],
      ['networkName', encodeString(network)],
      ['netns', rt.netNS === '' ? undefined : encodeString(rt.netNS)],
      ['cniArgs', rt.args.length === 0 ? undefined : encodeJSON(rt.args)],
      ['capabilityArgs', hasCapabilityArgs ? encodeJSON(rt.capabilityArgs) : undefined],
      // Through a map, as in Go, with sorted keys.
      ['result', encodeJSON(decodeText(result.json))],
    ]),
  );
}
