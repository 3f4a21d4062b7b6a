import * as l10n from '@vscode/l10n';
import { isIPv6 } from 'node:net';
import type { Problem } from '../../errors/workbench-error.ts';
import type { NetworkNeighbor } from '../network/ip-report.ts';
import type { NamespaceNetwork, NetworkInterface } from '../network/network.ts';
import { podName } from '../network/owner.ts';
import type { Observation, RouteAnswer } from './observation.ts';
import { hostEnd, interfaceWith } from './segment.ts';

/** Codes of the causes that a test of a connection names. */
export type ConnectionCause =
  | 'noAddress'
  | 'linkDown'
  | 'noRoute'
  | 'blockedByRoute'
  | 'blockedByRule'
  | 'wrongGateway'
  | 'wrongSide'
  | 'portDetached'
  | 'noNeighbor'
  | 'duplicateAddress'
  | 'forwardingOff'
  | 'reversePathFilter'
  | 'firewall'
  | 'mtu'
  | 'notListening'
  | 'listensElsewhere'
  | 'unknown';

/** A cause with its text and remedy. */
export type ConnectionProblem = Problem<ConnectionCause>;

/** One direction of a connection: the packets of one end, as far as the other end. */
export interface Leg {
  readonly from: NamespaceNetwork;
  readonly to: NamespaceNetwork;
  readonly host: NamespaceNetwork;
  readonly fromAddress: string;
  readonly toAddress: string;
  /** The route in `from`. */
  readonly route: RouteAnswer | undefined;
  readonly neighbors: readonly NetworkNeighbor[];
  readonly hostNeighbors: readonly NetworkNeighbor[];
  /** The interfaces of the host on both sides. */
  readonly entry: string | undefined;
  readonly exit: string | undefined;
  /** The route of the host for a packet that arrives at `entry`, and what `to` does with it. */
  readonly hostRoute: RouteAnswer | undefined;
  readonly arrival: RouteAnswer | undefined;
  /** The interfaces of the routes back, in `to` and on the host; undefined without such a route. */
  readonly returnDevice: string | undefined;
  readonly hostReturnDevice: string | undefined;
  readonly hostSysctls: ReadonlyMap<string, string>;
  readonly toSysctls: ReadonlyMap<string, string>;
}

/** Returns the way there and the way back. */
export function legsOf(seen: Observation): readonly [there: Leg, back: Leg] {
  const { namespaces, neighbors, routes, sysctls } = seen;
  const common = { host: namespaces.host, hostNeighbors: neighbors.host, hostSysctls: sysctls.host };
  const there: Leg = {
    ...common,
    from: namespaces.source,
    to: namespaces.target,
    fromAddress: seen.from,
    toAddress: seen.to,
    route: routes.source,
    neighbors: neighbors.source,
    entry: seen.entry,
    exit: seen.exit,
    hostRoute: routes.forth,
    arrival: routes.arrival,
    returnDevice: routes.target?.device,
    hostReturnDevice: routes.back?.device,
    toSysctls: sysctls.target,
  };
  const back: Leg = {
    ...common,
    from: namespaces.target,
    to: namespaces.source,
    fromAddress: seen.to,
    toAddress: seen.from,
    route: routes.target,
    neighbors: neighbors.target,
    entry: seen.exit,
    exit: seen.entry,
    hostRoute: routes.back,
    arrival: routes.return,
    returnDevice: routes.source?.device,
    hostReturnDevice: routes.forth?.device,
    toSysctls: sysctls.source,
  };
  return [there, back];
}

/** Returns how a message names a namespace. */
export function placeName({ kind, name, owner, path }: NamespaceNetwork): string {
  if (kind === 'own') {
    return l10n.t('the host');
  }
  const pod = owner?.pod;
  return `"${pod === undefined ? (name ?? owner?.container ?? owner?.process ?? path ?? '') : podName(pod)}"`;
}

/** The interface that a leg starts at: that of its route, else the one with its address. */
export function firstInterface({ from, route, fromAddress }: Leg): NetworkInterface | undefined {
  return from.interfaces.find(({ name }) => name === route?.device) ?? interfaceWith(from, fromAddress);
}

/** The interface that a leg ends at. */
export const lastInterface = ({ to, toAddress }: Leg): NetworkInterface | undefined => interfaceWith(to, toAddress);

/** The interface of the host at the other end of the first or the last one. */
export function hostEndOf({ host, from, to }: Leg, side: 'first' | 'last', own: NetworkInterface | undefined) {
  return hostEnd(host, side === 'first' ? from : to, own?.name);
}

/** The address that the first packet is sent to on the link. */
export const nextHop = ({ route, toAddress }: Leg): string => route?.gateway ?? toAddress;

/** True if an address was asked for on an interface, and did not answer. */
export function isSilent(neighbors: readonly NetworkNeighbor[], address: string, device: string | undefined): boolean {
  const entry = neighbors.find((one) => one.address === address && one.device === device);
  return entry !== undefined && (entry.state === 'FAILED' || entry.state === 'INCOMPLETE');
}

/** The folder of the sysctls of the family of an address. */
export const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIPv6(address) ? 'ipv6' : 'ipv4');
