# require PROGRAM: exits if it is missing, and reports it on stderr with the distribution: `cni-workbench-missing PROGRAM ID…`.
# Included by programs with exit-codes.sh.
# shellcheck disable=SC2154 # set by exit-codes.sh
require() {
  command -v "$1" >/dev/null && return
  distribution=
  while IFS='=' read -r key value; do
    case $key in ID | ID_LIKE) distribution="$distribution $value" ;; esac
  done 2>/dev/null </etc/os-release
  echo "cni-workbench-missing $1$distribution" >&2
  exit "$cni_missing_tool"
}
