import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of CNI plugins, as of v1.9.1. */
export const kernelSettings = {
  sysctlNotAllowed: {
    pattern: /Sysctl (?<sysctl>[^\s"]{1,256}) is not allowed\. Only the following sysctls are allowed/,
    topic: 'permission',
    cause: (args) => l10n.t('The administrator does not allow the sysctl {sysctl} on this host.', args),
    remedy: () => l10n.t('Add it to /etc/cni/tuning/allowlist.conf, or remove it from "sysctl".'),
    rule: 'R181',
    source: 'plugins/meta/tuning/tuning.go:557',
  },
  sysctlNotNet: {
    pattern: /invalid net sysctl key: "(?<sysctl>[^"]{1,256})"/,
    topic: 'config',
    cause: (args) => l10n.t('{sysctl} is not a setting of the network.', args),
    remedy: () => l10n.t('tuning sets only names that start with net.'),
    rule: 'R120',
    source: 'plugins/meta/tuning/tuning.go:640',
  },
  sysctlMissing: {
    pattern: /open \/proc\/sys\/(?<path>net\/[^\s":]{1,256}): no such file or directory/,
    topic: 'interface',
    cause: (args) =>
      l10n.t(
        'The kernel has no setting /proc/sys/{path}. A module is not loaded, or the interface has another name.',
        args,
      ),
    remedy: () =>
      l10n.t('Write IFNAME for the name of the interface, or load the module (br_netfilter, nf_conntrack).'),
    rule: 'R182',
    rank: 'common',
    source: 'plugins/meta/tuning/tuning.go:640',
  },
  sysctlValueInvalid: {
    pattern: /write \/proc\/sys\/(?<path>net\/[^\s":]{1,256}): (?:invalid argument|numerical result out of range)/,
    topic: 'config',
    cause: (args) => l10n.t('The kernel rejects the value for /proc/sys/{path}.', args),
    remedy: remedies.fixFile,
    rule: 'R119',
    source: 'plugins/meta/tuning/tuning.go:640',
  },
  sysctlReadOnly: {
    pattern: /open \/proc\/sys\/(?<path>net\/[^\s":]{1,256}): (?:read-only file system|permission denied)/,
    topic: 'permission',
    cause: (args) => l10n.t('The setting /proc/sys/{path} cannot be written.', args),
    remedy: () => l10n.t('Run the runtime with a writable /proc/sys, or remove the setting.'),
    rank: 'common',
    source: 'plugins/meta/tuning/tuning.go:640',
  },
  sysctlDuplicate: {
    pattern: /duplicated sysctl keys are not allowed/,
    topic: 'config',
    cause: () => l10n.t('Two entries of "sysctl" set the same key.'),
    remedy: remedies.fixFile,
    rule: 'R118',
    source: 'plugins/meta/tuning/tuning.go:609',
  },
  tuningRejected: {
    pattern:
      /type="tuning"(?: name="[^"\n]{1,256}")? failed \(\w{1,10}\): (?<reason>invalid argument|numerical result out of range)$/,
    topic: 'config',
    cause: (args) => l10n.t('The kernel rejects a value of tuning ({reason}), such as the MTU.', args),
    remedy: () => l10n.t('Check "mtu" (68 to 65535, and not above that of the peer), "mac" and "txQLen".'),
    rule: 'R091',
    source: 'plugins/meta/tuning/tuning.go:201',
  },
  checkTuning: {
    pattern:
      /Error: Tuning (?:configured value of|configured Ethernet of|link|configured MTU of|configured all-multicast mode of) (?<name>[^\s"]{1,256})/,
    topic: 'check',
    cause: (args) => l10n.t('A setting of tuning was changed after ADD ({name}).', args),
    remedy: remedies.addAgain,
    source: 'plugins/meta/tuning/tuning.go:483',
  },
  // The plugin prints a pointer in place of the configured length.
  checkQueueLength: {
    pattern:
      /Error: Tuning configured Transmit Queue Length of (?<name>[^\s"]{1,256}) is \d{1,20}, current value is (?<length>\d{1,20})/,
    topic: 'check',
    cause: (args) =>
      l10n.t(
        'The transmit queue of {name} has the length {length} and not "txQLen". It was changed after ADD, or "txQLen" is negative or above 4294967295, of which the kernel keeps a part.',
        args,
      ),
    remedy: () => l10n.t('Use a "txQLen" from 0 to 4294967295, and add the container again.'),
    rule: 'R014',
    source: 'plugins/meta/tuning/tuning.go:528',
  },
  sbrWithoutAddress: {
    pattern: /No IP addresses supplied on interface: (?<name>[^\s"]{1,64})/,
    topic: 'chain',
    cause: (args) => l10n.t('sbr needs addresses on {name}, but the previous plugin assigned none.', args),
    remedy: () => l10n.t('Add "ipam" to the plugin before sbr.'),
    rule: 'R067',
    source: 'plugins/meta/sbr/main.go:114',
  },
  sbrRoute: {
    pattern:
      /Failed to (?:add default route to|readd route|delete route|add rule)[^\n:]{0,100}: (?<reason>[^\n]{1,120})/,
    topic: 'route',
    cause: (args) => l10n.t('sbr could not move the routes to its own table: {reason}.', args),
    remedy: () => l10n.t('Check the gateways in the result of the plugin before sbr. sbr accepts at most two.'),
    rule: 'R124',
    rank: 'common',
    source: 'plugins/meta/sbr/main.go:313',
  },
  vrfName: {
    pattern: /configuration is expected to have a valid vrf name/,
    topic: 'config',
    cause: () => l10n.t('vrf has no "vrfname".'),
    remedy: () => l10n.t('Add "vrfname".'),
    rule: 'R123',
    source: 'plugins/meta/vrf/main.go:193',
  },
  vrfTable: {
    pattern: /VRF (?<name>[^\s"]{1,64}) already exist with different routing table (?<table>\d{1,10})/,
    topic: 'interface',
    cause: (args) => l10n.t('The VRF {name} already exists, with the table {table}.', args),
    remedy: () => l10n.t('Use the same "table" in every configuration with this VRF.'),
    source: 'plugins/meta/vrf/main.go:67',
    notCaused: 'needs vrf, which the kernel of the tests does not have',
  },
  vrfMaster: {
    pattern: /interface (?<name>[^\s"]{1,64}) has already a master set/,
    topic: 'interface',
    cause: (args) => l10n.t('The interface {name} already belongs to a VRF or bridge.', args),
    remedy: () => l10n.t('Use vrf once for each interface.'),
    source: 'plugins/meta/vrf/vrf.go:101',
    notCaused: 'needs vrf, which the kernel of the tests does not have',
  },
  vrfUnsupported: {
    pattern: /could not add VRF (?<name>[^\s"]{1,64}): (?<reason>operation not supported|not supported)/,
    topic: 'interface',
    cause: () => l10n.t('The kernel has no VRF.'),
    remedy: remedies.moduleNeeded,
    rule: 'R187',
    source: 'plugins/meta/vrf/vrf.go:64',
  },
  toolMissing: {
    pattern: /exec: "(?<tool>[^"]{0,256})": executable file not found in \$PATH/,
    topic: 'plugin',
    cause: (args) => l10n.t('A plugin needs the program "{tool}", which is not on the PATH of the host.', args),
    remedy: (args) =>
      l10n.t(
        'Install the package that contains "{tool}" (on Debian and Ubuntu: iptables, nftables or ipset), or add its directory to the PATH.',
        args,
      ),
    rule: 'R185',
    rank: 'common',
    source: 'pkg/ip/ipmasq_iptables_linux.go:61',
  },
  iptablesFailed: {
    pattern: /running \[(?<command>[^\]\n]{1,300})\]: exit status (?<status>\d{1,3}): (?<reason>[^\n]{1,240})/,
    topic: 'firewall',
    cause: (args) => l10n.t('iptables failed: {reason}.', args),
    remedy: (args) => l10n.t('Run the command manually on the host: {command}', args),
    rank: 'common',
    source: 'pkg/ip/ipmasq_iptables_linux.go:68',
  },
  notPermitted: {
    pattern: /operation not permitted|Permission denied \(you must be root\)/i,
    topic: 'permission',
    cause: () => l10n.t('The plugin was not allowed to change the network.'),
    remedy: () =>
      l10n.t('Run it as root, allow sudo without a password, or use the sandbox, which needs no privileges.'),
    rank: 'common',
    source: 'pkg/ns/ns_linux.go:236',
  },
  tuningAllowlist: {
    pattern: /(?:open|read|stat) \/etc\/cni\/tuning\/allowlist\.conf: (?<reason>[^\n"]{1,100})/,
    topic: 'permission',
    cause: (args) => l10n.t('tuning cannot read /etc/cni/tuning/allowlist.conf: {reason}.', args),
    remedy: () => l10n.t('Let the user of the runtime read it. In rootless mode, run "chmod 755 /etc/cni" as root.'),
    source: 'plugins/meta/tuning/tuning.go:582',
  },
  diskFull: {
    pattern: /(?:write|open|mkdir) (?<file>\/[^\s":]{1,1024}): no space left on device/,
    topic: 'plugin',
    cause: (args) => l10n.t('{file} cannot be written, because the file system is full.', args),
    remedy: () => l10n.t('Free space or inodes on it (df -h, df -i).'),
    rank: 'common',
    source: 'plugins/ipam/host-local/backend/disk/backend.go:70',
  },
  stateNotWritten: {
    pattern:
      /(?<=failed \(\w{1,10}\): [^\n]{0,400})(?:write|open|mkdir) (?<file>(?!\/(?:proc|sys|etc|dev)\/)[^\s":]{1,1024}): (?<reason>read-only file system|permission denied)/,
    topic: 'permission',
    cause: (args) => l10n.t('The plugin cannot write {file}: {reason}.', args),
    remedy: () =>
      l10n.t('Make the directory writable for the user of the runtime. SELinux or AppArmor can also deny it (dmesg).'),
    rank: 'common',
    source: 'plugins/ipam/host-local/backend/disk/backend.go:45',
  },
  limitReached: {
    pattern:
      /(?<reason>too many open files|cannot allocate memory|(?<=fork\/exec [^\s:]{1,1024}: )resource temporarily unavailable)/,
    topic: 'plugin',
    cause: (args) => l10n.t('The host or the runtime has reached a limit: {reason}.', args),
    remedy: () =>
      l10n.t('Raise the limits of the runtime (LimitNOFILE and TasksMax of systemd), or free memory on the host.'),
    rank: 'common',
    source: 'pkg/ns/ns_linux.go:218',
  },
} as const satisfies KnownFailures;
