import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of CRI-O, as of commit 18fd1eb. */
export const crio = {
  crioNoFile: {
    pattern:
      /[nN]o CNI configuration file in (?<directory>[^\s"]{1,1024}?)\.? Has your network provider started\?|Missing CNI default network/,
    topic: 'runtime',
    cause: () => l10n.t('CRI-O has found no valid CNI configuration in its directory.'),
    remedy: () =>
      l10n.t(
        'Install the network provider. CRI-O skips a file whose plugins are missing or too old, and logs "Error validating CNI config file".',
      ),
    page: 'node-not-ready',
    source: 'pkg/ocicni/ocicni.go:71',
  },
  crioFile: {
    pattern: /Error loading CNI config(?: list)? file (?<file>[^\s"]{1,1024}): (?<reason>(?!no 'type')[^\n]{1,240})/,
    topic: 'runtime',
    cause: (args) => l10n.t('The runtime skips the file {file}: {reason}.', args),
    remedy: () => l10n.t('Fix the file. "cnitool lint" shows where the mistake is.'),
    rule: 'R161',
    page: 'node-not-ready',
    rank: 'outer',
    source: 'pkg/ocicni/ocicni.go:335',
  },
  crioValidation: {
    pattern: /Error validating CNI config file (?<file>[^\s"]{1,1024}): (?<reason>[^\n]{1,300})/,
    topic: 'runtime',
    cause: (args) =>
      l10n.t('The runtime skips the file {file}, because a plugin is missing or too old: {reason}.', args),
    remedy: () => l10n.t('Install the plugins of the file, or lower its "cniVersion".'),
    rule: 'R173',
    page: 'node-not-ready',
    rank: 'outer',
    source: 'pkg/ocicni/ocicni.go:376',
  },
  crioNetworkGone: {
    pattern:
      /failed to find requested network name (?<network>[^\s"]{1,256})|CNI network "(?<other>[^"]{1,256})" not found/,
    topic: 'runtime',
    cause: (args) => l10n.t('The runtime has no network "{network}".', args),
    remedy: () =>
      l10n.t('Correct the name that the runtime uses ("cni_default_network" of CRI-O), or the "name" inside the file.'),
    source: 'pkg/ocicni/ocicni.go:620',
  },
  crioCache: {
    pattern:
      /network "(?<network>[^"]{1,256})" not found in CNI cache|network (?<name>[^\s"]{1,256}) not found in CNI cache|Failed to (?:read|unmarshal) CNI cache file (?<file>[^\s"]{1,1024})/,
    topic: 'runtime',
    cause: () => l10n.t('The attachment has no readable entry in the cache of the runtime.'),
    remedy: () =>
      l10n.t('If the container no longer exists, no action is needed. Leaked addresses stay in /var/lib/cni/networks.'),
    source: 'pkg/ocicni/ocicni.go:491',
  },
  crioInterfaceTaken: {
    pattern: /network "(?<network>[^"]{1,256})" requested interface name "(?<name>[^"]{1,64})" already assigned/,
    topic: 'runtime',
    cause: (args) => l10n.t('Two networks of the pod request the same interface name {name}.', args),
    remedy: () => l10n.t('Give each network a different interface name.'),
    source: 'pkg/ocicni/ocicni.go:530',
  },
  crioGrace: {
    pattern: /CNI plugin unhealthy beyond grace period \((?<period>[^)\n]{1,32})\): (?<reason>[^\n]{1,200})/,
    topic: 'runtime',
    cause: (args) => l10n.t('STATUS of the network has failed for more than {period}: {reason}.', args),
    remedy: remedies.agentPod,
    source: 'cri-o internal/config/cnimgr/cnimgr.go:109',
  },
} as const satisfies KnownFailures;
