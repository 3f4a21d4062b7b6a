import type { JSONObject } from '../../../engine/libcni/index.ts';
import { referencePlugins } from '../reference/reference-site.ts';
import { after, bridge, directly, type FailingNetwork, fixed, local, macvlan, one } from './failing-network.ts';

const inContainer = 'nsenter --net="$1"';
const sysctls = '/proc/sys/net';
/** Takes a program from the host. */
const without = (tool: string): Pick<FailingNetwork, 'prepare' | 'restore'> => ({
  prepare: `readlink -f "$(command -v ${tool})" >/run/hidden; mount --bind /dev/null "$(cat /run/hidden)"`,
  restore: 'umount "$(cat /run/hidden)"',
});
const chained = { cniVersion: '1.0.0', ips: [{ address: '10.79.9.2/24' }] };
const limits = { type: 'bandwidth', ingressRate: 1_000_000, ingressBurst: 1_000_000 };
const kind = (type: string): string => `ip link add kind0 type ${type} && ip link del kind0`;

/** Networks that fail because of the kernel, interfaces, settings or programs of the host. */
export const failingHosts: readonly FailingNetwork[] = [
  one(
    'bridgeAddressDenied',
    bridge({ bridge: 'denied0', isGateway: true }, fixed('fd00:79:1::2/64', { gateway: 'fd00:79:1::1' })),
    {
      prepare: 'ip link add denied0 type bridge; echo 1 >/proc/sys/net/ipv6/conf/denied0/disable_ipv6',
    },
  ),
  one(
    'bridgeAddressInvalid',
    bridge({ bridge: 'wrong0', isGateway: true }, fixed('fd00:79:2::2/64', { gateway: 'ff02::1' })),
  ),
  one('spoofCheckFailed', bridge({ macspoofchk: true }), without('nft')),
  one(
    'toolMissing',
    bridge({ ipMasq: true, isGateway: true, bridge: 'tool0', ipMasqBackend: 'iptables' }),
    without('iptables'),
  ),
  one('macvlanInvalid', macvlan({ master: 'lo' })),
  one('masterMissing', { type: 'ipvlan', master: 'eth99', ipam: local() }),
  { ...one('linkTypeUnsupported', { type: 'dummy', ipam: local() }), unless: kind('dummy') },
  one('vethInvalid', { type: 'ptp', mtu: 10, ipam: local() }),
  one('linkNameInvalid', { type: 'vlan', master: 'x'.repeat(200), vlanId: 5, ipam: local() }),
  one('noDefaultRouteInterface', { type: 'macvlan', linkInContainer: true, ipam: local() }),
  after('ipvlanChainedMaster', { type: 'ipvlan' }),
  one('deviceNotMoved', { type: 'host-device', device: 'lo' }),
  one('tapProgramFailed', { type: 'tap', owner: 0, group: 0, mtu: 10 }),
  one('loopbackDown', { type: 'loopback' }, { beforeCheck: `${inContainer} ip link set lo down` }),
  one('loopbackForeignAddress', { type: 'loopback' }, { prepare: `${inContainer} ip address add 10.79.3.2/24 dev lo` }),
  {
    ...after('checkLimits', limits),
    beforeCheck: `for l in /sys/class/net/veth*; do tc qdisc change dev "\${l##*/}" root tbf rate 2mbit burst 9k latency 9ms 2>/dev/null || :; done`,
  },
  one('resultWithoutAddress', bridge({ ipam: {} }), { version: '0.2.0' }),
  one(
    'addressNotAdded',
    { type: 'ptp', ipam: fixed('fd00:79:4::2/64', { gateway: 'fd00:79:4::1' }) },
    {
      prepare: `echo 1 >${sysctls}/ipv6/conf/default/disable_ipv6`,
      restore: `echo 0 >${sysctls}/ipv6/conf/default/disable_ipv6`,
    },
  ),
  one('addressUnassignable', bridge({}, fixed('ff02::5/64'))),
  one(
    'addressDuplicate',
    bridge({ bridge: 'taken0', enabledad: true }, fixed('fd00:79:7::2/64', { gateway: 'fd00:79:7::1' })),
    {
      prepare: 'ip link add taken0 type bridge; ip link set taken0 up; ip address add fd00:79:7::2/64 dev taken0 nodad',
    },
  ),
  one('addressTentative', bridge({ enabledad: true }, fixed('fd00:79:8::2/64', { gateway: 'fd00:79:8::1' })), {
    prepare: `${inContainer} sh -c 'echo 90 >${sysctls}/ipv6/conf/default/dad_transmits'`,
  }),
  one('dhcpNoAnswer', bridge({}, { type: 'dhcp' }), {
    prepare:
      '"$2/dhcp" daemon -timeout 50ms -resendmax 10ms -resendtimeout 60ms </dev/null >/dev/null 2>&1 & echo $! >/run/dhcp.pid; n=0; until [ -e /run/cni/dhcp.sock ] || [ $n = 99 ]; do n=$((n+1)); sleep 0.02; done',
    restore: 'kill "$(cat /run/dhcp.pid)"; rm -f /run/cni/dhcp.sock',
  }),
  { ...after('firewallIptables', { type: 'firewall', backend: 'iptables' }), ...without('iptables') },
  after('shapingKernel', limits, limits),
  { ...after('vrfUnsupported', { type: 'vrf', vrfname: 'red' }), unless: kind('vrf table 9') },
  after('iptablesFailed', {
    type: 'firewall',
    backend: 'iptables',
    iptablesAdminChainName: 'A-NAME-THAT-IS-MUCH-TOO-LONG-FOR-IT',
  }),
  one('ingressPolicyWithoutBridge', {
    type: 'firewall',
    ingressPolicy: 'same-bridge',
    prevResult: chained,
  }),
  // The kernel has no IPv6 settings for an interface with such an MTU.
  one('ipv6SysctlMissing', bridge({ mtu: 1200, bridge: 'small0' }, fixed('fd00:79:11::2/64'))),
  one(
    'sysctlNotAllowed',
    { type: 'tuning', sysctl: { 'net.ipv4.ip_forward': '1' }, prevResult: chained },
    {
      prepare:
        'mkdir -p /run/etc/cni/tuning; echo "^net.core" >/run/etc/cni/tuning/allowlist.conf; mount --bind /run/etc /etc',
      restore: 'umount /etc',
    },
  ),
  one(
    'tuningAllowlist',
    { type: 'tuning', sysctl: { 'net.ipv4.ip_forward': '1' }, prevResult: chained },
    {
      prepare: 'mkdir -p /run/unreadable/cni/tuning/allowlist.conf; mount --bind /run/unreadable /etc',
      restore: 'umount /etc',
    },
  ),
  one('diskFull', bridge({}, local({ dataDir: '/run/full' })), {
    prepare:
      'mkdir /run/full; mount -t tmpfs -o size=16k full /run/full; head -c 16384 /dev/zero >/run/full/filled || :',
    restore: 'umount /run/full',
  }),
  one('stateNotWritten', bridge({}, local({ dataDir: '/run/fixed' })), {
    prepare: 'mkdir /run/fixed; mount -t tmpfs -o ro fixed /run/fixed',
    restore: 'umount /run/fixed',
  }),
  // The plugin starts in a directory that it cannot write to.
  one('stateNotWritten', bridge({}, local({ dataDir: '0' }))),
  {
    id: 'limitReached',
    plugins: [],
    command: directly(
      'prlimit --nofile=3 "$2/bridge"',
      JSON.stringify({ cniVersion: '1.0.0', name: 'n', ...bridge({ bridge: 'limited0' }) }),
    ),
  },
  {
    // libcni would pass on only one of the two.
    id: 'sysctlDuplicate',
    plugins: [],
    command: directly(
      '"$2/tuning"',
      '{"cniVersion":"1.0.0","name":"n","type":"tuning","sysctl":{"net.core.a":"1","net.core.a":"2"},"prevResult":{}}',
    ),
  },
  {
    id: 'notPermitted',
    plugins: [],
    command: directly(
      'setpriv --bounding-set -all --inh-caps -all "$2/bridge"',
      JSON.stringify({ cniVersion: '1.0.0', name: 'n', ...bridge({ bridge: 'forbidden0' }) }),
    ),
  },
  {
    ...after('portmapNoIptables', { type: 'portmap', backend: 'iptables', capabilities: { portMappings: true } }),
    capabilities: { portMappings: [{ hostPort: 8084, containerPort: 80, protocol: 'tcp' }] },
    beforeCheck: without('iptables').prepare ?? '',
    restore: without('iptables').restore ?? '',
  },
  // An IPAM plugin, which bridge calls when the port is up, takes it down.
  one('bridgePortDown', bridge({ bridge: 'down0' }, { type: 'taker' }), {
    pluginDirs: [referencePlugins ?? '', '/run/taker'],
    prepare: `mkdir /run/taker && cat >/run/taker/taker <<'END' && chmod 755 /run/taker/taker
#!/bin/sh
PATH=$PATH:/usr/sbin:/sbin
[ "$CNI_COMMAND" = ADD ] || exit 0
for port in /sys/class/net/down0/brif/*; do ip link set "\${port##*/}" down; done
echo '${JSON.stringify(chained)}'
END`,
  }),
];

