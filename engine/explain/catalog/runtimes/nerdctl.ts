import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';

/** Failures of nerdctl, as of commit 8da5040. */
export const nerdctl = {
  nerdctlPlugin: {
    pattern: /needs CNI plugin "(?<plugin>[^"]{1,64})" to be installed in CNI_PATH \("(?<path>[^"]{0,1024})"\)/,
    topic: 'plugin',
    cause: (args) => l10n.t('nerdctl needs the plugin "{plugin}" in {path}.', args),
    remedy: () => l10n.t('Install the CNI plugins there, or set CNI_PATH (--cni-path) to their directory.'),
    rule: 'R171',
    source: 'pkg/netutil/netutil.go:491',
  },
  nerdctlNoNetwork: {
    pattern: /no such network: "(?<network>[^"]{1,256})"/,
    topic: 'runtime',
    cause: (args) => l10n.t('nerdctl has no network "{network}".', args),
    remedy: () => l10n.t('Create it ("nerdctl network create"), or check the namespace and --cni-netconfpath.'),
    rank: 'common',
    source: 'pkg/netutil/netutil.go:283',
  },
  nerdctlOverlap: {
    pattern: /subnet (?<subnet>[^\s"]{1,64}) overlaps with other one on this address space/,
    topic: 'address',
    cause: (args) => l10n.t('The subnet {subnet} overlaps another network or route of this host.', args),
    remedy: () => l10n.t('Choose another subnet (--subnet), or remove the other network.'),
    rule: 'R178',
    source: 'pkg/netutil/netutil.go:595',
  },
  nerdctlDefaultExists: {
    pattern: /already found existing network config, cannot create new network named "(?<network>[^"]{1,256})"/,
    topic: 'runtime',
    cause: () => l10n.t('Another file already has the name of the default network.'),
    remedy: () => l10n.t('Remove or rename that file in the directory of nerdctl.'),
    rule: 'R158',
    source: 'pkg/netutil/netutil.go:453',
  },
  nerdctlNetns: {
    pattern: /both state\.Pid and the netNs annotation are unset/,
    topic: 'namespace',
    cause: () => l10n.t('The container ended before its network was set up.'),
    remedy: () => l10n.t('Check the log of the container.'),
    source: 'pkg/ocihook/ocihook.go:319',
  },
  nerdctlBypass: {
    pattern: /bypass4netnsd not running\?/,
    topic: 'agent',
    cause: () => l10n.t('The container requests bypass4netns, but its daemon is not running.'),
    remedy: () => l10n.t('Run "containerd-rootless-setuptool.sh install-bypass4netnsd", or remove the annotation.'),
    source: 'pkg/ocihook/ocihook.go:247',
  },
} as const satisfies KnownFailures;
