# enter PATH PROGRAM…: becomes a program in a network namespace. Exits with cni_absent, and `cni-workbench-missing` on stderr,
# if the namespace does not exist. Included by programs with exit-codes.sh and require-tool.sh.
# shellcheck disable=SC2154 # set by exit-codes.sh
enter() {
  namespace=$1
  shift
  [ -e "$namespace" ] || { echo cni-workbench-missing >&2; exit "$cni_absent"; }
  require "$1"
  case $namespace in
    /run/netns/* | /var/run/netns/*)
      # It also mounts a fitting /sys, and the files of /etc/netns over those of /etc.
      if command -v ip >/dev/null; then exec ip netns exec "${namespace##*/}" "$@"; fi
      ;;
  esac
  require nsenter
  exec nsenter "--net=$namespace" "$@"
}
