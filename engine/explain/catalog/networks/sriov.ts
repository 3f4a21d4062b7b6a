import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of SR-IOV CNI, as of commit 1b7acc5. */
export const sriov = {
  sriovNoDevice: {
    pattern: /LoadConf\(\): VF pci addr is required/,
    topic: 'device',
    cause: () => l10n.t('No virtual function was passed to the plugin.'),
    remedy: () =>
      l10n.t(
        'Add the annotation k8s.v1.cni.cncf.io/resourceName to the definition, and request that resource in the pod.',
      ),
    rule: 'R195',
    page: 'multus',
    source: 'pkg/config/config.go:49',
  },
  sriovInformation: {
    pattern: /LoadConf\(\): failed to get VF information: "?(?<reason>[^"\n]{1,240})/,
    topic: 'device',
    cause: (args) => l10n.t('The device is not a usable virtual function on this node: {reason}.', args),
    remedy: () =>
      l10n.t(
        'Check that VFs are created (sriov_numvfs), and that the device plugin of this node offers only VFs that exist.',
      ),
    source: 'pkg/config/config.go:44',
  },
  sriovAllocated: {
    pattern: /pci address (?<address>[^\s"]{1,32}) is already allocated/,
    topic: 'device',
    cause: (args) => l10n.t('The virtual function {address} belongs to another container.', args),
    remedy: () => l10n.t('Delete that container. If it no longer exists, remove its file from /var/lib/cni/sriov/pci.'),
    source: 'pkg/config/config.go:75',
  },
  sriovDriver: {
    pattern: /the VF (?<address>[^\s"]{1,32}) does not have a interface name or a dpdk driver/,
    topic: 'device',
    cause: (args) =>
      l10n.t(
        'The virtual function {address} has neither an interface nor a userspace driver. Another container may have the interface.',
        args,
      ),
    remedy: () => l10n.t('Check its driver on the node (lspci -k).'),
    source: 'pkg/config/config.go:94',
  },
  sriovVlan: {
    pattern:
      /LoadConf\(\): (?:non-zero )?vlan id (?:must be configured to set (?<key>vlan QoS|vlan proto)|(?<vlan>-?\d{1,20}) invalid)|LoadConf\(\): vlan (?:QoS PCP|Proto) (?<value>[^\s]{1,32}) invalid/,
    topic: 'config',
    cause: () => l10n.t('The VLAN settings of sriov do not fit together.'),
    remedy: () => l10n.t('Use a "vlan" from 1 to 4094 with "vlanQoS" (0 to 7) or "vlanProto" (802.1q or 802.1ad).'),
    rule: 'R157',
    source: 'pkg/config/config.go:100',
  },
  sriovLinkState: {
    pattern: /LoadConf\(\): invalid link_state value: (?<value>[^\s"]{0,64})/,
    topic: 'config',
    cause: (args) => l10n.t('sriov has no link state "{value}".', args),
    remedy: () => l10n.t('Use "auto", "enable" or "disable".'),
    rule: 'R157',
    source: 'pkg/config/config.go:146',
  },
  sriovSetVf: {
    pattern:
      /failed to set vf (?<vf>\d{1,5}) (?<what>[a-z_ ]{1,64})[^\n]{0,160}?: (?<reason>operation not supported|invalid argument|operation not permitted|numerical result out of range|device or resource busy)/,
    topic: 'device',
    cause: (args) => l10n.t('The network card rejects a setting of VF {vf} ({reason}).', args),
    remedy: () =>
      l10n.t(
        'Remove the setting that the card or its driver does not support: spoofchk, trust, rates, VLAN protocol or link state.',
      ),
    source: 'pkg/sriov/sriov.go:376',
  },
  sriovMove: {
    pattern:
      /failed to set up pod interface "(?<name>[^"]{1,64})" from the device "(?<device>[^"]{1,64})": (?<reason>[^\n]{1,240})/,
    topic: 'device',
    cause: (args) => l10n.t('The virtual function of {device} could not be moved into the pod: {reason}.', args),
    remedy: () =>
      l10n.t(
        'Check that the interface of the VF is still on the node, and that the pod has no interface of that name.',
      ),
    source: 'pkg/cnicommands/cni.go:112',
  },
  sriovLock: {
    pattern: /time out while waiting to acquire exclusive lock on \[(?<file>[^\]\n]{1,1024})\]/,
    topic: 'device',
    cause: () => l10n.t('Another process of the plugin holds the lock of this device.'),
    remedy: remedies.waitRetry,
    rank: 'common',
    source: 'pkg/utils/pci_allocator.go:64',
  },
  sriovCache: {
    pattern: /error reading cached NetConf in (?<directory>[^\s"]{1,1024}) with name/,
    topic: 'cleanup',
    cause: (args) =>
      l10n.t('{directory} has no record of the attachment, usually because its ADD failed. So DEL fails, too.', args),
    remedy: () =>
      l10n.t('Look for the failure of ADD, which is the cause. Later versions of the plugin ignore a missing record.'),
    source: 'pkg/config/config.go (LoadConfFromCache, v2.3)',
  },
} as const satisfies KnownFailures;
