import { CNIError } from '../errors.ts';
import { InterruptedError, stoppedBy } from '../plugin/interruption.ts';
import { encodeJSON } from '../json/encode.ts';
import { encodeUTF8 } from '../json/utf8.ts';
import { joinPath } from '../conf/paths.ts';
import { quote } from '../quote.ts';
import { createFromBytes, getAsVersion } from '../result/result.ts';
import { isFileError, type ResultStore } from './store.ts';
import { decodeCacheFile, encodeCacheFile } from './cache-file.ts';
import type { NetworkAttachment, Result, RuntimeConf } from '../result/types.ts';

/** The parts of an attachment that form the name of its cache file. */
export type AttachmentKey = Pick<RuntimeConf, 'containerID' | 'ifName'>;

/** Returns true if no part of the name of a cache file is missing. */
export function hasCacheFile(network: string, { containerID, ifName }: AttachmentKey): boolean {
  return network !== '' && containerID !== '' && ifName !== '';
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

  /** Returns the path of a cache file. Throws {@link CNIError} if a part of the name is missing. */
  path(network: string, key: AttachmentKey): string {
    const { containerID, ifName } = key;
    if (!hasCacheFile(network, key)) {
      const parts = [network, containerID, ifName].map((part) => quote(part));
      throw new CNIError(
        `cache file path requires network name (${parts[0]}), container ID (${parts[1]}), and interface name (${parts[2]})`,
      );
    }
    return joinPath(this.#dir, `${network}-${containerID}-${ifName}`);
  }

  /** Writes the result of an ADD (libcni: cacheAdd). Rejects with {@link CNIError}. */
  async add(result: Result, config: Uint8Array, network: string, rt: RuntimeConf): Promise<void> {
    const path = this.path(network, rt);
    const bytes = encodeCacheFile(result, config, network, rt);
    try {
      await this.#store.write(path, bytes);
    } catch (error) {
      if (isFileError(error)) {
        throw new CNIError(error.message, undefined, { cause: error });
      }
      throw new InterruptedError(
        'connection to the host was lost while the result was cached: the plugins ran, the record may be missing',
        'unknown',
      );
    }
  }

  /** Returns {@link path}, or undefined if a part of the name is missing and so nothing is to be removed. */
  removable(network: string, key: AttachmentKey): string | undefined {
    return hasCacheFile(network, key) ? this.path(network, key) : undefined;
  }

  /** Removes the file. As in libcni, failures are ignored. */
  async remove(network: string, key: AttachmentKey): Promise<void> {
    try {
      await this.#store.remove(this.path(network, key));
    } catch (error) {
      if (!isFileError(error) && !(error instanceof CNIError)) {
        throw error;
      }
    }
  }

  /** Returns the cached result in `cniVersion`, even from a file in the old format; undefined without one. Rejects with {@link CNIError}. */
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
    const decoded = decodeCacheFile(bytes);
    const isLegacy = !('file' in decoded);
    const result = createFromBytes(isLegacy ? bytes : encodeUTF8(encodeJSON(decoded.file.result ?? null)));
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

  /** Returns the cached configuration and arguments; undefined without a file. Rejects with {@link CNIError}. */
  async config(
    network: string,
    rt: RuntimeConf,
    signal: AbortSignal | undefined,
  ): Promise<{ readonly config: Uint8Array; readonly rt: RuntimeConf } | undefined> {
    const bytes = await this.#read(network, rt, signal);
    if (bytes === undefined) {
      return undefined;
    }
    const decoded = decodeCacheFile(bytes);
    if (!('file' in decoded)) {
      const { kind, error } = decoded;
      if (error === undefined) {
        throw new CNIError(`read cached network ${quote(network)} config has wrong kind: ${kind}`);
      }
      throw new CNIError(`failed to unmarshal cached network ${quote(network)} config: ${error.message}`, undefined, {
        cause: error,
      });
    }
    const { config, cniArgs: args = rt.args, capabilityArgs } = decoded.file;
    return { config, rt: { ...rt, args, capabilityArgs } };
  }

  /** Returns all attachments, or those of one container (libcni: GetCachedAttachments). Other files are skipped. */
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
      // libcni treats an unreadable file as missing.
      if (isFileError(error)) {
        return undefined;
      }
      throw signal?.aborted === true ? stoppedBy(signal, 'while the cache was read') : error;
    }
  }
}

/** Returns true if the file name may be that of an attachment of the container. libcni checks only the first occurrence. */
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
  const decoded = decodeCacheFile(bytes);
  if (!('file' in decoded) || decoded.file.ifName === '' || decoded.file.network === '') {
    return undefined;
  }
  const { containerID, network, ifName, config, netNS, cniArgs = [], capabilityArgs } = decoded.file;
  return { containerID, network, ifName, cacheFile: path, config, netNS, cniArgs, capabilityArgs };
}
