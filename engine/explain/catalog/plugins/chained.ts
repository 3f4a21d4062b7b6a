import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of CNI plugins, as of v1.9.1. */
export const chained = {
  chainedFirst: {
    pattern:
      /must be called as (?:a )?chained plugin|missing prevResult from earlier plugin|failed \(add\): (?:\w{1,16}: )?[Rr]equired prevResult missing|is expected to be called as part of a plugin chain/,
    topic: 'chain',
    cause: () =>
      l10n.t('The plugin works on the interface of a previous plugin, but it is the first plugin of the chain.'),
    remedy: remedies.chained,
    rule: 'R053',
    source: 'plugins/meta/portmap/main.go:102',
  },
  portmapNoIptables: {
    pattern: /neither iptables nor ip6tables is usable/,
    topic: 'firewall',
    cause: () => l10n.t('portmap found no iptables that works on this host.'),
    remedy: () => l10n.t('Install iptables, or set "backend" to "nftables" (reference plugins 1.6.0 or later).'),
    rule: 'R185',
    source: 'plugins/meta/portmap/portmap_iptables.go:128',
  },
  portmapFailed: {
    pattern:
      /unable to (?:setup DNAT|create chain (?<chain>CNI-[^\s":]{1,64})|set up nftables rules for port mappings): (?<reason>[^\n]{1,300})|failed to create top-level DNAT chain: (?<other>[^\n]{1,300})/,
    topic: 'firewall',
    cause: (args) => l10n.t('The rules for the port mappings could not be created: {reason}.', args),
    remedy: () =>
      l10n.t(
        'Check that the host uses only one iptables backend (iptables -V), and that its kernel modules are loaded.',
      ),
    rule: 'R187',
    source: 'plugins/meta/portmap/portmap_iptables.go:104',
  },
  portMappingRejected: {
    pattern:
      /(?<=unable to setup DNAT: [^\n]{1,1200})(?<reason>unknown protocol "[^"\n]{0,64}" specified|invalid port\/service `[^'\n]{1,32}' specified|Port `[^'\n]{1,32}' not valid|unknown option "--dport")/,
    topic: 'config',
    cause: (args) => l10n.t('iptables rejects a port mapping: {reason}.', args),
    remedy: () =>
      l10n.t('Use ports from 1 to 65535 and the "protocol" tcp, udp or sctp. portmap has no default protocol.'),
    source: 'plugins/meta/portmap/portmap_iptables.go:104',
  },
  routeLocalnetFailed: {
    pattern: /unable to enable route_localnet: (?<reason>[^\n]{1,200})/,
    topic: 'permission',
    cause: (args) => l10n.t('portmap cannot set route_localnet: {reason}.', args),
    remedy: () => l10n.t('Run the runtime with a writable /proc/sys, or set "snat" to false.'),
    rank: 'outer',
    source: 'plugins/meta/portmap/main.go:128',
  },
  portmapMarks: {
    pattern: /Cannot specify externalSetMarkChain and markMasqBit/,
    topic: 'config',
    cause: () => l10n.t('"externalSetMarkChain" and "markMasqBit" cannot be used together.'),
    remedy: () => l10n.t('Remove one of the two keys.'),
    rule: 'R107',
    source: 'plugins/meta/portmap/main.go:239',
  },
  portmapMarkBit: {
    pattern: /MasqMarkBit must be between 0 and 31/,
    topic: 'config',
    cause: () => l10n.t('"markMasqBit" is out of range.'),
    remedy: () => l10n.t('Use a number from 0 to 31.'),
    rule: 'R108',
    source: 'plugins/meta/portmap/main.go:248',
  },
  portmapBackend: {
    pattern:
      /unrecognized backend "(?<backend>[^"]{0,64})"|backend was requested but configuration contains (?<other>\w{1,32})-specific options/,
    topic: 'config',
    cause: () => l10n.t('The backend of portmap is unknown, or an option belongs to the other backend.'),
    remedy: () => l10n.t('Use "iptables" or "nftables", and only the conditions of that backend.'),
    rule: 'R109',
    source: 'plugins/meta/portmap/main.go:263',
  },
  portInvalid: {
    pattern: /Invalid (?<kind>container|host) port number: (?<port>-?\d{1,20})/,
    topic: 'config',
    cause: (args) => l10n.t('The {kind} port {port} is not valid.', args),
    remedy: () => l10n.t('Use ports from 1 to 65535 in the port mapping.'),
    source: 'plugins/meta/portmap/main.go:269',
  },
  firewallIptables: {
    pattern: /could not initialize iptables protocol (?<protocol>\d{1,3}): (?<reason>[^\n]{1,200})/,
    topic: 'firewall',
    cause: (args) => l10n.t('firewall cannot use iptables: {reason}.', args),
    remedy: () => l10n.t('Install iptables on the host.'),
    rule: 'R185',
    source: 'plugins/meta/firewall/iptables.go:228',
  },
  firewalldFailed: {
    pattern:
      /failed to add the address (?<address>[^\s"]{1,64}) to (?<zone>[^\s"]{1,64}) zone: (?<reason>[^\n]{1,200})/,
    topic: 'firewall',
    cause: (args) => l10n.t('firewalld did not accept the address {address} in the zone {zone}: {reason}.', args),
    remedy: () => l10n.t('Create the zone in firewalld and reload it, or set "backend" to "iptables".'),
    source: 'plugins/meta/firewall/firewalld.go:94',
    notCaused: 'needs firewalld',
  },
  ingressPolicyUnknown: {
    pattern: /unknown ingress policy: "(?<policy>[^"]{0,64})"/,
    topic: 'config',
    cause: (args) => l10n.t('firewall has no ingress policy "{policy}".', args),
    remedy: () => l10n.t('Use "open", "same-bridge" or "isolated".'),
    rule: 'R117b',
    source: 'plugins/meta/firewall/ingresspolicy.go:38',
  },
  ingressPolicyWithoutBridge: {
    pattern: /interface needs to be set for ingress policy "(?<policy>[^"]{0,64})"|got empty bridge name/,
    topic: 'chain',
    cause: () => l10n.t('The ingress policy of firewall needs a bridge, but the previous plugin created none.'),
    remedy: () => l10n.t('Put firewall after bridge, or remove "ingressPolicy".'),
    rule: 'R066',
    source: 'plugins/meta/firewall/ingresspolicy.go:44',
  },
  bandwidthPair: {
    pattern: /if (?<set>rate|burst) is set, (?<missing>burst|rate) must also be set/,
    topic: 'config',
    cause: (args) => l10n.t('bandwidth has a {set} without a {missing}.', args),
    remedy: () => l10n.t('Set both or neither.'),
    rule: 'R114',
    source: 'plugins/meta/bandwidth/main.go:109',
  },
  bandwidthBurst: {
    pattern: /burst cannot be more than 4GB/,
    topic: 'config',
    cause: () => l10n.t('The burst of bandwidth is too large.'),
    remedy: () => l10n.t('Use at most 34359738360 bits.'),
    rule: 'R115',
    source: 'plugins/meta/bandwidth/main.go:113',
  },
  bandwidthWithoutVeth: {
    pattern:
      /container interface (?<name>[^\s"]{1,64}) has no veth peer|no veth peer of container interface found in host ns|veth peer with index (?<index>-?\d{1,10}) is not in host ns/,
    topic: 'chain',
    cause: () =>
      l10n.t(
        'bandwidth needs a veth pair between container and host, but the previous plugin created another kind of interface.',
      ),
    remedy: () => l10n.t('Use bandwidth after bridge, ptp or another plugin with a veth pair.'),
    rule: 'R064',
    source: 'plugins/meta/bandwidth/main.go:146',
  },
  bandwidthNoInterfaces: {
    pattern: /(?<!config: )no interfaces provided/,
    topic: 'chain',
    cause: () => l10n.t('bandwidth got a result without interfaces from the previous plugin.'),
    remedy: () =>
      l10n.t('Put bandwidth after a plugin that reports its interfaces, and use "cniVersion" 0.3.0 or later.'),
    rank: 'common',
    source: 'plugins/meta/bandwidth/main.go:135',
  },
  shapingKernel: {
    pattern:
      /create (?:ingress qdisc|ifb qdisc|qdisc): (?<reason>[^\n]{1,160})|adding link: (?<other>operation not supported)/,
    topic: 'interface',
    cause: (args) => l10n.t('The kernel cannot limit the bandwidth: {reason}.', args),
    remedy: remedies.moduleNeeded,
    rule: 'R187',
    rank: 'common',
    source: 'plugins/meta/bandwidth/ifb_creator.go:114',
  },
} as const satisfies KnownFailures;
