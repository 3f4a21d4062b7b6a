# Functions that separate missing files from files that this user may not see. Included by programs with `section`.

# is_absent FILE: true if a file certainly does not exist: the nearest directory above it can be searched.
is_absent() {
  if [ -e "$1" ] || [ -h "$1" ]; then return 1; fi
  above=$1
  while
    case $above in */*) above=${above%/*} ;; *) above=. ;; esac
    [ -n "$above" ] && [ ! -e "$above" ] && [ ! -h "$above" ]
  do :; done
  [ -x "${above:-/}" ] || { [ -e "$above" ] && [ ! -d "$above" ]; }
}

# is_broken LINK: true if a link certainly leads to no file.
is_broken() {
  link=$1
  for _ in 1 2 3 4 5 6 7 8; do
    target=$(readlink "$link")
    case $target in /*) link=$target ;; *) link=${link%/*}/$target ;; esac
    [ -h "$link" ] || break
  done
  [ -h "$link" ] || is_absent "$link"
}

# is_hidden DIRECTORY: true if this user may not list or search a directory, or cannot know whether it exists.
is_hidden() {
  if [ -d "$1" ]; then
    [ ! -r "$1" ] || [ ! -x "$1" ]
  elif [ -h "$1" ]; then
    ! is_broken "$1" && [ ! -e "$1" ]
  else
    [ ! -e "$1" ] && ! is_absent "$1"
  fi
}
