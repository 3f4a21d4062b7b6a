# The file functions of the open shell: each is a whole script (see prelude.sh, which includes this) and prints its answer
# on stdout. 3 is the stderr of the frame. An exit code of exit-codes.sh, or the message of a tool in the C locale, reports
# a failure.
# shellcheck disable=SC2034,SC2154 # prelude.sh reads and sets variables of these functions
. ../shell/exit-codes.sh

# cni_read FILE DIRECTORY: prints the file in that directory. In a directory without search permission, ls reports the
# problem. Otherwise a missing file needs no process.
cni_read() {
  if [ -e "$1" ]; then
    LC_ALL=C cat "$1" 2>&3
    cni_end $?
  elif [ -d "$2" ] && [ -x "$2" ]; then
    cni_end "$cni_absent"
  else
    LC_ALL=C ls -d "$1" >/dev/null 2>&3
    cni_end 2
  fi
}

# cni_list DIRECTORY [EXTENSION…]: prints the regular files of the directory, or those with one of the extensions, as
# consecutive tar archives: xargs divides a long list of names. ls reports a directory that it may not see.
cni_list() {
  if [ ! -e "$1" ] && [ -x "${1%/*}/" ]; then
    cni_end "$cni_absent"
  elif [ ! -e "$1" ]; then
    LC_ALL=C ls -d "$1" >/dev/null 2>&3
    cni_end 2
  elif [ ! -d "$1" ]; then
    cni_end "$cni_not_directory"
  elif [ ! -r "$1" ] || [ ! -x "$1" ]; then
    cni_end "$cni_unreadable"
  else
    (cni_print_names "$@") | (cd "$1" && LC_ALL=C xargs -0 -r tar -cf - -h) 2>&3
    cni_end $?
  fi
}
cni_print_names() {
  cd "$1" || return
  shift
  [ "$#" -gt 0 ] || cni_print_files ./* ./.[!.]*
  for cni_extension do
    cni_print_files ./*"$cni_extension" ./.*"$cni_extension" "./$cni_extension"
  done
}
cni_print_files() {
  for cni_file do
    if [ -f "$cni_file" ] || { [ -h "$cni_file" ] && [ ! -e "$cni_file" ]; }; then printf '%s\0' "$cni_file"; fi
  done
}

# cni_write FILE DIRECTORY TEMPORARY FORMAT [DATA]: writes the output of printf FORMAT DATA to a temporary file, then
# renames it. Sets cni_how to the step that failed, mkdir or open.
cni_write() {
  cni_file=$1 cni_directory=$2 cni_temporary=$3 cni_status=1 cni_how=mkdir
  shift 3
  umask 077
  if [ -d "$cni_directory" ] || LC_ALL=C mkdir -p "$cni_directory" 2>&3; then
    cni_how=open
    # mv would move the file into a directory.
    if [ -d "$cni_file" ]; then
      echo 'Is a directory' >&3
    # Shells do not report why a write failed; cat does.
    elif { { cni_print "$@" >"$cni_temporary"; } 2>/dev/null ||
      { cni_print "$@" | LC_ALL=C cat >"$cni_temporary"; } 2>&3; } &&
      LC_ALL=C mv -f "$cni_temporary" "$cni_file" 2>&3; then
      cni_status=0
    else
      rm -f "$cni_temporary" 2>/dev/null
    fi
  fi
  umask "$cni_umask"
  cni_end "$cni_status"
}
# shellcheck disable=SC2059 # the format is data with a NUL
cni_print() { printf "$@"; }

# cni_remove FILE: removes it if it exists.
cni_remove() {
  if [ -e "$1" ] || [ -h "$1" ]; then LC_ALL=C rm -f "$1" 2>&3; fi
  cni_end $?
}
