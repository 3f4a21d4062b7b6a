# Becomes a process that holds a mount namespace, for `sh -c` in a new one, and prints its process ID. `all` covers each plugin
# of the directories with the recorder; `but` uncovers the plugin that will run, in a copy of that namespace.
# $1: `all` or `but`; $2: root of the sandbox's own directories. all: $3: the first bytes of a program that the kernel runs,
# and $4: its machine (see prelude.sh); $5 …: the plugin directories. but: $3: the plugin.
verb=$1 root=$2
shift 2
tab=$(printf '\t')

# runs FILE: whether the kernel runs it. Otherwise the caller gets the error of the kernel, not that of the recorder.
runs() {
  [ -f "$1" ] && [ -x "$1" ] && [ -r "$1" ] || return
  first=
  IFS= read -r first <"$1"
  case $first in
    '#!'*)
      first=${first#'#!'}
      first=${first#"${first%%[! ]*}"}
      [ -x "${first%%[ "$tab"]*}" ]
      ;;
    "$elf"?"$machine"* | "$elf"??"$machine"*) ;;
    *) false ;;
  esac
}

case $verb in
  all)
    elf=$1 machine=$2
    shift 2
    # One command for all mounts. A table of mounts has escapes for white space; env(1) takes a "=" as an assignment.
    for directory do
      for plugin in "$directory"/*; do
        case $plugin in *=* | *'
'*) continue ;; esac
        if runs "$plugin"; then printf '%s\n' "$plugin"; fi
      done
    done | sed "s/\\\\/\\\\134/g; s/ /\\\\040/g; s/$tab/\\\\011/g; s|.*|$root/recorder & none bind 0 0|" >"$root/views/$$.table"
    mount --all --fstab "$root/views/$$.table"
    rm "$root/views/$$.table"
    ;;
  but) umount -- "$1" ;;
esac >/dev/null 2>&1
echo "$$"
exec setsid sleep 2147483647 >/dev/null
