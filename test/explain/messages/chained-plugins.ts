import type { Message } from './message.ts';

/** Of chained plugins and the settings of the kernel. */
export const messages: readonly Message[] = [
  ['chainedFirst', 'must be called as chained plugin', 'chained master failure'],
  [
    'portmapNoIptables',
    'neither iptables nor ip6tables is usable, (iptables) exec: "iptables": executable file not found in $PATH, (ip6tables) exec: "ip6tables": executable file not found in $PATH',
    'ip6tables is usable',
  ],
  [
    'portmapFailed',
    'unable to create chain CNI-HOSTPORT-SETMARK: failed to list chains: running [/usr/sbin/iptables -t nat -S --wait]: exit status 3: modprobe: FATAL: Module ip_tables not found',
    'could not teardown ipv4 dnat: exit status 1',
  ],
  [
    'portMappingRejected',
    'unable to setup DNAT: running [/usr/sbin/iptables -t nat -C CNI-DN-3f2a -p http --dport 8080 -j CNI-HOSTPORT-SETMARK --wait]: exit status 2: iptables v1.8.9 (nf_tables): unknown protocol "http" specified',
    'unable to setup DNAT: running [/usr/sbin/iptables -t nat -C CNI-DN-3f2a -p tcp --dport 8080 --none --wait]: exit status 2: iptables v1.8.9 (nf_tables): unknown option "--none"',
  ],
  [
    'routeLocalnetFailed',
    'unable to enable route_localnet: open /proc/sys/net/ipv4/conf/cni0/route_localnet: read-only file system',
    'unable to enable forwarding',
  ],
  ['portmapMarks', 'Cannot specify externalSetMarkChain and markMasqBit', 'MasqMarkBit must be between 0 and 31'],
  ['portmapMarkBit', 'MasqMarkBit must be between 0 and 31', 'Cannot specify externalSetMarkChain and markMasqBit'],
  ['portmapBackend', 'unrecognized backend "ipfw"', 'unknown ipmasq backend "ipfw"'],
  ['portInvalid', 'Invalid host port number: 0', 'invalid port mapping'],
  [
    'firewallIptables',
    'could not initialize iptables protocol 0: exec: "iptables": executable file not found in $PATH',
    'could not initialize iptables: not found',
  ],
  [
    'firewalldFailed',
    'failed to add the address 10.1.0.5/32 to trusted zone: INVALID_ZONE: trusted',
    'failed to find the address 10.1.0.5/32 in trusted zone',
  ],
  [
    'ingressPolicyUnknown',
    'unknown ingress policy: "strict"',
    'interface needs to be set for ingress policy "same-bridge"',
  ],
  [
    'ingressPolicyWithoutBridge',
    'interface needs to be set for ingress policy "same-bridge", make sure to chain "firewall" plugin with "bridge"',
    'unknown ingress policy: "same"',
  ],
  ['bandwidthPair', 'if rate is set, burst must also be set', 'burst cannot be more than 4GB'],
  ['bandwidthBurst', 'burst cannot be more than 4GB', 'if burst is set, rate must also be set'],
  [
    'bandwidthWithoutVeth',
    'container interface net1 has no veth peer: interface "net1" was not a veth interface',
    'interface "net1" was not found',
  ],
  ['bandwidthNoInterfaces', 'no interfaces provided', 'no paths provided'],
  ['shapingKernel', 'create ifb qdisc: no such file or directory', 'create bridge: no such file'],
  [
    'tuningAllowlist',
    'open /etc/cni/tuning/allowlist.conf: permission denied',
    'open /etc/cni/net.d/10-pods.conflist: permission denied',
  ],
  [
    'stateNotWritten',
    'plugin type="bridge" failed (add): open /var/lib/cni/networks/pods/10.1.2.3: permission denied',
    'open /proc/sys/net/ipv4/ip_forward: permission denied',
  ],
  [
    'limitReached',
    'failed to open netns "/var/run/netns/web": open /var/run/netns/web: too many open files',
    'failed to open netns "/var/run/netns/web": open /var/run/netns/web: input/output error',
  ],
  [
    'diskFull',
    'write /var/lib/cni/networks/pods/10.1.2.3: no space left on device',
    'write /var/lib/cni/networks/pods/10.1.2.3: input/output error',
  ],
  [
    'sysctlNotAllowed',
    'Sysctl net.ipv4.conf.eth0.arp_filter is not allowed. Only the following sysctls are allowed: [^net\\.core\\.somaxconn$]',
    'invalid net sysctl key: "kernel.pid_max"',
  ],
  ['sysctlNotNet', 'invalid net sysctl key: "kernel.pid_max"', 'duplicated sysctl keys are not allowed'],
  [
    'sysctlMissing',
    'open /proc/sys/net/ipv4/conf/eth1/arp_filter: no such file or directory',
    'open /proc/self/ns/net: no such file or directory',
  ],
  [
    'sysctlReadOnly',
    'open /proc/sys/net/core/somaxconn: read-only file system',
    'open /proc/sys/net/core/somaxconn: no such file or directory',
  ],
  ['sysctlDuplicate', 'duplicated sysctl keys are not allowed', 'invalid net sysctl key: "x"'],
  [
    'checkQueueLength',
    'Error: Tuning configured Transmit Queue Length of eth0 is 824635826312, current value is 1000',
    'Error: Tuning configured MTU of eth0 is 1400, current value is 1500',
  ],
  [
    'checkTuning',
    'Error: Tuning configured value of /proc/sys/net/core/somaxconn is 500, current value is 128',
    'Error: tuning is not installed',
  ],
  ['sbrWithoutAddress', 'No IP addresses supplied on interface: net1', 'no interfaces provided'],
  ['sbrRoute', 'Failed to readd route: network is unreachable', 'Failed to list all routes: interrupted'],
  ['vrfName', 'configuration is expected to have a valid vrf name', 'Netlink blue is not a VRF'],
  ['vrfTable', 'VRF blue already exist with different routing table 5', 'VRF blue already exists'],
  ['vrfMaster', 'interface net1 has already a master set: blue', 'interface net1 was not found'],
  ['vrfUnsupported', 'could not add VRF blue: operation not supported', 'could not add VRF blue: file exists'],
  [
    'toolMissing',
    'failed to locate iptables: exec: "iptables": executable file not found in $PATH',
    'exec: "iptables": permission denied',
  ],
  [
    'iptablesFailed',
    "running [/usr/sbin/iptables -t nat -C CNI-FORWARD --wait]: exit status 2: iptables v1.8.10 (nf_tables): Couldn't load match `comment':No such file or directory",
    'running [iptables]: signal: killed',
  ],
  ['notPermitted', 'failed to create bridge "b": operation not permitted', 'permission to operate granted'],
];
