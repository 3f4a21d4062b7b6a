import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of Podman, as of commit f437c58. */
export const podman = {
  podmanNoNetwork: {
    pattern:
      /unable to find network with name or ID (?<network>[^\s":]{1,256}): network not found|network (?<name>[^\s":]{1,256}): network not found/,
    topic: 'runtime',
    cause: () => l10n.t('Podman has no such network.'),
    remedy: () =>
      l10n.t(
        'Create it ("podman network create"). After a change from CNI to netavark networks have to be created again.',
      ),
    rank: 'common',
    source: 'libnetwork/cni/network.go:286',
  },
  podmanDuplicate: {
    pattern: /CNI config list (?<file>[^\s"]{1,1024}) has the same network name as (?<other>[^\s",]{1,1024}), skipping/,
    topic: 'runtime',
    cause: (args) => l10n.t('Podman skips {file}, because {other} has the same network name.', args),
    remedy: () => l10n.t('Give one of the networks a different "name".'),
    rule: 'R158',
    source: 'libnetwork/cni/network.go:211',
  },
  podmanName: {
    pattern: /CNI config list (?<file>[^\s"]{1,1024}) has invalid name, skipping/,
    topic: 'runtime',
    cause: (args) => l10n.t('Podman skips {file}, because its network name is not valid.', args),
    remedy: () => l10n.t('Use letters, digits, dots, underscores and hyphens in "name".'),
    rule: 'R022',
    source: 'libnetwork/cni/network.go:194',
  },
  podmanConversion: {
    pattern:
      /CNI config list (?<file>[^\s"]{1,1024}) could not be converted to a libpod config, skipping: (?<reason>[^\n]{1,240})/,
    topic: 'runtime',
    cause: (args) => l10n.t('Podman skips {file}: {reason}.', args),
    remedy: remedies.fixFile,
    rank: 'outer',
    source: 'libnetwork/cni/network.go:219',
  },
  podmanBackend: {
    pattern:
      /cni support is not enabled in this build, only netavark\. Got unsupported network backend "(?<backend>[^"]{1,32})"/,
    topic: 'runtime',
    cause: (args) =>
      l10n.t('This Podman has no CNI support, but its configuration requests the backend "{backend}".', args),
    remedy: () => l10n.t('Set network_backend to "netavark" in containers.conf, and create the networks again.'),
    source: 'libnetwork/network/interface_cni_unsupported.go:23',
  },
  podmanDriver: {
    pattern:
      /driver "(?<driver>[^"]{1,64})" is not supported by cni|parent interface (?<parent>[^\s"]{1,64}) does not exist/,
    topic: 'runtime',
    cause: () => l10n.t('The network requests a driver or parent interface that does not exist.'),
    remedy: () => l10n.t('Use bridge, macvlan or ipvlan, and an interface of this host.'),
    rank: 'common',
    source: 'libnetwork/cni/cni_conversion.go:320',
  },
} as const satisfies KnownFailures;
