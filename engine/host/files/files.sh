# Reads and changes files of a host for the user, for `sh -c` in the C locale. $1: the verb, then its arguments (see the
# functions). stdin: the content for `write`. stdout: the answer. The exit code or stderr of a tool reports a failure.
. ../shell/exit-codes.sh

# describe FILE: prints a flag for a symbolic link, and stat of its target. GNU and busybox support these fields.
describe() {
  if [ -h "$1" ]; then printf 'l '; else printf -- '- '; fi
  stat -L -c '%f %s %i %u %g %Y %y' "$1"
}

# is_there FILE: also true for a broken link.
is_there() { [ -e "$1" ] || [ -h "$1" ]; }

# require_regular FILE: fails for a pipe or device, which may be endless.
require_regular() { [ -f "$1" ] || [ ! -e "$1" ] || { echo 'Invalid argument' >&2; false; }; }

# read_file FILE: prints a line that describes it, then its bytes.
read_file() {
  [ ! -d "$1" ] || exit "$cni_is_directory"
  require_regular "$1" || exit
  describe "$1" && cat "$1"
}

# list_directory DIRECTORY: prints kind (d, f, o), link (l, -) and name of each entry, followed by a NUL.
list_directory() {
  if [ ! -d "$1" ]; then
    [ ! -e "$1" ] || exit "$cni_not_directory"
    ls -d "$1"
    exit
  fi
  cd "$1" || exit
  [ -r . ] || { ls .; exit; }
  for name in * .[!.]* ..?*; do
    if [ -d "$name" ]; then kind=d
    elif [ -f "$name" ]; then kind=f
    elif is_there "$name"; then kind=o
    else continue; fi
    if [ -h "$name" ]; then link=l; else link=-; fi
    printf '%s%s%s\0' "$kind" "$link" "$name"
  done
}

# version_of FILE: prints inode, size and full modification time.
version_of() {
  status=$(stat -L -c '%i-%s-%Y %y' "$1") || return
  fraction=${status#*.}
  case $status in *.*) fraction=${fraction%%[!0-9]*} ;; *) fraction= ;; esac
  printf '%s.%s' "${status%% *}" "$fraction"
}

# write_file FILE TEMPORARY FLAGS VERSION: writes stdin to a temporary file next to the file, renames it, and describes it.
# Flags: c creates the file, o replaces it, d creates missing directories. With a version, writes only if the file still has
# that version. Links are followed, so that a link remains a link. cp -p keeps mode, owner, group and ACL; dd flushes before
# it ends. If the shell cannot keep the owner, it fails.
write_file() {
  file=$1 temporary=$2 flags=$3 only=$4 target=$1
  may() { case $flags in *"$1"*) true ;; *) false ;; esac; }
  if [ -h "$file" ]; then
    # A substitution drops line feeds at the end of a name, hence the dot.
    target=$(readlink -f "$file" && echo .) || { ls -dL "$file" >/dev/null; exit 1; }
    target=${target%
.}
  fi
  [ ! -d "$target" ] || exit "$cni_is_directory"
  require_regular "$target" || exit
  directory=${target%/*}
  directory=${directory:-/}
  if [ -e "$target" ]; then
    may o || exit "$cni_exists"
  else
    may c || exit "$cni_absent"
    [ -z "$only" ] || exit "$cni_changed"
    if [ ! -d "$directory" ] && may d; then (umask 022 && mkdir -p "$directory") || exit; fi
  fi
  temporary=${directory%/}/$temporary
  trap 'rm -f "$temporary"' EXIT
  trap 'exit 1' HUP INT TERM
  umask 077
  if [ -e "$target" ]; then
    cp -p "$target" "$temporary" || exit
    [ "$(stat -c '%u:%g %a' "$temporary")" = "$(stat -L -c '%u:%g %a' "$target")" ] || exit "$cni_owner_lost"
  else
    (umask 022 && : >"$temporary") || exit
  fi
  said=$(dd of="$temporary" bs=65536 conv=fsync 2>&1) || { printf '%s\n' "$said" >&2; exit 1; }
  if [ -n "$only" ]; then
    [ "$(version_of "$target")" = "$only" ] || exit "$cni_changed"
  elif ! may o && is_there "$target"; then
    exit "$cni_exists"
  fi
  [ ! -d "$target" ] || exit "$cni_is_directory"
  mv -f "$temporary" "$target" || exit
  describe "$file"
}

create_directory() {
  ! is_there "$1" || exit "$cni_exists"
  umask 022
  mkdir "$1"
}

# remove FILE MODE: removes a file, a link or an empty directory; with mode r a directory with its content.
remove() {
  if [ ! -d "$1" ] || [ -h "$1" ]; then
    # shellcheck disable=SC2217 # it asks before it removes a read-only file
    rm "$1" </dev/null
  elif [ "$2" = r ]; then
    rm -r "$1"
  else
    cd "$1" && for name in * .[!.]* ..?*; do ! is_there "$name" || exit "$cni_not_empty"; done
    cd / && rmdir "$1"
  fi
}

# rename FROM TO MODE: with mode o replaces an existing file.
rename() {
  is_there "$1" || { ls -d "$1" >/dev/null; exit; }
  if is_there "$2"; then
    [ "$3" = o ] || exit "$cni_exists"
    [ ! -d "$2" ] || exit "$cni_is_directory"
  fi
  mv -f "$1" "$2"
}

verb=$1
shift
case $verb in
  stat) describe "$1" ;;
  read) read_file "$1" ;;
  list) list_directory "$1" ;;
  write) write_file "$@" ;;
  createDirectory) create_directory "$1" ;;
  remove) remove "$@" ;;
  rename) rename "$@" ;;
esac
