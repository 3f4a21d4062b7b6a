import { attachmentLabel } from './attachment-label.ts';
import type { CacheListing } from './cached-attachment.ts';
import type { HostContents } from './host-knowledge.ts';
import type { HostNode } from './host-nodes.ts';
import type { Translate } from './translate.ts';

/** A tree with more rows than this helps nobody; the rest is counted. */
const mostRows = 500;

type Facts = HostContents['facts'];

/** What there is on a host, as sections that can be unfolded. Sections of what was not looked at are left out. */
export function contentSections(host: string, contents: HostContents, t: Translate): readonly HostNode[] {
  const { facts, cache } = contents;
  const plugins = facts.plugins.map((plugin) => row(host, 'plugins', plugin.path, pluginParts(plugin, t)));
  const files = facts.configFiles.map((file) => fileNode(host, file, t));
  const held = facts.reservations.map((reservation) => reservationRow(host, reservation, t));
  return [
    section(host, 'plugins', { label: t('Plugins'), icon: 'extensions', detail: pluginDetail(facts, t) }, plugins, t),
    section(host, 'files', { label: t('Configuration Files'), icon: 'files' }, files, t),
    ...namespaceSections(host, facts, t),
    section(
      host,
      'results',
      { label: t('Cached Results'), icon: 'plug', detail: cacheDetail(cache, t) },
      cacheRows(host, cache),
      t,
    ),
    section(host, 'reservations', { label: t('Reservations'), icon: 'pinned' }, held, t),
    ...interfaceSections(host, facts, t),
    ...routeSections(host, facts, t),
    systemSection(host, facts, t),
  ];
}

interface SectionParts {
  readonly label: string;
  readonly icon: string;
  /** What stands behind the count. */
  readonly detail?: string;
  /** False where it says nothing how many rows there are. */
  readonly isCounted?: boolean;
}

function section(
  host: string,
  name: string,
  { label, icon, detail = '', isCounted = true }: SectionParts,
  rows: readonly HostNode[],
  t: Translate,
): HostNode {
  const id = `${host}/${name}`;
  const description = joined(' · ', isCounted ? String(rows.length) : '', detail);
  const tooltip = joined(': ', label, detail);
  return { kind: 'section', id, host, label, icon, description, tooltip, children: limited(id, host, rows, t) };
}

function row(host: string, below: string, key: string, parts: RowParts): HostNode {
  return { kind: 'fact', id: `${host}/${below}/${key}`, host, ...parts };
}

function pluginDetail({ plugins, pluginDirs }: Facts, t: Translate): string {
  const broken = plugins.filter(({ problem }) => problem !== undefined).length;
  return joined(' · ', pluginDirs.join(', '), broken === 0 ? '' : t('{0} cannot run', broken));
}

function cacheDetail({ unreadable }: CacheListing, t: Translate): string {
  return unreadable.length === 0 ? '' : t('{0} cannot be read', unreadable.length);
}

function cacheRows(host: string, { attachments, unreadable }: CacheListing): readonly HostNode[] {
  return [
    ...attachments.map((attachment) => {
      const { cacheFile: tooltip } = attachment;
      return row(host, 'results', tooltip, { ...attachmentLabel(attachment), tooltip, icon: 'plug' });
    }),
    ...unreadable.map(({ cacheFile: tooltip, reason: description }) =>
      row(host, 'results', tooltip, { label: baseName(tooltip), description, tooltip, icon: 'warning' }),
    ),
  ];
}

function reservationRow(host: string, reservation: Facts['reservations'][number], t: Translate): HostNode {
  const { directory, address, containerID, ifName } = reservation;
  return row(host, 'reservations', `${directory}/${address}`, {
    label: address,
    description: joined(' · ', baseName(directory), containerID, ifName),
    tooltip: t('{0} is held for {1} in {2}', address, containerID, directory),
    icon: 'pinned',
  });
}

function namespaceSections(host: string, { namespaces }: Facts, t: Translate): readonly HostNode[] {
  if (namespaces === undefined) {
    return [];
  }
  const rows = namespaces.map((namespace) => {
    const { path, name, owner } = namespace;
    const whose = ownerText(namespace, t);
    return row(host, 'namespaces', path, {
      label: name ?? owner?.process ?? path,
      description: whose,
      tooltip: joined('\n', path, whose, owner?.containerID ?? ''),
      icon: 'vm-outline',
    });
  });
  return [section(host, 'namespaces', { label: t('Namespaces'), icon: 'vm-outline' }, rows, t)];
}

