# Adds the directories of ip, iptables and nft, which are not on the PATH of ordinary users. Included by other programs.
# Sets cni_dir and PATH.

for cni_dir in /usr/local/sbin /usr/sbin /sbin; do
  case ":$PATH:" in *":$cni_dir:"*) ;; *) PATH="$PATH:$cni_dir" ;; esac
done
export PATH
