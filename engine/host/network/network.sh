# Prints the live network of a host and of its namespaces, for `sh -c` in the C locale. Changes nothing, and works with the
# ip of busybox.
# $1: a nonce, $2: the most namespaces to read, $3: the number of namespaces up to which all are read in detail,
# $4 …: paths of namespaces to read in detail in any case.
# Prints sections (see section.sh). Those of a namespace have its inode as name, and `read` is the last of them. The section
# `ip` has JSON: one line for each command, unless the command fails. If ip cannot print JSON, there is one section with the
# text of each command instead. `end` comes last, unless the output was cut.
cni_nonce=$1 most=$2 most_detailed=$3
shift 3
. ../facts/section.sh
. ../facts/process-namespaces.sh
. ./pod-names.sh
. ./listening-sockets.sh
exec 2>/dev/null

# Bytes of the host's own namespace, which can have many routes, and of everything.
own_limit=4194304 limit=14680064

# The path saves each process the search. JSON, which busybox and old versions of iproute2 do not print, is faster than text:
# for text, ip opens all named namespaces and flushes each line.
ip=$(command -v ip)
json=
case $(echo rule show | "$ip" -j -d -batch -) in '['*) json=1 ;; esac

# The program of a shell in a namespace that is read in detail. $1: the nonce, $2: the inode. iptables is asked only where
# a table exists.
# shellcheck disable=SC2016 # expanded by that shell
detail='
  part() { printf "\n%s %s %s\n" "$nonce" "$1" "$inode"; }
  nonce=$1 inode=$2 tables= legacy= legacy6=
  part rules6
  ip -6 -o rule
  part nft
  ruleset=$(nft -s list ruleset) || tables=unknown
  printf "%s\n" "$ruleset"
  read -r legacy </proc/net/ip_tables_names
  read -r legacy6 </proc/net/ip6_tables_names
  [ -n "$tables$legacy$legacy6$ruleset" ] || exit
  for program in iptables ip6tables; do
    part "$program"
    "$program-save"
  done'

# within COMMAND: runs it in the namespace with the path $path, or in that of this shell.
within() {
  if [ -z "$path" ]; then "$@"; else nsenter --net="$path" -- "$@"; fi
}

# print_json INODE COMMAND: prints what ip reports of the namespace with the path $path, and of one more command.
print_json() {
  section ip "$1"
  within "$ip" -j -d -force -batch - <<END
address show
neighbor show
netconf show
rule show
route show table all
$2
END
}

# print_text INODE: prints the same without JSON. busybox reports no kind of links, but /sys has the bridges of the host.
print_text() {
  section links "$1"
  within "$ip" -o -d link || within "$ip" -o link
  section addresses "$1"
  within "$ip" -o address
  section neighbors "$1"
  within "$ip" neigh
  section sysctls "$1"
  within grep -Hs . /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding
  section rules "$1"
  within "$ip" rule
  section routes4 "$1"
  within "$ip" -4 -o route show table all
  section routes6 "$1"
  within "$ip" -6 -o route show table all
  [ -z "$path" ] || return
  section bridges "$1"
  printf '%s\n' /sys/class/net/*/bridge
}

# print_network INODE PATH: prints one namespace. Without a path, that of this shell.
print_network() {
  path=$2 more=
  # The names of namespaces make the other end of a veth certain, but all of them are opened.
  case $detailed in *" $1 "*) more='netns list-id' ;; esac
  if [ -n "$json" ]; then print_json "$1" "$more"; else print_text "$1" </dev/null; fi
  [ -z "$more" ] || within /bin/sh -c "$detail" sh "$cni_nonce" "$1" </dev/null
  section read "$1"
}

# print_lane NUMBER: prints the namespaces of one of the lanes.
print_lane() {
  at=0
  while read -r inode path; do
    [ "$((at % lanes))" -ne "$1" ] || print_network "$inode" "$path"
    at=$((at + 1))
  done <<END
$places
END
}

# buffer: prints its input when that ends. More than the limit loses its beginning, and the whole output is cut then.
buffer() {
  tail -c "$limit"
}

# print_lanes NUMBER: prints this lane and the next ones, at the same time and one after the other.
print_lanes() {
  if [ "$(($1 + 1))" -ge "$lanes" ]; then
    print_lane "$1"
    return
  fi
  print_lanes "$(($1 + 1))" | buffer | { print_lane "$1"; cat; }
}

# Sets `places` to lines `INODE PATH` of the namespaces, named ones first, and `count` to their number.
find_places() {
  part='' own='' seen=' ' places='' count=0 omitted=0
  while read -r first second rest; do
    case "$first $second" in
      "$cni_nonce netns") part=$rest; continue ;;
      ' ') continue ;;
    esac
    case $part in
      own) own=$first device=$second; continue ;;
      named) [ "$second" = "$device" ] || continue; path=$rest ;;
      processes) path=/proc/$second/ns/net ;;
    esac
    [ "$first" != "$own" ] || continue
    case $seen in *" $first "*) continue ;; esac
    seen="$seen$first "
    if [ "$count" -lt "$most" ]; then
      count=$((count + 1)) places="$places$first $path
"
    else
      omitted=$((omitted + 1))
    fi
  done <<END
$found
END
  places=${places%?}
}

# Prints everything. The own namespace comes first, and is read at the same time as the lanes of the others.
print_host() {
  printf '%s\n' "$found"
  section omitted "$omitted"
  print_pods
  {
    if [ -n "$places" ] && command -v nsenter >/dev/null; then
      print_lanes 0 | buffer
    fi
  } | {
    print_network "$own" '' | head -c "$own_limit"
    cat
  }
  print_sockets
  section end -
}

found=$(process_namespaces)
find_places
detailed=" $own "
if [ "$count" -le "$most_detailed" ]; then detailed=$seen$own' '; fi
if [ $# -gt 0 ]; then detailed="$detailed$(stat -L -c %i "$@" | tr '\n' ' ')"; fi
lanes=$(nproc) || lanes=1
[ "$lanes" -le 4 ] || lanes=4
print_host | head -c "$limit"
