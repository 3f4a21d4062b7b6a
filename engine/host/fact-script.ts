import { namespaceScript } from './fact-namespaces.ts';
import { reservationScript } from './reservations.ts';

/**
 * The script that looks at a host. Arguments: a nonce, the configuration directory, the plugin directories.
 * Its output is sections, each begun by a line `NONCE KIND NAME`; a section of what is not there is left out or, where
 * that is a fact in itself, of the kind `no-…`. Nothing is changed; plugins are asked for their VERSION only, in their
 * own time limit where the host has `timeout`. A file in which CNI_COMMAND stands nowhere is no plugin, and is not run:
 * nobody knows what it would do (/sbin/reboot is in a directory, too). Of a directory with hundreds of files, which is
 * none of plugins, the first ones are looked into, and of the others there are the names. A program that the kernel would
 * refuse is not run, since a shell would take it for a script; where binfmt_misc has an interpreter for programs of other
 * machines, it refuses none of those.
 */
export const factScript = `
n=$1 conf=$2; shift 2
section() { printf '\\n%s %s %s\\n' "$n" "$1" "$2"; }
${reservationScript}
${namespaceScript}
limit=; command -v timeout >/dev/null && limit='timeout 5'
[ -n "$limit" ] && timeout -k 1 5 true 2>/dev/null && limit='timeout -k 1 5'
configs() {
  for e in conf conflist json; do
    for f in "$conf"/*.$e "$conf"/.*.$e "$conf"/.$e; do [ -f "$f" ] && [ -r "$f" ] && $1 "$f"; done
  done
}
section kernel "$(uname -r)"; uname -m
[ -r /etc/os-release ] && { section distribution -; cat /etc/os-release; }
if command -v ip >/dev/null; then
  section ip addresses; ip -j -d address 2>/dev/null
  section ip routes; ip -j route 2>/dev/null
  section ip routes6; ip -j -6 route 2>/dev/null
fi
for f in /sys/class/net/*/wireless; do [ -d "$f" ] && { f=\${f%/wireless}; section wireless "\${f##*/}"; }; done
head20() { od -An -v -tx1 -N 20 "$1" 2>/dev/null | tr -d ' \\n'; }
kind() { case $1 in 7f454c46*) w=\${1#????????}; m=\${1#????????????????????????????????????}; echo "\${w%"\${w#????}"}$m" ;; 2321*) echo script ;; *) echo data ;; esac; }
own=$(kind "$(head20 "/proc/$$/exe")")
for f in /proc/sys/fs/binfmt_misc/*; do
  grep -q '^enabled' "$f" 2>/dev/null && grep -q '^magic 7f454c46' "$f" && own=
done
for d; do
  count=0
  if [ -d "$d" ] && { [ ! -r "$d" ] || [ ! -x "$d" ]; }; then section unread "$d"; fi
  for f in "$d"/*; do
  [ -f "$f" ] || { [ -h "$f" ] && [ ! -e "$f" ] && { section broken "$f"; readlink "$f"; }; continue; }
  count=$((count + 1)); [ $count -le 300 ] || { [ -x "$f" ] && section plugin "$f"; continue; }
  if [ ! -x "$f" ]; then
    section plain "$f"; stat -L -c %a "$f"
    at=$(df -P "$f" 2>/dev/null | sed -n '2s/.*% //p'); how=
    while read -r a b c options rest; do [ "$b" = "$at" ] && how=$options; done </proc/self/mounts
    printf '%s\\n' "$how"; continue
  fi
  k=; [ -n "$own" ] && [ -r "$f" ] && k=$(kind "$(head20 "$f")")
  case $k in
    data) section data "$f"; continue ;;
    script|''|"$own") ;;
    01010300) [ "$own" = 02013e00 ] || continue ;;
    *) section foreign "$f"; printf '%s %s\\n' "$k" "$own"; continue ;;
  esac
  section plugin "$f"; grep -q CNI_COMMAND "$f" 2>/dev/null || continue
  printf '{"cniVersion":"1.1.0"}' | CNI_COMMAND=VERSION $limit "$f" 2>/dev/null
  case \${f##*/} in
    bandwidth|bridge|dhcp|dummy|firewall|host-device|host-local|ipvlan|loopback|macvlan|portmap|ptp|sbr|static|tap|tuning|vlan|vrf)
      section about "$f"; $limit "$f" </dev/null 2>&1 | head -n 1 ;;
  esac
done; done
config() { section mode "$1"; stat -L -c %a "$1"; section config "$1"; cat "$1"; }
configs config
{ echo /var/lib/cni/networks
  configs cat | sed 's|"dataDir"|\\
&|g' |
    sed -n 's|^"dataDir"[[:space:]]*:[[:space:]]*"\\(/[^"]*\\)".*|\\1|p'
} | sort -u | while read -r d; do reservations "$d"; done
namespaces
for k in net.ipv4.ip_forward net.ipv6.conf.all.forwarding net.bridge.bridge-nf-call-iptables; do
  f=/proc/sys/$(printf '%s' "$k" | tr . /)
  if [ -r "$f" ]; then section sysctl $k; cat "$f"; else section no-sysctl $k; fi
done
for p in iptables ip6tables nft; do
  if command -v $p >/dev/null; then section program $p; else section no-program $p; fi
done
for f in /etc/cni/tuning/allowlist.conf /run/flannel/subnet.env; do
  if [ -r "$f" ]; then section file "$f"; head -c 65536 "$f"; elif [ ! -e "$f" ]; then section no-file "$f"; fi
done
f=/run/cni/dhcp.sock; if [ -S $f ]; then section file $f; else section no-file $f; fi
if [ -r "/lib/modules/$(uname -r)/modules.dep" ] && command -v modprobe >/dev/null; then
  for m in dummy macvlan ipvlan 8021q ifb vrf bridge tun; do
    if [ -d /sys/module/$m ] || modprobe -n -q $m; then section module $m; else section no-module $m; fi
  done
fi
exit 0
`;
