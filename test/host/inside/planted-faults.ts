import type { ConnectionCause } from '../../../engine/host/connection/leg.ts';

/**
 * Builds three namespaces: `a` and `c` on the bridge br1 (10.1.0.0/24), `b` on br2 (10.2.0.0/24). The host is the gateway of
 * both. Removes what an earlier fault left.
 */
export const lab = `
for n in a b c d; do ip netns del $n 2>/dev/null; done
for l in br1 br2 va vb vc vd other; do ip link del $l 2>/dev/null; done
ip route del blackhole 10.2.0.2/32 2>/dev/null
nft flush ruleset; iptables -F; iptables -P FORWARD ACCEPT
set -e
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter; echo 0 >/proc/sys/net/ipv4/conf/default/rp_filter
for n in 1 2; do ip link add br$n type bridge; ip addr add 10.$n.0.1/24 dev br$n; ip link set br$n up; done
attach() {
  ip netns add $1; ip link add v$1 type veth peer name eth0 netns $1; ip link set v$1 master $2 up
  ip -n $1 link set lo up; ip -n $1 addr add $3/24 dev eth0; ip -n $1 link set eth0 up; ip -n $1 route add default via $4
}
attach a br1 10.1.0.2 10.1.0.1; attach c br1 10.1.0.3 10.1.0.1; attach b br2 10.2.0.2 10.2.0.1
`;

/** A fault that is planted in the {@link lab}, and the cause that the test of the connection must name. */
export interface PlantedFault {
  readonly name: string;
  readonly plant: string;
  /** Default: from `a` to `b`. */
  readonly target?: 'b' | 'c';
  readonly port?: number;
  readonly cause: ConnectionCause;
  /** Part of the message that names the place. */
  readonly says: string;
}

