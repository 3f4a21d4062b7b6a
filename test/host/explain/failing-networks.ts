import type { JSONObject } from '../../../engine/libcni/index.ts';
import { after, bridge, type FailingNetwork, fixed, local, macvlan, one } from './failing-network.ts';

const address = (text: string): JSONObject => ({ address: text });
const far = { dst: '192.168.9.0/24' };
/** Twice in one list, it asks for two addresses of one attachment. */
const shared: JSONObject = { type: 'ptp', ipam: local() };

/** Networks that a reference plugin rejects or cannot create, anywhere. */
export const failingNetworks: readonly FailingNetwork[] = [
  one('unknownPluginMissing', { type: 'no-such-plugin' }),
  one('projectPluginMissing', { type: 'calico' }),
  one('versionIncompatible', bridge(), { version: '9.0.0' }),
  one('noPluginName', { type: 'ptp' }),
  one('pluginNamePath', { type: 'bridge', ipam: { type: 'a/host-local' } }),
  one('argumentsUnknown', bridge(), { args: [['NO_SUCH', '1']] }),
  one('interfaceNameInvalid', bridge(), { ifName: 'a-name-that-is-too-long' }),
  one('bridgeAddressDiffers', bridge({ bridge: 'explained1', isGateway: true }), {
    prepare: 'ip link add explained1 type bridge; ip address add 10.9.9.1/24 dev explained1',
  }),
  one('bridgeNotABridge', bridge({ bridge: 'eth0' })),
  one('bridgeNameRejected', bridge({ bridge: 'a-name-that-is-too-long' })),
  one('bridgeVlanRange', bridge({ vlan: 5000 })),
  one('trunkInvalid', bridge({ vlanTrunk: [{ minID: 0, maxID: 5 }] })),
  one('hairpinAndPromiscuous', bridge({ hairpinMode: true, promiscMode: true })),
  one('addressesOnDownInterface', bridge({ disableContainerInterface: true })),
  one('masqueradeBackendUnknown', bridge({ ipMasq: true, ipMasqBackend: 'pf', isGateway: true, bridge: 'explained2' })),
  one('interfaceExists', bridge(), { twice: true }),
  one('macInvalid', macvlan({ mac: 'zz' })),
  one('netconfWrongType', bridge({ mtu: 'big' })),
  one('linkMissing', { type: 'vlan', master: 'eth99', vlanId: 5, ipam: local() }),
  one('macvlanModeUnknown', macvlan({ mode: 'Bridge' })),
  one('ipvlanModeUnknown', { type: 'ipvlan', master: 'eth0', mode: 'bridge', ipam: local() }),
  one('mtuAboveMaster', macvlan({ mtu: 9000 })),
  one('vlanWithoutMaster', { type: 'vlan', vlanId: 5, ipam: local() }),
  one('ipamMissingForPlugin', { type: 'dummy' }),
  one('deviceSelectorMissing', { type: 'host-device' }),
  one('hostDeviceMissing', { type: 'host-device', device: 'eth99' }),
  one('ptpWithoutGateway', { type: 'ptp', ipam: fixed('10.8.1.2/24') }),
  one('ipamWithoutAddress', bridge({}, { type: 'static', addresses: [] })),
  one(
    'gatewayUnreachable',
    bridge(
      {},
      fixed('10.8.2.2/24', { gateway: '10.9.0.1' }) && {
        ...fixed('10.8.2.2/24'),
        routes: [{ dst: '0.0.0.0/0', gw: '10.9.0.1' }],
      },
    ),
  ),
  one(
    'routeExists',
    bridge({ isDefaultGateway: true, bridge: 'explained3' }, local({ routes: [{ dst: '0.0.0.0/0' }] })),
  ),
  one('routeInvalid', bridge({}, { ...fixed('10.8.3.2/24'), routes: [{ dst: '192.168.1.5/24', gw: '10.8.3.1' }] })),
  one('routeFamily', bridge({}, { ...fixed('10.8.4.2/24'), routes: [{ dst: '10.0.0.0/8', gw: 'fd00::1' }] })),
  one(
    'rangeExhausted',
    bridge(
      {},
      {
        type: 'host-local',
        ranges: [[{ subnet: '10.8.5.0/30', rangeStart: '10.8.5.1', rangeEnd: '10.8.5.1', gateway: '10.8.5.1' }]],
      },
    ),
  ),
  one('requestedAddressOutside', bridge({ capabilities: { ips: true } }), { capabilities: { ips: ['10.1.1.1/24'] } }),
  one('noRanges', bridge({}, { type: 'host-local' })),
  one('rangeInvalid', bridge({}, { type: 'host-local', ranges: [[{ subnet: '10.8.6.7/24' }]] })),
  one(
    'rangesOverlap',
    bridge({}, { type: 'host-local', ranges: [[{ subnet: '10.8.0.0/16' }], [{ subnet: '10.8.7.0/24' }]] }),
  ),
  one(
    'severalAddressesOldVersion',
    bridge({}, { type: 'host-local', ranges: [[{ subnet: '10.8.8.0/24' }], [{ subnet: '10.8.9.0/24' }]] }),
    { version: '0.2.0' },
  ),
  one('ipamKeyMissing', { type: 'host-local' }),
  one('addressNotCIDR', bridge({}, fixed('10.8.10.2'))),
  one('ipInvalid', bridge({}, fixed('10.8.11.2/24', { gateway: '10.8.11' }))),
  one('dhcpDaemonMissing', bridge({}, { type: 'dhcp' })),
  one('chainedFirst', { type: 'firewall' }),
  one(
    'chainedFirst',
    { type: 'portmap', capabilities: { portMappings: true } },
    {
      capabilities: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] },
    },
  ),
  one('chainedFirst', { type: 'tuning', mtu: 1400 }),
  after('portmapMarks', { type: 'portmap', externalSetMarkChain: 'X', markMasqBit: 3 }),
  after('portmapMarkBit', { type: 'portmap', markMasqBit: 40 }),
  after('portmapBackend', { type: 'portmap', backend: 'ipfw' }),
  {
    ...after('portInvalid', { type: 'portmap', capabilities: { portMappings: true } }),
    capabilities: { portMappings: [{ hostPort: 0, containerPort: 80, protocol: 'tcp' }] },
  },
  after('ingressPolicyUnknown', { type: 'firewall', ingressPolicy: 'strict' }),
  after('bandwidthPair', { type: 'bandwidth', ingressRate: 1000 }),
  after('bandwidthBurst', { type: 'bandwidth', ingressRate: 1000, ingressBurst: 40_000_000_000 }),
  {
    id: 'bandwidthWithoutVeth',
    plugins: [macvlan(), { type: 'bandwidth', ingressRate: 100_000, ingressBurst: 100_000 }],
  },
  after('sysctlNotNet', { type: 'tuning', sysctl: { 'kernel.pid_max': '100' } }),
  after('sysctlMissing', { type: 'tuning', sysctl: { 'net.ipv4.conf.eth99.arp_filter': '1' } }),
  { id: 'sbrWithoutAddress', plugins: [{ type: 'macvlan', master: 'eth0' }, { type: 'sbr' }] },
  after('vrfName', { type: 'vrf' }),
  one('netconfWrongType', macvlan({ linkInContainer: 'yes' })),
  one('macMulticast', macvlan({ mac: '01:00:5e:00:00:01' })),
  one('checkRouteMissing', bridge({ isDefaultGateway: true, bridge: 'explained8' }), {
    beforeCheck: 'nsenter --net="$1" ip route flush all',
  }),
  one('resultNotRead', bridge(), { beforeCheck: 'for f in /var/lib/cni/results/*; do echo "{" >"$f"; done' }),
  one('checkUnsupported', bridge(), { version: '0.3.1', beforeCheck: ':' }),
  one('checkInterfaceMissing', bridge(), { beforeCheck: 'nsenter --net="$1" ip link del eth0' }),
  one('checkAddressMissing', bridge(), { beforeCheck: 'nsenter --net="$1" ip address flush dev eth0' }),
  one('reservationMissing', bridge(), { beforeCheck: 'rm -rf /var/lib/cni/networks' }),
  {
    ...after('checkTuning', { type: 'tuning', mtu: 1400 }),
    beforeCheck: 'nsenter --net="$1" ip link set eth0 mtu 1300',
  },
  after('checkQueueLength', { type: 'tuning', txQLen: 2 ** 32 + 1000 }),
  one('pluginPanic', { type: 'bandwidth' }),
  one('prevResultUnreadable', { type: 'tuning', mtu: 1400, prevResult: { cniVersion: '0.4.0' } }),
  one('bandwidthNoInterfaces', {
    type: 'bandwidth',
    ingressRate: 1_000_000,
    ingressBurst: 1_000_000,
    prevResult: { cniVersion: '1.0.0', ips: [{ address: '10.35.0.2/24' }] },
  }),
  one('addressTwice', bridge({}, { type: 'static', addresses: ['10.78.1.2/24', '10.78.1.2/24'].map(address) })),
  one('cidrInvalid', bridge({}, { ...fixed('10.78.2.2/24'), routes: [{ dst: '10.78' }] })),
  one('routeScope', bridge({}, { ...fixed('10.78.3.2/24'), routes: [{ ...far, gw: '10.78.3.1', scope: 253 }] })),
  one('gatewayInvalid', bridge({}, { type: 'static' }), {
    args: [
      ['IgnoreUnknown', '1'],
      ['IP', '10.78.4.2/24'],
      ['GATEWAY', 'none'],
    ],
  }),
  { id: 'addressReserved', plugins: [shared, shared] },
  one('macvlanBusy', macvlan({ master: 'busy0' }), {
    prepare:
      'ip link add busy0 type veth peer name busy1; ip link add busy2 type bridge; ip link set busy0 master busy2',
  }),
  after('sysctlValueInvalid', { type: 'tuning', sysctl: { 'net.ipv4.conf.IFNAME.arp_filter': 'on' } }),
  after('tuningRejected', { type: 'tuning', mtu: 1 }),
  after('sbrRoute', { type: 'sbr' }, { type: 'sbr' }),
  {
    ...after('portmapFailed', { type: 'portmap', capabilities: { portMappings: true }, conditionsV4: ['--none'] }),
    capabilities: { portMappings: [{ hostPort: 8081, containerPort: 80, protocol: 'tcp' }] },
  },
  {
    ...after('portMappingRejected', { type: 'portmap', backend: 'iptables', capabilities: { portMappings: true } }),
    capabilities: { portMappings: [{ hostPort: 8085, containerPort: 80 }] },
  },
  {
    ...after('checkPortMappings', { type: 'portmap', capabilities: { portMappings: true } }),
    capabilities: { portMappings: [{ hostPort: 8082, containerPort: 80, protocol: 'tcp' }] },
    beforeCheck: 'iptables -t nat -F',
  },
  { ...after('checkFirewall', { type: 'firewall', backend: 'iptables' }), beforeCheck: 'iptables -F' },
];
