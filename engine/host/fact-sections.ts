import { namespacesOf, type CollectedNamespace } from './fact-namespaces.ts';
import { pluginsOf, type CollectedPlugin } from './fact-plugins.ts';
import { reservationsOf, type Reservation } from './reservations.ts';
import { readSections, type Section } from './sections.ts';

/** What {@link collectFacts} finds; the shape of the language server's HostFacts. */
export interface CollectedFacts {
  readonly host: string;
  readonly pluginDirs: readonly string[];
  readonly plugins: readonly CollectedPlugin[];
  /** Plugin directories that this user may not read: there may be more plugins. */
  readonly unreadDirs?: readonly string[];
  readonly interfaces?: readonly CollectedInterface[];
  readonly routes?: readonly CollectedRoute[];
  readonly configFiles: readonly { readonly path: string; readonly text: string; readonly mode?: string }[];
  readonly reservations: readonly Reservation[];
  /** Undefined where they were not looked at. */
  readonly cachedResults?: readonly CollectedCachedResult[];
  /** Those other than the host's own. */
  readonly namespaces?: readonly CollectedNamespace[];
  readonly system?: CollectedSystem;
  readonly sysctls: Readonly<Record<string, string | null>>;
  readonly programs: Readonly<Record<string, boolean>>;
  readonly files: Readonly<Record<string, string | null>>;
  readonly modules: Readonly<Record<string, boolean>>;
}

interface CollectedInterface {
  readonly name: string;
  readonly kind?: string;
  readonly mtu?: number;
  readonly wireless: boolean;
  readonly addresses: readonly string[];
}

interface CollectedRoute {
  readonly destination: string;
  readonly device?: string;
  readonly gateway?: string;
}

/** What the host itself is. */
interface CollectedSystem {
  /** `uname -r` and `uname -m`. */
  readonly kernel: string;
  readonly machine: string;
  /** PRETTY_NAME of /etc/os-release. */
  readonly distribution?: string;
}

/** A cached result: an attachment that exists. */
export interface CollectedCachedResult {
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
  /** The network configuration that ADD used. */
  readonly config?: string;
}

type Unknowns = Readonly<Record<string, unknown>>;

/** Reads the output of the fact script. Sections that are not as they should be are left out. */
export function readFactSections(
  output: string,
  nonce: string,
  host: string,
  pluginDirs: readonly string[],
): CollectedFacts {
  const sections = readSections(output, nonce);
  const of = (kind: string): Section[] => sections.filter((section) => section.kind === kind);
  const flags = (kind: string): Record<string, boolean> =>
    Object.fromEntries([
      ...of(kind).map(({ name }) => [name, true] as const),
      ...of(`no-${kind}`).map(({ name }) => [name, false] as const),
    ]);
  const values = (kind: string, trim: boolean): Record<string, string | null> =>
    Object.fromEntries([
      ...of(kind).map(({ name, text }) => [name, trim ? text.trim() : text] as const),
      ...of(`no-${kind}`).map(({ name }) => [name, null] as const),
    ]);
  const namespaces = namespacesOf(sections);
  const unreadDirs = of('unread').map(({ name }) => name);
  const modes = new Map(of('mode').map(({ name, text }) => [name, text.trim()]));
  return {
    host,
    pluginDirs,
    plugins: pluginsOf(sections),
    ...(unreadDirs.length === 0 ? {} : { unreadDirs }),
    ...interfacesOf(of),
    ...routesOf(of('ip')),
    configFiles: of('config').map(({ name, text }) => {
      const mode = modes.get(name);
      return { path: name, text, ...(mode === undefined ? {} : { mode }) };
    }),
    reservations: reservationsOf(sections),
    ...(namespaces === undefined ? {} : { namespaces }),
    ...systemOf(of),
    sysctls: values('sysctl', true),
    programs: flags('program'),
    files: values('file', false),
    modules: flags('module'),
  };
}

function systemOf(of: (kind: string) => readonly Section[]): { readonly system?: CollectedSystem } {
  const [kernel] = of('kernel');
  if (kernel === undefined) return {};
  const [, quoted = ''] = /^PRETTY_NAME=(.*)$/m.exec(of('distribution')[0]?.text ?? '') ?? [];
  const distribution = quoted.replaceAll(/^["']|["']$/g, '');
  const system = { kernel: kernel.name, machine: kernel.text.trim() };
  return { system: distribution === '' ? system : { ...system, distribution } };
}

function interfacesOf(of: (kind: string) => Section[]): { readonly interfaces?: readonly CollectedInterface[] } {
  const parsed = parseJSON(of('ip').find(({ name }) => name === 'addresses')?.text ?? '');
  const wireless = new Set(of('wireless').map(({ name }) => name));
  if (!Array.isArray(parsed)) return {};
  return {
    interfaces: parsed.filter(isRecord).flatMap((one): CollectedInterface[] => {
      const { ifname: name, mtu, linkinfo, addr_info: info } = one;
      if (typeof name !== 'string') return [];
      const kind = isRecord(linkinfo) ? linkinfo['info_kind'] : undefined;
      const addresses = (Array.isArray(info) ? info.filter(isRecord) : []).flatMap(({ local, prefixlen }) =>
        typeof local === 'string' && typeof prefixlen === 'number' ? [`${local}/${prefixlen}`] : [],
      );
      return [
        {
          name,
          ...(typeof kind === 'string' ? { kind } : {}),
          ...(typeof mtu === 'number' ? { mtu } : {}),
          wireless: wireless.has(name),
          addresses,
        },
      ];
    }),
  };
}

function routesOf(ip: readonly Section[]): { readonly routes?: readonly CollectedRoute[] } {
  const lists = ip.filter(({ name }) => name.startsWith('routes')).map(({ text }) => parseJSON(text));
  if (!lists.some(Array.isArray)) return {};
  const routes = lists.flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
  return {
    routes: routes.filter(isRecord).flatMap(({ dst, dev, gateway }): CollectedRoute[] => {
      if (typeof dst !== 'string') return [];
      return [
        {
          destination: dst,
          ...(typeof dev === 'string' ? { device: dev } : {}),
          ...(typeof gateway === 'string' ? { gateway } : {}),
        },
      ];
    }),
  };
}

function isRecord(value: unknown): value is Unknowns {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the tool is of a kind that speaks no JSON: not looked at
  }
}
