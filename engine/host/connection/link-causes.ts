import * as l10n from '@vscode/l10n';
import type { NamespaceNetwork, NetworkInterface } from '../network/network.ts';
import {
  type ConnectionProblem,
  firstInterface,
  hostEndOf,
  isSilent,
  lastInterface,
  type Leg,
  nextHop,
  placeName,
} from './leg.ts';
import { hostEnd, interfaceWith } from './segment.ts';

/** Finds an interface on the way that is down. */
export function downCause(leg: Leg): ConnectionProblem | undefined {
  const [first, last] = [firstInterface(leg), lastInterface(leg)];
  const ends: readonly (readonly [NamespaceNetwork, NetworkInterface | undefined])[] = [
    [leg.from, first],
    [leg.to, last],
    [leg.host, hostEndOf(leg, 'first', first)],
    [leg.host, hostEndOf(leg, 'last', last)],
    [leg.host, leg.host.interfaces.find(({ name }) => name === leg.entry)],
    [leg.host, leg.host.interfaces.find(({ name }) => name === leg.exit)],
    // Without a route, the address may be on another interface, whose routes are gone.
    ...(leg.route?.failure === undefined
      ? []
      : leg.from.interfaces.filter(isAddressed).map((one) => [leg.from, one] as const)),
  ];
  const down = ends.find(([, one]) => one?.isUp === false);
  return down?.[1] === undefined ? undefined : linkDown(down[0], down[1]);
}

const isAddressed = ({ name, addresses }: NetworkInterface): boolean =>
  name !== 'lo' && addresses.some(({ scope }) => scope === 'global');

function linkDown(place: NamespaceNetwork, { name }: NetworkInterface): ConnectionProblem {
  return {
    code: 'linkDown',
    message: l10n.t('The interface {0} of {1} is down.', name, placeName(place)),
    remedy: l10n.t('Run "ip link set {0} up" there.', name),
  };
}

/** Finds why the first neighbor of a leg does not answer: a gateway that does not exist, or another link. */
export function neighborCause(leg: Leg): ConnectionProblem | undefined {
  const first = firstInterface(leg);
  const hop = nextHop(leg);
  if (leg.route?.failure !== undefined || !isSilent(leg.neighbors, hop, leg.route?.device)) {
    return undefined;
  }
  const end = hostEndOf(leg, 'first', first);
  return leg.route?.gateway === undefined ? directCause(leg, end) : gatewayCause(leg, hop, end);
}

function gatewayCause(leg: Leg, gateway: string, end: NetworkInterface | undefined): ConnectionProblem {
  const owner = interfaceWith(leg.host, gateway);
  if (end === undefined) {
    return silent(leg.from, gateway, leg.route?.device);
  }
  if (owner === undefined) {
    const own = leg.host.interfaces.find(({ name }) => name === (end.master ?? end.name));
    const addresses = own?.addresses.map(({ address }) => address).join(', ') ?? '';
    return {
      code: 'wrongGateway',
      message: l10n.t('The gateway {0} of {1} does not exist.', gateway, placeName(leg.from)),
      remedy:
        addresses === ''
          ? l10n.t('Set the gateway to an address of {0} on the host.', own?.name ?? end.name)
          : l10n.t('Set the gateway to an address of {0} on the host: {1}.', own?.name ?? end.name, addresses),
    };
  }
  if (end.master === undefined && owner.name !== end.name) {
    return isAddressed(end) ? otherSide(leg, gateway, owner.name, end.name) : detached(end.name, owner.name, leg.from);
  }
  return end.master !== undefined && end.master !== owner.name
    ? otherSide(leg, gateway, owner.name, end.master)
    : silent(leg.from, gateway, leg.route?.device);
}

/** The target is taken to be on the same link. */
function directCause(leg: Leg, end: NetworkInterface | undefined): ConnectionProblem {
  const other = hostEndOf(leg, 'last', lastInterface(leg));
  if (end === undefined || other === undefined) {
    return silent(leg.from, leg.toAddress, leg.route?.device);
  }
  if (end.master === other.master && end.master !== undefined) {
    return silent(leg.from, leg.toAddress, leg.route?.device);
  }
  if (end.master !== undefined && other.master === undefined && !isAddressed(other)) {
    return detached(other.name, end.master, leg.to);
  }
  if (end.master === undefined && other.master !== undefined && !isAddressed(end)) {
    return detached(end.name, other.master, leg.from);
  }
  const [device, side] = [leg.route?.device ?? '', other.master ?? other.name];
  return {
    code: 'wrongSide',
    message: l10n.t('{from} expects {address} on the link of {device}, but {side} of the host leads there.', {
      from: placeName(leg.from),
      address: leg.toAddress,
      device,
      side,
    }),
    remedy: l10n.t('Check the prefix lengths and subnets of both addresses, or add a route through the host.'),
  };
}

