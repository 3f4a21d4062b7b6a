import * as l10n from '@vscode/l10n';
import type { KnownFailures } from '../../known-failure.ts';
import { remedies } from '../../remedies.ts';

/** Failures of CNI plugins, as of v1.9.1. */
export const interfaces = {
  macvlanBusy: {
    pattern: /failed to create (?<kind>macvlan|ipvlan): device or resource busy/,
    topic: 'interface',
    cause: () =>
      l10n.t(
        'The master already has interfaces of the other kind (macvlan and ipvlan cannot share a master), or is a port of a bridge or bond.',
      ),
    remedy: () => l10n.t('Use another master, or the bridge or bond itself.'),
    rule: 'R165',
    source: 'plugins/main/macvlan/macvlan.go:261',
  },
  macvlanInvalid: {
    pattern: /failed to create (?<kind>macvlan|ipvlan): invalid argument/,
    topic: 'interface',
    cause: (args) =>
      l10n.t(
        'The kernel rejects {kind} on this master. It is not an Ethernet interface, or the mode or MTU is not supported.',
        args,
      ),
    remedy: () => l10n.t('Use an Ethernet interface as "master". passthru allows only one container for each master.'),
    source: 'plugins/main/macvlan/macvlan.go:261',
  },
  masterMissing: {
    pattern: /failed to lookup master "(?<master>[^"]{0,256})": Link not found/,
    topic: 'interface',
    cause: (args) => l10n.t('The interface "{master}" in "master" does not exist on this host.', args),
    remedy: remedies.otherInterface,
    rule: 'R175',
    source: 'plugins/main/macvlan/macvlan.go:220',
  },
  linkTypeUnsupported: {
    pattern:
      /(?:failed to create (?<kind>vlan|ipvlan|macvlan|dummy|tap)|could not add "(?<name>[^"]{1,64})"): operation not supported/,
    topic: 'interface',
    cause: () => l10n.t('The kernel of this host does not support this kind of interface.'),
    remedy: remedies.moduleNeeded,
    rule: 'R187',
    source: 'plugins/main/vlan/vlan.go:142',
  },
  vethInvalid: {
    pattern: /failed to make veth pair: (?<reason>invalid argument|numerical result out of range)/,
    topic: 'interface',
    cause: (args) => l10n.t('The kernel rejects the veth pair ({reason}): its MTU or its name is not possible.', args),
    remedy: () => l10n.t('Use an MTU from 68 to 65535, and an interface name of at most 15 characters.'),
    rule: 'R091',
    source: 'pkg/ip/link_linux.go:97',
  },
  linkMissing: {
    pattern: /(?:^|failed \(\w{1,10}\): )Link not found$/,
    topic: 'interface',
    cause: () => l10n.t('The interface in "master", "device" or "bridge" does not exist on this host.'),
    remedy: remedies.otherInterface,
    rule: 'R175',
    rank: 'common',
    source: 'plugins/main/vlan/vlan.go:69',
  },
  linkNameInvalid: {
    pattern: /(?:^|failed \(\w{1,10}\): )numerical result out of range$/,
    topic: 'interface',
    cause: () => l10n.t('The name of an interface in "master" or "device" is longer than 15 characters.'),
    remedy: remedies.otherInterface,
    rule: 'R077',
    rank: 'common',
    source: 'plugins/main/vlan/vlan.go:69',
  },
  noDefaultRouteInterface: {
    pattern: /no default route interface found/,
    topic: 'interface',
    cause: () => l10n.t('"master" is missing, and the host has no default route to take the interface from.'),
    remedy: () => l10n.t('Set "master" to an interface of the host.'),
    rule: 'R179',
    source: 'plugins/main/macvlan/macvlan.go:81',
  },
  macvlanModeUnknown: {
    pattern: /unknown macvlan mode: "(?<mode>[^"]{0,64})"/,
    topic: 'config',
    cause: (args) => l10n.t('macvlan has no mode "{mode}".', args),
    remedy: () => l10n.t('Use bridge, private, vepa or passthru, in lowercase.'),
    rule: 'R093',
    source: 'plugins/main/macvlan/macvlan.go:183',
  },
  ipvlanModeUnknown: {
    pattern: /unknown ipvlan mode: "(?<mode>[^"]{0,64})"/,
    topic: 'config',
    cause: (args) => l10n.t('ipvlan has no mode "{mode}".', args),
    remedy: () => l10n.t('Use l2, l3 or l3s.'),
    rule: 'R094',
    source: 'plugins/main/ipvlan/ipvlan.go:103',
  },
  mtuAboveMaster: {
    pattern: /invalid MTU (?<mtu>-?\d{1,20}), must be \[0, master MTU\((?<master>\d{1,10})\)\]/,
    topic: 'interface',
    cause: (args) => l10n.t('The MTU {mtu} is larger than the MTU {master} of the master.', args),
    remedy: () => l10n.t('Lower "mtu", or raise the MTU of the master.'),
    rule: 'R176',
    source: 'plugins/main/macvlan/macvlan.go:126',
  },
  ipvlanChainedMaster: {
    pattern: /chained master failure\. PrevResult lacks a single named interface/,
    topic: 'chain',
    cause: () =>
      l10n.t(
        'A chained ipvlan takes its master from the result of the previous plugin, but that result does not identify one interface.',
      ),
    remedy: () => l10n.t('Set "master" in the configuration of ipvlan.'),
    source: 'plugins/main/ipvlan/ipvlan.go:87',
  },
  vlanWithoutMaster: {
    pattern: /"master" field is required\. It specifies the host interface name to create the VLAN for/,
    topic: 'config',
    cause: () => l10n.t('vlan has no "master".'),
    remedy: () => l10n.t('Set "master" to an interface of the host.'),
    rule: 'R096',
    source: 'plugins/main/vlan/vlan.go:57',
  },
  vlanExists: {
    pattern: /failed to create vlan: file exists/,
    topic: 'interface',
    cause: () => l10n.t('The master already has an interface with this VLAN, in this or another namespace.'),
    remedy: () =>
      l10n.t(
        'Delete the other attachment first. For several containers in one VLAN use bridge with "vlan", or macvlan on the VLAN interface.',
      ),
    rule: 'R166',
    source: 'plugins/main/vlan/vlan.go:142',
    notCaused: 'needs vlan, which the kernel of the tests does not have',
  },
  ipamMissingForPlugin: {
    pattern: /failed to execute IPAM delegate: no plugin name provided|dummy interface requires an IPAM configuration/,
    topic: 'config',
    cause: () => l10n.t('This plugin needs addresses, but the configuration has no "ipam".'),
    remedy: () => l10n.t('Add "ipam", for example with the type host-local or static.'),
    rule: 'R071',
    rank: 'outer',
    source: 'plugins/main/dummy/dummy.go:85',
  },
  deviceSelectorMissing: {
    pattern: /specify either "device", "hwaddr", "kernelpath" or "pciBusID"/,
    topic: 'config',
    cause: () => l10n.t('host-device has no device.'),
    remedy: () =>
      l10n.t('Set one of "device", "hwaddr", "kernelpath" or "pciBusID", or pass the capability "deviceID".'),
    rule: 'R099',
    source: 'plugins/main/host-device/host-device.go:110',
  },
  hostDeviceMissing: {
    pattern: /failed to find host device: (?<reason>[^\n"]{1,200})/,
    topic: 'device',
    cause: (args) =>
      l10n.t('The device does not exist in the namespace of the host ({reason}). Another container may have it.', args),
    remedy: () => l10n.t('Check the name with "ip link", and delete the container that has the device.'),
    rule: 'R175',
    rank: 'common',
    source: 'plugins/main/host-device/host-device.go:144',
  },
  pciDeviceWithoutInterface: {
    pattern:
      /no net directory under pci device (?<device>[^\s"]{1,64})|failed to find network device in path (?<path>[^\s"]{1,256})/,
    topic: 'device',
    cause: () =>
      l10n.t(
        'The PCI device has no network interface on the host: a container has it, or another driver (such as vfio-pci) is bound.',
      ),
    remedy: () => l10n.t('Check the driver of the device (lspci -k), and which container uses it.'),
    rule: 'R101',
    source: 'plugins/main/host-device/host-device.go:544',
    notCaused: 'needs a PCI device',
  },
  deviceNotMoved: {
    pattern:
      /failed to move (?:link |")(?<device>[^\s":]{0,64})[^\n]{0,128}?(?:to container NS|to tempNS): (?<reason>[^\n]{1,120})/,
    topic: 'device',
    cause: (args) => l10n.t('The device {device} could not be moved ({reason}).', args),
    remedy: () =>
      l10n.t(
        'Some devices cannot be moved to another namespace. Otherwise, remove the interface with the same name from the container.',
      ),
    source: 'plugins/main/host-device/host-device.go:270',
  },
  ptpWithoutGateway: {
    pattern: /failed to add IP addr \(&net\.IPNet\{IP:net\.IP\(nil\)/,
    topic: 'address',
    cause: () => l10n.t('ptp needs a gateway for every address, but the IPAM plugin returned none.'),
    remedy: () => l10n.t('Add "gateway" to the addresses of the IPAM plugin.'),
    rule: 'R102',
    source: 'plugins/main/ptp/ptp.go:168',
  },
  forwardingNotEnabled: {
    pattern:
      /[Cc]ould not enable IP forwarding: (?<reason>[^\n]{1,200})|failed to enable forwarding: (?<cause>[^\n]{1,200})/,
    topic: 'permission',
    cause: () => l10n.t('The plugin cannot turn on IP forwarding, because /proc/sys is read-only.'),
    remedy: () => l10n.t('Set net.ipv4.ip_forward to 1 on the host, and run the runtime with a writable /proc/sys.'),
    rule: 'R183',
    rank: 'outer',
    source: 'plugins/main/ptp/ptp.go:214',
  },
  tapProgramFailed: {
    pattern: /failed to create tap: |failed to run command (?<output>[^"]{0,200}?): exit status (?<status>\d{1,3})/,
    topic: 'interface',
    cause: () => l10n.t('The tap device could not be created.'),
    remedy: () => l10n.t('Check that /dev/net/tun exists (modprobe tun), and that the program ip is installed.'),
    rule: 'R104',
    rank: 'common',
    source: 'plugins/main/tap/tap.go:171',
  },
  tapBridgeMissing: {
    pattern:
      /failed to get bridge (?<bridge>[^\s":]{1,64}): |failed to set tap (?<tap>[^\s"]{1,64}) as a port of bridge/,
    topic: 'interface',
    cause: () => l10n.t('The bridge for the tap device does not exist.'),
    remedy: () => l10n.t('Create the bridge first, or remove "bridge".'),
    rule: 'R175',
    rank: 'common',
    source: 'plugins/main/tap/tap.go:223',
  },
  loopbackDown: {
    pattern: /loopback interface is down/,
    topic: 'check',
    cause: () => l10n.t('The interface lo of the container is down.'),
    remedy: remedies.addAgain,
    source: 'plugins/main/loopback/loopback.go:195',
  },
} as const satisfies KnownFailures;
