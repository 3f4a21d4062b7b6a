import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of Amazon VPC CNI, as of commit b521883. */
export const amazon = {
  awsNoAddress: {
    pattern:
      /add cmd: failed to assign an IP address to container|AssignPodIPAddress: no available IP\/Prefix addresses|DataStore has no available IP\/Prefix addresses/,
    topic: 'address',
    cause: () =>
      l10n.t('ipamd has no free address for the pod: the instance has reached its limit, or the subnet is full.'),
    remedy: () =>
      l10n.t(
        'Check the free addresses of the subnet and the limit of the instance type, or turn on prefix delegation. See /var/log/aws-routed-eni/ipamd.log.',
      ),
    source: 'cmd/routed-eni-cni-plugin/cni.go:221',
  },
  awsIpamd: {
    pattern:
      /(?:add|del) cmd: (?:failed to connect to backend server|Error received from (?:Add|Del)Network gRPC call)(?:: (?<reason>[^\n]{1,300}))?/,
    topic: 'agent',
    cause: () => l10n.t('The pod aws-node of this node does not answer, so no address can be assigned.'),
    remedy: () =>
      l10n.t(
        'Check the pod aws-node and /var/log/aws-routed-eni/ipamd.log. Often it lacks IAM permissions or cannot reach the EC2 API.',
      ),
    page: 'node-not-ready',
    source: 'cmd/routed-eni-cni-plugin/cni.go:215',
  },
  awsPolicy: {
    pattern: /add cmd: failed to setup network policy|del cmd: failed to connect to network policy agent/,
    topic: 'agent',
    cause: () => l10n.t('The network policy agent of aws-node does not answer.'),
    remedy: remedies.agentPod,
    source: 'cmd/routed-eni-cni-plugin/cni.go:343',
  },
  awsSetup: {
    pattern:
      /add c(?:omman|m)d: failed to setup network(?! policy)(?:: (?<reason>[^\n]{1,240}))?|SetupPodNetwork: (?<other>[^\n]{1,240})/,
    topic: 'interface',
    cause: () => l10n.t('aws-cni could not create the interface of the pod.'),
    remedy: () =>
      l10n.t(
        'See /var/log/aws-routed-eni/plugin.log on the node, and check that no other program changes routes and rules.',
      ),
    source: 'cmd/routed-eni-cni-plugin/cni.go:318',
  },
  awsVethPrefix: {
    pattern: /conf\.VethPrefix can be at most 4 characters long/,
    topic: 'config',
    cause: () => l10n.t('"vethPrefix" of aws-cni is longer than 4 characters.'),
    remedy: () => l10n.t('Set AWS_VPC_K8S_CNI_VETHPREFIX of aws-node to at most 4 characters.'),
    rule: 'R157',
    source: 'cmd/routed-eni-cni-plugin/cni.go:134',
  },
  awsEgressIPv6: {
    pattern: /global unicast IPv6 not found in host primary interface/,
    topic: 'address',
    cause: () => l10n.t('The node has no global IPv6 address, which egress-cni needs.'),
    remedy: () => l10n.t('Use a subnet with IPv6, or turn off IPv6 egress.'),
    source: 'cmd/egress-cni-plugin/main.go:98',
  },
  awsRelease: {
    pattern: /del cmd: failed to process delete request/,
    topic: 'cleanup',
    cause: () => l10n.t('ipamd did not release the address of the pod.'),
    remedy: () =>
      l10n.t('See /var/log/aws-routed-eni/ipamd.log. If it does not know the pod, restart aws-node on this node.'),
    source: 'cmd/routed-eni-cni-plugin/cni.go (del)',
  },
} as const satisfies KnownFailures;
