import { contains, networkAddress, parsePrefixed, type Prefixed } from '../addresses.ts';
import { isReference } from '../ipam-ranges.ts';
import type { Model, PluginView } from '../model.ts';
import { mayCheck } from './check-failures.ts';

const MULTICAST = parsePrefixed('224.0.0.0/4');

/**
 * Whether the kernel makes a route to the network of an address that an interface gets (fib_add_ifaddr of IPv4). From 5.3
 * on it makes one to networks in 0.0.0.0/8, but not to that of 0.0.0.0 itself.
 */
function hasPrefixRoute(prefixed: Prefixed): boolean {
  const { address, prefix } = prefixed;
  if (address.bits !== 32) return true;
  const network = networkAddress(prefixed);
  return prefix < 32 && network.value !== 0n && !(MULTICAST !== undefined && contains(MULTICAST, network));
}

/**
 * What a plugin says of an address to whose network the kernel makes no route: ptp replaces that route, the others look
 * for it in CHECK (pkg/ip, ValidateExpectedInterfaceIPs). Undefined where nothing fails. Run with plugins v1.9.1.
 */
export function withoutPrefixRoute(model: Model, plugin: PluginView, prefixed: Prefixed): string | undefined {
  if (!isReference(plugin) || hasPrefixRoute(prefixed)) return undefined;
  if (plugin.typeName === 'ptp')
    return 'the kernel makes no route to such a network, and ptp fails with "failed to delete route …: no such process"';
  return mayCheck(model)
    ? `the kernel makes no route to such a network, and CHECK of ${plugin.typeName} fails with "Failed to find Gateway … for interface eth0"`
    : undefined;
}
