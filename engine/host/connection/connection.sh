# Observes a connection between two network namespaces of a host, for `sh -c` in the C locale. Sends a few packets and changes
# nothing else. An empty path means the namespace of the host. $1: a nonce, $2: the verb, then its arguments ($1 $2
# $3 $4 $5 $6).
# `routes SOURCE TARGET FROM TO`: looks up the routes of both ends. FROM is used if the kernel selects no source address.
# `probe SOURCE TARGET FROM TO ENTRY EXIT DEVICE TARGET_DEVICE SIZE PORT`: looks up the other routes, and counts packets while
# it pings, also with SIZE bytes, and opens a TCP connection if there is a PORT.
# Prints sections (section.sh); the name of a section is `source`, `target` or `host` where it is about one of them.
cni_nonce=$1 verb=$2
shift 2
. ../facts/section.sh
. ../shell/extend-path.sh

# within COMMAND: runs it in the namespace with the path $path, or in that of this shell.
within() {
  if [ -z "$path" ]; then "$@"; else nsenter --net="$path" -- "$@"; fi
}

# each COMMAND NAME: runs a command for each of the three namespaces as a section of this kind.
each() {
  kind=$1
  shift
  for place in source target host; do
    case $place in source) path=$source ;; target) path=$target ;; *) path= ;; esac
    section "$kind" "$place"
    within "$@" 2>/dev/null
  done
}

# look_up NAME PATH WORD…: prints a route.
look_up() {
  section route "$1"
  path=$2
  shift 2
  within ip -o route get "$@" 2>&1
}

# print_counters MOMENT: prints the counters of all three firewalls.
print_counters() {
  each "iptables$1" iptables-save -c
  each "ip6tables$1" ip6tables-save -c
  each "nft$1" nft list ruleset
}

# connect ADDRESS PORT: prints `open`, `missing` without a program for it, or the messages of the program and `failed`.
connect() {
  if command -v bash >/dev/null; then
    # shellcheck disable=SC2016 # for bash; its descriptor 3 is the connection
    within timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$1" "$2" 2>&1 && echo open || echo failed
  elif command -v nc >/dev/null; then
    within nc -z -w 3 "$1" "$2" 2>&1 && echo open || echo failed
  else
    echo missing
  fi
}

source=$1 target=$2 from=$3 to=$4
case $verb in
  routes)
    path=$source
    found=$(within ip -o route get "$to" 2>&1)
    selected=${found#* src }
    [ "$selected" = "$found" ] || from=${selected%% *}
    section from "$from"
    section route source
    printf '%s\n' "$found"
    look_up target "$target" "$from" from "$to"
    ;;
  probe)
    shift 4
    entry=$1 exit=$2 device=$3 target_device=$4 size=$5 port=$6
    [ -z "$entry" ] || look_up forth '' "$to" from "$from" iif "$entry"
    [ -z "$exit" ] || look_up back '' "$from" from "$to" iif "$exit"
    [ -z "$target_device" ] || look_up arrival "$target" "$to" from "$from" iif "$target_device"
    [ -z "$device" ] || look_up return "$source" "$from" from "$to" iif "$device"
    # shellcheck disable=SC2016 # for the other shell
    each sysctl /bin/sh -c 'cd /proc/sys/net && grep -Hs . ipv4/conf/*/rp_filter ipv[46]/conf/*/forwarding'
    print_counters Before
    path=$source
    section ping small
    within ping -n -c 2 -W 1 -I "$from" "$to" 2>&1 || size=0
    section ping large
    [ "$size" = 0 ] || within ping -n -c 2 -W 1 -M "do" -s "$size" -I "$from" "$to" 2>&1
    section tcp -
    [ -z "$port" ] || connect "$to" "$port"
    print_counters After
    each neighbors ip -o neighbor show
    ;;
esac
section end -
