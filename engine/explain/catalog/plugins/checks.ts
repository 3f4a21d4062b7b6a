import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of CNI plugins, as of v1.9.1. */
export const checks = {
  loopbackForeignAddress: {
    pattern: /loopback interface found with non-loopback address "(?<address>[^"]{1,64})"/,
    topic: 'interface',
    cause: (args) =>
      l10n.t(
        'The interface lo of the namespace has the address {address}. The namespace may be that of the host.',
        args,
      ),
    remedy: () => l10n.t('Check the path of the namespace.'),
    source: 'plugins/main/loopback/loopback.go:81',
  },
  prevResultMissing: {
    pattern: /(?<!failed \(add\): (?:\w{1,16}: )?)[Rr]equired prevResult missing/,
    topic: 'check',
    cause: () => l10n.t('CHECK needs the cached result of an earlier ADD, but there is none.'),
    remedy: () => l10n.t('Add the network to this namespace first. CHECK verifies what ADD created.'),
    source: 'plugins/main/bridge/bridge.go:999',
  },
  checkInterfaceMissing: {
    pattern:
      /(?:Container )?Interface name (?:in prevResult: )?(?<name>[^\s"]{1,64}) not found|Cannot find container link (?<link>[^\s"]{1,64})|CNI created interface in container (?<created>[^\s"]{1,64}) not found/i,
    topic: 'check',
    cause: () => l10n.t('The interface that ADD created is no longer in the container.'),
    remedy: remedies.addAgain,
    source: 'plugins/main/ptp/ptp.go:396',
  },
  checkAddressMissing: {
    pattern: /Failed to match addr (?<address>[^\n"]{1,100}?) on interface (?<name>[^\s"]{1,64})/,
    topic: 'check',
    cause: (args) => l10n.t('The interface {name} no longer has the address that ADD assigned.', args),
    remedy: remedies.addAgain,
    source: 'pkg/ip/utils_linux.go:54',
  },
  checkRouteMissing: {
    pattern:
      /Expected Route (?<route>[^\n"]{1,160}?) not (?:found in routing table|route table lookup error)|Failed to find Gateway (?<gateway>[^\s"]{1,64}) for interface/,
    topic: 'check',
    cause: () => l10n.t('A route that ADD created is no longer in the container.'),
    remedy: remedies.addAgain,
    source: 'pkg/ip/utils_linux.go:117',
  },
  checkPortMappings: {
    pattern: /could not check ipv(?:4|6) dnat: (?<reason>[^\n]{1,300})|missing hostport rules in "[^"]{1,64}" chain/,
    topic: 'check',
    cause: () => l10n.t('The firewall rules of a port mapping that ADD created are gone.'),
    remedy: remedies.rulesFlushed,
    source: 'plugins/meta/portmap/portmap_iptables.go:136',
  },
  checkLimits: {
    pattern: /(?:Rate|Limit|Buffer) doesn't match/,
    topic: 'check',
    cause: () => l10n.t('The traffic limits of the interface are no longer those that bandwidth set.'),
    remedy: remedies.addAgain,
    source: 'plugins/meta/bandwidth/main.go:328',
  },
  checkFirewall: {
    pattern: /expected (?:\w[\w-]{0,63} )?rule \[[^\]\n]{1,300}\] not found/,
    topic: 'check',
    cause: () => l10n.t('A rule that the plugin firewall created is gone.'),
    remedy: remedies.rulesFlushed,
    source: 'plugins/meta/firewall/iptables.go:158',
  },
} as const satisfies KnownFailures;
