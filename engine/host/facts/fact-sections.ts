import { namespacesOf, type CollectedNamespace } from './fact-namespaces.ts';
import { pluginsOf, type CollectedPlugin } from './fact-plugins.ts';
import { reservationsOf, type Reservation } from './reservations.ts';
import { readSections, type Section } from '../shell/sections.ts';
import { isRecord } from '../../libcni/json/record.ts';

/** The result of {@link collectFacts}, in the shape of the language server's HostFacts. */
export interface CollectedFacts {
  readonly host: string;
  readonly pluginDirs: readonly string[];
  readonly plugins: readonly CollectedPlugin[];
  /** Files and directories that this user may not read or see. */
  readonly unread?: readonly string[];
  readonly interfaces?: readonly CollectedInterface[];
  readonly routes?: readonly CollectedRoute[];
  /** The directory of the configuration files. */
  readonly confDir: string;
  readonly configFiles: readonly { readonly path: string; readonly text: string; readonly mode?: string | undefined }[];
  readonly reservations: readonly Reservation[];
  /** All namespaces except that of the host. */
  readonly namespaces?: readonly CollectedNamespace[] | undefined;
  readonly system?: CollectedSystem;
  readonly sysctls: Readonly<Record<string, string | null>>;
  readonly programs: Readonly<Record<string, boolean>>;
  /** The backend of iptables and ip6tables by program, as far as they report it. */
  readonly backends: Readonly<Record<string, 'nf_tables' | 'legacy'>>;
  /** Legacy tables of iptables and ip6tables that exist in the kernel, by program. */
  readonly legacyTables: Readonly<Record<string, readonly string[]>>;
  readonly files: Readonly<Record<string, string | null>>;
  readonly modules: Readonly<Record<string, boolean>>;
}

interface CollectedInterface {
  readonly name: string;
  /** Alternative names of the interface. */
  readonly altNames?: readonly string[] | undefined;
  readonly kind?: string | undefined;
  readonly mtu?: number | undefined;
  /** Type of the link, such as `ether`, `infiniband` or `none`. */
  readonly linkType?: string | undefined;
  /** The bridge, bond or VRF whose port the interface is. */
  readonly master?: string | undefined;
  readonly wireless: boolean;
  readonly addresses: readonly string[];
}

interface CollectedRoute {
  readonly destination: string;
  readonly device?: string | undefined;
  readonly gateway?: string | undefined;
  /** Where the route comes from, such as `kernel` or `ra` (router advertisement). */
  readonly protocol?: string | undefined;
}

/** Kernel, machine and distribution of a host. */
interface CollectedSystem {
  /** `uname -r` and `uname -m`. */
  readonly kernel: string;
  readonly machine: string;
  /** PRETTY_NAME of /etc/os-release. */
  readonly distribution?: string;
}

/** Reads the output of the fact script. Invalid sections are omitted. */
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
  const unread = [...new Set(of('unread').map(({ name }) => name))];
  const modes = new Map(of('mode').map(({ name, text }) => [name, text.trim()]));
  return {
    host,
    pluginDirs,
    plugins: pluginsOf(sections),
    ...(unread.length === 0 ? {} : { unread }),
    ...interfacesOf(of),
    ...routesOf(of('ip')),
    confDir: of('directory')[0]?.name ?? '',
    configFiles: of('config').map(({ name, text }) => {
      return { path: name, text, mode: modes.get(name) };
    }),
    reservations: reservationsOf(sections),
    namespaces,
    ...systemOf(of),
    sysctls: values('sysctl', true),
    programs: flags('program'),
    ...iptablesOf(of),
    files: values('file', false),
    modules: flags('module'),
  };
}

function iptablesOf(of: (kind: string) => readonly Section[]): Pick<CollectedFacts, 'backends' | 'legacyTables'> {
  const backends = of('backend').flatMap(({ name, text }) => {
    const backend = /\((nf_tables|legacy)\)/.exec(text)?.[1];
    return backend === 'nf_tables' || backend === 'legacy' ? [[name, backend] as const] : [];
  });
  const legacy = of('legacy-tables').map(({ name, text }) => {
    const program = name === 'ip6_tables_names' ? 'ip6tables' : 'iptables';
    return [program, text.split('\n').filter((line) => line !== '')] as const;
  });
  return { backends: Object.fromEntries(backends), legacyTables: Object.fromEntries(legacy) };
}

function systemOf(of: (kind: string) => readonly Section[]): { readonly system?: CollectedSystem } {
  const [kernel] = of('kernel');
  if (kernel === undefined) {
    return {};
  }
  const [, quoted = ''] = /^PRETTY_NAME=(.*)$/m.exec(of('distribution')[0]?.text ?? '') ?? [];
  const distribution = quoted.replaceAll(/^["']|["']$/g, '');
  const system = { kernel: kernel.name, machine: kernel.text.trim() };
  return { system: distribution === '' ? system : { ...system, distribution } };
}

function interfacesOf(of: (kind: string) => Section[]): { readonly interfaces?: readonly CollectedInterface[] } {
  const parsed = parseJSON(of('ip').find(({ name }) => name === 'addresses')?.text ?? '');
  const wireless = new Set(of('wireless').map(({ name }) => name));
  if (!Array.isArray(parsed)) {
    return {};
  }
  return {
    interfaces: parsed.filter(isRecord).flatMap((one): CollectedInterface[] => {
      const { ifname: name, altnames, mtu, linkinfo, addr_info: info, link_type: linkType, master } = one;
      if (typeof name !== 'string') {
        return [];
      }
      const altNames = Array.isArray(altnames) ? altnames.filter((alt) => typeof alt === 'string') : [];
      const kind = isRecord(linkinfo) ? linkinfo['info_kind'] : undefined;
      const addresses = (Array.isArray(info) ? info.filter(isRecord) : []).flatMap(({ local, prefixlen }) =>
        typeof local === 'string' && typeof prefixlen === 'number' ? [`${local}/${prefixlen}`] : [],
      );
      return [
        {
          name,
          altNames: altNames.length === 0 ? undefined : altNames,
          kind: typeof kind === 'string' ? kind : undefined,
          mtu: typeof mtu === 'number' ? mtu : undefined,
          linkType: typeof linkType === 'string' ? linkType : undefined,
          master: typeof master === 'string' ? master : undefined,
          wireless: wireless.has(name),
          addresses,
        },
      ];
    }),
  };
}

function routesOf(ip: readonly Section[]): { readonly routes?: readonly CollectedRoute[] } {
  const lists = ip.filter(({ name }) => name.startsWith('routes')).map(({ text }) => parseJSON(text));
  if (!lists.some(Array.isArray)) {
    return {};
  }
  const routes = lists.flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
  return {
    routes: routes.filter(isRecord).flatMap(({ dst, dev, gateway, protocol }): CollectedRoute[] => {
      if (typeof dst !== 'string') {
        return [];
      }
      return [
        {
          destination: dst,
          device: typeof dev === 'string' ? dev : undefined,
          gateway: typeof gateway === 'string' ? gateway : undefined,
          protocol: typeof protocol === 'string' ? protocol : undefined,
        },
      ];
    }),
  };
}

function parseJSON(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The tool does not support JSON.
  }
}
