import * as l10n from '@vscode/l10n';
import type { NatRule, NamespaceNetwork, NetworkInterface } from '../../../engine/host/index.ts';
import { interfaceId, isWithin, namespaceId, type Places } from './places.ts';
import { addressTexts, detailsOf } from './node-texts.ts';
import type { MapEdge, MapNode, NetworkGraph } from './network-graph.ts';

/** Returns the interfaces of the host, and how packets of its networks leave it. */
export function ownParts(places: Places): NetworkGraph {
  const { own } = places;
  if (own === undefined) {
    return { nodes: [], edges: [] };
  }
  const used = usedNames(own, places);
  const shown = own.interfaces.filter(
    ({ name, isUp, addresses }) =>
      name !== 'lo' && !places.isEdge(name) && (used.has(name) || (isUp && addresses.length > 0)),
  );
  return {
    nodes: shown.map((one) => interfaceNode(one, own, places)),
    edges: [...shown.flatMap(portEdges), ...natEdges(places, shown)],
  };
}

/** Returns the names of interfaces that something else leads to. */
function usedNames(own: NamespaceNetwork, places: Places): ReadonlySet<string> {
  const ends = places.others.flatMap(({ interfaces }) => interfaces.flatMap(({ peer, lower }) => peer ?? lower ?? []));
  return new Set([
    ...places.uplinks.map(({ name }) => name),
    ...own.interfaces.flatMap(({ master, lower }) => [master, lower?.interface].filter((name) => name !== undefined)),
    ...ends.filter(({ namespace }) => namespace === own.id).map((end) => end.interface),
  ]);
}

function interfaceNode(one: NetworkInterface, own: NamespaceNetwork, places: Places): MapNode {
  const { name, kind, detail, isUp } = one;
  const isUplink = places.uplinks.includes(one);
  const isForwarding = own.forwarding.ipv4 !== false;
  const about = [kind, detail].filter((part) => part !== undefined).join(' ');
  return {
    id: interfaceId(name),
    kind: kind === 'bridge' ? 'bridge' : 'interface',
    state: 'live',
    title: isUplink ? l10n.t('{0} (uplink)', name) : about === '' ? name : `${name} · ${about}`,
    lines: addressTexts(one),
    marks: [
      ...(isUp ? [] : [l10n.t('down')]),
      ...(isForwarding || !isUplink ? [] : [l10n.t('IPv4 forwarding is off')]),
    ],
    networks: [],
    details: detailsOf(own, name),
    actions: [],
  };
}

/** Returns the edges of an interface to its master and to the interface below it. */
function portEdges({ name, master, lower, peer, kind }: NetworkInterface): readonly MapEdge[] {
  const edge = (from: string, label: string): MapEdge => ({
    id: `port:${name}:${from}`,
    from: interfaceId(from),
    to: interfaceId(name),
    kind: 'link',
    state: 'live',
    labels: label === '' ? [] : [label],
  });
  const below =
    lower?.interface ?? (kind === 'veth' && peer !== undefined && peer.interface < name ? peer.interface : '');
  return [
    ...(master === undefined ? [] : [edge(master, l10n.t('port'))]),
    ...(below === '' ? [] : [edge(below, kind ?? '')]),
  ];
}

/** Number of masquerading rules and port mappings that an edge shows. */
const mostLabels = 4;

/** Returns an edge from each uplink to each network that the host forwards, with masquerading and port mappings. */
function natEdges(places: Places, shown: readonly NetworkInterface[]): readonly MapEdge[] {
  const uplinks = places.uplinks.map(({ name }) => interfaceId(name));
  const nat = places.own?.nat ?? [];
  const networks = shown
    .filter(({ name }) => !uplinks.includes(interfaceId(name)))
    .flatMap(({ name, addresses }) => {
      const routed = addresses.filter(({ address, scope }) => scope === 'global' && places.forwards(address));
      return routed.length === 0 ? [] : [{ to: interfaceId(name), prefixes: routed.map(({ address }) => address) }];
    });
  // The network of a veth without a bridge is one namespace.
  const direct = places.others.flatMap((namespace) => {
    const inside = namespace.interfaces.flatMap(({ addresses }) => addresses.map(({ address }) => address));
    const isDirect = places.edgesOf(namespace).some(({ kind, from }) => kind === 'link' && uplinks.includes(from));
    return isDirect && nat.length > 0
      ? [
          {
            to: namespaceId(namespace),
            prefixes: inside.map((address) => address.replace(/\/\d+$/, address.includes(':') ? '/128' : '/32')),
          },
        ]
      : [];
  });
  return [
    ...networks.map((network) => ({ ...network, isAlways: true })),
    ...direct.map((network) => ({ ...network, isAlways: false })),
  ].flatMap(({ to, prefixes, isAlways }) => {
    const labels = [...new Set(nat.flatMap((rule) => natLabel(rule, prefixes)))];
    const more = labels.length > mostLabels ? [l10n.t('{0} more', labels.length - mostLabels)] : [];
    return labels.length === 0 && !isAlways
      ? []
      : uplinks.map((from): MapEdge => ({
          id: `nat:${from}:${to}`,
          from,
          to,
          kind: 'nat',
          state: 'live',
          labels: [...labels.slice(0, mostLabels), ...more],
        }));
  });
}

/** Returns what a rule does for a network, if it is about that. */
function natLabel(rule: NatRule, prefixes: readonly string[]): readonly string[] {
  const { kind, source, protocol, port, target } = rule;
  const isOf = (address: string): boolean =>
    prefixes.some((prefix) => isWithin(prefix, address) || isWithin(address, prefix));
  if (kind === 'masquerade' || kind === 'snat') {
    const isAbout = source !== undefined && !source.startsWith('!') && isOf(source);
    const what = kind === 'masquerade' ? l10n.t('masquerade {0}', source ?? '') : `${source ?? ''} → ${target ?? ''}`;
    return isAbout ? [what] : [];
  }
  const [, address = ''] = /^\[?([0-9a-f.:]+?)\]?(?::\d+(?:-\d+)?)?$/.exec(target ?? '') ?? [];
  return port !== undefined && target !== undefined && isOf(address)
    ? [`${port}/${protocol ?? 'tcp'} → ${target}`]
    : [];
}
