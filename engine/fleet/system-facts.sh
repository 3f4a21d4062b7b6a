# Prints the machine of a host and its container runtimes that read configuration directories, for `sh -c`. $1 …: for each
# runtime `name:NAME`, then its sockets (absolute paths) and programs. A name may be printed more than once.

# Podman 4 and 5 read CNI configurations only with the network backend "cni". Podman 6 never does.
podman_reads_cni() {
  version=$(podman --version 2>/dev/null) || return 1
  version=${version##* }
  case ${version%%.*} in [123]) return 0 ;; [45]) ;; *) return 1 ;; esac
  backend=$(cat /usr/share/containers/containers.conf /etc/containers/containers.conf \
    /etc/containers/containers.conf.d/*.conf 2>/dev/null |
    sed -n 's/^[[:space:]]*network_backend[[:space:]]*=[[:space:]]*"\([a-z]*\)".*/\1/p' | tail -n 1)
  [ "${backend:-$(cat /var/lib/containers/storage/defaultNetworkBackend 2>/dev/null)}" = cni ]
}

uname -m
command -v podman >/dev/null && podman_reads_cni && echo podman
for word do
  case $word in
    name:*) name=${word#name:} ;;
    /*) [ -S "$word" ] && echo "$name" ;;
    *) command -v "$word" >/dev/null && echo "$name" ;;
  esac
done
exit 0
