import { isIPv4 } from './addresses.ts';
import { CNIError } from '../errors.ts';
import type { DNS, IPConfig, LegacyIP, LegacyResult, ModernResult, Route } from './result-types.ts';

/** Returns `items`, which must not have nil pointers. Go's libcni panics on one; here it is an error. */
function present<T>(items: readonly (T | undefined)[] | undefined, key: string): readonly T[] {
  return (items ?? []).map((item, index) => {
    if (item === undefined) {
      throw new CNIError(`cannot convert: ${key}[${index}] is null`);
    }
    return item;
  });
}

function fromLegacyIP(ip: LegacyIP | undefined, version: string): readonly IPConfig[] {
  return ip === undefined ? [] : [{ version, interface: undefined, address: ip.ip, gateway: ip.gateway }];
}

/** Converts 0.1.0 or 0.2.0 to a later version: the routes of both families become routes of the result. */
export function legacyToModern(from: LegacyResult, cniVersion: string): ModernResult {
  return {
    cniVersion,
    interfaces: undefined,
    ips: [...fromLegacyIP(from.ip4, '4'), ...fromLegacyIP(from.ip6, '6')],
    routes: [...(from.ip4?.routes ?? []), ...(from.ip6?.routes ?? [])],
    dns: from.dns,
  };
}

/** Converts 0.3.0–0.4.0 to 1.x, without the explicit IP version. */
export function upTo100(from: ModernResult, cniVersion: string): ModernResult {
  const { dns, routes } = from;
  return { cniVersion, interfaces: present(from.interfaces, 'interfaces'), ips: present(from.ips, 'ips'), routes, dns };
}

/** Converts 1.x to 0.3.0–0.4.0, with an explicit IP version and without mtu, socketPath and pciID. */
export function downTo040(from: ModernResult, cniVersion: string): ModernResult {
  const { dns, routes } = from;
  const interfaces = present(from.interfaces, 'interfaces');
  const ips = present(from.ips, 'ips').map((ip) => ({ ...ip, version: isIPv4(ip.address) ? '4' : '6' }));
  return { cniVersion, interfaces, ips, routes, dns };
}

/** Returns the first address of `version` with the routes of its family: destination and gateway only. */
function toLegacyIP(ips: readonly IPConfig[], version: string, routes: readonly Route[]): LegacyIP | undefined {
  const ip = ips.find((candidate) => candidate.version === version);
  return ip && { ip: ip.address, gateway: ip.gateway, routes };
}

/** Converts 0.3.0–0.4.0 to 0.1.0 or 0.2.0. Throws without an address. */
export function modernToLegacy(from: ModernResult, cniVersion: string): LegacyResult {
  const ips = present(from.ips, 'ips');
  const routes = present(from.routes, 'routes').map((route) => ({ ...noNumbers, dst: route.dst, gw: route.gw }));
  const ip4 = toLegacyIP(
    ips,
    '4',
    routes.filter((route) => isIPv4(route.dst)),
  );
  const ip6 = toLegacyIP(
    ips,
    '6',
    routes.filter((route) => !isIPv4(route.dst)),
  );
  if (ip4 === undefined && ip6 === undefined) {
    throw new CNIError('cannot convert: no valid IP addresses');
  }
  const dns: DNS = from.dns;
  return { cniVersion, ip4, ip6, dns };
}

const noNumbers = { mtu: 0n, advmss: 0n, priority: 0n, table: undefined, scope: undefined } as const;
