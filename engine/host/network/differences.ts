import type { CachedAttachment } from '../../libcni/operation/cached-attachment.ts';
import type { AddressPart, ResultParts, RoutePart } from '../../libcni/result/result-parts.ts';
import type { NamespaceNetwork, NetworkInterface } from './network.ts';

/** Something that a cached result has and its namespace lacks, or has with another value. CHECK fails then. */
export interface LiveDifference {
  readonly kind: 'interface' | 'mac' | 'address' | 'route';
  /** The interface that should have it. */
  readonly interface: string;
  /** What the cached result has: a name, a MAC, an address with prefix length, or `0.0.0.0/0 via 10.88.0.1`. */
  readonly cached: string;
  /** What the namespace has instead, if that is one value. */
  readonly live?: string | undefined;
}

/** Returns what the cached result of an attachment has and its live namespace lacks; nothing if that was not read. */
export function differencesOf(
  { ifName, netNS, result }: Pick<CachedAttachment, 'ifName' | 'netNS' | 'result'>,
  namespace: NamespaceNetwork,
): readonly LiveDifference[] {
  if (result === undefined || !namespace.isRead) {
    return [];
  }
  const inside = result.interfaces.filter(({ sandbox }) => sandbox !== '' && sandbox === netNS);
  const wanted = inside.length === 0 && result.addresses.length > 0 ? [{ name: ifName, mac: '' }] : inside;
  const missing = wanted.filter(({ name }) => liveOf(namespace, name) === undefined).map(({ name }) => name);
  return [
    ...missing.map((name): LiveDifference => ({ kind: 'interface', interface: name, cached: name })),
    ...wanted.flatMap(({ name, mac }): readonly LiveDifference[] => {
      const live = liveOf(namespace, name)?.mac;
      const isOther = mac !== '' && live !== undefined && live !== mac.toLowerCase();
      return isOther ? [{ kind: 'mac', interface: name, cached: mac, live }] : [];
    }),
    ...result.addresses.flatMap((one) => missingAddress(one, result, ifName, netNS, namespace)),
    // An interface that is missing has no routes either.
    ...(missing.length > 0 ? [] : result.routes.flatMap((route) => missingRoute(route, ifName, namespace))),
  ];
}

const liveOf = ({ interfaces }: NamespaceNetwork, name: string): NetworkInterface | undefined =>
  interfaces.find((one) => one.name === name);

function missingAddress(
  { address, interface: index }: AddressPart,
  { interfaces }: ResultParts,
  ifName: string,
  netNS: string,
  namespace: NamespaceNetwork,
): readonly LiveDifference[] {
  const owner = index === undefined ? { name: ifName, sandbox: netNS } : interfaces[index];
  if (owner === undefined || owner.sandbox !== netNS) {
    return [];
  }
  const live = liveOf(namespace, owner.name);
  const hasIt = live === undefined || live.addresses.some((one) => one.address === address);
  return hasIt ? [] : [{ kind: 'address', interface: owner.name, cached: address }];
}

function missingRoute({ dst, gw }: RoutePart, ifName: string, { routes }: NamespaceNetwork): readonly LiveDifference[] {
  const family = dst.includes(':') ? 'IPv6' : 'IPv4';
  // `ip` has another word for the default route, and no prefix length for a single address.
  const destination = /^(?:0\.0\.0\.0|::)\/0$/.test(dst) ? 'default' : dst.replace(/\/(?:32|128)$/, '');
  const hasIt = routes.some(
    (route) =>
      route.family === family &&
      (route.destination === destination || route.destination === dst) &&
      (gw === '' || route.gateway === gw),
  );
  return hasIt ? [] : [{ kind: 'route', interface: ifName, cached: gw === '' ? dst : `${dst} via ${gw}` }];
}