/** Whose a namespace is: the container of its process where that is known, else the process. */
function ownerText({ kind, owner }: NonNullable<Facts['namespaces']>[number], t: Translate): string {
  if (owner === undefined) {
    return kind === 'docker' ? 'docker' : '';
  }
  const { runtime, containerID, pid, process } = owner;
  const container = containerID === undefined ? '' : `${runtime ?? ''} ${containerID.slice(0, 12)}`.trim();
  return joined(' · ', container, t('process {0} ({1})', process, pid));
}

function interfaceSections(host: string, { interfaces }: Facts, t: Translate): readonly HostNode[] {
  if (interfaces === undefined) {
    return [];
  }
  const icon = 'symbol-interface';
  const rows = interfaces.map(({ name, kind = '', addresses }) => {
    const description = joined(' · ', kind, ...addresses);
    return row(host, 'interfaces', name, {
      label: name,
      description,
      tooltip: joined('\n', name, kind, ...addresses),
      icon,
    });
  });
  return [section(host, 'interfaces', { label: t('Interfaces'), icon }, rows, t)];
}

function routeSections(host: string, { routes }: Facts, t: Translate): readonly HostNode[] {
  if (routes === undefined) {
    return [];
  }
  const icon = 'milestone';
  const rows = routes.map(({ destination, gateway = '', device = '' }, index) => {
    const description = joined(' · ', gateway === '' ? '' : t('via {0}', gateway), device);
    const tooltip = joined(' ', destination, description);
    return row(host, 'routes', `${index} ${destination}`, { label: destination, description, tooltip, icon });
  });
  return [section(host, 'routes', { label: t('Routes'), icon }, rows, t)];
}

/** What the host itself is, and what of its kernel and programs CNI plugins build on. */
function systemSection(host: string, { system, sysctls, programs }: Facts, t: Translate): HostNode {
  const { kernel = '', machine = '', distribution = '' } = system ?? {};
  const fact = (label: string, description: string, icon: string): HostNode =>
    row(host, 'system', label, { label, description, tooltip: joined(': ', label, description), icon });
  const rows = [
    ...(system === undefined ? [] : [fact(t('Kernel'), joined(' · ', kernel, machine), 'chip')]),
    ...Object.entries(sysctls).map(([key, value]) => fact(key, value ?? t('not there'), 'settings')),
    ...Object.entries(programs).map(([name, has]) => fact(name, has ? t('there') : t('not there'), 'terminal')),
  ];
  const detail = distribution === '' ? kernel : distribution;
  return section(host, 'system', { label: t('System'), icon: 'server', detail, isCounted: false }, rows, t);
}

function joined(between: string, ...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(between);
}

type RowParts = Pick<HostNode, 'label' | 'description' | 'tooltip' | 'icon'>;

function pluginParts(
  { name, path, supportedVersions, release, problem }: Facts['plugins'][number],
  t: Translate,
): RowParts {
  if (problem !== undefined) {
    return { label: name, description: problem, tooltip: `${path}: ${problem}`, icon: 'warning' };
  }
  const latest = supportedVersions?.at(-1);
  const specification = latest === undefined ? t('says no version') : t('spec {0}', latest);
  return {
    label: name,
    description: [release ?? '', specification].filter((part) => part !== '').join(' · '),
    tooltip: [
      path,
      ...(supportedVersions === undefined ? [] : [t('Spec versions: {0}', supportedVersions.join(', '))]),
    ].join('\n'),
    icon: 'extensions',
  };
}

function fileNode(host: string, { path, text, mode }: Facts['configFiles'][number], t: Translate): HostNode {
  const network = networkName(text);
  return {
    kind: 'hostFile',
    id: `${host}/files/${path}`,
    host,
    path,
    label: baseName(path),
    description: network ?? t('no network configuration'),
    tooltip: [path, ...(mode === undefined ? [] : [t('Mode {0}', mode)])].join('\n'),
    icon: network === undefined ? 'warning' : 'file-code',
  };
}

function networkName(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'name' in value && typeof value.name === 'string'
      ? value.name
      : undefined;
  } catch {
    // What the file holds is no JSON; opening it shows why.
    return undefined;
  }
}

function limited(id: string, host: string, rows: readonly HostNode[], t: Translate): readonly HostNode[] {
  if (rows.length <= mostRows) {
    return rows;
  }
  const more = t('and {0} more', rows.length - mostRows);
  return [
    ...rows.slice(0, mostRows),
    { kind: 'fact', id: `${id}/more`, host, label: more, description: '', tooltip: more, icon: 'ellipsis' },
  ];
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
