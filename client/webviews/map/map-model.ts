import type { MapActionId, NetworkGraph } from './network-graph.ts';

/** What the page "map" shows: the network of a host as a graph, in the editor's language. */
export interface MapModel {
  readonly title: string;
  readonly summary: string;
  /** What limits the picture: namespaces that were not read. */
  readonly notes: readonly string[];
  readonly graph: NetworkGraph;
  /** The networks for the filter. */
  readonly networks: readonly string[];
}

/** An action of the page: read the host again, save the picture, or a button of a node. */
export type MapAction =
  | { readonly kind: 'refresh' }
  | { readonly kind: 'svg'; readonly text: string }
  | { readonly kind: 'node'; readonly node: string; readonly action: MapActionId };
