import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of CNI plugins, as of v1.9.1. */
export const bridge = {
  bridgeAddressDiffers: {
    pattern: /"(?<bridge>[^"]{1,64})" already has an IP address different from (?<address>[^\s"';,\\]{1,64})/,
    topic: 'address',
    cause: (args) =>
      l10n.t(
        'The bridge {bridge} has an address in a different subnet than {address}. Usually it remains from an earlier pod CIDR.',
        args,
      ),
    remedy: (args) =>
      l10n.t(
        'Compare the subnet with /run/flannel/subnet.env or the pod CIDR of the node. If no pod uses the bridge, remove it with "ip link del {bridge}".',
        args,
      ),
    rule: 'R177',
    source: 'plugins/main/bridge/bridge.go:291',
  },
  bridgeAddressDenied: {
    pattern:
      /could not add IP address (?:(?<address>[^\s"]{1,64}|"[^"]{1,64}") )?to "(?<bridge>[^"]{1,64})": permission denied/,
    topic: 'address',
    cause: (args) =>
      l10n.t(
        'IPv6 is disabled on {bridge} or on the whole host (disable_ipv6 is 1), so the bridge gets no IPv6 address.',
        args,
      ),
    remedy: () =>
      l10n.t(
        'Set net.ipv6.conf.all.disable_ipv6 and net.ipv6.conf.default.disable_ipv6 to 0, or remove the IPv6 range.',
      ),
    source: 'plugins/main/bridge/bridge.go:298',
  },
  bridgeNotABridge: {
    pattern: /"(?<bridge>[^"]{1,64})" already exists but is not a bridge/,
    topic: 'interface',
    cause: (args) => l10n.t('The host has an interface {bridge} that is not a bridge.', args),
    remedy: () => l10n.t('Choose another name in "bridge".'),
    rule: 'R177',
    source: 'plugins/main/bridge/bridge.go:327',
  },
  bridgeNameRejected: {
    pattern:
      /could not (?:add|lookup) "(?<bridge>[^"]{0,256})": (?<reason>numerical result out of range|invalid argument|Link not found|LinkAttrs\.Name cannot be empty)/,
    topic: 'interface',
    cause: (args) => l10n.t('The kernel rejects the bridge {bridge} ({reason}): its name or MTU is not valid.', args),
    remedy: () =>
      l10n.t('Use a name of at most 15 characters without slash, space or "%", and an MTU from 68 to 65535.'),
    rule: 'R077',
    rank: 'common',
    source: 'plugins/main/bridge/bridge.go:345',
  },
  bridgePortDown: {
    pattern: /bridge port in error state: (?<state>[\w-]{1,32})/,
    topic: 'interface',
    cause: (args) => l10n.t('The port of the bridge did not come up (state {state}).', args),
    remedy: () => l10n.t('Bring the bridge up, and check what else manages it (NetworkManager, STP).'),
    source: 'plugins/main/bridge/bridge.go:732',
  },
  bridgeVlanRange: {
    pattern: /invalid VLAN ID (?<vlan>-?\d{1,20}) \(must be between 0 and (?<max>409[45])/,
    topic: 'config',
    cause: (args) => l10n.t('The VLAN {vlan} is out of range.', args),
    remedy: () => l10n.t('Use a VLAN from 1 to 4094.'),
    rule: 'R080',
    source: 'plugins/main/bridge/bridge.go:115',
  },
  trunkInvalid: {
    pattern:
      /incorrect trunk (?:minID|maxID|id) parameter|minID is greater than maxID in trunk parameter|minID and maxID should be configured simultaneously/,
    topic: 'config',
    cause: () => l10n.t('A VLAN of the trunk is missing or out of range.'),
    remedy: () => l10n.t('In each entry, set "id", or "minID" and "maxID", to numbers from 1 to 4094.'),
    rule: 'R081',
    source: 'plugins/main/bridge/bridge.go:162',
  },
  hairpinAndPromiscuous: {
    pattern: /cannot set hairpin mode and promiscuous mode at the same time/,
    topic: 'config',
    cause: () => l10n.t('"hairpinMode" and "promiscMode" cannot be used together.'),
    remedy: () => l10n.t('Remove one of the two keys.'),
    rule: 'R078',
    source: 'plugins/main/bridge/bridge.go:554',
  },
  addressesOnDownInterface: {
    pattern: /cannot use IPAM when DisableContainerInterface flag is set/,
    topic: 'config',
    cause: () => l10n.t('An interface that stays down ("disableContainerInterface") cannot have addresses.'),
    remedy: () => l10n.t('Remove "ipam" or "disableContainerInterface".'),
    rule: 'R079',
    source: 'plugins/main/bridge/bridge.go:546',
  },
  spoofCheckFailed: {
    pattern: /failed to (?:setup|teardown) spoof-check: (?<reason>[^\n]{1,200})/,
    topic: 'firewall',
    cause: (args) => l10n.t('The rules of "macspoofchk" could not be set: {reason}.', args),
    remedy: () => l10n.t('Install nftables on the host, or set "macspoofchk" to false.'),
    rule: 'R185',
    source: 'pkg/link/spoofcheck.go:96',
  },
  masqueradeBackendUnknown: {
    pattern: /unknown ipmasq backend "(?<backend>[^"]{0,64})"/,
    topic: 'config',
    cause: (args) => l10n.t('The value "{backend}" of "ipMasqBackend" is unknown.', args),
    remedy: () => l10n.t('Use "iptables" or "nftables".'),
    rule: 'R090',
    source: 'pkg/ip/ipmasq_linux.go:47',
  },
  interfaceExists: {
    pattern:
      /container veth name (?:\("(?<name>[^"]{0,256})"\)|provided \((?<third>[^)\n]{1,64})\)) [^\n]{0,256}?already exists|failed to rename \w{1,16} to "(?<other>[^"]{0,256})": file exists/,
    topic: 'interface',
    cause: (args) => l10n.t('The namespace already has an interface "{name}".', args),
    remedy: () => l10n.t('Delete that attachment first (DEL), or choose another interface name (CNI_IFNAME).'),
    source: 'pkg/ip/link_linux.go:95',
  },
  macMulticast: {
    pattern:
      /failed to make veth pair: cannot assign requested address|failed to create macvlan: cannot assign requested address/,
    topic: 'interface',
    cause: () => l10n.t('The requested MAC address is a multicast address or all zeros.'),
    remedy: () => l10n.t('Use a unicast address: the second digit is 2, 6, a or e.'),
    rule: 'R092',
    source: 'pkg/ip/link_linux.go:97',
  },
  macInvalid: {
    pattern:
      /address (?<mac>[^\s"]{1,64}): invalid MAC address|invalid args (?<value>[^\s]{1,64}) for MAC addr|failed to parse mac address "(?<request>[^"]{1,64})"/,
    topic: 'config',
    cause: () => l10n.t('The MAC address cannot be read.'),
    remedy: () => l10n.t('Write six pairs of hexadecimal digits, such as 02:00:00:00:00:01.'),
    rule: 'R092',
    rank: 'common',
    source: 'pkg/ip/link_linux.go:97',
  },
  vethNamesUsedUp: {
    pattern: /failed to find a unique veth name/,
    topic: 'interface',
    cause: () => l10n.t('No free name for a veth pair was found after ten attempts.'),
    remedy: () => l10n.t('Remove stale veth interfaces from the host (ip -br link show type veth).'),
    source: 'pkg/ip/link_linux.go:102',
    notCaused: 'needs ten random names that all exist',
  },
  netconfWrongType: {
    pattern:
      /cannot unmarshal (?<found>[^\n"]{1,64}?) into Go struct field (?<field>[^\s"]{1,128}) of type (?<type>[^\s"';]{1,64})/,
    topic: 'config',
    cause: (args) => l10n.t('The key {field} has a value of the wrong type: {found} instead of {type}.', args),
    remedy: remedies.fixFile,
    rule: 'R014',
    rank: 'common',
    source: 'plugins/main/bridge/bridge.go:112',
  },
  netconfNotJSON: {
    pattern:
      /failed to (?:load netconf|parse network config(?:uration)?): (?<reason>(?:invalid character|unexpected end of JSON)[^\n]{0,120})/,
    topic: 'config',
    cause: (args) => l10n.t('The plugin received a configuration that is not valid JSON: {reason}.', args),
    remedy: () => l10n.t('Check the file, or the "config" of the NetworkAttachmentDefinition.'),
    rule: 'R001',
    source: 'plugins/main/bridge/bridge.go:112',
    notCaused: 'skel of libcni v1.3.0, which every plugin starts with, rejects such input first',
  },
  bridgePortsUsedUp: {
    pattern: /failed to connect "(?<port>[^"]{1,64})" to bridge (?<bridge>[^\s":]{1,64}): exchange full/,
    topic: 'interface',
    cause: (args) => l10n.t('The bridge {bridge} has 1,023 ports. The kernel allows no more.', args),
    remedy: () =>
      l10n.t('Remove stale veth interfaces from the host, or lower the maximum number of pods of the node.'),
    source: 'plugins/main/bridge/bridge.go (setupVeth)',
    notCaused: 'needs a bridge with 1,023 ports',
  },
} as const satisfies KnownFailures;
