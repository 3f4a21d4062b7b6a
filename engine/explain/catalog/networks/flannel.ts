import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';

/** Failures of Flannel, as of commit 092e6d2. */
export const flannel = {
  flannelNoSubnet: {
    pattern:
      /(?:failed to load flannel 'subnet\.env' file: |loadFlannelSubnetEnv failed: )?open (?<file>(?!\/proc\/|\/sys\/)[^\s":]{0,1024}(?:subnet\.env|(?<=flannel[^\n]{1,1200}))): no such file or directory/,
    topic: 'agent',
    cause: (args) =>
      args['file'] === ''
        ? l10n.t('"subnetFile" of flannel is empty.')
        : l10n.t('flanneld has not written {file}, so this node has no subnet yet.', args),
    remedy: (args) =>
      args['file'] === '/run/flannel/subnet.env'
        ? l10n.t(
            'Read the log of the flannel pod on this node. Often the node has no pod CIDR, or flannel finds no interface.',
          )
        : l10n.t('Check "subnetFile". Without an option, flanneld writes /run/flannel/subnet.env.'),
    rule: 'R170',
    page: 'node-not-ready',
    source: 'flannel.go:287',
  },
  flannelIncomplete: {
    pattern: /(?<![^\s"])(?<file>[^\s"]{1,1024}) is missing (?<names>FLANNEL_[A-Z_, ]{1,120})/,
    topic: 'agent',
    cause: (args) => l10n.t('{file} has no {names}.', args),
    remedy: () => l10n.t('Restart the flannel pod on this node, so that it writes the file again.'),
    source: 'flannel.go:199',
  },
  flannelDelegateKey: {
    pattern: /'delegate' dictionary must not have '(?<key>name|ipam)' field/,
    topic: 'config',
    cause: (args) => l10n.t('The delegate of flannel must not have "{key}", because flannel sets it.', args),
    remedy: (args) => l10n.t('Remove "{key}" from "delegate". A top-level "ipam" is allowed.', args),
    source: 'flannel.go:297',
  },
  flannelDelegateType: {
    pattern: /'delegate' dictionary, if present, must have \(string\) 'type' field/,
    topic: 'config',
    cause: () => l10n.t('The delegate of flannel has no "type".'),
    remedy: () => l10n.t('Add "type", or remove "delegate" to use bridge.'),
    source: 'flannel.go:294',
  },
  flannelRoutes: {
    pattern: /failed to parse ipam\.routes: (?<reason>[^\n]{1,200})/,
    topic: 'config',
    cause: (args) => l10n.t('flannel cannot read the "routes" in "ipam": {reason}.', args),
    remedy: () => l10n.t('Write an array of objects with "dst", such as 10.1.2.0/24.'),
    rule: 'R147',
    source: 'flannel.go:107',
  },
  flannelDataDirectory: {
    pattern: /mkdir : no such file or directory/,
    topic: 'config',
    cause: () => l10n.t('The directory of a plugin is empty, such as "dataDir" of flannel.'),
    remedy: () => l10n.t('Remove the key, so that the default applies.'),
    rule: 'R157',
    rank: 'common',
    source: 'flannel.go:206',
  },
} as const satisfies KnownFailures;
