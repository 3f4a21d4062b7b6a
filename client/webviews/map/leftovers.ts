import * as l10n from '@vscode/l10n';
import { isSameNamespace } from '../../views/attachment-label.ts';
import type { MapAttachment, MapFacts } from './map-facts.ts';
import type { MapEdge, MapNode, NetworkGraph } from './network-graph.ts';
import { interfaceId, namespaceId, type Places } from './places.ts';

/** One thing that remains of a container that is gone. */
interface Leftover {
  readonly id: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** An address of it, which shows the network. */
  readonly address: string;
  readonly network: string;
  readonly action: MapNode['actions'][number];
}

/** Returns reservations and cached results whose container or namespace is gone. */
export function leftoverParts(facts: MapFacts, places: Places): NetworkGraph {
  const found = [...goneAttachments(facts, places), ...goneReservations(facts, places)];
  return {
    nodes: found.map(({ id, title, lines, network, action }) => ({
      id,
      kind: 'leftover',
      state: 'leftover',
      title,
      lines,
      marks: [],
      networks: [network],
      details: [],
      actions: [action],
    })),
    edges: found.flatMap(({ id, address }) => heldEdge(id, address, places)),
  };
}

/** Cached results of a named namespace that no longer exists. Other paths may be of another PID namespace. */
function goneAttachments({ attachments }: MapFacts, places: Places): readonly Leftover[] {
  return attachments
    .filter((attachment) => isGone(attachment, places))
    .map(({ network, ifName, netNS, addresses, cacheFile }) => ({
      id: `attachment:${cacheFile}`,
      title: `${network} — ${ifName}`,
      lines: [l10n.t('namespace {0} deleted', netNS.slice(netNS.lastIndexOf('/') + 1)), ...addresses],
      address: addresses[0] ?? '',
      network,
      action: { id: 'result', title: l10n.t('Open Cached File') },
    }));
}

const isGone = ({ netNS }: Pick<MapAttachment, 'netNS'>, { others }: Places): boolean =>
  /^(?:\/var)?\/run\/netns\//.test(netNS) &&
  !others.some(({ path }) => path !== undefined && isSameNamespace(path, netNS));

/** Reservations without an attachment, whose address no namespace has. */
function goneReservations({ held, attachments }: MapFacts, places: Places): readonly Leftover[] {
  const containers = new Set(attachments.map(({ containerID }) => containerID));
  return held.reservations
    .filter(
      ({ containerID, address }) =>
        containerID !== '' && !containers.has(containerID) && places.ownerOf(address) === undefined,
    )
    .map(({ directory, address, containerID }) => ({
      id: `reservation:${directory}/${address}`,
      title: address,
      lines: [l10n.t('reserved by a container that is gone'), containerID.slice(0, 24)],
      address,
      network: directory.slice(directory.lastIndexOf('/') + 1),
      action: { id: 'reservations', title: l10n.t('Show Reservations') },
    }));
}

/** Returns the edge from the network with an address. */
function heldEdge(id: string, address: string, places: Places): readonly MapEdge[] {
  const plain = address.replace(/\/\d+$/, '');
  const owner = places.ownerOf(plain);
  const network = places.networkOf(plain);
  const from = owner === undefined ? network && interfaceId(network.name) : namespaceId(owner);
  return from === undefined ? [] : [{ id: `held:${id}`, from, to: id, kind: 'held', state: 'leftover', labels: [] }];
}
