# The functions of a shell in the sandbox for plugins whose calls are recorded; see prelude.sh. cni_own is the root of the
# sandbox's own directories, cni_plugin_dirs the plugin directories as shell words, cni_cover_program is cover.sh. Descriptors
# 3, 6 and 7 are those of prelude.sh, and processes that stay must not hold them.
# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154,SC3013 # prelude.sh reads and sets variables of these functions; shells know -nt

# cni_hold WORD…: runs the command, which becomes a holder of a namespace (see cover.sh), and sets cni_x to its process ID.
cni_hold() { cni_x=$("$@" </dev/null 2>/dev/null 3>&- 6<&- 7<&- &); }

# cni_cover NAME: gives the calls that follow a name, and sets cni_holder to a process with the mount namespace for the plugin
# $cni_path, in which the recorder covers all other plugins. These namespaces are made again when a plugin directory has
# changed. Fails if nothing can be recorded.
cni_cover() {
  cni_calls='' cni_name=$1 cni_views=$cni_own/views
  [ -e "$cni_own/recorder" ] && [ -d "$cni_views" ] || return
  echo "$cni_name" >"$cni_own/calls/$$.name"
  eval "set -- $cni_plugin_dirs"
  cni_all=
  if [ -s "$cni_views/all" ]; then read -r cni_all <"$cni_views/all"; fi
  for cni_x do
    # busybox compares whole seconds.
    if [ ! "$cni_views/all" -nt "$cni_x" ]; then cni_all=; fi
  done
  if [ -z "$cni_all" ] || [ ! -e "/proc/$cni_all/ns/mnt" ]; then
    # shellcheck disable=SC2046 # process IDs
    [ ! -s "$cni_views/held" ] || kill $(cat "$cni_views/held") 2>/dev/null
    : >"$cni_views/held"
    cni_hold unshare --mount --propagation unchanged -- \
      /bin/sh -c "$cni_cover_program" sh all "$cni_own" "$cni_elf" "$cni_machine" "$@"
    [ -n "$cni_x" ] || return
    cni_all=$cni_x
    echo "$cni_all" >"$cni_views/all"
    echo "$cni_all" >>"$cni_views/held"
  fi
  case $cni_path in /*) cni_q=$cni_path ;; *) cni_q=$PWD/$cni_path ;; esac
  cni_x=$cni_views/$cni_all$cni_q cni_holder=
  if [ -s "$cni_x" ]; then read -r cni_holder <"$cni_x"; fi
  if [ -z "$cni_holder" ] || [ ! -e "/proc/$cni_holder/ns/mnt" ]; then
    cni_hold nsenter --target "$cni_all" --mount -- unshare --mount --propagation unchanged -- \
      /bin/sh -c "$cni_cover_program" sh but "$cni_own" "$cni_q"
    cni_holder=$cni_x
    [ -n "$cni_holder" ] && mkdir -p "$cni_views/$cni_all${cni_q%/*}" && echo "$cni_holder" >"$cni_views/$cni_all$cni_q" || return
    echo "$cni_holder" >>"$cni_views/held"
  fi
  [ -d "/proc/$cni_holder/root$PWD" ] && cni_calls=0
}

# cni_covered: ends what cni_cover began, and adds to cni_how 1 if there are calls, 0 if there are none, and nothing if they
# were not recorded.
cni_covered() {
  if [ -n "$cni_calls" ]; then
    : >"$cni_own/calls/$$.name"
    for cni_x in "$cni_own/calls/$cni_name".*.from; do
      if [ -e "$cni_x" ]; then cni_calls=1; fi
    done
  fi
  cni_how=$cni_how:$cni_calls
}

# cni_collect NAME: prints the files of the calls as a tar archive, after one of the times when they were changed, and removes
# them.
cni_collect() {
  (
    cd "$cni_own/calls" || exit
    set -- "$1".*
    [ -e "$1" ] || exit
    stat -c '%Y %y %n' "$@" >"$1.times"
    tar -cf - "$1.times" "$@"
    rm -f "$1.times" "$@" >/dev/null 2>&1 &
  ) 2>&3 3>&- 6<&- 7<&-
  cni_end 0
}
