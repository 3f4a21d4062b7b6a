import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of Weave Net, as of commit 8c84763. */
export const weave = {
  weaveDaemon: {
    pattern: /unable to allocate IP address(?: for bridge)?: (?<reason>[^\n]{1,240})/,
    topic: 'agent',
    cause: (args) => l10n.t('Weave assigned no address: {reason}.', args),
    remedy: () =>
      l10n.t(
        'Check the pod weave-net on this node ("weave status ipam"). Its address range may be used up by peers that no longer exist.',
      ),
    rank: 'common',
    source: 'plugin/net/cni.go:83',
  },
  weaveBridge: {
    pattern:
      /unable to expose bridge "(?<bridge>[^"]{1,64})": (?<reason>[^\n]{1,200})|Existing bridge type "(?<type>[^"]{1,64})" is different than requested/,
    topic: 'interface',
    cause: () => l10n.t('The bridge of Weave cannot be used.'),
    remedy: () => l10n.t('Run "weave reset" on this node, and restart the pod weave-net.'),
    source: 'net/bridge.go:247',
  },
  weaveKeys: {
    pattern: /Gateway functionality not supported|IP Masquerading functionality not supported/,
    topic: 'config',
    cause: () => l10n.t('Weave does not support "isGateway" and "ipMasq".'),
    remedy: () => l10n.t('Remove these keys from the configuration of weave-net.'),
    rule: 'R157',
    source: 'plugin/net/cni.go:75',
  },
  weaveSubnet: {
    pattern: /subnet given in config, but not parseable: (?<reason>[^\n]{1,160})/,
    topic: 'config',
    cause: (args) => l10n.t('The subnet of weave-ipam cannot be read: {reason}.', args),
    remedy: remedies.fixFile,
    rule: 'R125',
    source: 'plugin/ipam/cni.go:46',
  },
  weaveIpsUsed: {
    pattern:
      /address (?<address>[^\s"]{1,64}) (?:already in use by|is already owned by|is owned by other peer) (?<owner>[^\s"]{1,128})/,
    topic: 'address',
    cause: (args) => l10n.t('Weave has assigned the address {address} to {owner}.', args),
    remedy: () => l10n.t('Use another address, or release it ("weave rmpeer" for a peer that no longer exists).'),
    rank: 'common',
    source: 'ipam/claim.go:69',
  },
  weaveRelease: {
    pattern: /unable to release IP address: (?<reason>[^\n]{1,240})/,
    topic: 'cleanup',
    cause: (args) => l10n.t('Weave did not release the address: {reason}.', args),
    remedy: () =>
      l10n.t('Check the pod weave-net on this node. After Weave is uninstalled, remove its file from /etc/cni/net.d.'),
    rank: 'common',
    source: 'plugin/net/cni.go (CmdDel)',
  },
} as const satisfies KnownFailures;
