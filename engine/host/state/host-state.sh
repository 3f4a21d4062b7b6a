# Prints what CNI plugins change on a host and in a namespace, for `sh -c` in the C locale: links, addresses, routes, rules,
# nft, iptables, sysctls, files of host-local. Changes nothing, and works with the ip of busybox.
# $1: a nonce, $2: path of the namespace or empty, $3: the number of directories with reservations, $4 …: these directories,
# then more sysctls as paths below /proc/sys/net. Prints sections (see section.sh), each named `host` or `namespace`; the last
# one is `end`.
cni_nonce=$1 namespace=$2 count=$3
shift 3
. ../facts/section.sh

print_reservations() {
  for file in "$1"/*; do
    if [ ! -f "$file" ] || [ ! -r "$file" ]; then continue; fi
    container='' interface=''
    { read -r container; read -r interface; } <"$file"
    printf '%s %s %s\n' "$container" "$interface" "$file"
  done
}

# within COMMAND: runs it on the host or in the namespace, as $name says.
within() {
  if [ "$name" = host ]; then "$@"; else nsenter --net="$namespace" -- "$@"; fi
}

# print_state NAME SYSCTL…: prints the state of the host or of the namespace.
print_state() {
  name=$1
  shift
  section links "$name"
  # busybox has no -d, and so does not print which link is a bridge.
  within ip -o -d link || {
    within ip -o link
    section bridges "$name"
    [ "$name" = namespace ] || printf '%s\n' /sys/class/net/*/bridge
  }
  section addresses "$name"
  within ip -o address
  for family in 4 6; do
    section "routes$family" "$name"
    within ip "-$family" -o route show table all
    section "rules$family" "$name"
    within ip "-$family" rule
  done
  section nft "$name"
  within nft -s list ruleset
  for program in iptables ip6tables; do
    section "$program" "$name"
    within "$program-save"
  done
  section sysctls "$name"
  # In a shell of the namespace, which has files of its own interfaces.
  # shellcheck disable=SC2016 # expanded by that shell
  within /bin/sh -c '
    cd /proc/sys/net || exit
    for key in rp_filter arp_filter arp_announce arp_ignore arp_notify proxy_arp route_localnet; do
      set -- "$@" ipv4/conf/*/"$key"
    done
    for key in accept_ra accept_dad disable_ipv6 ndisc_notify proxy_ndp; do
      set -- "$@" ipv6/conf/*/"$key"
    done
    grep -Hs . ipv4/ip_forward ipv6/conf/all/forwarding "$@"' sh "$@"
}

# Before the sysctls, which the positional parameters then are.
while [ "$count" -gt 0 ]; do
  section reservations host
  print_reservations "$1"
  count=$((count - 1))
  shift
done
exec 2>/dev/null
print_state host "$@"
if [ -n "$namespace" ] && [ -e "$namespace" ] && command -v nsenter >/dev/null; then
  print_state namespace "$@"
fi
section end -
