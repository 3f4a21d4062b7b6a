import { isRecord } from '../../engine/libcni/json/record.ts';

/**
 * A snapshot of a host. Plain data that the client collects and sends with `cni/hostFacts`. Every part is optional: an
 * absent part was not read, and rules report nothing about it.
 */
export interface HostFacts {
  /** Display name of the host, for messages: "the sandbox", "this machine as root". */
  readonly host: string;
  /** Directories that were searched for plugins, in order. */
  readonly pluginDirs?: readonly string[] | undefined;
  readonly plugins?: readonly PluginFact[] | undefined;
  /** Files and directories that the user may not read or see, so nothing is known about them. */
  readonly unread?: readonly string[] | undefined;
  readonly interfaces?: readonly InterfaceFact[] | undefined;
  readonly routes?: readonly RouteFact[] | undefined;
  /** Files of the host's configuration directory. */
  readonly configFiles?: readonly FileFact[] | undefined;
  readonly cachedResults?: readonly CachedResultFact[] | undefined;
  readonly reservations?: readonly ReservationFact[] | undefined;
  /** Values under /proc/sys by dotted name (`net.ipv4.ip_forward`); null if the host does not have the key. */
  readonly sysctls?: Readonly<Record<string, string | null>> | undefined;
  /** Programs that plugins run, by name: whether the host has them (`iptables`, `ip6tables`, `nft`). */
  readonly programs?: Readonly<Record<string, boolean>> | undefined;
  /** The backend of iptables and ip6tables by program: `nf_tables` or `legacy`. */
  readonly backends?: Readonly<Record<string, string>> | undefined;
  /** Legacy tables of iptables and ip6tables in the kernel, by program. */
  readonly legacyTables?: Readonly<Record<string, readonly string[]>> | undefined;
  /**
   * Text of files that plugins read, by path; null if the host does not have the file, '' for an existing socket or a file
   * whose text is not read.
   */
  readonly files?: Readonly<Record<string, string | null>> | undefined;
  /** Kernel modules that plugins need, by name: loaded, built in or loadable. */
  readonly modules?: Readonly<Record<string, boolean>> | undefined;
}

/** A file in one of the plugin directories. */
export interface PluginFact {
  readonly name: string;
  readonly path: string;
  /** The answer to VERSION; undefined if the plugin was not run or did not answer. */
  readonly supportedVersions?: readonly string[] | undefined;
  /** Release of the reference plugins that it reports, as in `v1.9.1`. */
  readonly release?: string | undefined;
  /** Why it cannot run: no execute permission, wrong architecture, broken link. */
  readonly problem?: string | undefined;
}

/** One interface with its addresses (`ip -j address`). */
export interface InterfaceFact {
  readonly name: string;
  /** Alternative names (`altname`), by which plugins also find it. */
  readonly altNames?: readonly string[] | undefined;
  /** `link_info.info_kind`: bridge, veth, vlan …; undefined for a real device. */
  readonly kind?: string | undefined;
  readonly mtu?: number | undefined;
  /** `link_type`: ether, infiniband, none … */
  readonly linkType?: string | undefined;
  /** Name of the bridge, bond or VRF whose port the interface is. */
  readonly master?: string | undefined;
  readonly wireless?: boolean | undefined;
  /** With prefix length: `10.88.0.1/16`. */
  readonly addresses: readonly string[];
}

/** One route (`ip -j route`, `ip -j -6 route`). */
export interface RouteFact {
  /** `default`, or a range. */
  readonly destination: string;
  readonly device?: string | undefined;
  readonly gateway?: string | undefined;
  /** `ra` for a route from a router advertisement. */
  readonly protocol?: string | undefined;
}

/** A configuration file of the host. */
interface FileFact {
  readonly path: string;
  readonly text: string;
  /** Permission bits in octal, as in `644`. */
  readonly mode?: string | undefined;
}

/** A cached result: an attachment that exists. */
export interface CachedResultFact {
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
  /** The network configuration that ADD used. */
  readonly config?: string | undefined;
}

/** One address that host-local holds. */
export interface ReservationFact {
  /** The data directory with the network's own folder: `/var/lib/cni/networks/mynet`. */
  readonly directory: string;
  readonly address: string;
  readonly containerID: string;
  /** Whether it was written within the last minutes. */
  readonly isRecent?: boolean | undefined;
}

/** Returns which of some files and directories, or of those above them, the user may not read. */
export function unreadAmong({ unread = [] }: HostFacts, paths: readonly string[]): readonly string[] {
  return unread.filter((hidden) => paths.some((path) => path === hidden || path.startsWith(`${hidden}/`)));
}

/** Reads the facts that a client sent; undefined if they are not valid. Parts of a different shape are ignored. */
export function readHostFacts(sent: unknown): HostFacts | undefined {
  if (!isRecord(sent) || typeof sent['host'] !== 'string') {
    return undefined;
  }
  const { host } = sent;
  return {
    host,
    ...list('pluginDirs', sent, isString),
    ...list('unread', sent, isString),
    ...list('plugins', sent, (one) => has(one, 'name', 'path')),
    ...list(
      'interfaces',
      sent,
      (one) => has(one, 'name') && isStrings(one['addresses']) && isStrings(one['altNames'] ?? []),
    ),
    ...list('routes', sent, (one) => has(one, 'destination')),
    ...list('configFiles', sent, (one) => has(one, 'path', 'text')),
    ...list('cachedResults', sent, (one) => has(one, 'network', 'containerID', 'ifName')),
    ...list('reservations', sent, (one) => has(one, 'directory', 'address', 'containerID')),
    ...record('sysctls', sent, (one) => one === null || isString(one)),
    ...record('programs', sent, (one) => typeof one === 'boolean'),
    ...record('backends', sent, isString),
    ...record('legacyTables', sent, isStrings),
    ...record('files', sent, (one) => one === null || isString(one)),
    ...record('modules', sent, (one) => typeof one === 'boolean'),
  };
}

type Unknowns = Readonly<Record<string, unknown>>;

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every(isString);
}

function has(value: unknown, ...keys: readonly string[]): value is Unknowns {
  return isRecord(value) && keys.every((key) => isString(value[key]));
}

/** Returns `{key: …}` with the valid members of a list; `{}` if the value is not a list. */
function list(key: keyof HostFacts, sent: Unknowns, isOne: (one: unknown) => boolean): Unknowns {
  const value = sent[key];
  return Array.isArray(value) ? { [key]: value.filter(isOne) } : {};
}

function record(key: keyof HostFacts, sent: Unknowns, isOne: (one: unknown) => boolean): Unknowns {
  const value = sent[key];
  if (!isRecord(value)) {
    return {};
  }
  return { [key]: Object.fromEntries(Object.entries(value).filter(([, one]) => isOne(one))) };
}
