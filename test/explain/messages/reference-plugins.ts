import type { Message } from './message.ts';

export const messages: readonly Message[] = [
  // CNI plugins
  [
    'bridgeAddressDiffers',
    'failed to set bridge addr: "cni0" already has an IP address different from 10.244.3.1/24',
    '"cni0" already has the IP address 10.244.3.1/24',
  ],
  [
    'bridgeAddressDenied',
    'failed to set bridge addr: could not add IP address "fd00:10:244::1/64" to "cni0": permission denied',
    'could not add IP address "10.244.0.1/24" to "cni0": file exists',
  ],
  [
    'bridgeNotABridge',
    'failed to create bridge "eth0": "eth0" already exists but is not a bridge',
    '"eth0" already exists',
  ],
  [
    'bridgeNameRejected',
    'failed to create bridge "much-too-long-a-name": could not add "much-too-long-a-name": numerical result out of range',
    'could not add "br0": operation not permitted',
  ],
  ['bridgePortDown', 'bridge port in error state: down', 'bridge port is up'],
  [
    'bridgeVlanRange',
    'invalid VLAN ID 5000 (must be between 0 and 4094)',
    'LoadConf(): vlan id 5000 invalid: value must be in the range 0-4094',
  ],
  [
    'bridgePortsUsedUp',
    'failed to connect "veth0a1b2c3d" to bridge cni0: exchange full',
    'failed to connect "veth0a1b2c3d" to bridge cni0: device or resource busy',
  ],
  ['trunkInvalid', 'incorrect trunk minID parameter', 'trunk parameter is misconfigured'],
  [
    'hairpinAndPromiscuous',
    'cannot set hairpin mode and promiscuous mode at the same time',
    'could not set promiscuous mode on "cni0"',
  ],
  [
    'addressesOnDownInterface',
    'cannot use IPAM when DisableContainerInterface flag is set',
    'DisableContainerInterface flag is set',
  ],
  [
    'spoofCheckFailed',
    'failed to setup spoof-check: exec: "nft": executable file not found in $PATH',
    'spoof-check is set up',
  ],
  ['masqueradeBackendUnknown', 'unknown ipmasq backend "pf"', 'unrecognized backend "pf"'],
  [
    'interfaceExists',
    'container veth name ("eth0") peer provided ("veth1") already exists',
    'failed to find a unique veth name',
  ],
  [
    'macMulticast',
    'failed to make veth pair: cannot assign requested address',
    'failed to make veth pair: operation not permitted',
  ],
  ['macInvalid', 'failed to make veth pair: address zz: invalid MAC address', 'invalid IP address zz'],
  ['vethNamesUsedUp', 'failed to find a unique veth name', 'failed to generate random veth name: EOF'],
  [
    'netconfWrongType',
    'failed to load netconf: json: cannot unmarshal string into Go struct field NetConf.isGateway of type bool',
    'failed to load netconf: unexpected end of JSON input',
  ],
  [
    'netconfNotJSON',
    "failed to load netconf: invalid character '}' looking for beginning of object key string",
    'failed to load netconf: json: cannot unmarshal string into Go struct field NetConf.mtu of type int',
  ],
  // CNI plugins
  ['macvlanBusy', 'failed to create macvlan: device or resource busy', 'failed to create macvlan: invalid argument'],
  ['macvlanInvalid', 'failed to create macvlan: invalid argument', 'failed to create macvlan: device or resource busy'],
  ['masterMissing', 'failed to lookup master "eth9": Link not found', 'failed to lookup "eth0": Link not found'],
  [
    'bridgeAddressInvalid',
    'failed to set bridge addr: could not add IP address 224.0.0.1/24 to "cni0": invalid argument',
    'could not add IP address "10.1.0.1/24" to "cni0": file exists',
  ],
  ['linkTypeUnsupported', 'failed to create vlan: operation not supported', 'failed to create vlan: file exists'],
  [
    'vethInvalid',
    'failed to make veth pair: invalid argument',
    'failed to make veth pair: cannot assign requested address',
  ],
  [
    'sysctlValueInvalid',
    'write /proc/sys/net/ipv4/ip_unprivileged_port_start: invalid argument',
    'open /proc/sys/net/ipv4/ip_forward: no such file or directory',
  ],
  ['linkMissing', 'Link not found', 'failed to lookup "eth0": Link not found'],
  ['noDefaultRouteInterface', 'no default route interface found', 'no default route found for the pod'],
  ['macvlanModeUnknown', 'unknown macvlan mode: "Bridge"', 'unknown ipvlan mode: "Bridge"'],
  ['ipvlanModeUnknown', 'unknown ipvlan mode: "bridge"', 'unknown macvlan mode: "bridge"'],
  ['mtuAboveMaster', 'invalid MTU 9000, must be [0, master MTU(1500)]', 'invalid MTU 9000'],
  [
    'ipvlanChainedMaster',
    'chained master failure. PrevResult lacks a single named interface',
    'PrevResult has a single named interface',
  ],
  [
    'vlanWithoutMaster',
    '"master" field is required. It specifies the host interface name to create the VLAN for',
    '"bridge" field is required',
  ],
  ['vlanExists', 'failed to create vlan: file exists', 'failed to create vlan: operation not permitted'],
  ['ipamMissingForPlugin', 'dummy interface requires an IPAM configuration', "IPAM config missing 'ipam' key"],
  ['deviceSelectorMissing', 'specify either "device", "hwaddr", "kernelpath" or "pciBusID"', 'specify "device"'],
  ['hostDeviceMissing', 'failed to find host device: Link not found', 'failed to find interface "eth0"'],
  [
    'pciDeviceWithoutInterface',
    'no net directory under pci device 0000:3b:02.4',
    'failed to read net dir of the device 0000:3b:02.4',
  ],
  [
    'deviceNotMoved',
    'failed to move "ens1f0v3" to tempNS: invalid argument',
    'failed to move VF ens1f0v3 to container netns',
  ],
  [
    'ptpWithoutGateway',
    'failed to add IP addr (&net.IPNet{IP:net.IP(nil), Mask:net.IPMask{0xff, 0xff, 0xff, 0xff}}) to veth: numerical result out of range',
    'failed to add IP addr 10.1.0.2/24 to "eth0": file exists',
  ],
  [
    'forwardingNotEnabled',
    'Could not enable IP forwarding: open /proc/sys/net/ipv4/ip_forward: read-only file system',
    'IP forwarding is off',
  ],
  [
    'tapProgramFailed',
    'failed to create tap: open /dev/net/tun: no such file or directory',
    'failed to rename tap to "net1": file exists',
  ],
  ['tapBridgeMissing', 'failed to get bridge br7: Link not found', 'failed to get bridge name'],
  ['loopbackDown', 'loopback interface is down', 'loopback interface found'],
  // CNI plugins
  [
    'loopbackForeignAddress',
    'loopback interface found with non-loopback address "10.0.0.5"',
    'loopback interface is down',
  ],
  ['prevResultMissing', 'ptp: Required prevResult missing', 'could not parse prevResult: EOF'],
  [
    'checkInterfaceMissing',
    'ptp: Container Interface name in prevResult: eth0 not found',
    'Container interface name missing in prevResult: eth0',
  ],
  [
    'checkAddressMissing',
    'Failed to match addr {10.1.0.2 ffffff00} on interface eth0',
    'failed to add IP addr to "eth0"',
  ],
  [
    'checkRouteMissing',
    'Expected Route {Dst:{IP:0.0.0.0 Mask:00000000} GW:10.1.0.1} not found in routing table',
    'Invalid static route found',
  ],
  [
    'routeScope',
    "failed to add route '{192.168.9.0 ffffff00} via 10.1.0.1 dev eth0 metric 0 (Scope: link, Table: 0)': network is unreachable",
    "failed to add route '{192.168.9.0 ffffff00} via 10.1.0.1 dev eth0 metric 0 (Scope: universe, Table: 0)': network is unreachable",
  ],
  [
    'addressTwice',
    'failed to add IP addr {Interface:0x1 Address:{IP:10.1.0.5 Mask:ffffff00} Gateway:<nil>} to "eth0": file exists',
    'failed to add IP addr {Interface:0x1} to "eth0": no such device',
  ],
  [
    'addressUnassignable',
    'failed to add IP addr {Interface:0x1 Address:{IP:::1 Mask:ffffffffffffffffffffffffffffffff} Gateway:<nil>} to "eth0": cannot assign requested address',
    'bind: cannot assign requested address',
  ],
  [
    'tuningRejected',
    'plugin type="tuning" failed (add): invalid argument',
    'plugin type="vlan" failed (add): invalid argument',
  ],
  [
    'linkNameInvalid',
    'plugin type="vlan" failed (add): numerical result out of range',
    'strconv.Atoi: numerical result out of range of int',
  ],
  [
    'checkPortMappings',
    'could not check ipv4 dnat: chain CNI-DN-2f7c not found in iptables table nat',
    'could not check ipv4 forwarding',
  ],
  ['checkLimits', 'plugin type="bandwidth" failed (check): Rate doesn\'t match', "The version doesn't match"],
  ['checkFirewall', 'expected rule [-s 10.1.0.2/32 -j ACCEPT] not found', 'expected rule of the network not found'],
  // CNI plugins
  ['resultWithoutAddress', 'cannot convert: no valid IP addresses', 'cannot convert: no valid routes'],
  ['ipamWithoutAddress', 'IPAM plugin returned missing IP config', "IPAM config missing 'ipam' key"],
  [
    'gatewayUnreachable',
    "failed to add route '{0.0.0.0 00000000} via 10.9.0.1 dev eth0 metric 0 (Scope: 0, Table: 0)': network is unreachable",
    "failed to add route '{0.0.0.0 00000000} via 10.9.0.1 dev eth0': file exists",
  ],
  [
    'routeExists',
    "failed to add route '{0.0.0.0 00000000} via 10.1.0.1 dev eth0 metric 0 (Scope: 0, Table: 0)': file exists",
    "failed to add route '{0.0.0.0 00000000} via 10.1.0.1 dev eth0': network is unreachable",
  ],
  [
    'routeInvalid',
    "failed to add route '{192.168.1.5 ffffff00} via 10.1.0.1 dev eth0 metric 0 (Scope: 0, Table: 0)': invalid argument",
    "failed to add route '{192.168.1.0 ffffff00} via 10.9.0.1 dev eth0': network is unreachable",
  ],
  [
    'routeFamily',
    "failed to add route '{10.0.0.0 ff000000} via fd00::1 dev eth0 metric 0 (Scope: 0, Table: 0)': gateway, source, and destination ip are not the same IP family",
    'route and gateway have the same IP family',
  ],
  [
    'addressNotAdded',
    'failed to add IP addr {Interface:0xc000123450 Address:{IP:fd00::2 Mask:ffffffffffffffff0000000000000000} Gateway:fd00::1} to "eth0": permission denied',
    'failed to add IP addr {} to "eth0": invalid interface index',
  ],
  [
    'addressInvalidForMTU',
    'failed to add IP addr {Interface:0xc000123450 Address:{IP:fd00::2 Mask:ffffffffffffffff0000000000000000} Gateway:<nil>} to "eth0": invalid argument',
    'failed to add IP addr {} to "eth0": permission denied',
  ],
  [
    'ipv6SysctlMissing',
    'failed to enable IPv6 for interface "eth0" (net/ipv6/conf/eth0/disable_ipv6=0): open /proc/sys/net/ipv6/conf/eth0/disable_ipv6: read-only file system',
    'failed to enable forwarding',
  ],
  [
    'addressDuplicate',
    'failed to settle addresses for "eth0": link eth0 has address fd00::2 in DADFAILED state',
    'link eth0 still has tentative addresses after 5 seconds',
  ],
  [
    'addressTentative',
    'failed to settle addresses for "eth0": link eth0 still has tentative addresses after 5 seconds',
    'link eth0 has address fd00::2 in DADFAILED state',
  ],
  [
    'addressReserved',
    'failed to allocate for range 0: 10.1.2.3 has been allocated to abc, duplicate allocation is not allowed',
    '10.1.2.3 has been allocated to abc',
  ],
  [
    'rangeExhausted',
    'failed to allocate for range 0: no IP addresses available in range set: 10.1.2.1-10.1.2.2',
    'no IP ranges specified',
  ],
  [
    'requestedAddressOutside',
    'requested IP address 10.1.2.9 is not available in range set 10.1.2.1-10.1.2.6',
    'no IP addresses available in range set: 10.1.2.1-10.1.2.6',
  ],
  ['noRanges', 'no IP ranges specified', 'invalid range set 0: empty range set'],
  [
    'rangeInvalid',
    'invalid range set 0: Network has host bits set. For a subnet mask of length 24 the network address is 10.1.2.0',
    'range set 0 overlaps with 1',
  ],
  ['rangesOverlap', 'range set 0 overlaps with 1', 'subnets 10.1.0.0/16 and 10.1.2.0/24 overlap'],
  [
    'severalAddressesOldVersion',
    'CNI version 0.2.0 does not support more than 1 address per family',
    'unsupported CNI version 0.2.0',
  ],
  ['ipamKeyMissing', "IPAM config missing 'ipam' key", 'dummy interface requires an IPAM configuration'],
  ['cidrInvalid', 'invalid CIDR address: 10.1.2.3', 'invalid CIDR 10.1.2.3: no range'],
  [
    'addressNotCIDR',
    "an entry in the 'ips' field is NOT in CIDR notation, got: '10.1.2.3'",
    'invalid CIDR address: 10.1.2.3',
  ],
  ['gatewayInvalid', 'invalid gateway address: 10.1.2', 'invalid address 0: bad gateway'],
  ['ipInvalid', 'invalid IP address 10.1.2.300', 'invalid CIDR address: 10.1.2.300/24'],
  ['reservationMissing', 'host-local: Failed to find address added by container c1', 'failed to find address'],
  [
    'dhcpDaemonMissing',
    'error dialing DHCP daemon: dial unix /run/cni/dhcp.sock: connect: no such file or directory',
    'error calling DHCP.Allocate: no more tries',
  ],
  [
    'dhcpNoAnswer',
    'error calling DHCP.Allocate: no more tries',
    'error dialing DHCP daemon: dial unix /run/cni/dhcp.sock: connect: connection refused',
  ],
  [
    'dhcpWithoutMask',
    'error calling DHCP.Allocate: DHCP option Subnet Mask not found in DHCPACK',
    'DHCP option router not found',
  ],
];