type Outside = FailingNetwork & { readonly command: string };
/** Runs a plugin with a read-only /proc/sys, after more shell text. */
const withReadOnlySysctls = (
  id: Outside['id'],
  first: string,
  { type, ...config }: JSONObject & { readonly type: string },
): Outside => ({
  id,
  plugins: [],
  command: `${first}; mount --bind /proc/sys /proc/sys; mount -o remount,bind,ro /proc/sys; ${directly(
    `CNI_NETNS_OVERRIDE=1 "$2/${type}"`,
    JSON.stringify({ cniVersion: '1.0.0', name: 'n', type, ...config }),
  )}`,
});

/**
 * Plugins that fail as root of the machine, in a mount namespace and a network namespace of their own: root of a sandbox
 * cannot mount /proc/sys, and may not open /dev/net/tun everywhere.
 */
export const failingOutside: readonly Outside[] = [
  withReadOnlySysctls('forwardingNotEnabled', 'echo 0 >/proc/sys/net/ipv4/ip_forward', {
    type: 'ptp',
    ipam: fixed('10.79.12.2/24', { gateway: '10.79.12.1' }),
  }),
  withReadOnlySysctls('sysctlReadOnly', ':', {
    type: 'tuning',
    sysctl: { 'net.ipv4.ip_forward': '1' },
    prevResult: chained,
  }),
  withReadOnlySysctls(
    'routeLocalnetFailed',
    'ip link add routed0 type bridge; ip link set routed0 up; ip address add 10.79.9.1/24 dev routed0',
    {
      type: 'portmap',
      backend: 'iptables',
      runtimeConfig: { portMappings: [{ hostPort: 8083, containerPort: 80, protocol: 'tcp' }] },
      prevResult: chained,
    },
  ),
  {
    id: 'tapBridgeMissing',
    plugins: [],
    command: directly(
      'CNI_NETNS_OVERRIDE=1 "$2/tap"',
      JSON.stringify({ cniVersion: '1.0.0', name: 'n', type: 'tap', bridge: 'br7' }),
    ),
  },
];
