import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';

/** Failures of Kubernetes, as of commit 6785e9e. */
export const kubelet = {
  kubeletNoNetworks: {
    pattern:
      /[nN]o networks found in (?<directory>[^\s"]{1,1024})|cni config uninitialized|No valid networks found in (?<other>[^\s"]{1,1024})/,
    topic: 'runtime',
    cause: () => l10n.t('The runtime (kubelet before 1.24) has found no valid CNI configuration.'),
    remedy: () =>
      l10n.t(
        'Check /etc/cni/net.d. It must have a file of the network provider with a "cniVersion" that the plugins support.',
      ),
    page: 'node-not-ready',
    source: 'pkg/kubelet/dockershim/network/cni/cni.go (v1.23)',
  },
  kubeletHostPort: {
    pattern:
      /(?:cannot|Failed to) (?:open hostport|ensure that host ?port) (?<port>[^\s":]{1,32})[^\n]{0,120}?: (?<reason>[^\n]{1,160})/,
    topic: 'runtime',
    cause: (args) => l10n.t('The host port {port} of the pod is in use.', args),
    remedy: () => l10n.t('Choose another hostPort, or stop the program that uses it.'),
    rank: 'common',
    source: 'pkg/kubelet/dockershim/network/hostport/hostport_manager.go (v1.23)',
  },
  kubeletStatusIP: {
    pattern:
      /CNI failed to retrieve network namespace path: (?<reason>[^\n]{1,200})|failed to read pod IP from plugin\/docker/,
    topic: 'runtime',
    cause: () => l10n.t('The sandbox of the pod no longer exists, so its network cannot be read or removed.'),
    remedy: () =>
      l10n.t('No action is needed if the pod was deleted. Otherwise look for the reason why the sandbox ended.'),
    source: 'pkg/kubelet/dockershim/network/cni/cni.go (v1.23)',
  },
  apiUnauthorized: {
    pattern: /(?:^|failed \(\w{1,10}\): )Unauthorized$/,
    topic: 'agent',
    cause: () => l10n.t('The API server rejects the credentials of the plugin.'),
    remedy: () =>
      l10n.t(
        'The token in its kubeconfig (in /etc/cni/net.d) is outdated. Restart the agent of the network on this node, which writes a new one.',
      ),
    page: 'node-not-ready',
    rank: 'common',
    source: 'staging/src/k8s.io/apiserver/pkg/endpoints/filters/authentication.go',
  },
  apiForbidden: {
    pattern: /is forbidden: User "(?<user>[^"]{1,512})" cannot (?<verb>\w{1,32}) resource "(?<resource>[^"]{1,256})"/,
    topic: 'permission',
    cause: (args) => l10n.t('{user} may not {verb} {resource} in the API server.', args),
    remedy: () =>
      l10n.t('Apply the ClusterRole of the network again, from the manifest or chart of the installed version.'),
    rank: 'common',
    source: 'staging/src/k8s.io/apiserver/pkg/endpoints/handlers/responsewriters/errors.go (forbiddenMessage)',
  },
} as const satisfies KnownFailures;
