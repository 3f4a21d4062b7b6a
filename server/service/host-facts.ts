/**
 * What a host has, at one moment. Data only: the client collects it and sends it with `cni/hostFacts`; the server looks
 * nothing up itself. Every part is optional: what is absent was not looked at, and no rule speaks of it.
 */
export interface HostFacts {
  /** The host in words, for messages: "the sandbox", "this machine as root". */
  readonly host: string;
  /** Directories in which plugins were looked for, in order. */
  readonly pluginDirs?: readonly string[];
  readonly plugins?: readonly PluginFact[];
  /** Plugin directories that could not be read: there may be more plugins. */
  readonly unreadDirs?: readonly string[];
  readonly interfaces?: readonly InterfaceFact[];
  readonly routes?: readonly RouteFact[];
  /** Files of the host's own configuration directory. */
  readonly configFiles?: readonly FileFact[];
  readonly cachedResults?: readonly CachedResultFact[];
  readonly reservations?: readonly ReservationFact[];
  /** Values under /proc/sys by dotted name (`net.ipv4.ip_forward`); null where the host has no such key. */
  readonly sysctls?: Readonly<Record<string, string | null>>;
  /** Programs that plugins start, by name: whether the host finds them (`iptables`, `ip6tables`, `nft`). */
  readonly programs?: Readonly<Record<string, boolean>>;
  /** Files that plugins read, by path: their text; null where the host has none. '' for a socket that is there. */
  readonly files?: Readonly<Record<string, string | null>>;
  /** Kernel modules that plugins need, by name: loaded, built in or loadable. */
  readonly modules?: Readonly<Record<string, boolean>>;
}

/** A file in one of the plugin directories. */
export interface PluginFact {
  readonly name: string;
  readonly path: string;
  /** What VERSION answered; undefined where it was not asked or gave no answer. */
  readonly supportedVersions?: readonly string[];
  /** Release of the reference plugins that it says it is, as in `v1.9.1`. */
  readonly release?: string;
  /** Why it cannot run: no execute permission, wrong architecture, broken link. */
  readonly problem?: string;
}

/** One interface with its addresses (`ip -j address`). */
export interface InterfaceFact {
  readonly name: string;
  /** `link_info.info_kind`: bridge, veth, vlan …; undefined for a real device. */
  readonly kind?: string;
  readonly mtu?: number;
  readonly wireless?: boolean;
  /** With prefix length: `10.88.0.1/16`. */
  readonly addresses: readonly string[];
}

/** One route (`ip -j route`, `ip -j -6 route`). */
interface RouteFact {
  /** `default`, or a range. */
  readonly destination: string;
  readonly device?: string;
  readonly gateway?: string;
}

/** A configuration file of the host. */
interface FileFact {
  readonly path: string;
  readonly text: string;
  /** Permission bits in octal, as in `644`. */
  readonly mode?: string;
}

/** A cached result: an attachment that exists. */
interface CachedResultFact {
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
  /** The network configuration that ADD used. */
  readonly config?: string;
}

/** One address that host-local holds. */
interface ReservationFact {
  /** The data directory with the network's own folder: `/var/lib/cni/networks/mynet`. */
  readonly directory: string;
  readonly address: string;
  readonly containerID: string;
}

/** The facts that a client sent, or undefined for what is none. Parts of another shape than ours are left out. */
export function readHostFacts(sent: unknown): HostFacts | undefined {
  if (!isRecord(sent) || typeof sent['host'] !== 'string') return undefined;
  const { host } = sent;
  return {
    host,
    ...list('pluginDirs', sent, isString),
    ...list('unreadDirs', sent, isString),
    ...list('plugins', sent, (one) => has(one, 'name', 'path')),
    ...list('interfaces', sent, (one) => has(one, 'name') && isStrings(one['addresses'])),
    ...list('routes', sent, (one) => has(one, 'destination')),
    ...list('configFiles', sent, (one) => has(one, 'path', 'text')),
    ...list('cachedResults', sent, (one) => has(one, 'network', 'containerID', 'ifName')),
    ...list('reservations', sent, (one) => has(one, 'directory', 'address', 'containerID')),
    ...record('sysctls', sent, (one) => one === null || isString(one)),
    ...record('programs', sent, (one) => typeof one === 'boolean'),
    ...record('files', sent, (one) => one === null || isString(one)),
    ...record('modules', sent, (one) => typeof one === 'boolean'),
  };
}

type Unknowns = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Unknowns {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function isStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every(isString);
}

function has(value: unknown, ...keys: readonly string[]): value is Unknowns {
  return isRecord(value) && keys.every((key) => isString(value[key]));
}

/** `{key: …}` with the members of a list that are what they should be; nothing where there is no list. */
function list(key: keyof HostFacts, sent: Unknowns, isOne: (one: unknown) => boolean): Unknowns {
  const value = sent[key];
  return Array.isArray(value) ? { [key]: value.filter(isOne) } : {};
}

function record(key: keyof HostFacts, sent: Unknowns, isOne: (one: unknown) => boolean): Unknowns {
  const value = sent[key];
  if (!isRecord(value)) return {};
  return { [key]: Object.fromEntries(Object.entries(value).filter(([, one]) => isOne(one))) };
}
