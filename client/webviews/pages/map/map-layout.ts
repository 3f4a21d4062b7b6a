import { Graph, layout } from '@dagrejs/dagre';
import type { MapEdge, MapNode, NetworkGraph } from '../../map/network-graph.ts';

/** A point in the picture. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A node with its place; `x` and `y` are its middle. */
export interface PlacedNode extends Point {
  readonly node: MapNode;
  readonly width: number;
  readonly height: number;
  /** The lines that are shown, marks included. */
  readonly rows: readonly { readonly text: string; readonly isMark: boolean }[];
}

/** An edge with its way. */
export interface PlacedEdge {
  readonly edge: MapEdge;
  readonly points: readonly Point[];
  /** The middle and the width of its labels. */
  readonly label: (Point & { readonly width: number }) | undefined;
}

/** A picture of the map. */
export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** How much wider than other texts a title is at most: it is bold. */
const boldness = 1.2;

/** Height of a line of text, and the space around the text of a node. */
export const sizes = { line: 17, padding: 12, label: 15 } as const;

/** With more namespaces than this, labels would cover each other. Their lines have them as tooltips. */
const mostLabeled = 30;

/** Lines of a node that are shown. The details have all. */
const mostRows = 6;

/** Places nodes and edges from left to right. `widthOf` returns the width of a text in the picture. */
export function mapLayout({ nodes, edges }: NetworkGraph, widthOf: (text: string) => number): MapLayout {
  const isCrowded = nodes.filter(({ kind }) => kind === 'namespace').length > mostLabeled;
  const labelsOf = ({ kind, labels }: MapEdge): readonly string[] =>
    isCrowded && (kind === 'link' || kind === 'route') ? [] : labels;
  const graph = new Graph({ multigraph: true, directed: true });
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 14,
    edgesep: 8,
    ranksep: isCrowded ? 160 : 60,
    marginx: 12,
    marginy: 12,
    ranker: 'longest-path',
  });
  const boxes = new Map(nodes.map((node) => [node.id, boxOf(node, widthOf)]));
  for (const node of nodes) {
    graph.setNode(node.id, { ...boxes.get(node.id) });
  }
  for (const edge of edges) {
    const [from, to] = isBackward(edge) ? [edge.to, edge.from] : [edge.from, edge.to];
    const labels = labelsOf(edge);
    const width = Math.max(0, ...labels.map(widthOf)) + (labels.length > 0 ? 12 : 0);
    const height = labels.length * sizes.label;
    graph.setEdge(from, to, { width, height, labelpos: 'c', weight: edge.kind === 'link' ? 3 : 1 }, edge.id);
  }
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width: Math.max(width, 1),
    height: Math.max(height, 1),
    nodes: nodes.flatMap((node) => {
      const { x, y } = graph.node(node.id);
      const box = boxes.get(node.id);
      return box === undefined || x === undefined || y === undefined ? [] : [{ node, x, y, ...box }];
    }),
    edges: edges.map((edge) => placedEdge(graph, edge, labelsOf(edge).length > 0)),
  };
}

/** A route leads against the direction in which its interface is drawn. */
const isBackward = ({ kind }: MapEdge): boolean => kind === 'route';

function boxOf(
  { title, lines, marks }: MapNode,
  widthOf: (text: string) => number,
): Pick<PlacedNode, 'width' | 'height' | 'rows'> {
  const all = [...marks.map((text) => ({ text, isMark: true })), ...lines.map((text) => ({ text, isMark: false }))].map(
    ({ text, isMark }) => ({ text: shortened(text), isMark }),
  );
  const rows = all.length > mostRows ? [...all.slice(0, mostRows - 1), { text: '…', isMark: false }] : all;
  const width =
    Math.max(widthOf(shortened(title)) * boldness, ...rows.map(({ text }) => widthOf(text))) + 2 * sizes.padding;
  return { rows, width, height: (rows.length + 1) * sizes.line + 2 * sizes.padding - 6 };
}

/** Returns a text of at most 44 characters. */
export const shortened = (text: string): string => (text.length > 44 ? `${text.slice(0, 43)}…` : text);

function placedEdge(graph: Graph, edge: MapEdge, hasLabel: boolean): PlacedEdge {
  const [from, to] = isBackward(edge) ? [edge.to, edge.from] : [edge.from, edge.to];
  const placed = graph.edge(from, to, edge.id);
  const points: readonly Point[] = placed.points ?? [];
  const label =
    hasLabel && placed.x !== undefined && placed.y !== undefined
      ? { x: placed.x, y: placed.y, width: placed.width ?? 0 }
      : undefined;
  return { edge, points: isBackward(edge) ? points.toReversed() : points, label };
}

/** Returns a curve through the points of an edge, as SVG has it. */
export function curveOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) {
    return '';
  }
  const at = ({ x, y }: Point): string => `${Math.round(x)} ${Math.round(y)}`;
  const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 });
  const curves = rest.map((point, index) => {
    const next = rest[index + 1];
    return next === undefined ? `L${at(point)}` : `Q${at(point)} ${at(middle(point, next))}`;
  });
  return `M${at(first)}${curves.join('')}`;
}
