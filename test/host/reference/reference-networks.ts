import { expect } from 'vitest';
import type { JSONObject } from '../../../engine/libcni/index.ts';
import { addressesOf, type Attached, type KernelLink, type ReferenceChain } from './reference-life.ts';
import type { Place } from './reference-site.ts';

/** Addresses for the attachments, out of ranges that no network uses: RFC 2544 and a private ULA. */
export const subnet = { ipv4: '198.18.77.0/24', gateway: '198.18.77.1', ipv6: 'fd00:77::/64' } as const;

/** An `ipam` object for host-local with a default route. */
export function hostLocal({ dataDir }: Place): JSONObject {
  return { type: 'host-local', ranges: [[{ subnet: subnet.ipv4 }]], routes: [{ dst: '0.0.0.0/0' }], dataDir };
}

/** A bridge with the gateway's address, and host-local. */
export function bridge(place: Place): JSONObject {
  return { type: 'bridge', bridge: place.bridge, isGateway: true, ipam: hostLocal(place) };
}

/** A main plugin alone with host-local, for links that the kernel need not have. */
export function chainOn(
  plugin: (place: Place) => JSONObject & { readonly type: string },
  kernel: KernelLink,
): ReferenceChain {
  return {
    name: `${kernel.linkKind} with host-local`,
    types: [kernel.linkKind, 'host-local'],
    kernel,
    plugins: (place) => [plugin(place)],
    seen: mainSeen,
    gone: linkGone,
    damage: {
      script: 'ip -n "$1" addr del "$3/24" dev eth0',
      found: /^Failed to match addr .* on interface eth0$/,
      cause: 'checkAddressMissing',
    },
  };
}

/** Expects eth0 in the container to be up with just the addresses of the result. */
export async function mainSeen({ place, namespace, result }: Attached): Promise<void> {
  const expected = addressesOf(result);
  expect(expected).not.toEqual([]);
  const show = `ip -n "$1" -o addr show dev eth0 scope global | awk '{ print $4 }'`;
  const addresses = (await place.site.sh(show, namespace)).trim().split('\n');
  expect(addresses.toSorted()).toEqual([...expected].toSorted());
  const link = await place.site.json('ip -n "$1" -j link show dev eth0', namespace);
  expect(link).toMatchObject([{ ifname: 'eth0', flags: expect.arrayContaining(['UP']) }]);
}

/** Expects nothing but `lo` in the container. */
export async function linkGone({ place, namespace }: Attached): Promise<void> {
  const links = await place.site.json('ip -n "$1" -j link', namespace);
  expect(links).toEqual([expect.objectContaining({ ifname: 'lo' })]);
}

/**
 * A bridge made beforehand, with an address of its own. The kernel gives a bridge the lowest address of its ports
 * unless one was set, and CHECK of an attachment fails when a later attachment changes it.
 */
export async function prepareBridge({ site, bridge: name }: Place): Promise<void> {
  await site.sh('ip link add "$1" address c2:00:00:00:00:01 type bridge', name);
}
