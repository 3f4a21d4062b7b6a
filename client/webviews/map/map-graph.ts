import type { MapFacts } from './map-facts.ts';
import { leftoverParts } from './leftovers.ts';
import { namespaceNode } from './namespace-node.ts';
import type { MapEdge, MapNode, NetworkGraph } from './network-graph.ts';
import { ownParts } from './own-parts.ts';
import { plannedParts } from './planned-parts.ts';
import { Places } from './places.ts';

/** Returns the graph of a host: every node and edge comes from the facts. */
export function mapGraph(facts: MapFacts): NetworkGraph {
  const places = new Places(facts.network);
  const own = ownParts(places);
  const namespaces = places.others.map((namespace) => namespaceNode(namespace, facts));
  const planned = plannedParts(facts, places, own.nodes);
  const leftovers = leftoverParts(facts, places);
  const nodes: readonly MapNode[] = [...own.nodes, ...namespaces, ...planned.nodes, ...leftovers.nodes];
  const known = new Set(nodes.map(({ id }) => id));
  const edges: readonly MapEdge[] = [
    ...own.edges,
    ...places.others.flatMap((namespace) => places.edgesOf(namespace)),
    ...planned.edges,
    ...leftovers.edges,
  ];
  return { nodes, edges: edges.filter(({ from, to }) => known.has(from) && known.has(to)) };
}
