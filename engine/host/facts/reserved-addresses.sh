# reserved_addresses DIRECTORY…: prints a section for each network in the data directories of host-local, with a line for
# each reserved address: address, container, interface. Uses built-ins only, and prints at most 65,536 addresses, as in an
# IPv4 /16. A file that this user may not read has only its address. The last address of a range set is a line, too:
# last_reserved_ip.N, address. Included by programs with `section` and absent.sh.
reserved_addresses() {
  count=0
  for directory do
    if is_hidden "$directory"; then section unread "$directory"; fi
    for network in "$directory"/*/; do
      [ -d "$network" ] || continue
      if is_hidden "$network"; then section unread "${network%/}"; fi
      section networks "$network"
      unread=
      for file in "$network"*; do
        case ${file##*/} in lock) continue ;; esac
        [ -f "$file" ] || continue
        count=$((count + 1))
        [ "$count" -le 65536 ] || return
        container='' interface=''
        if [ -r "$file" ]; then { read -r container; read -r interface; } <"$file"; else unread=1; fi
        printf '%s %s %s\n' "${file##*/}" "$container" "$interface"
      done
      if [ -n "$unread" ]; then section unread "${network%/}"; fi
    done
  done
}
