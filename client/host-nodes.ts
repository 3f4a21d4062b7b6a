import type { HostState, NamedHost } from '../engine/host/host.ts';
import type { CommandId } from './command-ids.ts';
import { contentSections } from './host-content-nodes.ts';
import type { Knowledge } from './host-knowledge.ts';
import { hostDescription, hostFailureText, hostShortName, hostStateIcon, hostStateText } from './host-text.ts';
import type { Translate } from './translate.ts';
import type { TreeRow } from './tree-node.ts';

interface HostRow extends TreeRow {
  /** Name of the host that the row is on; '' where it is on none. */
  readonly host: string;
}

/** One row of the view Hosts. */
export type HostNode =
  | (HostRow & {
      readonly kind: 'host';
      /** What menus go by: kind of state, and whether the host is one of the settings. */
      readonly context: string;
      /** There is something to unfold. */
      readonly isOpen: boolean;
    })
  | (HostRow & { readonly kind: 'section'; readonly children: readonly HostNode[] })
  | (HostRow & { readonly kind: 'hostFile'; readonly path: string })
  | (HostRow & { readonly kind: 'fact' })
  | (HostRow & { readonly kind: 'hostAction'; readonly command: CommandId });

const kinds = new Set<unknown>(['host', 'section', 'hostFile', 'fact', 'hostAction']);

/** True for a row of the view Hosts: what the editor hands to a command of its menus. */
export function isHostNode(value: unknown): value is HostNode {
  return typeof value === 'object' && value !== null && 'kind' in value && 'host' in value && kinds.has(value.kind);
}

/** What the first rows are made of. */
export interface HostsShown {
  readonly hosts: readonly NamedHost[];
  readonly selected: string;
  readonly stateOf: (name: string) => HostState;
  /** What is wrong with the settings. */
  readonly problems: readonly string[];
}

/** The hosts; behind them what is wrong with the settings, and the way to add one while there is none but those that need no settings. */
export function hostNodes({ hosts, selected, stateOf, problems }: HostsShown, t: Translate): readonly HostNode[] {
  return [
    ...hosts.map((named): HostNode => hostNode(named, stateOf(named.name), named.name === selected, t)),
    ...problems.map((problem, index): HostNode => {
      const base = { label: problem, description: '', tooltip: problem, icon: 'warning', host: '' };
      return { ...base, kind: 'hostAction', id: `problem:${index}`, command: 'cni.editHosts' };
    }),
    ...(hosts.length > 2 || problems.length > 0 ? [] : [addition(t)]),
  ];
}

/** What is below a host that is connected. */
export function hostChildren(host: string, knowledge: Knowledge, t: Translate): readonly HostNode[] {
  const contents = knowledge.kind === 'unknown' ? undefined : knowledge.contents;
  const sections = contents === undefined ? [] : contentSections(host, contents, t);
  if (knowledge.kind === 'failed') {
    const { reason } = knowledge;
    const base = { label: t('Could not be read'), description: reason, tooltip: reason, icon: 'warning', host };
    return [{ ...base, kind: 'fact', id: `${host}/failed` }, ...sections];
  }
  if (knowledge.kind === 'reading' && contents === undefined) {
    const label = t('Reading what is there…');
    return [
      { kind: 'fact', id: `${host}/reading`, label, description: '', tooltip: label, icon: 'loading~spin', host },
    ];
  }
  return sections;
}

function hostNode(named: NamedHost, state: HostState, isSelected: boolean, t: Translate): HostNode {
  const { name, spec } = named;
  const isSettings = name !== 'sandbox' && name !== 'local';
  const inUse = isSelected ? [t('in use')] : [];
  const colors = { idle: undefined, connecting: undefined, ready: 'charts.green', failed: 'list.errorForeground' };
  const color = colors[state.kind];
  return {
    kind: 'host',
    id: `host:${name}`,
    label: hostShortName(t, name),
    description: [...inUse, hostStateText(t, state)].join(' · '),
    tooltip: [hostDescription(t, spec), hostFailureText(state) ?? hostStateText(t, state)].join('\n'),
    icon: hostStateIcon(named, state),
    ...(color === undefined ? {} : { color }),
    host: name,
    context: `host.${state.kind}.${isSettings ? 'settings' : 'builtin'}${isSelected ? '.selected' : ''}`,
    isOpen: state.kind === 'ready',
  };
}

function addition(t: Translate): HostNode {
  const label = t('Add Host…');
  const tooltip = t('A node over ssh, a container, a virtual machine');
  return {
    kind: 'hostAction',
    id: 'add',
    label,
    description: tooltip,
    tooltip,
    icon: 'add',
    host: '',
    command: 'cni.addHost',
  };
}
