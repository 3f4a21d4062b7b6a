import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import { attachmentLabel } from './attachment-label.ts';
import type { CacheListing } from '../../engine/libcni/operation/cached-attachment.ts';
import type { HostContents } from '../hosts/host-knowledge.ts';
import type { HostNode } from './host-node.ts';
import { networkName } from '../operations/network-name.ts';
import { joined } from '../../engine/text/joined.ts';

/** Most rows of a section; the others are only counted. */
const mostRows = 500;

type Facts = HostContents['facts'];

/** Returns the contents of a host as sections. Leaves out sections of facts that were not collected. */
export function contentSections(host: string, contents: HostContents): readonly HostNode[] {
  const { facts, cache } = contents;
  const plugins = facts.plugins.map((plugin) => row(host, 'plugins', plugin.path, pluginParts(plugin)));
  const files = facts.configFiles.map((file) => fileNode(host, file));
  const held = facts.reservations.map((reservation) => reservationRow(host, reservation));
  return [
    section(host, 'plugins', { label: l10n.t('Plugins'), icon: 'extensions', detail: pluginDetail(facts) }, plugins),
    section(host, 'files', { label: l10n.t('Configuration Files'), icon: 'files' }, files),
    ...namespaceSections(host, facts),
    section(
      host,
      'results',
      { label: l10n.t('Cached Results'), icon: 'plug', detail: cacheDetail(cache) },
      cacheRows(host, cache),
    ),
    section(host, 'reservations', { label: l10n.t('Reservations'), icon: 'pinned' }, held),
    ...interfaceSections(host, facts),
    ...routeSections(host, facts),
    systemSection(host, facts),
  ];
}

interface SectionParts {
  readonly label: string;
  readonly icon: string;
  /** Text after the count. */
  readonly detail?: string;
  /** False when the number of rows means nothing. */
  readonly isCounted?: boolean;
}

function section(
  host: string,
  name: string,
  { label, icon, detail = '', isCounted = true }: SectionParts,
  rows: readonly HostNode[],
): HostNode {
  const id = `${host}/${name}`;
  const description = joined(' · ', isCounted ? String(rows.length) : '', detail);
  const tooltip = joined(': ', label, detail);
  return { kind: 'section', id, host, label, icon, description, tooltip, children: limited(id, host, rows) };
}

function row(host: string, below: string, key: string, parts: RowParts): HostNode {
  return { kind: 'fact', id: `${host}/${below}/${key}`, host, ...parts };
}

function pluginDetail({ plugins, pluginDirs }: Facts): string {
  const broken = plugins.filter(({ problem }) => problem !== undefined).length;
  return joined(' · ', commaList(pluginDirs), broken === 0 ? '' : l10n.t('{0} not usable', broken));
}

