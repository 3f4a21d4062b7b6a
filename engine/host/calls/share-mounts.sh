# Prepares the mount namespace of the sandbox for copies of it, in which plugins run while their calls are recorded: a mount
# by one plugin appears in all of them, but not what covers the plugins (see cover.sh). The plugins themselves are also below
# $root/plain. Included by sandbox-network.sh. Uses root, and the plugin directories as "$@".
# shellcheck shell=sh
# shellcheck disable=SC2154 # set where this file is included

mount --make-rshared /
for directory do
  [ -d "$directory" ] || continue
  mkdir -p "$root/plain$directory"
  mount --rbind "$directory" "$directory"
  mount --make-rprivate "$directory"
  mount --rbind "$directory" "$root/plain$directory"
done
mkdir -p "$root/calls" "$root/views"
