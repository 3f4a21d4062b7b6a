import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import type { HistoryEntry } from '../operations/operation-history.ts';
import { namespaceName } from './attachment-label.ts';
import type { TreeRow } from './tree-node.ts';

/** One row of the view "Operations". Its kind is the `contextValue` of its item. */
export type OperationTreeNode =
  | (TreeRow & { readonly kind: 'operationHost'; readonly children: readonly OperationTreeNode[] })
  | OperationNode;

/** A row of an operation. */
export type OperationNode = TreeRow & { readonly kind: 'operation'; readonly entry: HistoryEntry };

/** True for a row of an operation, which the editor passes to commands of its menu. */
export function isOperationNode(value: unknown): value is OperationNode {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'operation' && 'entry' in value
  );
}

/** Returns the rows: the operations of the only host, newest first, or the hosts with theirs. */
export function operationNodes(
  entries: readonly HistoryEntry[],
  hostName: (host: string) => string,
  language: string,
): readonly OperationTreeNode[] {
  const nodes = entries.map((entry) => operationNode(entry, language));
  const hosts = [...new Set(entries.map(({ host }) => host))];
  if (hosts.length < 2) {
    return nodes;
  }
  return hosts.map((host) => {
    const children = nodes.filter(({ entry }) => entry.host === host);
    const name = hostName(host);
    const description = l10n.t('{0} operations', children.length);
    const id = `operations of ${host}`;
    return { kind: 'operationHost', id, label: name, description, tooltip: name, icon: 'server-environment', children };
  });
}

function operationNode(entry: HistoryEntry, language: string): OperationNode {
  const { verb, network, netNS = '', startedAt, durationMs, error, uri } = entry;
  const time = new Date(startedAt).toLocaleTimeString(language);
  const { icon, color, text } = looks(entry);
  return {
    kind: 'operation',
    id: uri,
    label: `${verb} ${network}`,
    description: [...(netNS === '' ? [] : [namespaceName(netNS)]), time, `${durationMs.toFixed(0)} ms`].join(' · '),
    tooltip: sentences(`${verb} ${network}: ${text}.`, new Date(startedAt).toLocaleString(language), error),
    icon,
    color,
    entry,
  };
}

function looks({ state }: HistoryEntry): { readonly icon: string; readonly color?: string; readonly text: string } {
  switch (state) {
    case 'ok':
      return { icon: 'pass', color: 'testing.iconPassed', text: l10n.t('succeeded') };
    case 'failed':
      return { icon: 'error', color: 'testing.iconFailed', text: l10n.t('failed') };
    case 'cancelled':
      return { icon: 'circle-slash', text: l10n.t('canceled') };
    case 'unknown':
      return { icon: 'question', color: 'testing.iconErrored', text: l10n.t('outcome unknown') };
    case 'running':
      return { icon: 'loading', text: l10n.t('running') };
  }
}
