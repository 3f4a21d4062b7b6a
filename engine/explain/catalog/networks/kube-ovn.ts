import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of Kube-OVN, as of commit 1533681. */
export const kubeOvn = {
  kubeOvnDaemon: {
    pattern: /RPC failed; (?<reason>(?!request ip return)[^\n]{1,300})/,
    topic: 'agent',
    cause: (args) => l10n.t('kube-ovn-cni does not answer on this node: {reason}.', args),
    remedy: remedies.agentPod,
    rank: 'common',
    source: 'cmd/cni/cni.go:73',
  },
  kubeOvnSocket: {
    pattern: /server_socket is required in cni\.conf/,
    topic: 'config',
    cause: () => l10n.t('The configuration of kube-ovn has no "server_socket".'),
    remedy: () =>
      l10n.t(
        'Set "server_socket" to "/run/openvswitch/kube-ovn-daemon.sock". If kube-ovn is the IPAM plugin, set it in "ipam".',
      ),
    source: 'cmd/cni/cni.go:186',
  },
  kubeOvnNoAddress: {
    pattern: /no address allocated to pod (?<pod>[^\s"]{1,256}) provider (?<provider>[^\s",]{1,256})/,
    topic: 'address',
    cause: (args) => l10n.t('kube-ovn-controller has assigned no address to the pod {pod} for {provider}.', args),
    remedy: () =>
      l10n.t('Read the log of kube-ovn-controller. Often the subnet is full, or "provider" names no subnet.'),
    source: 'pkg/daemon/handler.go:336',
  },
  kubeOvnProvider: {
    pattern: /provider (?<provider>[^\s"]{1,256}) is not bound to any subnet/,
    topic: 'cluster',
    cause: (args) => l10n.t('No subnet of Kube-OVN has the provider {provider}.', args),
    remedy: () =>
      l10n.t('Set "provider" of a Subnet to NAME.NAMESPACE.ovn, with the name and namespace of the definition.'),
    source: 'pkg/daemon/handler.go:180',
  },
  kubeOvnRoute: {
    pattern: /route is not ready for pod (?<pod>[^\s"]{1,256}) provider/,
    topic: 'agent',
    cause: (args) => l10n.t('kube-ovn-controller has not set the routes of the pod {pod} yet.', args),
    remedy: remedies.waitRetry,
    source: 'pkg/daemon/handler.go:359',
  },
  kubeOvnNic: {
    pattern: /configure nic (?:[^\s"]{0,64} for pod (?<pod>[^\s"]{1,256}) failed: |failed )(?<reason>[^\n]{1,240})/,
    topic: 'interface',
    cause: (args) =>
      args['pod'] === ''
        ? l10n.t('Kube-OVN could not configure the interface of the pod: {reason}.', args)
        : l10n.t('Kube-OVN could not configure the interface of the pod {pod}: {reason}.', args),
    remedy: () =>
      l10n.t(
        'Check Open vSwitch and the log of kube-ovn-cni on this node. A gateway that does not answer is a frequent reason.',
      ),
    source: 'pkg/daemon/handler.go:494',
  },
} as const satisfies KnownFailures;
