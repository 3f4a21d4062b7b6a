import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of kube-router, as of commit 7c2c277. */
export const kubeRouter = {
  kubeRouterPodCidr: {
    pattern: /[Ff]ailed to get pod CIDRs?(?: details?)? from [Nn]ode\.?[ .]?[sS]pec/,
    topic: 'cluster',
    cause: () => l10n.t('The node has no pod CIDR, so kube-router writes no subnet into the configuration.'),
    remedy: () => l10n.t('Run kube-controller-manager with --allocate-node-cidrs and --cluster-cidr.'),
    source: 'pkg/controllers/routing/network_routes_controller.go:1205',
  },
  kubeRouterInsert: {
    pattern:
      /failed to insert IPv[46] `subnet`\(pod CIDR\) '(?<cidr>[^'\n]{1,64})' into CNI conf file: (?<reason>[^\n]{1,200})|failed to write CNI file: (?<other>[^\n]{1,200})|failed to parse CNI Config: (?<third>[^\n]{1,200})/,
    topic: 'config',
    cause: () => l10n.t('kube-router cannot write the pod CIDR into its configuration file.'),
    remedy: () =>
      l10n.t(
        'Check 10-kuberouter.conflist in /etc/cni/net.d: it must be valid, have a bridge with host-local, and be writable.',
      ),
    source: 'pkg/controllers/routing/network_routes_controller.go:436',
  },
  kubeRouterFile: {
    pattern:
      /failed to load CNI conf(?:list)? file: (?<reason>[^\n]{1,200})|error load CNI config, file appears to have no type: (?<file>[^\s"]{1,1024})/,
    topic: 'config',
    cause: () => l10n.t('kube-router cannot read its configuration file.'),
    remedy: remedies.fixFile,
    source: 'pkg/utils/cni.go:33',
  },
  kubeRouterNetfilter: {
    pattern: /Failed to enable (?:netfilter|iptables|ip6tables) for bridge/,
    topic: 'firewall',
    cause: () =>
      l10n.t('br_netfilter is not loaded, so network policies and services do not apply to the traffic of the bridge.'),
    remedy: () => l10n.t('Run "modprobe br_netfilter", and load it at boot (/etc/modules-load.d).'),
    rule: 'R184',
    source: 'pkg/controllers/routing/network_routes_controller.go:289',
  },
} as const satisfies KnownFailures;
