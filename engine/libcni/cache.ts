import { CNIError } from './errors.ts';
import { InterruptedError, stoppedBy } from './interruption.ts';
import { bytesShape, encodeBase64 } from './json/base64.ts';
import { encodeJSON, encodeString, encodeStruct } from './json/encode.ts';
import { anyMapShape, fixedArrayShape, sliceShape, stringShape, structShape, unmarshal } from './json/typed.ts';
import { encodeUTF8 } from './json/utf8.ts';
import { joinPath } from './paths.ts';
import { quote } from './quote.ts';
import { decodeText } from './result-encode.ts';
import { createFromBytes, getAsVersion } from './result.ts';
import { isFileError, type ResultStore } from './store.ts';
import type { JSONObject, NetworkAttachment, Result, RuntimeConf } from './types.ts';

/** Marks a cache file of libcni's present form; older ones hold the bare result. */
const cacheKind = 'cniCacheV1';

/** Which attachment: what the name of its cache file is made of. */
export type AttachmentKey = Pick<RuntimeConf, 'containerID' | 'ifName'>;

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

function pairs(args: Args): readonly (readonly [string, string])[] {
  return (args ?? []).map(([key = '', value = '']) => [key, value]);
}

/** A value as JSON, or undefined (left out) when it is an empty map. */
function unlessEmpty(map: JSONObject): string | undefined {
  return Object.keys(map).length === 0 ? undefined : encodeJSON(map);
}

/** The cache directory of libcni: one file for each attachment, in its cniCacheV1 form. */
export class ResultCache {
  readonly #store: ResultStore;
  readonly #dir: string;

  /** `cacheDir` is the directory above `results/`. */
  constructor(store: ResultStore, cacheDir: string) {
    this.#store = store;
    this.#dir = joinPath(cacheDir, 'results');
  }

