import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of Calico, as of commit 87c1590. */
export const calico = {
  calicoNodename: {
    pattern: /stat (?<file>[^\s":]{1,1024}nodename): no such file or directory/,
    topic: 'agent',
    cause: (args) =>
      l10n.t(
        'calico/node has not written {file}: it is not running on this node, or does not mount /var/lib/calico.',
        args,
      ),
    remedy: () =>
      l10n.t(
        'Check the pod calico-node on this node. After Calico is uninstalled, remove its file from /etc/cni/net.d.',
      ),
    page: 'node-not-ready',
    source: 'cni-plugin/pkg/plugin/plugin.go:193',
  },
  calicoClusterInformation: {
    pattern: /error getting ClusterInformation: (?<reason>[^\n]{1,300})/,
    topic: 'agent',
    cause: (args) => l10n.t('Calico cannot read its data from the API server: {reason}.', args),
    remedy: () =>
      l10n.t(
        'If the reason is "Unauthorized" or "x509", the kubeconfig in /etc/cni/net.d is outdated. Restart calico-node on this node. Otherwise check the connection.',
      ),
    page: 'node-not-ready',
    source: 'cni-plugin/pkg/plugin/plugin.go:241',
  },
  calicoNoPool: {
    pattern: /no configured Calico pools(?: for node (?<node>[^\s"]{1,256}))?|cannot find a qualified ippool/,
    topic: 'address',
    cause: () => l10n.t('Calico has no IP pool that this node or namespace may use.'),
    remedy: () => l10n.t('Check the IPPool objects: disabled, nodeSelector, and the family.'),
    source: 'libcalico-go/lib/ipam/ipam.go:399',
  },
  calicoPoolUnknown: {
    pattern: /the given pool \((?<pool>[^)\s]{1,128})\) does not exist, or is not enabled/,
    topic: 'address',
    cause: (args) => l10n.t('The IP pool {pool} does not exist or is disabled.', args),
    remedy: () => l10n.t('Correct "ipv4_pools" or the annotation of the pod.'),
    source: 'libcalico-go/lib/ipam/ipam.go:301',
  },
  calicoFull: {
    pattern:
      /Assigned \d{1,6} out of \d{1,6} requested IPv[46] addresses|cannot allocate new block due to per host block limit|No IPs available in pools: (?<pools>[^\n]{1,200})/,
    topic: 'address',
    cause: () => l10n.t('Calico has no free address for this node.'),
    remedy: () => l10n.t('Add an IPPool, or release leaked addresses ("calicoctl ipam check").'),
    source: 'libcalico-go/lib/ipam/ipam.go:947',
  },
  calicoNoPodCidr: {
    pattern:
      /usePodCidr(?:IPv6)? found but there is no IPv[46] CIDR configured|no podCidr for node (?<node>[^\s"]{1,256})/,
    topic: 'cluster',
    cause: () => l10n.t('The node has no pod CIDR, which "usePodCidr" needs.'),
    remedy: () => l10n.t('Run kube-controller-manager with --allocate-node-cidrs, or use calico-ipam.'),
    source: 'cni-plugin/pkg/k8s/k8s.go:1036',
  },
  calicoVersion: {
    pattern: /unsupported CNI version (?<version>[^\s"]{1,16})$/,
    topic: 'version',
    cause: (args) => l10n.t('Calico does not support the "cniVersion" {version}.', args),
    remedy: () => l10n.t('Use "cniVersion" 0.3.1 or 1.0.0.'),
    rule: 'R046',
    source: 'cni-plugin/pkg/plugin/plugin.go:179',
  },
  calicoClient: {
    pattern:
      /error creating calico client: (?<reason>[^\n]{1,240})|error building K8s client config: (?<other>[^\n]{1,240})|unable to connect to K8s server: (?<third>[^\n]{1,240})/,
    topic: 'agent',
    cause: () => l10n.t('Calico cannot use its datastore.'),
    remedy: remedies.apiServer,
    rank: 'common',
    source: 'cni-plugin/pkg/plugin/plugin.go:234',
  },
  calicoMTUFile: {
    pattern: /failed to read MTU file: (?<reason>[^\n]{1,200})/,
    topic: 'agent',
    cause: (args) => l10n.t('Calico has not written its MTU file yet: {reason}.', args),
    remedy: remedies.agentPod,
    source: 'cni-plugin/pkg/plugin/plugin.go:200',
  },
  calicoAnnotation: {
    pattern:
      /can't have both annotations: 'ipAddrs' and 'ipAddrsNoIpam'|ipAddrs(?:NoIpam)? is not compatible with configured IPAM: (?<type>[^\s"]{1,64})|requested feature is not enabled: (?<feature>\w{1,64})/,
    topic: 'cluster',
    cause: () => l10n.t('The pod requests a feature of Calico that this configuration does not have.'),
    remedy: () => l10n.t('Enable it in "feature_control", or correct the annotation of the pod.'),
    source: 'cni-plugin/pkg/k8s/k8s.go:339',
  },
  calicoRoute: {
    pattern:
      /route \(Ifindex: \d{1,10}, Dst: (?<dst>[^,\s]{1,64}), Scope: [^)]{1,32}\) already exists for an interface other than '|error adding host side routes for interface: [^\s,]{1,64}, error: failed to add route \(Dst: (?<other>[^,\s]{1,64})[^\n]{0,160}?: file exists/,
    topic: 'route',
    cause: (args) =>
      l10n.t('Another interface of the host has the route to {dst}, so two containers have the same address.', args),
    remedy: () => l10n.t('Check for stale cali interfaces on this node, and for other programs that create routes.'),
    source: 'cni-plugin/pkg/dataplane/linux/dataplane_linux.go:482',
  },
  calicoNode: {
    pattern: /resource does not exist: Node\((?<node>[^)\s]{1,256})\)/,
    topic: 'cluster',
    cause: (args) => l10n.t('Calico does not know the node {node}.', args),
    remedy: () =>
      l10n.t(
        'Check that calico-node runs on this node, and that the cluster has a node of this name. A renamed node needs a restart of calico-node.',
      ),
    source: 'libcalico-go/lib/errors/errors.go (ErrorResourceDoesNotExist)',
  },
} as const satisfies KnownFailures;
