import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of Antrea, as of commit fc70f2b. */
export const antrea = {
  antreaAgent: {
    pattern: /(?:rpc error: code = Unavailable desc = )?[^\n"]{0,200}\/var\/run\/antrea\/cni\.sock[^\n"]{0,200}/,
    topic: 'agent',
    cause: () => l10n.t('The antrea-agent of this node does not answer.'),
    remedy: remedies.agentPod,
    source: 'pkg/cni/client.go:144',
  },
  antreaVersion: {
    pattern: /incompatible CNI API version between client \(antrea-cni\) and server \(antrea-agent\)/,
    topic: 'version',
    cause: () => l10n.t('antrea-cni and antrea-agent have different versions.'),
    remedy: () => l10n.t('Restart the pod antrea-agent on this node. It installs the matching plugin.'),
    source: 'pkg/cni/client.go:141',
  },
  antreaPoolUsedUp: {
    pattern: /all IPPools exhausted|failed to allocate IP address for Pod (?<pod>[^\s":]{1,256}): no IP was allocated/,
    topic: 'address',
    cause: () => l10n.t('Every address of the Antrea IPPools is in use.'),
    remedy: () => l10n.t('Add a range to the IPPool, or remove pods.'),
    source: 'pkg/agent/cniserver/ipam/antrea_ipam.go:276',
  },
  antreaIpamNotReady: {
    pattern: /Antrea IPAM driver not ready|Antrea IPAM driver failed to initialize/,
    topic: 'agent',
    cause: () => l10n.t('The IPAM of antrea-agent is not ready.'),
    remedy: remedies.waitRetry,
    source: 'pkg/agent/cniserver/ipam/antrea_ipam.go:528',
  },
  antreaNoPool: {
    pattern: /at least one Antrea IPPool or static address must be specified/,
    topic: 'config',
    cause: () => l10n.t('The network has neither an IPPool of Antrea nor static addresses.'),
    remedy: () => l10n.t('Add "ippools" or "addresses" to "ipam".'),
    source: 'pkg/agent/cniserver/ipam/antrea_ipam.go:354',
  },
  antreaOvs: {
    pattern: /failed to connect container (?<container>[^\s"]{1,128}) to ovs: (?<reason>[^\n]{1,200})/,
    topic: 'interface',
    cause: (args) => l10n.t('Antrea could not connect the pod to Open vSwitch: {reason}.', args),
    remedy: () => l10n.t('Check the container antrea-ovs of the pod antrea-agent on this node.'),
    source: 'pkg/agent/cniserver/server.go:741',
  },
} as const satisfies KnownFailures;