  /** Throws {@link CNIError} when a part of the name is missing. */
  path(network: string, { containerID, ifName }: AttachmentKey): string {
    if (network === '' || containerID === '' || ifName === '') {
      const parts = [network, containerID, ifName].map((part) => quote(part));
      throw new CNIError(
        `cache file path requires network name (${parts[0]}), container ID (${parts[1]}), and interface name (${parts[2]})`,
      );
    }
    return joinPath(this.#dir, `${network}-${containerID}-${ifName}`);
  }

  /** Writes what ADD made (libcni: cacheAdd). Rejects with {@link CNIError}. */
  async add(result: Result, config: Uint8Array, network: string, rt: RuntimeConf): Promise<void> {
    const json = encodeStruct([
      ['kind', encodeString(cacheKind)],
      ['containerId', encodeString(rt.containerID)],
      ['config', encodeString(encodeBase64(config))],
      ['ifName', encodeString(rt.ifName)],
      ['networkName', encodeString(network)],
      ['netns', rt.netNS === '' ? undefined : encodeString(rt.netNS)],
      ['cniArgs', rt.args.length === 0 ? undefined : encodeJSON(rt.args)],
      ['capabilityArgs', unlessEmpty(rt.capabilityArgs)],
      // Through a map, as Go: keys sorted.
      ['result', encodeJSON(decodeText(result.json))],
    ]);
    try {
      await this.#store.write(this.path(network, rt), encodeUTF8(json));
    } catch (error) {
      if (error instanceof Error && error.name === 'HostError') {
        throw new InterruptedError(
          'connection to the host was lost while the result was cached: the plugins ran, the record may be missing',
          'unknown',
        );
      }
      throw isFileError(error) ? new CNIError(error.message, undefined, { cause: error }) : error;
    }
  }

  /** {@link path}, or undefined where a part of the name is missing: then there is nothing to remove. */
  removable(network: string, key: AttachmentKey): string | undefined {
    return [network, key.containerID, key.ifName].includes('') ? undefined : this.path(network, key);
  }

  /** Removes the file; whatever hinders that is of no matter, as in libcni. */
  async remove(network: string, key: AttachmentKey): Promise<void> {
    try {
      await this.#store.remove(this.path(network, key));
    } catch (error) {
      if (!isFileError(error) && !(error instanceof CNIError)) {
        throw error;
      }
    }
  }

  /** The cached result in `cniVersion`, also from a file of the legacy form; undefined without one. Rejects with {@link CNIError}. */
  async result(
    network: string,
    cniVersion: string,
    key: AttachmentKey,
    signal: AbortSignal | undefined,
  ): Promise<Result | undefined> {
    const bytes = await this.#read(network, key, signal);
    if (bytes === undefined) {
      return undefined;
    }
    const { value, error } = unmarshal(bytes, cachedInfoShape);
    const isLegacy = error !== undefined || value.kind !== cacheKind;
    const result = createFromBytes(isLegacy ? bytes : encodeUTF8(encodeJSON(value.result ?? null)));
    try {
      return getAsVersion(result, cniVersion);
    } catch (conversion) {
      const reason = conversion instanceof Error ? conversion.message : String(conversion);
      throw new CNIError(
        `failed to convert cached result to config version ${quote(cniVersion)}: ${reason}`,
        undefined,
        {
          cause: conversion,
        },
      );
    }
  }

  /** The cached configuration and arguments; undefined without a file. Rejects with {@link CNIError}. */
  async config(
    network: string,
    rt: RuntimeConf,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly config: Uint8Array; readonly rt: RuntimeConf } | undefined> {
    const bytes = await this.#read(network, rt, signal);
    if (bytes === undefined) {
      return undefined;
    }
    const { value, error } = unmarshal(bytes, cachedInfoShape);
    if (error !== undefined) {
      throw new CNIError(`failed to unmarshal cached network ${quote(network)} config: ${error.message}`, undefined, {
        cause: error,
      });
    }
    if (value.kind !== cacheKind) {
      throw new CNIError(`read cached network ${quote(network)} config has wrong kind: ${value.kind}`);
    }
    const args = value.cniArgs === undefined ? rt.args : pairs(value.cniArgs);
    return {
      config: value.config ?? new Uint8Array(),
      rt: { ...rt, args, capabilityArgs: value.capabilityArgs ?? {} },
    };
  }

  /** Every attachment, or those of one container (libcni: GetCachedAttachments); files that are none are passed over. */
  async attachments(containerID: string, signal: AbortSignal | undefined): Promise<readonly NetworkAttachment[]> {
    let files;
    try {
      files = await this.#store.list(this.#dir, signal);
    } catch (error) {
      if (signal?.aborted === true) {
        throw stoppedBy(signal, 'while the cache was read');
      }
      throw isFileError(error) ? new CNIError(error.message, undefined, { cause: error }) : error;
    }
    return files.flatMap(({ path, bytes }) => {
      const attachment = isNamedFor(path, containerID) ? readAttachment(path, bytes) : undefined;
      return attachment === undefined || (containerID !== '' && attachment.containerID !== containerID)
        ? []
        : [attachment];
    });
  }

  async #read(network: string, key: AttachmentKey, signal: AbortSignal | undefined): Promise<Uint8Array | undefined> {
    const path = this.path(network, key);
    try {
      return await this.#store.read(path, signal);
    } catch (error) {
      // libcni takes a file that cannot be read for one that is not there.
      if (isFileError(error)) {
        return undefined;
      }
      throw signal?.aborted === true ? stoppedBy(signal, 'while the cache was read') : error;
    }
  }
}

/** Whether the file's name may be that of an attachment of the container: libcni looks at the first place only. */
function isNamedFor(path: string, containerID: string): boolean {
  if (containerID === '') {
    return true;
  }
  const name = path.slice(path.lastIndexOf('/') + 1);
  const part = `-${containerID}-`;
  const at = name.indexOf(part);
  return at > 0 && at + part.length < name.length;
}

function readAttachment(path: string, bytes: Uint8Array): NetworkAttachment | undefined {
  const { value, error } = unmarshal(bytes, cachedInfoShape);
  if (error !== undefined || value.kind !== cacheKind || value.ifName === '' || value.networkName === '') {
    return undefined;
  }
  return {
    containerID: value.containerId,
    network: value.networkName,
    ifName: value.ifName,
    cacheFile: path,
    config: value.config ?? new Uint8Array(),
    netNS: value.netns,
    cniArgs: pairs(value.cniArgs),
    capabilityArgs: value.capabilityArgs ?? {},
  };
}
