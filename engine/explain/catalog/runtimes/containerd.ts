import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';

/** Failures of containerd, as of commit 3dbce1d. */
export const containerd = {
  containerdNotInitialized: {
    pattern: /cni plugin not initialized/,
    topic: 'runtime',
    cause: () => l10n.t('containerd has found no valid CNI configuration yet.'),
    remedy: () =>
      l10n.t(
        'Check /etc/cni/net.d. It must have a file of the network provider. containerd logs why it skips a file ("cni config load failed").',
      ),
    rule: 'R161',
    page: 'node-not-ready',
    source: 'errors.go:24',
  },
  containerdNoConfig: {
    pattern: /no network config found in (?<directory>[^\s":\\]{1,1024})/,
    topic: 'runtime',
    cause: (args) => l10n.t('containerd found no configuration in {directory}.', args),
    remedy: () => l10n.t('Install the network provider, or correct "conf_dir" in the configuration of containerd.'),
    page: 'node-not-ready',
    rank: 'outer',
    source: 'opts.go:218',
  },
  containerdListFile: {
    pattern: /failed to load CNI config(?: list)? file (?<file>[^\s"]{1,1024}): (?<reason>[^\n]{1,240})/,
    topic: 'runtime',
    cause: (args) => l10n.t('The file {file} is not valid, so the runtime loads no network at all: {reason}.', args),
    remedy: () => l10n.t('Fix the file or move it away. "cnitool lint" shows where the mistake is.'),
    rule: 'R161',
    page: 'node-not-ready',
    rank: 'outer',
    source: 'opts.go:236',
  },
  containerdNoNetworks: {
    pattern:
      /no valid networks found in (?<directory>[^\s":]{1,1024})|CNI config list in config file (?<file>[^\s"]{1,1024}) has no networks, skipping/,
    topic: 'runtime',
    cause: () => l10n.t('No file in the directory contains a network.'),
    remedy: () => l10n.t('Add "plugins" to the list, or install the network provider.'),
    rule: 'R024',
    page: 'node-not-ready',
    rank: 'outer',
    source: 'opts.go:268',
  },
  containerdDirectoryGone: {
    pattern: /cni conf dir is removed, stop watching|failed to continue sync cni conf change/,
    topic: 'runtime',
    cause: () => l10n.t('The configuration directory was deleted, so containerd no longer notices changes.'),
    remedy: () => l10n.t('Create the directory again, and restart containerd.'),
    source: 'containerd internal/cri/server/cni_conf_syncer.go:102',
  },
  containerdNoInterface: {
    pattern: /default network not found for: (?<interface>[^\s":]{1,64})|failed to find network info for sandbox/,
    topic: 'runtime',
    cause: () => l10n.t('The plugins succeeded, but their result has no address for eth0.'),
    remedy: () => l10n.t('The first network of a pod needs addresses. Add "ipam" to it.'),
    rule: 'R067',
    source: 'result.go:107',
  },
  containerdBinDirs: {
    pattern: /`cni\.bin_dir` and `cni\.bin_dirs` cannot be set at the same time/,
    topic: 'config',
    cause: () => l10n.t('The configuration of containerd sets "bin_dir" and "bin_dirs".'),
    remedy: () => l10n.t('Remove "bin_dir".'),
    source: 'containerd internal/cri/config/config.go:665',
  },
  sandboxNameReserved: {
    pattern:
      /failed to reserve sandbox name "(?<name>[^"]{1,512})": name "[^"]{1,512}" is reserved for "(?<sandbox>[^"]{1,128})"/,
    topic: 'runtime',
    cause: () =>
      l10n.t('An earlier attempt to set up the network of this pod is still running, usually because a plugin hangs.'),
    remedy: (args) =>
      l10n.t(
        'Look for the first failure of the sandbox {sandbox} in the log, and for plugin processes that do not end.',
        args,
      ),
    rank: 'common',
    source: 'containerd internal/cri/server/sandbox_run.go',
  },
  sandboxTimeout: {
    pattern:
      /(?:network for sandbox|CNI network|failed \(add\)|RunPodSandbox)[^\n]{0,300}?(?:context deadline exceeded|DeadlineExceeded)/,
    topic: 'runtime',
    cause: () => l10n.t('A plugin did not finish within the time limit of the runtime.'),
    remedy: () => l10n.t('Find the plugin that is waiting. Its agent or the API server does not answer.'),
    rank: 'common',
    source: 'containerd internal/cri/server/sandbox_run.go:267',
  },
} as const satisfies KnownFailures;
