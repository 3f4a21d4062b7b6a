# Records one call of a plugin in the sandbox. This file is mounted over each plugin in the mount namespace of the plugin that
# calls it (see cover.sh), so it has the plugin's path, arguments, environment and streams. It runs the plugin at the same
# path, in a mount namespace that differs only in this: this file no longer covers the plugin.
# The build of the sandbox puts `#!/bin/sh` and an assignment to PATH before it, because the caller's PATH may be anything.
# $0: the plugin. Files in /run/cni-workbench/calls: SHELL.name contains the name of the calls, where SHELL is the process ID of
# the host's shell. NAME.CALL.* are the data of a call, where CALL is the process ID of this shell: argv, env (shell words),
# from (CALL of the caller, or `-`), stdin, stdout, stderr, start (its time counts), said (what this shell prints), and end (exit
# status, and `signal` or `exit`; its time counts). NAME.more exists if there were more calls than are recorded.
# What cannot be recorded runs unrecorded. Descriptors: 3 is the caller's stdin; 4, 6 and 8 read the plugin's stdin, stdout and
# stderr, and 5, 7 and 9 write them.
# shellcheck shell=sh
# shellcheck disable=SC3013 # dash, bash and busybox know -ef
cni_root=/run/cni-workbench
cni_most=100

# cni_parent PROCESS: sets cni_parent. Shells read byte by byte, so this reads no more than it needs.
cni_parent() {
  while read -r cni_x cni_parent && [ "$cni_x" != PPid: ]; do :; done <"/proc/$1/status"
}

# A plugin may have its own PID namespace.
cni_self=$$
if [ ! "/proc/$$" -ef /proc/self ]; then read -r cni_self cni_x </proc/self/stat; fi 2>/dev/null

# The environment of this process as shell words. Shells set some variables and drop those whose name they cannot have.
{ cni_words=$(LC_ALL=C sed -z "/=/!d; s/'/'\\\\''/g; s/^/'/; s/\$/' /" <"/proc/$cni_self/environ"); } 2>/dev/null

# The plugin itself, which nothing covers.
case $0 in /*) cni_bare=$cni_root/plain$0 ;; *) cni_bare=$cni_root/plain$PWD/$0 ;; esac
if [ -z "$cni_words" ] || [ "${#cni_words}" -gt 100000 ]; then exec "$cni_bare" "$@"; fi
# Bit 21 is CAP_SYS_ADMIN, without which there is no other mount namespace.
while read -r cni_x cni_y && [ "$cni_x" != CapEff: ]; do :; done <"/proc/$cni_self/status"
if [ "$((0x$cni_y >> 21 & 1))" = 0 ]; then eval "exec env -i -- $cni_words"'"$cni_bare" "$@"'; fi

# The ancestors of this process. The shell of the host has a parent outside the sandbox.
cni_shell=$cni_self cni_ancestors=
while cni_parent "$cni_shell" && [ "${cni_parent:-0}" != 0 ]; do
  cni_shell=$cni_parent
  cni_ancestors="$cni_ancestors $cni_shell"
done 2>/dev/null
cni_x=
if [ -s "$cni_root/calls/$cni_shell.name" ]; then read -r cni_x <"$cni_root/calls/$cni_shell.name"; fi
cni_name=$cni_root/calls/$cni_x
cni_call=$cni_name.$cni_self

# The last program of this shell, in the other mount namespace. $1: the plugin; $2: this file; $3: the plugin elsewhere;
# $4: its environment; $5: the files of the call, or nothing. A namespace that another user owns keeps the mount.
# shellcheck disable=SC2016 # the program of another shell
cni_enter='cni_plugin=$1 cni_words=$4
umount -- "$1" 2>/dev/null
if [ "$1" -ef "$2" ]; then cni_plugin=$3; fi
if [ -n "$5" ]; then : >"$5.start"; exec <&4 >&7 2>&9 4<&- 7>&- 9>&-; fi
shift 5
eval "exec env -i -- $cni_words"'\''"$cni_plugin" "$@"'\'

# cni_open: opens 4 to 9, or fails. The plugin has anonymous pipes as from a caller, which it may open again. Here-documents
# are such pipes in dash, busybox and recent bash. The caller's own descriptors must stay.
cni_open() {
  for cni_x in 3 4 5 6 7 8 9; do
    if [ -e "/proc/self/fd/$cni_x" ]; then return 1; fi
  done
  exec 4<<'X' 6<<'Y' 8<<'Z'

X

Y

Z
  if [ ! -p /proc/self/fd/4 ]; then exec 4<&- 6<&- 8<&-; return 1; fi
  read -r cni_x <&4
  read -r cni_x <&6
  read -r cni_x <&8
  exec 5>/proc/self/fd/4 7>/proc/self/fd/6 9>/proc/self/fd/8
}

cni_count() { cni_x=$#; }
cni_count "$cni_name".*.from
if [ "$cni_x" -ge "$cni_most" ]; then : >"$cni_name.more"; fi
if [ "$cni_name" = "$cni_root/calls/" ] || [ "$cni_x" -ge "$cni_most" ] || [ ! -w "$cni_root/calls" ] || ! cni_open; then
  exec unshare --mount --propagation unchanged -- \
    /bin/sh -c "$cni_enter" sh "$0" "$cni_root/recorder" "$cni_bare" "$cni_words" '' "$@"
fi

cni_from=-
for cni_x in $cni_ancestors; do
  if [ -e "$cni_name.$cni_x.from" ]; then cni_from=$cni_x; break; fi
done
printf '%s\0' "$0" "$@" >"$cni_call.argv"
printf '%s' "$cni_words" >"$cni_call.env"
echo "$cni_from" >"$cni_call.from"

# Shells give a background command no stdin, so it has another descriptor. The plugin may end before it has read everything,
# so the record comes first.
exec 3<&0
tee /proc/self/fd/5 <&3 >"$cni_call.stdin" 2>/dev/null 3<&- 4<&- 6<&- 7>&- 8<&- 9>&- &
cni_stdin=$!
tee "$cni_call.stdout" <&6 2>/dev/null 3<&- 4<&- 5>&- 6<&- 7>&- 8<&- 9>&- &
cni_stdout=$!
tee "$cni_call.stderr" <&8 >&2 2>/dev/null 3<&- 4<&- 5>&- 6<&- 7>&- 8<&- 9>&- &
cni_stderr=$!
exec 3<&- 5>&- 6<&- 8<&-
# If the caller kills this shell, the kernel kills the plugin.
cni_bound=
if command -v setpriv >/dev/null; then cni_bound='setpriv --pdeathsig KILL --'; fi
{
  # shellcheck disable=SC2086 # words, or nothing
  $cni_bound unshare --mount --propagation unchanged -- \
    /bin/sh -c "$cni_enter" sh "$0" "$cni_root/recorder" "$cni_bare" "$cni_words" "$cni_call" "$@"
  cni_status=$?
} 2>"$cni_call.said"
exec 4<&- 7>&- 9>&-

# Shells report most signals in words, and none as a status other than 128+N.
cni_x='exit'
case $cni_status in 130 | 141) cni_x=signal ;; esac
if [ "$cni_status" -gt 128 ] && [ -s "$cni_call.said" ]; then cni_x=signal; fi
echo "$cni_status $cni_x" >"$cni_call.end"
# Background processes of the plugin may still write.
wait "$cni_stdout" "$cni_stderr"
kill "$cni_stdin" 2>/dev/null
if [ "$cni_x" = signal ]; then kill "-$((cni_status - 128))" "$$"; fi
exit "$cni_status"
