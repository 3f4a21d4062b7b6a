import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';

/** Failures of Nomad, as of commit aa026cc. */
export const nomad = {
  nomadNoDirectory: {
    pattern: /no CNI network config found in (?<directory>[^\s":]{1,1024})|(?<!\w)no CNI network config found(?! in)/,
    topic: 'runtime',
    cause: () => l10n.t('Nomad found no CNI configuration in its directory.'),
    remedy: () =>
      l10n.t('Put the file into "cni_config_dir" (/opt/cni/config) of the client, not into /etc/cni/net.d.'),
    source: 'client/allocrunner/networking_cni.go:555',
  },
  nomadName: {
    pattern: /CNI network config not found for name "(?<network>[^"]{1,256})"/,
    topic: 'runtime',
    cause: (args) => l10n.t('No file in the directory of Nomad has the network name "{network}".', args),
    remedy: () => l10n.t('Use the "name" inside the file in mode = "cni/NAME" of the job.'),
    source: 'client/allocrunner/networking_cni.go:585',
  },
  nomadCheck: {
    pattern: /network namespace already exists but was misconfigured(?:: (?<reason>[^\n]{1,240}))?/,
    topic: 'check',
    cause: () => l10n.t('CHECK failed after a restart of the client, so Nomad sets up the network again.'),
    remedy: () =>
      l10n.t('If the problem persists, check the reason. Usually iptables rules or the bridge were removed.'),
    source: 'client/allocrunner/network_hook.go:33',
  },
  nomadNoAddress: {
    pattern: /failed to configure network: no (?:interfaces found|interface with an address)/,
    topic: 'address',
    cause: () => l10n.t('The plugins succeeded, but their result has no interface with an address.'),
    remedy: () => l10n.t('Add "ipam" to the network. Nomad needs an address for the allocation.'),
    rule: 'R067',
    source: 'client/allocrunner/networking_cni.go:504',
  },
  nomadDuplicate: {
    pattern: /duplicate CNI config names found, ignoring file/,
    topic: 'runtime',
    cause: () => l10n.t('Two files have the same network name, and Nomad ignores the second.'),
    remedy: () => l10n.t('Give one of the networks a different "name".'),
    rule: 'R158',
    source: 'client/fingerprint/cni.go:48',
  },
  nomadCleanup: {
    pattern:
      /failed to cleanup network for allocation, resources may have leaked|error from cni\.Remove; attempting manual iptables cleanup/,
    topic: 'cleanup',
    cause: () => l10n.t('Nomad could not remove the network of an allocation. Rules or addresses may remain.'),
    remedy: () => l10n.t('Look for stale rules (iptables-save) and stale files in /var/lib/cni/networks.'),
    source: 'client/allocrunner/network_hook.go:217',
  },
  nomadHostname: {
    pattern: /network hostname "(?<hostname>[^"]{1,256})" is not a valid DNS name/,
    topic: 'config',
    cause: (args) => l10n.t('The hostname "{hostname}" of the group is not a valid DNS name.', args),
    remedy: () => l10n.t('Use letters, digits and hyphens in network.hostname of the job.'),
    source: 'client/allocrunner/network_hook.go:132',
  },
} as const satisfies KnownFailures;
