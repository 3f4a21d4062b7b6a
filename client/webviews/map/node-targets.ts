import type { NamespaceNetwork } from '../../../engine/host/index.ts';
import type { MapAttachment, MapFacts, MapPlan } from './map-facts.ts';
import { attachmentsIn } from './namespace-node.ts';
import type { MapActionId } from './network-graph.ts';
import { namespaceId } from './places.ts';

/** Where a button of a node leads. */
export type NodeTarget =
  | { readonly kind: 'tree' | 'terminal'; readonly namespace: NamespaceNetwork }
  | { readonly kind: 'result'; readonly attachment: MapAttachment }
  | { readonly kind: 'file'; readonly plan: MapPlan }
  | { readonly kind: 'reservations'; readonly directory: string };

/** Finds in the facts what a button is about. The page only knows ids. Undefined if the facts do not have it. */
export function targetOf(facts: MapFacts, node: string, action: MapActionId): NodeTarget | undefined {
  const { namespaces } = facts.network;
  const namespace = namespaces.find((one) => namespaceId(one) === node);
  switch (action) {
    case 'tree':
    case 'terminal':
      return namespace === undefined ? undefined : { kind: action, namespace };
    case 'result': {
      const [inside] = namespace === undefined ? [] : attachmentsIn(namespace, facts);
      const attachment = inside ?? facts.attachments.find(({ cacheFile }) => node === `attachment:${cacheFile}`);
      return attachment === undefined ? undefined : { kind: 'result', attachment };
    }
    case 'file':
      return facts.plan === undefined ? undefined : { kind: 'file', plan: facts.plan };
    case 'reservations': {
      const held = facts.held.reservations.find(
        ({ directory, address }) => node === `reservation:${directory}/${address}`,
      );
      return held === undefined ? undefined : { kind: 'reservations', directory: held.directory };
    }
  }
}
