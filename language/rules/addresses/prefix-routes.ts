import * as l10n from '@vscode/l10n';
import { contains, networkAddress, parsePrefixed, type Prefixed } from '../../document/addresses.ts';
import { isReference } from '../../document/ipam-ranges.ts';
import type { Model, PluginView } from '../../document/model.ts';
import { mayCheck } from '../list/check-failures.ts';

const multicast = parsePrefixed('224.0.0.0/4');

/**
 * Whether the kernel adds a route to the network of an address that an interface gets (fib_add_ifaddr of IPv4). Since 5.3
 * it adds one to networks in 0.0.0.0/8, except to that of 0.0.0.0 itself.
 */
function hasPrefixRoute(prefixed: Prefixed): boolean {
  const { address, prefix } = prefixed;
  if (address.bits !== 32) {
    return true;
  }
  const network = networkAddress(prefixed);
  return prefix < 32 && network.value !== 0n && !(multicast !== undefined && contains(multicast, network));
}

/**
 * Returns a sentence about the failure of a plugin if the kernel adds no route to the network of an address: ptp replaces
 * that route, the others look for it in CHECK (pkg/ip, ValidateExpectedInterfaceIPs). Undefined if nothing fails. Verified
 * with plugins v1.9.1.
 */
export function withoutPrefixRoute(model: Model, plugin: PluginView, prefixed: Prefixed): string | undefined {
  if (!isReference(plugin) || hasPrefixRoute(prefixed)) {
    return undefined;
  }
  if (plugin.typeName === 'ptp') {
    return l10n.t(
      'The kernel adds no route to such a network, and ptp fails with "{0}".',
      'failed to delete route …: no such process',
    );
  }
  return mayCheck(model)
    ? l10n.t(
        'The kernel adds no route to such a network, and CHECK of {0} fails with "{1}".',
        plugin.typeName ?? '',
        'Failed to find Gateway … for interface eth0',
      )
    : undefined;
}
