import { BlockList, isIP } from 'node:net';
import * as l10n from '@vscode/l10n';
import type { HostNetwork, InterfaceEnd, NamespaceNetwork, NetworkInterface } from '../../../engine/host/index.ts';
import type { MapEdge } from './network-graph.ts';

/** Id of the node of an interface of the host. */
export const interfaceId = (name: string): string => `interface:${name}`;

/** Id of the node of a namespace. */
export const namespaceId = ({ id }: Pick<NamespaceNetwork, 'id'>): string => `namespace:${id}`;

/** Whether a prefix, such as that of an interface, contains an address or a network. */
export function isWithin(prefix: string, address: string): boolean {
  const [network = '', length] = prefix.split('/');
  const one = address.replace(/\/\d+$/, '');
  const family = isIP(network);
  if (family === 0 || family !== isIP(one)) {
    return false;
  }
  const list = new BlockList();
  const type = family === 6 ? 'ipv6' : 'ipv4';
  list.addSubnet(network, Number(length ?? (family === 6 ? 128 : 32)), type);
  return list.check(one, type);
}

/** Where things are on a host: which node stands for an interface, and which has an address. */
export class Places {
  readonly own: NamespaceNetwork | undefined;
  readonly others: readonly NamespaceNetwork[];
  readonly #byId: ReadonlyMap<number, NamespaceNetwork>;
  readonly #hidden: ReadonlySet<string>;

  constructor({ namespaces }: HostNetwork) {
    this.own = namespaces.find(({ kind }) => kind === 'own');
    this.others = namespaces.filter(({ kind }) => kind !== 'own');
    this.#byId = new Map(namespaces.map((namespace) => [namespace.id, namespace]));
    this.#hidden = new Set(
      (this.own?.interfaces ?? [])
        .filter(({ peer, master }) => peer !== undefined && peer.namespace !== this.own?.id && this.#isEdge(master))
        .map(({ name }) => name),
    );
  }

  /** The interfaces of the host that lead out of it: those of its default routes. */
  get uplinks(): readonly NetworkInterface[] {
    const { routes = [], interfaces = [] } = this.own ?? {};
    const devices = new Set(
      routes
        .filter(({ destination, table }) => destination === 'default' && table === 'main')
        .map(({ device }) => device),
    );
    return interfaces.filter(({ name }) => devices.has(name));
  }

  /** Whether the host forwards packets of a family between its interfaces. */
  forwards(address: string): boolean {
    const { ipv4, ipv6 } = this.own?.forwarding ?? {};
    return (address.includes(':') ? ipv6 : ipv4) === true;
  }

  /** Whether an interface of the host is only an edge: one end of a veth into a namespace. */
  isEdge(name: string): boolean {
    return this.#hidden.has(name);
  }

  /** Returns the interface of the host whose network contains an address. */
  networkOf(address: string): NetworkInterface | undefined {
    return this.own?.interfaces.find(
      ({ name, addresses }) =>
        name !== 'lo' && addresses.some((one) => one.scope !== 'link' && isWithin(one.address, address)),
    );
  }

  /** Returns the namespace with an address. */
  ownerOf(address: string): NamespaceNetwork | undefined {
    return this.others.find(({ interfaces }) =>
      interfaces.some(({ addresses }) => addresses.some((one) => one.address.replace(/\/\d+$/, '') === address)),
    );
  }

  /** Returns the edges of a namespace: its links, and where its default routes lead. */
  edgesOf(namespace: NamespaceNetwork): readonly MapEdge[] {
    return [...namespace.interfaces.flatMap((one) => this.#linksOf(namespace, one)), ...this.#defaultRoutes(namespace)];
  }

  /** A veth of the host without a master is an edge if there is an uplink for it to start from. */
  #isEdge(master: string | undefined): boolean {
    return master !== undefined || this.uplinks.length > 0;
  }

  /** Returns the node on the host's side of an interface of a namespace. */
  #nodeOf(end: InterfaceEnd): string | undefined {
    if (end.namespace !== this.own?.id) {
      const other = this.#byId.get(end.namespace);
      return other === undefined ? undefined : namespaceId(other);
    }
    const found = this.own.interfaces.find(({ name }) => name === end.interface);
    if (found === undefined || !this.isEdge(found.name)) {
      return interfaceId(end.interface);
    }
    const [uplink] = this.uplinks;
    return found.master === undefined ? uplink && interfaceId(uplink.name) : interfaceId(found.master);
  }

  #linksOf(namespace: NamespaceNetwork, { name, kind, detail, peer, lower }: NetworkInterface): readonly MapEdge[] {
    const end = peer ?? lower;
    const from = end === undefined || end.namespace === namespace.id ? undefined : this.#nodeOf(end);
    const other = end === undefined ? undefined : this.#byId.get(end.namespace);
    // Both ends of a veth between two namespaces lead to the same edge.
    const isSecond = peer !== undefined && other?.kind !== 'own' && peer.namespace > namespace.id;
    if (end === undefined || from === undefined || isSecond) {
      return [];
    }
    return [
      {
        id: `link:${namespace.id}:${name}`,
        from,
        to: namespaceId(namespace),
        kind: 'link',
        state: 'live',
        labels: [peer === undefined ? [name, kind, detail].filter(Boolean).join(' ') : end.interface],
      },
    ];
  }

  #defaultRoutes(namespace: NamespaceNetwork): readonly MapEdge[] {
    return namespace.routes
      .filter(({ destination, table, device }) => destination === 'default' && table === 'main' && device !== undefined)
      .flatMap(({ family, gateway, device = '' }): readonly MapEdge[] => {
        const to = this.#nextOf(namespace, gateway, device);
        const label = gateway === undefined ? l10n.t('default on {0}', device) : l10n.t('default via {0}', gateway);
        return to === undefined
          ? []
          : [
              {
                id: `route:${namespace.id}:${family}:${gateway ?? device}`,
                from: namespaceId(namespace),
                to,
                kind: 'route',
                state: 'live',
                labels: [label],
              },
            ];
      });
  }

  /** Returns the node to which a route leads: the one with the gateway, else the other end of its device. */
  #nextOf(namespace: NamespaceNetwork, gateway: string | undefined, device: string): string | undefined {
    const has = ({ addresses }: NetworkInterface): boolean =>
      addresses.some(({ address }) => address.replace(/\/\d+$/, '') === gateway);
    const own = gateway === undefined ? undefined : this.own?.interfaces.find(has);
    if (this.own !== undefined && own !== undefined) {
      return this.#nodeOf({ namespace: this.own.id, interface: own.name });
    }
    const found = namespace.interfaces.find(({ name }) => name === device);
    const end = found?.peer ?? found?.lower;
    return end === undefined ? undefined : this.#nodeOf(end);
  }
}
