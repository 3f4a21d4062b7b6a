# print_sockets: prints the listening TCP sockets and the unconnected UDP sockets of all namespaces that have a process, as
# lines `/proc/PID/net/FILE: …` of the kernel, and which processes hold them. $found: the output of process_namespaces.
# Included by programs with `section`.
# shellcheck disable=SC2154 # set by those programs
print_sockets() {
  set --
  part=
  while read -r first second rest; do
    case "$first $second" in "$cni_nonce netns") part=$rest; continue ;; esac
    case "$part $first" in
      'processes ') ;;
      processes*) for file in tcp tcp6 udp udp6; do set -- "$@" "/proc/$second/net/$file"; done ;;
    esac
  done <<END
$found
END
  section sockets -
  [ $# -gt 0 ] || return 0
  sockets=$(grep -HsE '^ *[0-9]+: [0-9A-F]+:[0-9A-F]{4} 0+:0000 (0A|07) ' "$@" | head -n 20000)
  printf '%s\n' "$sockets"
  set -- /proc/[0-9]*/fd
  # Thousands of processes take too long.
  if [ -z "$sockets" ] || [ $# -gt 3000 ]; then return; fi
  section holders -
  { printf '%s\n' "$sockets"; ls -l "$@"; } | awk '
    /^\/proc\/[0-9]+\/net\// { sub(/: *[0-9]+: /, " "); wanted["socket:[" $10 "]"] = $10; next }
    /^\/proc\/[0-9]+\/fd:$/ { split($0, parts, "/"); process = parts[3]; next }
    $NF in wanted { print wanted[$NF], process }' | sort -u | while read -r socket process; do
    name=
    read -r name <"/proc/$process/comm"
    printf '%s %s %s\n' "$socket" "$process" "$name"
  done
}
