import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of Cilium, as of commit 0125a30. */
export const cilium = {
  ciliumAgent: {
    pattern: /unable to connect to Cilium (?:agent|daemon): (?<reason>[^\n]{1,300})/,
    topic: 'agent',
    cause: () => l10n.t('The Cilium agent of this node does not answer.'),
    remedy: () =>
      l10n.t(
        'Check the cilium pod on this node. After it is uninstalled, remove 05-cilium.conflist from /etc/cni/net.d.',
      ),
    page: 'node-not-ready',
    source: 'plugins/cilium-cni/cmd/cmd.go (Add)',
  },
  ciliumConfig: {
    pattern:
      /unable to retrieve configuration from Cilium agent: (?<reason>[^\n]{1,240})|received empty configuration object from Cilium agent/,
    topic: 'agent',
    cause: () => l10n.t('The Cilium agent runs, but is not ready.'),
    remedy: remedies.waitRetry,
    source: 'plugins/cilium-cni/cmd/cmd.go (getConfigFromCiliumAgent)',
  },
  ciliumAddress: {
    pattern:
      /unable to allocate IP via local cilium agent: (?<reason>[^\n]{1,240})|IP allocation addressing is insufficient/,
    topic: 'address',
    cause: (args) => l10n.t('The Cilium agent assigned no address: {reason}.', args),
    remedy: () =>
      l10n.t(
        'If the range is full, enlarge the pod CIDR of the node. With ENI or Azure, increase the number of addresses.',
      ),
    source: 'plugins/cilium-cni/cmd/cmd.go (allocateIPsWithCiliumAgent)',
  },
  ciliumEndpoint: {
    pattern: /[Uu]nable to create endpoint: (?<reason>[^\n]{1,300})/,
    topic: 'agent',
    cause: (args) => l10n.t('The Cilium agent could not create the endpoint: {reason}.', args),
    remedy: remedies.agentLog,
    rank: 'common',
    source: 'plugins/cilium-cni/cmd/cmd.go (Add)',
  },
  ciliumChaining: {
    pattern: /CNI PrevResult supplied, but not in chaining mode|invalid chaining-mode (?<mode>[^\s"]{1,64})/,
    topic: 'chain',
    cause: () => l10n.t('cilium-cni follows another plugin, but chaining is not set up.'),
    remedy: () => l10n.t('Set "chaining-mode", such as "generic-veth", or put cilium-cni first.'),
    source: 'plugins/cilium-cni/cmd/cmd.go (getChainedAction)',
  },
  ciliumDelegate: {
    pattern: /failed to invoke delegated plugin ADD for IPAM: (?<reason>[^\n]{1,240})/,
    topic: 'address',
    cause: (args) => l10n.t('The IPAM plugin that Cilium delegates to failed: {reason}.', args),
    remedy: () => l10n.t('Check "ipam" in the configuration of Cilium, and that the plugin is installed.'),
    source: 'plugins/cilium-cni/cmd/cmd.go (allocateIPsWithDelegatedPlugin)',
  },
  ciliumVeth: {
    pattern: /unable to set up veth on (?<side>host|container) side: (?<reason>[^\n]{1,200})/,
    topic: 'interface',
    cause: (args) => l10n.t('Cilium could not create its veth pair: {reason}.', args),
    remedy: () => l10n.t('Remove stale lxc interfaces of the container, or restart the cilium pod on this node.'),
    rank: 'common',
    source: 'plugins/cilium-cni/cmd/cmd.go (Add)',
  },
} as const satisfies KnownFailures;
