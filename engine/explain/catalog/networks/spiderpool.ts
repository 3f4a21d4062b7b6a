import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of Spiderpool, as of commit a7fbd3b. */
export const spiderpool = {
  spiderpoolAgent: {
    pattern: /unhealthy spiderpool-agent backend|failed to create spiderpool-agent client/,
    topic: 'agent',
    cause: () => l10n.t('The spiderpool-agent of this node does not answer.'),
    remedy: remedies.agentPod,
    source: 'cmd/spiderpool/cmd/cni_types.go:21',
  },
  spiderpoolUsedUp: {
    pattern: /all IP addresses used|IPPool available free IPs are not enough/,
    topic: 'address',
    cause: () => l10n.t('Every address of the IPPools is in use.'),
    remedy: () => l10n.t('Add addresses to the SpiderIPPool, or remove pods that no longer need them.'),
    source: 'pkg/constant/errors.go:13',
  },
  spiderpoolNoPool: {
    pattern: /no IPPool available/,
    topic: 'address',
    cause: () =>
      l10n.t('No SpiderIPPool matches the pod: the affinity of the pools excludes it, and no pool is the default.'),
    remedy: () =>
      l10n.t('Check the node, namespace and pod affinity of the pools, and the annotation ipam.spidernet.io/ippool.'),
    source: 'pkg/constant/errors.go:11',
  },
  spiderpoolConflict: {
    pattern: /(?:^|[^\w])ip conflict(?: detected)?(?:[:,]|$)/,
    topic: 'address',
    cause: () => l10n.t('Another machine of the network uses the address.'),
    remedy: () => l10n.t('Exclude the address from the SpiderIPPool ("excludeIPs").'),
    rank: 'common',
    source: 'pkg/constant/errors.go:14',
  },
  spiderpoolVersion: {
    pattern: /unsupported specified CNI version (?<version>[^\s",]{1,16}), the CNI versions supported by Spiderpool/,
    topic: 'version',
    cause: (args) => l10n.t('Spiderpool does not support the "cniVersion" {version}.', args),
    remedy: () => l10n.t('Use 0.3.1, 0.4.0 or 1.0.0.'),
    rule: 'R046',
    source: 'cmd/spiderpool/cmd/cni_types.go:97',
  },
  coordinatorConfig: {
    pattern: /failed to GetCoordinatorConfig: (?<reason>[^\n]{1,240})|unknown tuneMode: (?<mode>[^\s"]{1,32})/,
    topic: 'agent',
    cause: () => l10n.t('coordinator did not get its configuration from spiderpool-agent.'),
    remedy: remedies.agentPod,
    source: 'cmd/coordinator/cmd/command_add.go:47',
  },
  coordinatorMode: {
    pattern: /when creating interface (?<name>[^\s"]{1,64}) in (?<mode>underlay|overlay) mode, it detects that/,
    topic: 'chain',
    cause: (args) =>
      l10n.t('The mode {mode} of coordinator does not match the order of the networks of the pod.', args),
    remedy: () =>
      l10n.t(
        'Use overlay if the first network is an overlay (Calico, Cilium), and underlay if it is macvlan, ipvlan or sriov. "auto" detects it.',
      ),
    source: 'cmd/coordinator/cmd/utils.go:90',
  },
  ifacerInterfaces: {
    pattern:
      /invalid config: interfaces have at least one interface|invalid vlan tag (?<vlan>-?\d{1,20}): vlan tag must be in range/,
    topic: 'config',
    cause: () => l10n.t('ifacer has no interface, or a VLAN out of range.'),
    remedy: remedies.fixFile,
    source: 'cmd/ifacer/cmd/types.go:40',
  },
  ifacerVlan: {
    pattern: /cannot have multiple different vlan interfaces with the same vlanId (?<vlan>\d{1,5}) on node/,
    topic: 'interface',
    cause: (args) => l10n.t('The node has another interface with the VLAN {vlan}.', args),
    remedy: () => l10n.t('Remove that interface, or use the same "interfaces" in every configuration with this VLAN.'),
    source: 'cmd/ifacer/cmd/utils.go:278',
  },
  coordinatorRoutes: {
    pattern: /failed to tunePodRoutes: (?<reason>[^\n]{1,240})/,
    topic: 'route',
    cause: (args) => l10n.t('coordinator could not move the routes of the pod to a separate table: {reason}.', args),
    remedy: () =>
      l10n.t(
        'Give each network of the pod a different subnet, or set "tunePodRoutes" to false. See /var/log/spidernet/coordinator.log on the node.',
      ),
    source: 'cmd/coordinator/cmd/command_add.go (CmdAdd)',
  },
} as const satisfies KnownFailures;
