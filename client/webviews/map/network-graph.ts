/** The map as a graph, in the editor's language. Both the extension and the page import this file, so it imports nothing. */
export interface NetworkGraph {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

/** `live`: exists. `planned`: the next ADD would create it. `leftover`: belongs to something that is gone. */
type NodeState = 'live' | 'planned' | 'leftover';

/** An interface of the host, a namespace, or something that does not exist yet or any more. */
export interface MapNode {
  readonly id: string;
  readonly kind: 'interface' | 'bridge' | 'namespace' | 'leftover' | 'group';
  readonly state: NodeState;
  readonly title: string;
  /** Addresses, kind, owner: one short line each. */
  readonly lines: readonly string[];
  /** Differences between the cached results and the live state. */
  readonly marks: readonly string[];
  /** The networks whose attachments it has, for the filter. */
  readonly networks: readonly string[];
  /** More facts, for the details: routes, rules, sockets. */
  readonly details: readonly MapDetail[];
  readonly actions: readonly MapButton[];
}

/** Facts of one kind. */
export interface MapDetail {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A button of a node. Its id names the action; the extension finds its target in the facts. */
interface MapButton {
  readonly id: MapActionId;
  readonly title: string;
}

/** What the buttons of a node do. */
export type MapActionId = 'tree' | 'terminal' | 'result' | 'file' | 'reservations';

/** A connection of two nodes. */
export interface MapEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /**
   * `link`: a veth, a port of a bridge, or an interface on another one. `route`: the default route of a namespace leads
   * there. `nat`: the host forwards between the two, with masquerading and port mappings. `held`: a reservation.
   */
  readonly kind: 'link' | 'route' | 'nat' | 'held';
  readonly state: NodeState;
  readonly labels: readonly string[];
}
