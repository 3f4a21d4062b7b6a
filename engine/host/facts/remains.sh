# Finds what exists of an attachment, for `sh -c`. Changes nothing.
# $1: a nonce, $2: its cache file, $3: its namespace, $4: its interface, $5: its container, $6: its network, $7 …: data
# directories of host-local. Prints sections; the last one is `end`.
cni_nonce=$1 cache=$2 namespace=$3 interface=$4 container=$5 network=$6
shift 6
. ./section.sh
[ -f "$cache" ] && section cached -
if [ -e "$namespace" ]; then
  section namespace -
  if command -v nsenter >/dev/null && command -v ip >/dev/null; then
    section looked -
    if nsenter --net="$namespace" ip link show dev "$interface" >/dev/null 2>&1; then
      section interface -
      nsenter --net="$namespace" ip -o address show dev "$interface"
    fi
  fi
else
  section looked -
fi
for directory do
  for file in "$directory/$network"/*; do
    if [ ! -f "$file" ] || [ ! -r "$file" ]; then continue; fi
    held=
    read -r held <"$file"
    [ "${held%"$(printf '\r')"}" = "$container" ] && section reserved "$file"
  done
done
section end -