export const plantedFaults: readonly PlantedFault[] = [
  { name: 'no route in the source', plant: 'ip -n a route del default', cause: 'noRoute', says: 'No route of "a"' },
  {
    name: 'no route back',
    plant: 'ip -n b route del default',
    cause: 'noRoute',
    says: 'No route of "b" leads to 10.1.0.2',
  },
  {
    name: 'a gateway that does not exist',
    plant: 'ip -n a route replace default via 10.1.0.77',
    cause: 'wrongGateway',
    says: 'The gateway 10.1.0.77 of "a" does not exist',
  },
  {
    name: 'a wrong gateway of the target',
    plant: 'ip -n b route replace default via 10.2.0.77',
    cause: 'wrongGateway',
    says: 'The gateway 10.2.0.77 of "b" does not exist',
  },
  {
    name: 'no forwarding',
    plant: 'echo 0 >/proc/sys/net/ipv4/ip_forward',
    cause: 'forwardingOff',
    says: 'does not forward packets from br1',
  },
  {
    name: 'DROP of iptables',
    plant: 'iptables -A FORWARD -s 10.1.0.2 -j DROP',
    cause: 'firewall',
    says: '-A FORWARD -s 10.1.0.2/32 -j DROP',
  },
  { name: 'the policy of iptables', plant: 'iptables -P FORWARD DROP', cause: 'firewall', says: '-P FORWARD DROP' },
  {
    name: 'drop of nft with a counter',
    plant: `nft add table inet t; nft add chain inet t f '{ type filter hook forward priority 0; }'; nft add rule inet t f ip daddr 10.2.0.0/24 counter drop`,
    cause: 'firewall',
    says: 'ip daddr 10.2.0.0/24 counter drop',
  },
  {
    name: 'drop of nft without a counter',
    plant: `nft add table inet t; nft add chain inet t f '{ type filter hook forward priority 0; }'; nft add rule inet t f ip saddr 10.2.0.2 drop`,
    cause: 'firewall',
    says: 'ip saddr 10.2.0.2 drop (inet t f)',
  },
  {
    name: 'a firewall in the target',
    plant: 'ip netns exec b iptables -A INPUT -p icmp -j DROP',
    cause: 'firewall',
    says: 'The firewall of "b"',
  },
  {
    name: 'a blackhole',
    plant: 'ip -n a route add blackhole 10.2.0.0/24',
    cause: 'blockedByRoute',
    says: 'blackhole 10.2.0.0/24',
  },
  {
    name: 'a blackhole of the host',
    plant: 'ip route add blackhole 10.2.0.2/32',
    cause: 'blockedByRoute',
    says: 'The route "blackhole 10.2.0.2" of the host',
  },
  {
    name: 'a rule',
    plant: 'ip -n a rule add to 10.2.0.0/24 prohibit',
    cause: 'blockedByRule',
    says: 'to 10.2.0.0/24 prohibit" of "a"',
  },
  { name: 'a link that is down', plant: 'ip -n a link set eth0 down', cause: 'linkDown', says: 'eth0 of "a" is down' },
  {
    name: 'an end on the host that is down',
    plant: 'ip link set vb down',
    cause: 'linkDown',
    says: 'vb of the host is down',
  },
  { name: 'a bridge that is down', plant: 'ip link set br2 down', cause: 'linkDown', says: 'br2 of the host is down' },
  {
    name: 'an address on the wrong side',
    plant: 'ip -n b addr flush dev eth0; ip -n b addr add 10.1.0.9/24 dev eth0; ip -n b route add default via 10.1.0.1',
    cause: 'wrongSide',
    says: '10.1.0.9',
  },
  {
    name: 'a subnet that is too large',
    plant: 'ip -n a addr flush dev eth0; ip -n a addr add 10.1.0.2/8 dev eth0',
    cause: 'wrongSide',
    says: '"a" expects 10.2.0.2 on the link of eth0, but br2 of the host leads there',
  },
  {
    name: 'a port that left its bridge',
    plant: 'ip link set va nomaster',
    cause: 'portDetached',
    says: 'va, the end of "a" on the host, is not a port of the bridge br1',
  },
  {
    name: 'a detached port of a neighbor',
    plant: 'ip link set vc nomaster',
    target: 'c',
    cause: 'portDetached',
    says: 'vc, the end of "c"',
  },
  {
    name: 'a duplicate address',
    plant: `ip netns add d; ip link add vd type veth peer name eth0 netns d; ip link set vd master br2 up
      ip -n d addr add 10.2.0.2/24 dev eth0; ip -n d link set eth0 up`,
    cause: 'duplicateAddress',
    says: '10.2.0.2 is an address of "b" and of "d"',
  },
  {
    name: 'an MTU that is too small',
    plant: 'ip -n b link set eth0 mtu 1400; ip link set vb mtu 1400; ip link set br2 mtu 1400',
    cause: 'mtu',
    says: 'takes only 1400',
  },
  {
    name: 'a smaller port of the same bridge',
    plant: 'ip link set vc mtu 1300; ip -n c link set eth0 mtu 1300; ip link set br1 mtu 1500',
    target: 'c',
    cause: 'mtu',
    says: 'takes only 1300',
  },
  {
    name: 'a strict reverse path filter',
    plant: `ip link add other type veth peer name eth1 netns b; ip -n b addr add 10.3.0.2/24 dev eth1; ip -n b link set eth1 up
      ip link set other up; ip -n b route add 10.1.0.0/24 dev eth1; echo 1 | ip netns exec b tee /proc/sys/net/ipv4/conf/eth0/rp_filter`,
    cause: 'reversePathFilter',
    says: 'Packets from 10.1.0.2 on eth0 of "b" are dropped',
  },
  {
    name: 'no program on the port',
    plant: ':',
    port: 8080,
    cause: 'notListening',
    says: 'listens on port 8080 of "b"',
  },
  {
    name: 'a filtered port',
    plant: 'iptables -A FORWARD -p tcp --dport 8080 -j DROP',
    port: 8080,
    cause: 'firewall',
    says: '--dport 8080 -j DROP',
  },
  { name: 'no address', plant: 'ip -n b addr flush dev eth0', cause: 'noAddress', says: '"b" has no address' },
];