function cacheDetail({ unreadable }: CacheListing): string {
  return unreadable.length === 0 ? '' : l10n.t('{0} unreadable', unreadable.length);
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

function reservationRow(host: string, reservation: Facts['reservations'][number]): HostNode {
  const { directory, address, containerID, ifName } = reservation;
  return row(host, 'reservations', `${directory}/${address}`, {
    label: address,
    description: joined(' · ', baseName(directory), containerID, ifName),
    tooltip: l10n.t('{address} is reserved for {containerID} in {directory}', { address, containerID, directory }),
    icon: 'pinned',
  });
}

function namespaceSections(host: string, { namespaces }: Facts): readonly HostNode[] {
  if (namespaces === undefined) {
    return [];
  }
  const rows = namespaces.map((namespace) => {
    const { path, name, owner } = namespace;
    const ownedBy = ownerText(namespace);
    return row(host, 'namespaces', path, {
      label: name ?? owner?.process ?? path,
      description: ownedBy,
      tooltip: joined('\n', path, ownedBy, owner?.containerID ?? ''),
      icon: 'vm-outline',
    });
  });
  return [section(host, 'namespaces', { label: l10n.t('Namespaces'), icon: 'vm-outline' }, rows)];
}

/** Returns the owner of a namespace: the container of its process if known, else the process. */
function ownerText({ kind, owner }: NonNullable<Facts['namespaces']>[number]): string {
  if (owner === undefined) {
    return kind === 'docker' ? 'docker' : '';
  }
  const { runtime, containerID, pid, process } = owner;
  const container = containerID === undefined ? '' : `${runtime ?? ''} ${containerID.slice(0, 12)}`.trim();
  return joined(' · ', container, l10n.t('process {0} ({1})', process, pid));
}

function interfaceSections(host: string, { interfaces }: Facts): readonly HostNode[] {
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
  return [section(host, 'interfaces', { label: l10n.t('Interfaces'), icon }, rows)];
}

function routeSections(host: string, { routes }: Facts): readonly HostNode[] {
  if (routes === undefined) {
    return [];
  }
  const icon = 'milestone';
  const rows = routes.map(({ destination, gateway = '', device = '' }, index) => {
    const description = joined(' · ', gateway === '' ? '' : l10n.t('via {0}', gateway), device);
    const tooltip = joined(' ', destination, description);
    return row(host, 'routes', `${index} ${destination}`, { label: destination, description, tooltip, icon });
  });
  return [section(host, 'routes', { label: l10n.t('Routes'), icon }, rows)];
}

/** Describes the system, and the kernel settings and programs that plugins depend on. */
function systemSection(host: string, { system, sysctls, programs }: Facts): HostNode {
  const { kernel = '', machine = '', distribution = '' } = system ?? {};
  const fact = (label: string, description: string, icon: string): HostNode =>
    row(host, 'system', label, { label, description, tooltip: joined(': ', label, description), icon });
  const rows = [
    ...(system === undefined ? [] : [fact(l10n.t('Kernel'), joined(' · ', kernel, machine), 'chip')]),
    ...Object.entries(sysctls).map(([key, value]) => fact(key, value ?? l10n.t('missing'), 'settings')),
    ...Object.entries(programs).map(([name, has]) =>
      fact(name, has ? l10n.t('installed') : l10n.t('missing'), 'terminal'),
    ),
  ];
  const detail = distribution === '' ? kernel : distribution;
  return section(host, 'system', { label: l10n.t('System'), icon: 'server', detail, isCounted: false }, rows);
}

type RowParts = Pick<HostNode, 'label' | 'description' | 'tooltip' | 'icon'>;

function pluginParts({ name, path, supportedVersions, release, problem }: Facts['plugins'][number]): RowParts {
  if (problem !== undefined) {
    return { label: name, description: problem, tooltip: `${path}: ${problem}`, icon: 'warning' };
  }
  const latest = supportedVersions?.at(-1);
  const specification = latest === undefined ? l10n.t('version not reported') : l10n.t('spec {0}', latest);
  return {
    label: name,
    description: joined(' · ', release ?? '', specification),
    tooltip: [
      path,
      ...(supportedVersions === undefined ? [] : [l10n.t('Spec versions: {0}', commaList(supportedVersions))]),
    ].join('\n'),
    icon: 'extensions',
  };
}

function fileNode(host: string, { path, text, mode }: Facts['configFiles'][number]): HostNode {
  const network = networkName(text);
  return {
    kind: 'hostFile',
    id: `${host}/files/${path}`,
    host,
    path,
    label: baseName(path),
    description: network ?? l10n.t('not a network configuration'),
    tooltip: [path, ...(mode === undefined ? [] : [l10n.t('Mode {0}', mode)])].join('\n'),
    icon: network === undefined ? 'warning' : 'file-code',
  };
}

function limited(id: string, host: string, rows: readonly HostNode[]): readonly HostNode[] {
  if (rows.length <= mostRows) {
    return rows;
  }
  const more = l10n.t('{0} more', rows.length - mostRows);
  return [
    ...rows.slice(0, mostRows),
    { kind: 'fact', id: `${id}/more`, host, label: more, description: '', tooltip: more, icon: 'ellipsis' },
  ];
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
