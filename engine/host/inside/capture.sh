# Captures packets in a network namespace into a file of the host, for `sh -c`. $1: the verb, then its arguments
# ($1 $2 $3 $4 $5). `run` is for this program only.
# `start PATH INTERFACE SECONDS BYTES FILTER…`: starts a capture in the background and prints its directory. It ends by itself
# after this time, at this size, and when nothing has polled it for some seconds (a lost connection).
# `poll DIRECTORY OFFSET`: prints the bytes after the offset, at most 4 MiB. Exits with cni_changed if the capture has ended.
# `stop DIRECTORY`: ends the process group of the capture. `complaint DIRECTORY`: prints the errors of tcpdump or dumpcap.
# `remove DIRECTORY`: ends it, and removes the directory.
. ../shell/exit-codes.sh
. ../shell/extend-path.sh
. ../shell/require-tool.sh
. ./enter-namespace.sh
patience=20

# tool: prints the program. tcpdump always changes its user as root, which a user namespace of an ordinary user forbids.
tool() {
  groups=
  { read -r groups </proc/self/setgroups; } 2>/dev/null
  if [ "$groups" = deny ]; then echo dumpcap; else echo tcpdump; fi
}

# is_running: true while the leader of the process group exists.
is_running() { [ -s "$directory/group" ] && kill -0 "$(cat "$directory/group")" 2>/dev/null; }

# end: ends the process group. The signal lets tcpdump write what it has; the second one cannot be ignored.
end() {
  is_running || return 0
  group=$(cat "$directory/group")
  kill -TERM "-$group" 2>/dev/null
  for _ in 1 2 3 4 5; do
    kill -0 "-$group" 2>/dev/null || return 0
    sleep 0.2 2>/dev/null || sleep 1
  done
  kill -KILL "-$group" 2>/dev/null
  return 0
}

# watch SECONDS: waits for the end of tcpdump, which is $dump, and ends it when the time is over or nothing polls.
watch() {
  left=$1 silent=0
  while kill -0 "$dump" 2>/dev/null; do
    sleep 1
    left=$((left - 1)) silent=$((silent + 1))
    if [ -e "$directory/polled" ]; then rm -f "$directory/polled"; silent=0; fi
    if [ "$left" -le 0 ]; then kill -TERM "$dump" 2>/dev/null; fi
    if [ "$silent" -ge "$patience" ]; then kill -KILL "$dump" 2>/dev/null; rm -rf "$directory"; exit 0; fi
  done
}

verb=$1
shift
case $verb in
  start)
    [ -e "$1" ] || { echo cni-workbench-missing >&2; exit "$cni_absent"; }
    require "$(tool)"
    require setsid
    directory=/tmp/.cni-workbench-capture-$$-$(date +%s)
    (umask 077; mkdir "$directory") || exit 1
    # shellcheck disable=SC2154 # the text of this program, from the environment
    setsid /bin/sh -c "$cni_program" sh run "$directory" "$@" >/dev/null 2>&1 </dev/null &
    printf '%s' "$directory"
    ;;
  run)
    directory=$1 path=$2 interface=$3 seconds=$4 blocks=$(($5 / 512))
    shift 5
    trap '' TERM
    echo $$ >"$directory/group"
    # tcpdump and dumpcap handle the signal although it is ignored here. The names end as AppArmor allows tcpdump to write.
    (
      ulimit -f "$blocks"
      if [ "$(tool)" = tcpdump ]; then
        enter "$path" tcpdump -n -U -s 0 -Z root -i "$interface" -w - "$@"
      else
        enter "$path" dumpcap -q -P -i "$interface" -f "$*" -w -
      fi
    ) >"$directory/packets.pcap" 2>"$directory/complaint.cap" &
    dump=$!
    watch "$seconds"
    ;;
  poll)
    directory=$1
    [ -d "$directory" ] || exit "$cni_absent"
    running=0
    if is_running || [ ! -s "$directory/group" ]; then running=1; fi
    : >"$directory/polled"
    tail -c "+$(($2 + 1))" "$directory/packets.pcap" 2>/dev/null | head -c 4194304
    [ "$running" = 1 ] || exit "$cni_changed"
    ;;
  stop) directory=$1; end ;;
  complaint) sed '/^Capturing on /d' "$1/complaint.cap" ;;
  remove) directory=$1; end; rm -rf "$directory" ;;
esac
