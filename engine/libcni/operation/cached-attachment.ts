import { GoSyntaxError } from '../json/errors.ts';
import { isRecord } from '../json/record.ts';
import type { JSONObject, JSONValue } from '../result/types.ts';
import { cacheKind, decodeCacheFile, type UndecodedFile } from './cache-file.ts';
import { partsOf, type ResultParts } from '../result/result-parts.ts';
import type { StoredFile } from './store.ts';

/** One attachment from its cache file, with everything to show, check and delete it. */
export interface CachedAttachment {
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
  /** Path of the namespace; empty in files of libcni before 1.2. */
  readonly netNS: string;
  /** The configuration that ADD used. */
  readonly config: Uint8Array;
  readonly cniArgs: readonly (readonly [string, string])[];
  readonly capabilityArgs: JSONObject;
  /** Addresses of the result in CIDR form, in its order. */
  readonly addresses: readonly string[];
  readonly cacheFile: string;
  /** The result of ADD; missing if it is not known. */
  readonly result?: ResultParts | undefined;
}

/** A cache file without an attachment: empty, truncated, or not from libcni. */
export interface UnreadableCacheFile {
  readonly cacheFile: string;
  readonly reason: string;
}

/** The files of a results directory, sorted by network, namespace and interface. */
export interface CacheListing {
  readonly attachments: readonly CachedAttachment[];
  readonly unreadable: readonly UnreadableCacheFile[];
}

/**
 * Reads cache files of kind `cniCacheV1` (libcni: cachedInfo). Other files are listed with a reason, because a broken cache
 * file may prevent DEL.
 */
export function readCacheFiles(files: readonly StoredFile[]): CacheListing {
  const attachments: CachedAttachment[] = [];
  const unreadable: UnreadableCacheFile[] = [];
  for (const file of files) {
    const read = readCacheFile(file);
    if ('reason' in read) {
      unreadable.push(read);
    } else {
      attachments.push(read);
    }
  }
  attachments.sort((a, b) => compare(sortKey(a), sortKey(b)));
  return { attachments, unreadable };
}

/** Returns the IP addresses of a result of any spec version: `ips[].address` since 0.3.0, `ip4.ip` and `ip6.ip` before. */
export function addressesOf(result: JSONValue | undefined): readonly string[] {
  if (!isRecord(result)) {
    return [];
  }
  const ips = result['ips'];
  if (isArray(ips)) {
    return ips.flatMap((ip) => (isRecord(ip) ? text(ip['address']) : []));
  }
  return ['ip4', 'ip6'].flatMap((key) => {
    const family = result[key];
    return isRecord(family) ? text(family['ip']) : [];
  });
}

/** Returns the attachment that an ADD with an unknown outcome may have created, even without a cache file. */
export function attachmentOf(
  { name: network, bytes: config }: { readonly name: string; readonly bytes: Uint8Array },
  containerID: string,
  ifName: string,
  netNS: string,
): CachedAttachment {
  const nothingKnown = { cniArgs: [], capabilityArgs: {}, addresses: [], cacheFile: '' };
  return { network, containerID, ifName, netNS, config, ...nothingKnown };
}

/** Returns the data directories of host-local in a configuration. */
export function dataDirsOf(config: Uint8Array): readonly string[] {
  return pluginsOf(config).flatMap(({ ipam }) => (isRecord(ipam) ? text(ipam['dataDir']) : []));
}

/** Returns the sysctls that a configuration sets, as the plugin tuning takes them: with dots or slashes, and IFNAME. */
export function sysctlsOf(config: Uint8Array): readonly string[] {
  return pluginsOf(config).flatMap(({ sysctl }) => (isRecord(sysctl) ? Object.keys(sysctl) : []));
}

function pluginsOf(config: Uint8Array): readonly JSONObject[] {
  let value: JSONValue;
  try {
    value = JSON.parse(new TextDecoder().decode(config));
  } catch {
    return []; // A configuration that is not JSON was never run.
  }
  const plugins = isRecord(value) && isArray(value['plugins']) ? value['plugins'] : [value];
  return plugins.flatMap((plugin) => (isRecord(plugin) ? [plugin] : []));
}

/** `172.16.29.2/24` → `172.16.29.2`. */
export function withoutPrefix(address: string): string {
  return address.replace(/\/\d+$/, '');
}

function readCacheFile({ path: cacheFile, bytes }: StoredFile): CachedAttachment | UnreadableCacheFile {
  const decoded = decodeCacheFile(bytes);
  if ('file' in decoded) {
    const { result, cniArgs = [], ...attachment } = decoded.file;
    return { ...attachment, cniArgs, addresses: addressesOf(result), cacheFile, result: partsOf(result) };
  }
  return { cacheFile, reason: unreadableReason(bytes, decoded) };
}

/** Returns why a file of the cache is not an attachment. */
export function unreadableReason(bytes: Uint8Array, { kind, error }: UndecodedFile): string {
  if (bytes.length === 0) {
    return 'the file is empty';
  }
  const isDamaged = error instanceof GoSyntaxError || kind === cacheKind;
  return isDamaged && error ? error.message : `the file is not of kind ${cacheKind}`;
}

function sortKey(attachment: CachedAttachment): string {
  return [attachment.network, attachment.netNS, attachment.ifName, attachment.containerID].join('\0');
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

function text(value: JSONValue | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : [];
}

function isArray(value: JSONValue | undefined): value is readonly JSONValue[] {
  return Array.isArray(value);
}
