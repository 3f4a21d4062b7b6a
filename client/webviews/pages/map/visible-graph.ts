import * as l10n from '@vscode/l10n';
import type { MapEdge, MapNode, NetworkGraph } from '../../map/network-graph.ts';

/** What the user wants to see of the graph. */
export interface MapChoice {
  readonly query?: string | undefined;
  /** Only namespaces with an attachment of this network. */
  readonly network?: string | undefined;
  /** Only namespaces that differ from their cached results, and what is left over. */
  readonly onlyDifferences?: boolean | undefined;
  /** Ids of the nodes whose namespaces are not grouped. */
  readonly expanded?: readonly string[] | undefined;
}

/** More namespaces than this on one interface are one node. */
const mostOfOne = 8;

/** With a search, so many namespaces are shown one by one. */
const mostFound = 40;

/** Returns the part of the graph that is shown: filtered, and with many namespaces on one interface as a group. */
export function visibleGraph(graph: NetworkGraph, choice: MapChoice): NetworkGraph {
  const filtered = filteredGraph(graph, choice);
  const found = filtered.nodes.filter(({ kind }) => kind === 'namespace').length;
  return isFiltered(choice) && found <= mostFound ? filtered : groupedGraph(filtered, choice.expanded ?? []);
}

const isFiltered = ({ query = '', network = '', onlyDifferences }: MapChoice): boolean =>
  query.trim() !== '' || network !== '' || onlyDifferences === true;

/** The nodes that match, and the interfaces of the host that lead to them. */
function filteredGraph(graph: NetworkGraph, choice: MapChoice): NetworkGraph {
  if (!isFiltered(choice)) {
    return graph;
  }
  const { nodes, edges } = graph;
  const kept = new Set(nodes.filter((node) => isWanted(node, edges, choice)).map(({ id }) => id));
  const isOfHost = new Set(nodes.filter(({ kind }) => kind === 'interface' || kind === 'bridge').map(({ id }) => id));
  for (let before = -1; before !== kept.size;) {
    before = kept.size;
    for (const { from, to } of edges) {
      if (kept.has(to) && isOfHost.has(from)) {
        kept.add(from);
      }
      if (kept.has(from) && isOfHost.has(to) && !isOfHost.has(from)) {
        kept.add(to);
      }
    }
  }
  return {
    nodes: nodes.filter(({ id }) => kept.has(id)),
    edges: edges.filter(({ from, to }) => kept.has(from) && kept.has(to)),
  };
}

function isWanted(
  node: MapNode,
  edges: readonly MapEdge[],
  { query = '', network = '', onlyDifferences }: MapChoice,
): boolean {
  const isOfHost = node.kind === 'interface' || node.kind === 'bridge';
  const words = query.trim().toLowerCase();
  const labels = edges.filter(({ from, to }) => from === node.id || to === node.id).flatMap((edge) => edge.labels);
  const texts = [node.title, ...node.lines, ...node.marks, ...(isOfHost ? [] : labels)];
  return (
    (words === '' || texts.some((text) => text.toLowerCase().includes(words))) &&
    (network === '' || node.networks.includes(network)) &&
    (onlyDifferences !== true || node.marks.length > 0 || node.state === 'leftover')
  );
}

/** Returns the id of the group of an interface. */
const groupId = (hub: string, kind: MapNode['kind']): string => `group:${kind}:${hub}`;

/** Returns the id of the interface whose group this is; undefined for another node. */
export const hubOfGroup = (id: string): string | undefined => /^group:\w+:(.*)$/s.exec(id)?.[1];

/** Replaces the namespaces of an interface by a group if they are many. Those that differ stay visible. */
function groupedGraph({ nodes, edges }: NetworkGraph, expanded: readonly string[]): NetworkGraph {
  const members = new Map<string, MapNode[]>();
  const hubs = hubsOf(edges);
  for (const node of nodes) {
    const ends = hubs.get(node.id) ?? new Set(['']);
    const [hub = ''] = ends;
    const isLeaf = (node.kind === 'namespace' || node.kind === 'leftover') && node.state !== 'planned';
    if (isLeaf && ends.size === 1 && node.marks.length === 0 && !expanded.includes(hub)) {
      const id = groupId(hub, node.kind);
      members.set(id, [...(members.get(id) ?? []), node]);
    }
  }
  const groups = [...members].filter(([, all]) => all.length > mostOfOne);
  const groupOf = new Map(groups.flatMap(([id, all]) => all.map((node) => [node.id, id] as const)));
  return {
    nodes: [...nodes.filter(({ id }) => !groupOf.has(id)), ...groups.map(([id, all]) => groupNode(id, all))],
    edges: [...edges.filter(({ from, to }) => !groupOf.has(from) && !groupOf.has(to)), ...groupEdges(edges, groupOf)],
  };
}

/** Returns the other ends of the links of each node. */
function hubsOf(edges: readonly MapEdge[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  const add = (id: string, other: string): void => void found.set(id, (found.get(id) ?? new Set()).add(other));
  for (const { from, to } of edges) {
    add(to, from);
    add(from, to);
  }
  return found;
}

function groupNode(id: string, all: readonly MapNode[]): MapNode {
  const [first] = all;
  const networks = [...new Set(all.flatMap((node) => node.networks))];
  const isLeftover = first?.kind === 'leftover';
  return {
    id,
    kind: 'group',
    state: isLeftover ? 'leftover' : 'live',
    title: isLeftover ? l10n.t('{0} leftovers', all.length) : l10n.t('{0} namespaces', all.length),
    lines: [
      ...all.slice(0, 3).map(({ title }) => title),
      '…',
      ...(networks.length === 0 ? [] : [networks.slice(0, 3).join(', ')]),
    ],
    marks: [],
    networks,
    details: [],
    actions: [],
  };
}

/** Returns one edge for all edges of the same kind between a group and another node. */
function groupEdges(edges: readonly MapEdge[], groupOf: ReadonlyMap<string, string>): readonly MapEdge[] {
  const found = new Map<string, { readonly edge: MapEdge; count: number }>();
  for (const edge of edges) {
    const [from, to] = [groupOf.get(edge.from) ?? edge.from, groupOf.get(edge.to) ?? edge.to];
    if (from !== edge.from || to !== edge.to) {
      const id = `${edge.kind} ${from} ${to}`;
      const known = found.get(id) ?? { edge: { ...edge, id, from, to }, count: 0 };
      known.count += 1;
      found.set(id, known);
    }
  }
  return [...found.values()].map(({ edge, count }) => ({
    ...edge,
    labels: [edge.kind === 'route' ? l10n.t('{0} default routes', count) : `${count} ×`],
  }));
}
