# Manages the named network namespaces of a host, for `sh -c`. $1: the verb, $2: a name, $3 …: the command of `run`.
# stdin: that of the command of `run`. A missing program is reported on stderr, after the word cni-workbench-missing.
. ../shell/exit-codes.sh
. ../shell/require-tool.sh
directory=/run/netns

# list_names: prints each name, followed by a NUL.
list_names() {
  cd "$directory" 2>/dev/null || return 0
  for name in * .[!.]*; do
    [ -e "$name" ] && printf '%s\0' "$name"
  done
  return 0
}

verb=$1
shift
case $verb in
  list) list_names ;;
  exists) [ -e "$directory/$1" ] ;;
  create)
    require ip
    [ ! -e "$directory/$1" ] || exit "$cni_exists"
    ip netns add "$1"
    ;;
  delete)
    require ip
    [ -e "$directory/$1" ] || exit "$cni_absent"
    ip netns del "$1"
    ;;
  run)
    require ip
    [ -e "$directory/$1" ] || { echo cni-workbench-missing >&2; exit "$cni_absent"; }
    require "$2"
    exec ip netns exec "$@"
    ;;
esac
