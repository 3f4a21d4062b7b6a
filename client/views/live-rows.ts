import * as l10n from '@vscode/l10n';
import type { NamespaceNetwork } from '../../engine/host/index.ts';
import {
  interfaceFact,
  type LiveFact,
  neighborFact,
  routeFact,
  ruleFact,
  socketFact,
  unreadRules,
} from '../inside/live-facts.ts';
import type { TreeNode } from './tree-nodes.ts';
import { joined } from '../../engine/text/joined.ts';

/** Most rows of a section; the others are only counted. */
const mostRows = 200;

/** Returns what is live in a namespace as sections, without those that are empty. */
export function liveSections(prefix: string, live: NamespaceNetwork): readonly TreeNode[] {
  if (!live.isRead) {
    const label = l10n.t('The live state could not be read');
    return [leaf(`${prefix}unread`, { label, description: l10n.t('root is needed') }, 'circle-slash')];
  }
  return [
    section(`${prefix}interfaces`, l10n.t('Interfaces'), 'symbol-interface', live.interfaces.map(interfaceFact)),
    section(`${prefix}routes`, l10n.t('Routes'), 'milestone', live.routes.map(routeFact)),
    section(`${prefix}rules`, l10n.t('Rules'), 'list-ordered', live.rules.map(ruleFact), unreadRules(live)),
    section(`${prefix}neighbors`, l10n.t('Neighbors'), 'references', live.neighbors.map(neighborFact)),
    section(`${prefix}sockets`, l10n.t('Listening Sockets'), 'radio-tower', live.sockets.map(socketFact)),
  ].flat();
}

function section(
  id: string,
  label: string,
  icon: string,
  rows: readonly LiveFact[],
  unread: readonly LiveFact[] = [],
): readonly TreeNode[] {
  if (rows.length + unread.length === 0) {
    return [];
  }
  const shown = rows.slice(0, mostRows).map((row, index) => leaf(`${id}:${index}:${row.label}`, row, icon));
  const more = l10n.t('{0} more', rows.length - mostRows);
  const children = [
    ...shown,
    ...(rows.length > mostRows ? [leaf(`${id}:more`, { label: more, description: '' }, 'ellipsis')] : []),
    ...unread.map((row) => leaf(`${id}:unread`, row, 'circle-slash')),
  ];
  return [{ kind: 'live', id, label, description: String(rows.length), tooltip: label, icon, children }];
}

function leaf(id: string, { label, description, isMarked = false }: LiveFact, icon: string): TreeNode {
  return {
    kind: 'live',
    id,
    label,
    description,
    tooltip: joined('\n', label, description),
    icon: isMarked ? 'warning' : icon,
    ...(isMarked ? { color: 'list.warningForeground' } : {}),
    children: [],
  };
}
