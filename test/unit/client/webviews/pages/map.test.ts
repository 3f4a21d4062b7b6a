import { describe, expect, test } from 'vitest';
import { mapGraph } from '../../../../../client/webviews/map/map-graph.ts';
import { curveOf, mapLayout } from '../../../../../client/webviews/pages/map/map-layout.ts';
import { nodeOfKey } from '../../../../../client/webviews/pages/map/node-keys.ts';
import { hubOfGroup, visibleGraph } from '../../../../../client/webviews/pages/map/visible-graph.ts';
import { attachment, host, pod } from '../map/made-map.ts';

const widthOf = (text: string): number => text.length * 7;

/** A bridge with this many namespaces; the route of the first is gone. */
const busy = (count: number) =>
  mapGraph(
    host(
      (own) =>
        Array.from({ length: count }, (_, at) =>
          pod(`ns${at}`, `10.88.1.${at}/16`, own, at === 0 ? { routes: [] } : {}),
        ),
      {},
      { attachments: Array.from({ length: count }, (_, at) => attachment(`ns${at}`, `10.88.1.${at}/16`)) },
    ),
  );

const crowd = busy(100);

/** The titles of the nodes that a search finds among 100 namespaces. */
const found = (query: string): readonly string[] => visibleGraph(crowd, { query }).nodes.map(({ title }) => title);

describe('many namespaces on one bridge', () => {
  const graph = crowd;

  test('are one node, except for those that differ', () => {
    const shown = visibleGraph(graph, {});
    expect(shown.nodes.map(({ title }) => title)).toEqual(['ens3 (uplink)', 'cni0 · bridge', 'ns0', '99 namespaces']);
    expect(shown.edges.map(({ kind, labels }) => `${kind} ${labels.join(' ')}`.trim())).toEqual([
      'nat',
      'link v-ns0',
      'link 99 ×',
      'route 99 default routes',
    ]);
    expect(hubOfGroup(shown.nodes.at(-1)?.id ?? '')).toBe('interface:cni0');
    expect(hubOfGroup('interface:cni0')).toBeUndefined();
  });

  test('are shown one by one on demand', () => {
    expect(visibleGraph(graph, { expanded: ['interface:cni0'] })).toEqual(graph);
  });

  test('a search finds them in a group, with what leads to them', () => {
    expect(found('10.88.1.42/')).toEqual(['ens3 (uplink)', 'cni0 · bridge', 'ns42']);
    expect(found('V-NS7')).toHaveLength(2 + 11);
    expect(found('nothing like it')).toEqual([]);
  });

  test('filters show a network, or only what differs', () => {
    expect(visibleGraph(graph, { onlyDifferences: true }).nodes.map(({ title }) => title)).toEqual([
      'ens3 (uplink)',
      'cni0 · bridge',
      'ns0',
    ]);
    expect(visibleGraph(graph, { network: 'other' }).nodes).toEqual([]);
    expect(visibleGraph(graph, { network: 'web' }).nodes.at(-1)?.title).toBe('99 namespaces');
  });
});

describe('the layout', () => {
  const placed = mapLayout(busy(6), widthOf);

  test('goes from the uplink to the bridge to the namespaces, and nothing overlaps', () => {
    const x = (title: string): number => placed.nodes.find(({ node }) => node.title === title)?.x ?? Number.NaN;
    expect(x('ens3 (uplink)')).toBeLessThan(x('cni0 · bridge'));
    expect(x('cni0 · bridge')).toBeLessThan(x('ns3'));
    const overlapping = placed.nodes.filter((a) =>
      placed.nodes.some(
        (b) =>
          a !== b && Math.abs(a.x - b.x) < (a.width + b.width) / 2 && Math.abs(a.y - b.y) < (a.height + b.height) / 2,
      ),
    );
    expect(overlapping).toEqual([]);
  });

  test('is inside of the picture, and each edge has its way and the place of its label', () => {
    expect(
      placed.nodes.every(
        ({ x, y, width, height }) =>
          x - width / 2 >= 0 && y - height / 2 >= 0 && x + width / 2 <= placed.width && y + height / 2 <= placed.height,
      ),
    ).toBe(true);
    expect(placed.edges.every(({ points }) => points.length >= 2)).toBe(true);
    expect(placed.edges.filter(({ edge, label }) => edge.labels.length > 0 && label === undefined)).toEqual([]);
    const route = placed.edges.find(({ edge }) => edge.kind === 'route');
    expect(route?.points[0]?.x).toBeGreaterThan(route?.points.at(-1)?.x ?? Number.NaN);
  });

  test('has no labels of links and routes where they would cover each other', () => {
    const crowded = mapLayout(busy(40), widthOf);
    expect(crowded.edges.filter(({ label, edge }) => label !== undefined && edge.kind !== 'nat')).toEqual([]);
  });

  test('shows at most six lines of a node, its marks first', () => {
    const nodes = busy(1)
      .nodes.filter(({ kind }) => kind === 'namespace')
      .map((node) => ({ ...node, lines: Array.from({ length: 9 }, (_, at) => `line ${at}`) }));
    const [{ rows } = { rows: [] }] = mapLayout({ nodes, edges: [] }, widthOf).nodes;
    expect(rows.map(({ text, isMark }) => `${isMark ? '!' : ''}${text}`)).toEqual([
      '!Route 0.0.0.0/0 via 10.88.0.1 is missing',
      'line 0',
      'line 1',
      'line 2',
      'line 3',
      '…',
    ]);
  });

  test('arrow keys lead to the nearest node, Home and End to the first and last', () => {
    const id = (title: string): string => placed.nodes.find(({ node }) => node.title === title)?.node.id ?? '';
    const [first, last] = [id('ens3 (uplink)'), nodeOfKey('End', placed.nodes, undefined)];
    expect(nodeOfKey('ArrowRight', placed.nodes, first)).toBe(id('cni0 · bridge'));
    expect(nodeOfKey('ArrowLeft', placed.nodes, id('ns2'))).toBe(id('cni0 · bridge'));
    expect(nodeOfKey('ArrowLeft', placed.nodes, first)).toBe(first);
    expect(nodeOfKey('Home', placed.nodes, last)).toBe(first);
    expect(nodeOfKey('x', placed.nodes, first)).toBeUndefined();
  });
});

test('a curve begins and ends at the ends of its points', () => {
  expect(
    curveOf([
      { x: 0, y: 0 },
      { x: 10, y: 4 },
      { x: 20, y: 8 },
    ]),
  ).toBe('M0 0Q10 4 15 6L20 8');
  expect(curveOf([])).toBe('');
});
