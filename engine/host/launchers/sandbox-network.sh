# The second program of the sandbox, for `sh -c`, with the capabilities of root only inside it: creates the network, prints
# `ready PID IDENTITY`, and then waits for the end of its stdin, while it reaps orphans.
# $1: process ID of this shell as seen from outside; $2: `mapped` if root in the sandbox is another user outside, else `same`;
# $3: the process that held the namespaces; $4: root of the sandbox's own directories; $5: the plugin directories as shell
# words. stdout: `missing ip`; `closed N` for each plugin directory that the sandbox cannot read, counted from 0; `ready`.
# Descriptor 4 is the stdin of the program.
set -e
keeper=$1 identity=$2 holder=$3 root=$4 checked=$5
kill "$holder"

# The addresses are from the documentation ranges (RFC 5737, RFC 3849), except 4.2.2.2, which cnitool's tutorial pings. The
# uplink of the sandbox is eth0, so that configurations with "master": "eth0" work unchanged. cni-internet simulates the
# Internet, which answers on the addresses of its lo. There are no link-local addresses (addrgenmode none): while one is
# tentative, neighbors are not found for a second.
command -v ip >/dev/null || { echo "missing ip"; exit 1; }
# Few processes for speed. The IPv6 commands may fail without IPv6 in the kernel.
ip -batch - <<'END'
link set lo up
netns add cni-internet
link add eth0 type veth peer name uplink netns cni-internet
addr add 198.51.100.2/24 dev eth0
END
ip -force -batch - 2>/dev/null <<'END' || :
link set eth0 addrgenmode none
addr add 2001:db8:51::2/64 dev eth0 nodad
END
ip link set eth0 up
ip -n cni-internet -force -batch - 2>/dev/null <<'END' || :
link set uplink addrgenmode none
addr add 2001:db8:51::1/64 dev uplink nodad
addr add 2001:db8:4:2::2/128 dev lo nodad
END
ip -n cni-internet -batch - <<'END'
link set lo up
addr add 198.51.100.1/24 dev uplink
addr add 4.2.2.2/32 dev lo
link set uplink up
END
ip route add default via 198.51.100.1
ip -6 route add default via 2001:db8:51::1 2>/dev/null || :
echo 1 >/proc/sys/net/ipv4/ip_forward
[ ! -e /proc/sys/net/ipv6/conf/all/forwarding ] || echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
: >"$root/internet"
mount --bind /run/netns/cni-internet "$root/internet"
ip netns del cni-internet
eval "set -- $checked"
number=0
for directory do
  { [ -r "$directory" ] && [ -x "$directory" ]; } || echo "closed $number"
  number=$((number + 1))
done
. ../calls/share-mounts.sh
echo "ready $keeper $identity"
exec 4<&0 >/dev/null
cat <&4 &
wait "$!"
