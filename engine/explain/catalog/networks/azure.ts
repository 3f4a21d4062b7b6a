import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of Azure CNI, as of commit cbd7560. */
export const azure = {
  azureCns: {
    pattern:
      /[Ff]ailed to get IP address from CNS(?:: (?<reason>[^\n]{1,300}))?|IPAM Invoker Add failed with error: (?<other>[^\n]{1,300})/,
    topic: 'agent',
    cause: () =>
      l10n.t('azure-cns assigned no address: it is not running on this node, or the subnet has no free address.'),
    remedy: () => l10n.t('Check the pod azure-cns on this node, and the free addresses of the pod subnet.'),
    source: 'cni/network/network.go:588',
  },
  azurePool: {
    pattern:
      /Failed to allocate (?:v6 )?pool: (?<reason>[^\n]{1,240})|Failed to allocate address: (?<other>[^\n]{1,240})/,
    topic: 'address',
    cause: () => l10n.t('azure-vnet-ipam has no free address on this node.'),
    remedy: () =>
      l10n.t(
        'Increase the maximum number of pods of the node, or remove /var/run/azure-vnet-ipam.json if it has addresses of deleted pods.',
      ),
    rank: 'common',
    source: 'cni/network/invoker_azure.go:73',
  },
  azureMaster: {
    pattern: /Failed to find the master interface/,
    topic: 'interface',
    cause: () => l10n.t('azure-vnet found no interface of the node for the subnet.'),
    remedy: () => l10n.t('Check "master" and the interfaces of the virtual machine.'),
    rank: 'common',
    source: 'cni/network/network.go:753',
  },
  azureEndpoint: {
    pattern: /failed to (?:create|delete) endpoint: (?<reason>[^\n]{1,240})/,
    topic: 'interface',
    cause: (args) => l10n.t('azure-vnet could not create or remove the interface of the pod: {reason}.', args),
    remedy: () => l10n.t('See /var/log/azure-vnet.log on the node.'),
    rank: 'common',
    source: 'cni/network/network.go:686',
  },
  azureLock: {
    pattern: /error Acquiring store lock|error creating new filelock/,
    topic: 'agent',
    cause: () => l10n.t('Another azure-vnet process holds the lock.'),
    remedy: remedies.waitRetry,
    rank: 'common',
    source: 'cni/plugin.go:209',
  },
} as const satisfies KnownFailures;
