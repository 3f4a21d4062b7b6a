import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** The rules about a range, by what host-local reports. */
const rangeRules = [
  ['too small', 'R128'],
  ['version mismatch', 'R129'],
  ['not in network', 'R130'],
  ['empty range set', 'R139'],
  ['mixed address families', 'R141'],
  ['overlap', 'R142'],
] as const;

/** Failures of CNI plugins, as of v1.9.1. */
export const addresses = {
  bridgeAddressInvalid: {
    pattern:
      /could not add IP address (?<address>[^\s"]{1,64}|"[^"]{1,64}") to "(?<bridge>[^"]{1,64})": (?<reason>invalid argument|cannot assign requested address)/,
    topic: 'address',
    cause: (args) => l10n.t('The kernel rejects the gateway {address} as an address of the bridge {bridge}.', args),
    remedy: () => l10n.t('Use a unicast address of the subnet as "gateway", and a prefix length above 0.'),
    rule: 'R135',
    source: 'plugins/main/bridge/bridge.go:298',
  },
  resultWithoutAddress: {
    pattern: /cannot convert: no valid IP addresses/,
    topic: 'version',
    cause: () =>
      l10n.t('A result before version 0.3.0 must have an address, but the plugin has no IPAM plugin that assigns one.'),
    remedy: () => l10n.t('Set "cniVersion" to 0.3.0 or later, or add "ipam".'),
    source: 'pkg/types/040/types.go:188',
  },
  ipamWithoutAddress: {
    pattern:
      /IPAM plugin returned missing IP config|IPAM plugin (?:failed to allocate IP address|did not return any IP addresses|returned zero IPs)|IPAM did provide neither IPv4 nor IPv6 address/,
    topic: 'address',
    cause: () => l10n.t('The IPAM plugin returned no address.'),
    remedy: () => l10n.t('Check "ipam": ranges, the addresses of static, or the pool of whereabouts.'),
    rule: 'R067',
    source: 'plugins/main/bridge/bridge.go:622',
  },
  gatewayUnreachable: {
    pattern: /failed to add route '(?<route>[^'\n]{1,200})': network is unreachable/,
    topic: 'route',
    cause: (args) => l10n.t('The gateway of the route {route} is not in a subnet of the interface.', args),
    remedy: () => l10n.t('Use a gateway in the subnet, or add an address in the subnet of the gateway.'),
    rule: 'R134',
    rank: 'common',
    source: 'pkg/ipam/ipam_linux.go:149',
  },
  routeScope: {
    pattern:
      /failed to add route '(?<route>[^'\n]{1,200}?\(Scope: (?<scope>(?!(?:0|universe),)\w{1,16}),[^'\n]{1,60})': (?:network is unreachable|invalid argument)/,
    topic: 'route',
    cause: (args) =>
      l10n.t('The kernel rejects the route {route}: a route with a gateway cannot have the scope {scope}.', args),
    remedy: () => l10n.t('Remove "scope", or the gateway of a route to addresses on the link.'),
    source: 'pkg/ipam/ipam_linux.go:149',
  },
  routeExists: {
    pattern: /failed to add route '?(?<route>[^'\n]{1,200}?)'?: file exists/,
    topic: 'route',
    cause: (args) =>
      l10n.t('The route {route} exists already, for example because two plugins or keys add a default route.', args),
    remedy: () => l10n.t('Remove "isDefaultGateway", or the default route in "ipam.routes".'),
    rule: 'R061',
    rank: 'common',
    source: 'pkg/ipam/ipam_linux.go:149',
  },
  routeInvalid: {
    pattern: /failed to add route '?(?<route>[^'\n]{1,200}?)'?: invalid argument/,
    topic: 'route',
    cause: (args) =>
      l10n.t(
        'The kernel rejects the route {route}: its destination has host bits set, or the gateway does not match the interface.',
        args,
      ),
    remedy: () => l10n.t('Write the network address in "dst", such as 192.168.1.0/24.'),
    rank: 'common',
    source: 'pkg/ipam/ipam_linux.go:149',
  },
  routeFamily: {
    pattern: /gateway, source, and destination ip are not the same IP family/,
    topic: 'route',
    cause: () => l10n.t('The destination and the gateway of a route are of different IP families.'),
    remedy: () => l10n.t('Use an IPv4 gateway for an IPv4 destination, and an IPv6 gateway for an IPv6 destination.'),
    rule: 'R136',
    rank: 'common',
    source: 'pkg/ipam/ipam_linux.go:149',
  },
  addressNotAdded: {
    pattern:
      /failed to add IP addr (?<address>[^\n"]{1,400}?) to (?:"(?<name>[^"]{1,64})"|(?<other>veth)): permission denied/,
    topic: 'address',
    cause: (args) =>
      l10n.t('The interface {name} gets no IPv6 address, because IPv6 is disabled in the kernel or namespace.', args),
    remedy: () => l10n.t('Enable IPv6 (net.ipv6.conf.all.disable_ipv6 is 0), or remove the IPv6 range.'),
    source: 'pkg/ipam/ipam_linux.go:101',
  },
  addressTwice: {
    pattern: /failed to add IP addr (?<address>[^\n"]{1,160}?) to "(?<name>[^"]{1,64})": file exists/,
    topic: 'address',
    cause: (args) => l10n.t('The interface {name} gets the same address twice.', args),
    remedy: () => l10n.t('Remove the duplicate from "ipam".'),
    source: 'pkg/ipam/ipam_linux.go:101',
  },
  addressUnassignable: {
    pattern:
      /failed to add IP addr (?<address>[^\n"]{1,160}?) to "(?<name>[^"]{1,64})": cannot assign requested address/,
    topic: 'address',
    cause: (args) =>
      l10n.t('The kernel assigns no such address to {name}: it is a loopback, multicast or unspecified address.', args),
    remedy: () => l10n.t('Check the addresses in "ipam", and that its "type" is an IPAM plugin.'),
    source: 'pkg/ipam/ipam_linux.go:101',
  },
  addressInvalidForMTU: {
    pattern: /failed to add IP addr (?<address>[^\n"]{1,160}?) to "(?<name>[^"]{1,64})": invalid argument/,
    topic: 'address',
    cause: (args) =>
      l10n.t('The kernel rejects the address of {name}. An IPv6 address needs an MTU of at least 1280.', args),
    remedy: () => l10n.t('Raise "mtu", or remove the IPv6 range.'),
    rule: 'R091',
    source: 'pkg/ipam/ipam_linux.go:101',
    notCaused: 'v1.9.1 first sets keep_addr_on_down, which does not exist with such an MTU (ipv6SysctlMissing)',
  },
  ipv6SysctlMissing: {
    pattern: /failed to enable (?:IPv6|keep_addr_on_down) for interface "(?<name>[^"]{1,64})"/,
    topic: 'address',
    cause: (args) =>
      l10n.t(
        'The plugin cannot set the IPv6 settings of {name}. The MTU is below 1280, the kernel has no IPv6, or /proc/sys is read-only.',
        args,
      ),
    remedy: () => l10n.t('Raise "mtu" to at least 1280, boot without ipv6.disable=1, or remove the IPv6 range.'),
    rule: 'R091',
    rank: 'outer',
    source: 'pkg/ipam/ipam_linux.go:84',
  },
  addressDuplicate: {
    pattern: /link (?<name>[^\s"]{1,64}) has address (?<address>[^\s"]{1,64}) in DADFAILED state/,
    topic: 'address',
    cause: (args) => l10n.t('Another machine on the link uses the IPv6 address {address}.', args),
    remedy: () => l10n.t('Use a range that no other machine uses.'),
    source: 'pkg/ip/addr_linux.go:54',
  },
  // The plugin prints nanoseconds.
  addressTentative: {
    pattern: /link (?<name>[^\s"]{1,64}) still has tentative addresses after (?<seconds>\d{1,4})(?:0{9})? seconds/,
    topic: 'address',
    cause: (args) =>
      l10n.t('The check for duplicate IPv6 addresses on {name} did not end within {seconds} seconds.', args),
    remedy: () => l10n.t('Check that the interface has a carrier (ip link). If it has, try again.'),
    source: 'pkg/ip/addr_linux.go:74',
  },
  addressReserved: {
    pattern:
      /(?<![\w.:])(?<ip>[\w.:]{1,64}) has been allocated to (?<owner>\S{1,256}), duplicate allocation is not allowed/,
    topic: 'address',
    cause: (args) => l10n.t('The address {ip} is already reserved for this attachment.', args),
    remedy: () =>
      l10n.t(
        'Delete the attachment first (DEL), which releases the address. If the list has two plugins with "ipam", keep one.',
      ),
    source: 'plugins/ipam/host-local/backend/allocator/allocator.go:83',
  },
  rangeExhausted: {
    pattern: /no IP addresses available in range set/,
    topic: 'address',
    cause: () => l10n.t('Every address of the range is reserved.'),
    remedy: () =>
      l10n.t(
        'Delete unused attachments, remove stale reservations (/var/lib/cni/networks/NETWORK), or widen the range.',
      ),
    rule: 'R188',
    source: 'plugins/ipam/host-local/backend/allocator/allocator.go:109',
  },
  requestedAddressOutside: {
    pattern:
      /requested IP address (?<ip>[^\s"]{1,64}) is not available in range set (?<range>[^\s"]{1,256})|requested ip (?<gateway>[^\s"]{1,64}) is subnet's gateway|failed to allocate all requested IPs: (?<rest>[^\n]{1,256})/,
    topic: 'address',
    cause: () => l10n.t('The requested address is in use, is outside the range, or is the gateway.'),
    remedy: () => l10n.t('Request another address (capability "ips" or CNI_ARGS IP=…).'),
    source: 'plugins/ipam/host-local/backend/allocator/allocator.go:70',
  },
  noRanges: {
    pattern: /no IP ranges specified/,
    topic: 'config',
    cause: () => l10n.t('host-local has no range.'),
    remedy: () =>
      l10n.t(
        'Add "ranges" or "subnet" to "ipam". kube-router and flannel write it into the file when they run on the node.',
      ),
    rule: 'R139',
    source: 'plugins/ipam/host-local/backend/allocator/config.go:132',
  },
  rangeInvalid: {
    pattern: /invalid range set (?<index>\d{1,6}): (?<reason>[^\n]{1,240})/,
    topic: 'config',
    cause: (args) => l10n.t('A range of host-local is not valid: {reason}.', args),
    remedy: remedies.fixFile,
    rule: ({ reason = '' }) => rangeRules.find(([text]) => reason.includes(text))?.[1] ?? 'R127',
    source: 'plugins/ipam/host-local/backend/allocator/config.go:140',
  },
  rangesOverlap: {
    pattern: /range set (?<first>\d{1,6}) overlaps with (?<second>\d{1,6})/,
    topic: 'config',
    cause: (args) => l10n.t('The range sets {first} and {second} overlap.', args),
    remedy: () => l10n.t('Move both ranges into one set, or change them so that they do not overlap.'),
    rule: 'R143',
    source: 'plugins/ipam/host-local/backend/allocator/config.go:162',
  },
  severalAddressesOldVersion: {
    pattern: /CNI version (?<version>[^\s"]{0,16}) does not support more than 1 address per family/,
    topic: 'version',
    cause: () => l10n.t('A "cniVersion" below 0.3.0 allows one address for each family.'),
    remedy: () => l10n.t('Set "cniVersion" to 0.3.1 or later.'),
    rule: 'R049',
    source: 'plugins/ipam/host-local/backend/allocator/config.go:153',
  },
  ipamKeyMissing: {
    pattern: /IPAM config missing 'ipam' key/,
    topic: 'config',
    cause: () => l10n.t('The IPAM plugin was called without an "ipam" object.'),
    remedy: () => l10n.t('An IPAM plugin belongs in "ipam" of another plugin, not in the chain.'),
    rule: 'R072',
    source: 'plugins/ipam/host-local/backend/allocator/config.go:83',
  },
  cidrInvalid: {
    pattern: /invalid CIDR address: (?<value>[^\s"',;]{0,64})/,
    topic: 'config',
    cause: (args) =>
      args['value'] === ''
        ? l10n.t('An address with a prefix length is missing.')
        : l10n.t('{value} is not an address with a prefix length.', args),
    remedy: () => l10n.t('Use the form 10.1.2.0/24. A route needs "dst", and an entry of "ipRanges" needs "range".'),
    rule: 'R125',
    rank: 'common',
    source: 'plugins/ipam/static/main.go:241',
  },
  addressNotCIDR: {
    pattern:
      /(?:the '(?:ip|address)' field is expected to be|an entry in the 'ips' field is NOT) in CIDR notation, got: '(?<value>[^'\n]{0,1024})'/,
    topic: 'config',
    cause: (args) => l10n.t('The address "{value}" has no prefix length.', args),
    remedy: () => l10n.t('Use the form 10.1.2.3/24.'),
    source: 'plugins/ipam/static/main.go:204',
  },
  gatewayInvalid: {
    pattern: /invalid gateway address: (?<value>[^\s"]{0,64})/,
    topic: 'config',
    cause: (args) => l10n.t('The gateway "{value}" is not an address.', args),
    remedy: remedies.fixFile,
    rule: 'R126',
    rank: 'common',
    source: 'plugins/ipam/static/main.go:185',
  },
  ipInvalid: {
    pattern: /invalid IP address:? {1,8}(?<value>[^\s"',;]{1,64})|IP (?<other>[^\s"]{1,64}) not v4 nor v6/,
    topic: 'config',
    cause: (args) => l10n.t('A value is not an IP address: {value}.', args),
    remedy: remedies.fixFile,
    rule: 'R126',
    rank: 'common',
    source: 'pkg/ip/ip.go:100',
  },
  reservationMissing: {
    pattern: /host-local: Failed to find address added by container (?<container>[^\s"]{1,128})/,
    topic: 'check',
    cause: () => l10n.t('The address reservation of the container no longer exists.'),
    remedy: () => l10n.t('Add the container again. Another program may have deleted files in /var/lib/cni/networks.'),
    source: 'plugins/ipam/host-local/main.go:58',
  },
  dhcpDaemonMissing: {
    pattern: /error dialing DHCP daemon: (?<reason>[^\n"]{1,200})/,
    topic: 'agent',
    cause: (args) => l10n.t('The DHCP daemon of CNI is not running ({reason}).', args),
    remedy: () => l10n.t('Start it on the host: "/opt/cni/bin/dhcp daemon", or enable its systemd socket unit.'),
    rule: 'R186',
    source: 'plugins/ipam/dhcp/main.go:166',
  },
  dhcpNoAnswer: {
    pattern: /error calling DHCP\.(?<method>Allocate|Release): (?:error calling DHCP\.Allocate: )?no more tries/,
    topic: 'address',
    cause: () => l10n.t('No DHCP server answered on the network segment.'),
    remedy: () =>
      l10n.t(
        'Check the DHCP server, its free addresses, and whether the switch or cloud allows additional MAC addresses.',
      ),
    source: 'plugins/ipam/dhcp/daemon.go:39',
  },
  dhcpWithoutMask: {
    pattern: /DHCP option Subnet Mask not found in DHCPACK/,
    topic: 'address',
    cause: () => l10n.t('The DHCP server sent no subnet mask.'),
    remedy: () => l10n.t('Configure option 1 (subnet mask) on the DHCP server, and request it if "request" is set.'),
    rule: 'R153',
    source: 'plugins/ipam/dhcp/lease.go:449',
    notCaused: 'needs a DHCP server that sends no mask',
  },
} as const satisfies KnownFailures;