/** Finds why the host does not reach the other end: its route leads elsewhere, or nothing answers there. */
export function hostNeighborCause(leg: Leg): ConnectionProblem | undefined {
  const { hostRoute, exit, host, toAddress } = leg;
  if (
    hostRoute === undefined ||
    exit === undefined ||
    hostRoute.failure !== undefined ||
    leg.route?.gateway === undefined
  ) {
    return undefined;
  }
  if (hostRoute.type === 'local') {
    return duplicate(toAddress, placeName(leg.to), placeName(host));
  }
  if (hostRoute.device !== exit) {
    return wrongExit(leg, hostRoute.device ?? '', exit);
  }
  if (!isSilent(leg.hostNeighbors, hostRoute.gateway ?? toAddress, hostRoute.device)) {
    return undefined;
  }
  return silent(host, hostRoute.gateway ?? toAddress, hostRoute.device);
}

function wrongExit(leg: Leg, device: string, exit: string): ConnectionProblem {
  const end = hostEndOf(leg, 'last', lastInterface(leg));
  const bridge = leg.host.interfaces.find(({ name }) => name === device);
  if (end !== undefined && end.master === undefined && !isAddressed(end) && bridge?.kind === 'bridge') {
    return detached(end.name, device, leg.to);
  }
  return {
    code: 'wrongSide',
    message: l10n.t('The host sends packets for {address} to {device}, but {to} is connected to {exit}.', {
      address: leg.toAddress,
      device,
      to: placeName(leg.to),
      exit,
    }),
    remedy: l10n.t('Check the subnet of the address and the routes of the host.'),
  };
}

function otherSide(leg: Leg, gateway: string, owner: string, side: string): ConnectionProblem {
  return {
    code: 'wrongSide',
    message: l10n.t('The gateway {gateway} of {from} is on {owner} of the host, but {from} is connected to {side}.', {
      gateway,
      from: placeName(leg.from),
      owner,
      side,
    }),
    remedy: l10n.t('Give it an address of the subnet of {0}, or connect it to {1}.', side, owner),
  };
}

function detached(port: string, bridge: string, namespace: NamespaceNetwork): ConnectionProblem {
  return {
    code: 'portDetached',
    message: l10n.t('{port}, the end of {namespace} on the host, is not a port of the bridge {bridge}.', {
      port,
      namespace: placeName(namespace),
      bridge,
    }),
    remedy: l10n.t('Run "ip link set {0} master {1}" on the host.', port, bridge),
  };
}

function silent(place: NamespaceNetwork, address: string, device = ''): ConnectionProblem {
  return {
    code: 'noNeighbor',
    message: l10n.t('{address} does not answer on {device} of {place}.', { address, device, place: placeName(place) }),
    remedy: l10n.t('Check the link layer: VLANs, isolated ports, and filters of ARP.'),
  };
}

function duplicate(address: string, place: string, other: string): ConnectionProblem {
  return {
    code: 'duplicateAddress',
    message: l10n.t('{address} is an address of {place} and of {other}.', { address, place, other }),
    remedy: l10n.t('Delete one of the attachments, and check the IPAM data of their networks.'),
  };
}

/** Finds another namespace with the same address on the same link of the host. */
export function duplicateCause(leg: Leg, others: readonly NamespaceNetwork[]): ConnectionProblem | undefined {
  const own = hostEndOf(leg, 'last', lastInterface(leg));
  const twin = [leg.from, ...others].find((other) => {
    const same = interfaceWith(other, leg.toAddress);
    const end = hostEnd(leg.host, other, same?.name);
    return end !== undefined && end.master === own?.master;
  });
  if (twin !== undefined) {
    return duplicate(leg.toAddress, placeName(leg.to), placeName(twin));
  }
  return interfaceWith(leg.host, leg.toAddress) === undefined
    ? undefined
    : duplicate(leg.toAddress, placeName(leg.to), placeName(leg.host));
}
