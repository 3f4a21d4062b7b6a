import * as l10n from '@vscode/l10n';
import { nothing, svg, type SVGTemplateResult } from 'lit';
import type { NetworkGraph } from '../../map/network-graph.ts';
import { curveOf, type MapLayout, type PlacedEdge, type PlacedNode, shortened, sizes } from './map-layout.ts';

/** What the user does with the nodes of a picture. */
export interface NodePresses {
  readonly selected: string | undefined;
  readonly select: (id: string) => void;
  /** The first action of the node. */
  readonly open: (id: string) => void;
}

/** Returns the nodes and edges of a picture. Each node is a button that names what it is connected to. */
export function mapPicture(placed: MapLayout, graph: NetworkGraph, presses: NodePresses): SVGTemplateResult {
  const focused = placed.nodes.some(({ node }) => node.id === presses.selected)
    ? presses.selected
    : placed.nodes[0]?.node.id;
  return svg`
    <defs>
      <marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
        <path class="arrow" d="M0 0L8 4L0 8Z"></path>
      </marker>
    </defs>
    ${placed.edges.map((one) => edgeOf(one, presses.selected))}
    ${placed.nodes.map((one) => nodeOf(one, graph, presses, focused))}
    ${placed.edges.map(labelsOf)}`;
}

const isAt = ({ edge: { from, to } }: PlacedEdge, id: string | undefined): boolean => from === id || to === id;

function edgeOf(placed: PlacedEdge, selected: string | undefined): SVGTemplateResult {
  const { edge, points } = placed;
  const near = isAt(placed, selected) ? ' near' : '';
  return svg`<path
    class=${`edge ${edge.kind} ${edge.state}${near}`}
    data-edge=${edge.id}
    d=${curveOf(points)}
    marker-end=${edge.kind === 'route' ? 'url(#arrow)' : nothing}
  >${edge.labels.length === 0 ? nothing : svg`<title>${edge.labels.join('\n')}</title>`}</path>`;
}

function labelsOf({ edge, label }: PlacedEdge): SVGTemplateResult | typeof nothing {
  if (label === undefined) {
    return nothing;
  }
  const top = label.y - ((edge.labels.length - 1) * sizes.label) / 2 + 4;
  const height = edge.labels.length * sizes.label;
  return svg`<g class=${`labels ${edge.kind} ${edge.state}`}><rect
    class="back"
    x=${label.x - label.width / 2 + 3}
    y=${label.y - height / 2}
    width=${Math.max(0, label.width - 6)}
    height=${height}
  ></rect>${edge.labels.map(
    (text, index) =>
      svg`<text class="label" x=${label.x} y=${top + index * sizes.label} text-anchor="middle">${text}</text>`,
  )}</g>`;
}

function nodeOf(
  { node, x, y, width, height, rows }: PlacedNode,
  graph: NetworkGraph,
  { selected, select, open }: NodePresses,
  focused: string | undefined,
): SVGTemplateResult {
  const left = sizes.padding;
  return svg`<g
    class=${`node ${node.kind} ${node.state}${node.marks.length > 0 ? ' marked' : ''}${node.id === selected ? ' selected' : ''}`}
    data-node=${node.id}
    transform=${`translate(${Math.round(x - width / 2)} ${Math.round(y - height / 2)})`}
    role="button"
    tabindex=${node.id === focused ? 0 : -1}
    aria-pressed=${node.id === selected}
    aria-label=${ariaLabel(node.id, graph)}
    @click=${() => select(node.id)}
    @dblclick=${() => open(node.id)}
  >
    <rect width=${Math.round(width)} height=${Math.round(height)} rx="6"></rect>
    <text class="title" x=${left} y=${left + 10}>${shortened(node.title)}</text>
    ${rows.map(
      ({ text, isMark }, index) =>
        svg`<text class=${isMark ? 'mark' : 'line'} x=${left} y=${left + 10 + (index + 1) * sizes.line}>${text}</text>`,
    )}
    <title>${[node.title, ...node.marks, ...node.lines].join('\n')}</title>
  </g>`;
}

/** Says what a node is, and what it is connected to. */
function ariaLabel(id: string, { nodes, edges }: NetworkGraph): string {
  const node = nodes.find((one) => one.id === id);
  if (node === undefined) {
    return '';
  }
  const titles = new Map(nodes.map((one) => [one.id, one.title]));
  const others = edges.flatMap(({ from, to }) => (from === id ? [to] : to === id ? [from] : []));
  const connected = [...new Set(others)].flatMap((other) => titles.get(other) ?? []).slice(0, 5);
  return [
    node.title,
    ...(node.state === 'planned' ? [l10n.t('does not exist yet')] : []),
    ...(node.state === 'leftover' ? [l10n.t('left over')] : []),
    ...node.marks,
    ...node.lines,
    ...(connected.length === 0 ? [] : [l10n.t('connected to {0}', connected.join(', '))]),
  ].join(', ');
}
