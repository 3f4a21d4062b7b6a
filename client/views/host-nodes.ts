import * as l10n from '@vscode/l10n';
import type { HostState, NamedHost } from '../../engine/host/host.ts';
import { contentSections } from './host-content-nodes.ts';
import type { Knowledge } from '../hosts/host-knowledge.ts';
import { hostDescription, hostFailureText, hostShortName, hostStateIcon, hostStateText } from '../hosts/host-text.ts';
import type { HostNode } from './host-node.ts';

/** Data of the top-level rows. */
export interface HostsShown {
  readonly hosts: readonly NamedHost[];
  readonly selected: string;
  readonly stateOf: (name: string) => HostState;
  /** Problems of the settings. */
  readonly problems: readonly string[];
}

/** Returns the rows of hosts, problems of the settings, and "Add Host…" while there are only the built-in hosts. */
export function hostNodes({ hosts, selected, stateOf, problems }: HostsShown): readonly HostNode[] {
  return [
    ...hosts.map((named): HostNode => hostNode(named, stateOf(named.name), named.name === selected)),
    ...problems.map((problem, index): HostNode => {
      const base = { label: problem, description: '', tooltip: problem, icon: 'warning', host: '' };
      return { ...base, kind: 'hostAction', id: `problem:${index}`, command: 'cni.editHosts' };
    }),
    ...(hosts.length > 2 || problems.length > 0 ? [] : [addition()]),
  ];
}

/** Returns the rows below a connected host. */
export function hostChildren(host: string, knowledge: Knowledge): readonly HostNode[] {
  const contents = knowledge.kind === 'unknown' ? undefined : knowledge.contents;
  const sections = contents === undefined ? [] : contentSections(host, contents);
  if (knowledge.kind === 'failed') {
    const { reason } = knowledge;
    const base = {
      label: l10n.t('Could not read the host'),
      description: reason,
      tooltip: reason,
      icon: 'warning',
      host,
    };
    return [{ ...base, kind: 'fact', id: `${host}/failed` }, ...sections];
  }
  if (knowledge.kind === 'reading' && contents === undefined) {
    const label = l10n.t('Reading the host…');
    return [
      { kind: 'fact', id: `${host}/reading`, label, description: '', tooltip: label, icon: 'loading~spin', host },
    ];
  }
  return sections;
}

function hostNode(named: NamedHost, state: HostState, isSelected: boolean): HostNode {
  const { name, spec } = named;
  const kind = name === 'sandbox' || name === 'local' ? name : 'settings';
  const selected = isSelected ? [l10n.t('selected')] : [];
  const colors = { idle: undefined, connecting: undefined, ready: 'charts.green', failed: 'list.errorForeground' };
  const color = colors[state.kind];
  return {
    kind: 'host',
    id: `host:${name}`,
    label: hostShortName(name),
    description: [...selected, hostStateText(state)].join(' · '),
    tooltip: [hostDescription(spec), hostFailureText(state) ?? hostStateText(state)].join('\n'),
    icon: hostStateIcon(named, state),
    color,
    host: name,
    context: `host.${state.kind}.${kind}${isSelected ? '.selected' : ''}`,
    isOpen: state.kind === 'ready',
  };
}

function addition(): HostNode {
  const label = l10n.t('Add Host…');
  const tooltip = l10n.t('Node over ssh, container or virtual machine');
  return {
    kind: 'hostAction',
    id: 'add',
    label,
    description: '',
    tooltip,
    icon: 'add',
    host: '',
    command: 'cni.addHost',
  };
}
