# One step of the installation of plugins, for `sh -c` in the C locale. $1: the step, then its arguments (see the
# functions). stdin: a piece of the archive, for `append`. Needs mkdir, mktemp, tar, gzip, mv, ln, cp and rm, which busybox
# has as well. Failures are reported on stderr.

# look DIRECTORY: prints machine, user ID, whether the directory can be written (`yes`, `no PARENT`, or `file PARENT` for a
# parent that is not a directory), a line for each program that is missing, a dot, and the names in the directory.
look() {
  uname -m
  id -u
  parent=$1
  while [ ! -e "$parent" ] && [ "$parent" != / ] && [ "$parent" != . ]; do parent=$(dirname -- "$parent"); done
  if [ ! -d "$parent" ]; then echo "file $parent"; elif [ -w "$parent" ]; then echo yes; else echo "no $parent"; fi
  for tool in tar gzip mktemp; do command -v "$tool" >/dev/null || echo "lacks $tool"; done
  echo .
  cd "$1" 2>/dev/null || exit 0
  for name in *; do
    if [ -e "$name" ] || [ -h "$name" ]; then printf '%s\n' "$name"; fi
  done
}

# prepare DIRECTORY: creates it and a working directory in it. Prints the working directory, then the other created
# directories, deepest first.
prepare() {
  umask 022
  made='' parent=$1
  while [ ! -e "$parent" ] && [ "$parent" != / ] && [ "$parent" != . ]; do
    made="$made$parent
"
    parent=$(dirname -- "$parent")
  done
  give_up() {
    printf '%s' "$made" | while read -r directory; do rmdir "$directory" 2>/dev/null || :; done
    exit 1
  }
  mkdir -p -- "$1" || give_up
  work=$(mktemp -d "$1/.cni-install-XXXXXX") || give_up
  printf '%s\n%s' "$work" "$made"
}

# append WORK: adds stdin to the archive in the working directory.
append() { cat >>"$1/archive.tgz"; }

# unpack WORK SIZE SHA256: unpacks the archive, which has only plugins, into WORK/new.
unpack() {
  set -e
  umask 022
  cd "$1"
  [ "$(wc -c <archive.tgz)" -eq "$2" ] || { echo 'the archive is incomplete' >&2; exit 1; }
  if command -v sha256sum >/dev/null; then
    sum=$(sha256sum archive.tgz)
    [ "${sum%% *}" = "$3" ] || { echo 'the checksum of the received archive is wrong' >&2; exit 1; }
  fi
  mkdir new
  tar -xzof archive.tgz -C new
  rm archive.tgz
}

# keep FILE BACKUP: keeps a file under another name, if it exists.
keep() {
  if [ -d "$1" ] && [ ! -h "$1" ]; then
    echo "$1 is a directory" >&2
    return 1
  elif [ -h "$1" ]; then
    cp -P "$1" "$2"
  elif [ -e "$1" ]; then
    ln "$1" "$2" 2>/dev/null || cp -p "$1" "$2"
  fi
}

# place WORK DIRECTORY BACKUP NAME…: moves each file into place by one rename, and an existing file into the backup
# directory. If one of them fails, all are restored. Prints the names of the replaced files.
place() {
  work=$1 directory=$2 backup=$3 placed=0
  shift 3
  mkdir "$backup" || exit 1
  for name do
    if ! keep "$directory/$name" "$backup/$name" || ! chmod 755 "$work/new/$name" ||
      ! mv -f "$work/new/$name" "$directory/$name"; then
      rm -f "$backup/$name"
      put_back "$placed" "$@"
      exit 1
    fi
    placed=$((placed + 1))
  done
  for name do
    if [ -e "$backup/$name" ] || [ -h "$backup/$name" ]; then printf '%s\n' "$name"; fi
  done
  rmdir "$backup" 2>/dev/null
  return 0
}

# put_back COUNT NAME…: restores the first COUNT files.
put_back() {
  left=$1
  shift
  for name do
    [ "$left" -gt 0 ] || break
    left=$((left - 1))
    if [ -e "$backup/$name" ] || [ -h "$backup/$name" ]; then
      mv -f "$backup/$name" "$directory/$name"
    else
      rm -f "$directory/$name"
    fi
  done
  rmdir "$backup"
}

# clean WORK DIRECTORY…: removes the working directory, and the other directories if they are empty.
clean() {
  rm -rf "$1"
  shift
  for directory do rmdir "$directory" 2>/dev/null; done
  return 0
}

step=$1
shift
case $step in
  look) look "$1" ;;
  prepare) prepare "$1" ;;
  append) append "$1" ;;
  unpack) unpack "$@" ;;
  place) place "$@" ;;
  clean) clean "$@" ;;
esac
