import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';

/** Failures of OVS CNI, as of commit 19262a0. */
export const ovs = {
  ovsBridgeMissing: {
    pattern:
      /failed to find bridge (?<bridge>[^\s":]{1,64})$|failed to find bridge (?<other>[^\s":]{1,64})[:'"]|bridge (?<third>[^\s"]{1,64}) is not found in OVS/,
    topic: 'interface',
    cause: () => l10n.t('Open vSwitch has no bridge of that name on this node.'),
    remedy: () => l10n.t('Create it with "ovs-vsctl add-br", or correct "bridge". ovs-cni creates no bridges.'),
    rule: 'R175',
    rank: 'common',
    source: 'pkg/ovsdb/ovsdb.go:132',
  },
  ovsSocket: {
    pattern: /failed to connect to ovsdb (?:socket (?<socket>[^\s"]{1,256}): )?error: (?<reason>[^\n]{1,200})/,
    topic: 'agent',
    cause: (args) => l10n.t('The database of Open vSwitch does not answer: {reason}.', args),
    remedy: () => l10n.t('Start Open vSwitch on the node, or correct "socket_file".'),
    source: 'pkg/ovsdb/ovsdb.go:119',
  },
  ovsPortDown: {
    pattern:
      /The OF port (?<port>[^\s"]{1,64}) state is not up, try increasing number of retries\/interval config parameter/,
    topic: 'interface',
    cause: (args) => l10n.t('The port {port} of the bridge did not come up in time.', args),
    remedy: () => l10n.t('Raise "link_state_check_retries" or "link_state_check_interval".'),
    source: 'pkg/common/common.go:300',
  },
  ovsTrunk: {
    pattern: /trunk parameter is misconfigured/,
    topic: 'config',
    cause: () => l10n.t('The trunk of ovs has no VLAN.'),
    remedy: () => l10n.t('Write "id", or "minID" and "maxID", in each entry of "trunk".'),
    rule: 'R081',
    source: 'pkg/common/common.go:163',
  },
  ovsBridgeName: {
    pattern: /failed to get bridge name(?: - (?<reason>[^\n]{1,200}))?/,
    topic: 'config',
    cause: () => l10n.t('ovs has no "bridge", and none can be found from the device.'),
    remedy: () => l10n.t('Set "bridge", or attach the uplink of the device to a bridge of Open vSwitch.'),
    rank: 'common',
    source: 'pkg/common/common.go:206',
  },
  ovsTransaction: {
    pattern: /OVS [tT]ransaction failed(?: err (?<reason>[^\n]{1,200})|\. Less replies than operations)/,
    topic: 'agent',
    cause: () => l10n.t('Open vSwitch rejected the change of its database.'),
    remedy: () => l10n.t('Read the log of ovsdb-server, and remove stale ports (ovs-vsctl show).'),
    rank: 'common',
    source: 'pkg/ovsdb/ovsdb.go:151',
  },
} as const satisfies KnownFailures;
