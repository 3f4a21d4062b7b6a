import * as l10n from '@vscode/l10n';
import { differencesOf, type NamespaceNetwork, podName } from '../../../engine/host/index.ts';
import { isSameNamespace } from '../../views/attachment-label.ts';
import { differenceText } from '../../inside/live-facts.ts';
import type { MapAttachment, MapFacts } from './map-facts.ts';
import type { MapNode } from './network-graph.ts';
import { addressTexts, detailsOf } from './node-texts.ts';
import { namespaceId } from './places.ts';

/** Returns the attachments in a namespace. */
export const attachmentsIn = (
  { path }: Pick<NamespaceNetwork, 'path'>,
  { attachments }: Pick<MapFacts, 'attachments'>,
): readonly MapAttachment[] => attachments.filter(({ netNS }) => path !== undefined && isSameNamespace(netNS, path));

/** Returns the node of a namespace, with what differs from its cached results. */
export function namespaceNode(namespace: NamespaceNetwork, facts: MapFacts): MapNode {
  const attachments = attachmentsIn(namespace, facts);
  const networkOf = new Map(attachments.map(({ ifName, network }) => [ifName, network]));
  const shown = namespace.interfaces.filter(({ name }) => name !== 'lo');
  const lines = shown.map((one) =>
    [
      one.name,
      ...addressTexts(one),
      ...(networkOf.has(one.name) ? ['·', networkOf.get(one.name)] : []),
      ...(one.isUp ? [] : [l10n.t('(down)')]),
    ].join(' '),
  );
  return {
    id: namespaceId(namespace),
    kind: 'namespace',
    state: 'live',
    title: titleOf(namespace),
    lines: lines.length === 0 ? [namespace.isRead ? l10n.t('no interfaces') : l10n.t('could not be read')] : lines,
    marks: attachments.flatMap((attachment) => differencesOf(attachment, namespace)).map(differenceText),
    networks: [...new Set(attachments.map(({ network }) => network))],
    details: detailsOf(namespace),
    actions: [
      ...(namespace.kind === 'named' ? [{ id: 'tree' as const, title: l10n.t('Show in Namespaces View') }] : []),
      { id: 'terminal', title: l10n.t('Open Terminal') },
      ...(attachments.length === 0 ? [] : [{ id: 'result' as const, title: l10n.t('Open Cached File') }]),
    ],
  };
}

/** Returns the pod, else the name, else the container or process. */
function titleOf({ name, path, owner }: NamespaceNetwork): string {
  if (owner?.pod !== undefined) {
    return l10n.t('{0} (pod)', podName(owner.pod));
  }
  if (owner?.container !== undefined) {
    return l10n.t('{0} (container)', owner.container);
  }
  if (name !== undefined) {
    return name;
  }
  return owner?.process === undefined || owner.pid === undefined
    ? (path ?? '')
    : l10n.t('{0} (pid {1})', owner.process, owner.pid);
}
