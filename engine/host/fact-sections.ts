import { readSections, type Section } from './sections.ts';

/** What {@link collectFacts} finds; the shape of the language server's HostFacts. */
export interface CollectedFacts {
  readonly host: string;
  readonly pluginDirs: readonly string[];
  readonly plugins: readonly CollectedPlugin[];
  readonly interfaces?: readonly CollectedInterface[];
  readonly routes?: readonly CollectedRoute[];
  readonly configFiles: readonly { readonly path: string; readonly text: string; readonly mode?: string }[];
  readonly reservations: readonly CollectedReservation[];
  readonly sysctls: Readonly<Record<string, string | null>>;
  readonly programs: Readonly<Record<string, boolean>>;
  readonly files: Readonly<Record<string, string | null>>;
  readonly modules: Readonly<Record<string, boolean>>;
}

interface CollectedPlugin {
  readonly name: string;
  readonly path: string;
  readonly supportedVersions?: readonly string[];
  readonly release?: string;
  readonly problem?: string;
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

interface CollectedReservation {
  readonly directory: string;
  readonly address: string;
  readonly containerID: string;
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
  const modes = new Map(of('mode').map(({ name, text }) => [name, text.trim()]));
  return {
    host,
    pluginDirs,
    plugins: pluginsOf(of),
    ...interfacesOf(of),
    ...routesOf(of('ip')),
    configFiles: of('config').map(({ name, text }) => {
      const mode = modes.get(name);
      return { path: name, text, ...(mode === undefined ? {} : { mode }) };
    }),
    reservations: of('held').map(({ name, text }) => reservationOf(name, text)),
    sysctls: values('sysctl', true),
    programs: flags('program'),
    files: values('file', false),
    modules: flags('module'),
  };
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The first of each name, as libcni finds it. */
function pluginsOf(of: (kind: string) => Section[]): readonly CollectedPlugin[] {
  const about = new Map(of('about').map(({ name, text }) => [name, / plugin (v\d+\.\d+\.\d+)/.exec(text)?.[1]]));
  const found = [
    ...of('plugin').map(({ name: path, text }): CollectedPlugin => {
      const release = about.get(path);
      return { name: baseName(path), path, ...answerOf(text), ...(release === undefined ? {} : { release }) };
    }),
    ...of('plain').map(({ name: path, text }): CollectedPlugin => {
      return { name: baseName(path), path, problem: `it may not be executed (mode ${text.trim()})` };
    }),
    ...of('broken').map(({ name: path, text }): CollectedPlugin => {
      return { name: baseName(path), path, problem: `it is a link to ${text.trim()}, which is not there` };
    }),
  ];
  return found.filter(({ name }, index) => found.findIndex((other) => other.name === name) === index);
}

function answerOf(text: string): { readonly supportedVersions?: readonly string[] } {
  const answer = parseJSON(text);
  const versions = isRecord(answer) ? answer['supportedVersions'] : undefined;
  return Array.isArray(versions) ? { supportedVersions: versions.filter((one) => typeof one === 'string') } : {};
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

/** host-local writes an address as its file's name; IPv6 with `_` for `:` in some releases. */
function reservationOf(path: string, containerID: string): CollectedReservation {
  const address = baseName(path);
  return {
    directory: path.slice(0, path.lastIndexOf('/')),
    address: address.includes('.') ? address : address.replaceAll('_', ':'),
    containerID: containerID.trim(),
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
