# Lists the addresses that host-local has reserved, for `sh -c`. $1: a nonce, $2 …: data directories. Changes nothing.
# Prints sections; the last one is `end`.
cni_nonce=$1
shift
. ./section.sh
. ./absent.sh
. ./reserved-addresses.sh
reserved_addresses "$@"
section end -
