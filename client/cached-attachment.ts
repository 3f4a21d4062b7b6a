import type { JSONObject, JSONValue, StoredFile } from '../engine/libcni/index.ts';

/** One attachment as its cache file tells it: enough to show it, check it and delete it. */
export interface CachedAttachment {
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
  /** Path of the namespace; empty in files of libcni before 1.2, which did not keep it. */
  readonly netNS: string;
  /** The configuration that ADD used. */
  readonly config: Uint8Array;
  readonly cniArgs: readonly (readonly [string, string])[];
  readonly capabilityArgs: JSONObject;
  /** Addresses of the result in CIDR form, in its order. */
  readonly addresses: readonly string[];
  readonly cacheFile: string;
}

/** A cache file that holds no attachment: empty, cut off, or not libcni's. */
export interface UnreadableCacheFile {
  readonly cacheFile: string;
  readonly reason: string;
}

/** The files of a results directory, sorted by what is shown: network, namespace, interface. */
export interface CacheListing {
  readonly attachments: readonly CachedAttachment[];
  readonly unreadable: readonly UnreadableCacheFile[];
}

/**
 * Reads cache files of kind `cniCacheV1` (libcni: cachedInfo). A file that is none is listed with its reason,
 * because a broken cache file is what keeps DEL from working on some hosts.
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

/** IP addresses of a result of any spec version: `ips[].address` since 0.3.0, `ip4.ip` and `ip6.ip` before. */
export function addressesOf(result: JSONValue | undefined): readonly string[] {
  if (!isObject(result)) {
    return [];
  }
  const ips = result['ips'];
  if (isArray(ips)) {
    return ips.flatMap((ip) => (isObject(ip) ? text(ip['address']) : []));
  }
  return ['ip4', 'ip6'].flatMap((key) => {
    const family = result[key];
    return isObject(family) ? text(family['ip']) : [];
  });
}

/** What an ADD was to make, for when nobody knows whether it did: there may be no cache file. */
export function attachmentOf(
  { name: network, bytes: config }: { readonly name: string; readonly bytes: Uint8Array },
  containerID: string,
  ifName: string,
  netNS: string,
): CachedAttachment {
  const nothingKnown = { cniArgs: [], capabilityArgs: {}, addresses: [], cacheFile: '' };
  return { network, containerID, ifName, netNS, config, ...nothingKnown };
}

/** Directories in which host-local keeps the addresses of a configuration, where it says so. */
export function dataDirsOf(config: Uint8Array): readonly string[] {
  let value: JSONValue;
  try {
    value = JSON.parse(new TextDecoder().decode(config));
  } catch {
    return []; // What is no JSON was never run.
  }
  const plugins = isObject(value) && isArray(value['plugins']) ? value['plugins'] : [value];
  return plugins.flatMap((plugin) => {
    const ipam = isObject(plugin) ? plugin['ipam'] : undefined;
    return isObject(ipam) ? text(ipam['dataDir']) : [];
  });
}

/** `172.16.29.2/24` → `172.16.29.2`. */
export function withoutPrefix(address: string): string {
  return address.replace(/\/\d+$/, '');
}

function readCacheFile(file: StoredFile): CachedAttachment | UnreadableCacheFile {
  if (file.bytes.length === 0) {
    return { cacheFile: file.path, reason: 'the file is empty' };
  }
  let value: JSONValue;
  try {
    value = JSON.parse(new TextDecoder().decode(file.bytes));
  } catch (error) {
    return { cacheFile: file.path, reason: error instanceof Error ? error.message : String(error) };
  }
  if (!isObject(value) || value['kind'] !== 'cniCacheV1') {
    return { cacheFile: file.path, reason: 'the file is not of kind cniCacheV1' };
  }
  return {
    network: text(value['networkName'])[0] ?? '',
    containerID: text(value['containerId'])[0] ?? '',
    ifName: text(value['ifName'])[0] ?? '',
    netNS: text(value['netns'])[0] ?? '',
    config: fromBase64(text(value['config'])[0] ?? ''),
    cniArgs: pairs(value['cniArgs']),
    capabilityArgs: isObject(value['capabilityArgs']) ? value['capabilityArgs'] : {},
    addresses: addressesOf(value['result']),
    cacheFile: file.path,
  };
}

function pairs(value: JSONValue | undefined): readonly (readonly [string, string])[] {
  if (!isArray(value)) {
    return [];
  }
  return value.flatMap((pair): (readonly [string, string])[] => {
    if (!isArray(pair)) {
      return [];
    }
    const [key, argument] = pair;
    return typeof key === 'string' && typeof argument === 'string' ? [[key, argument]] : [];
  });
}

function fromBase64(encoded: string): Uint8Array {
  return Uint8Array.from(Buffer.from(encoded, 'base64'));
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

function isObject(value: JSONValue | undefined): value is JSONObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isArray(value: JSONValue | undefined): value is readonly JSONValue[] {
  return Array.isArray(value);
}
