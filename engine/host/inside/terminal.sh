# Runs a shell in a network namespace at a terminal. A file of the host, which removes itself: `sh FILE`, as $0; $1 is `root` after
# sudo. Variables: cni_netns the path of the namespace; cni_sudo see is-enough.sh; cni_hello the first line; cni_no_root and
# cni_gone the messages without sudo and without the namespace.
# shellcheck disable=SC2154 # the variables are set before this text
. ../shell/exit-codes.sh
. ../shell/extend-path.sh
. ../shell/require-tool.sh
. ../login/is-enough.sh
. ./enter-namespace.sh
if [ "${1:-}" != root ] && ! is_enough "$(id -u)"; then
  command -v sudo >/dev/null || { rm -f "$0"; printf '%s\n' "$cni_no_root" >&2; exit 1; }
  exec sudo -- /bin/sh "$0" root
fi
rm -f "$0"
[ -e "$cni_netns" ] || { printf '%s\n' "$cni_gone" >&2; exit "$cni_absent"; }
shell=${SHELL:-}
case $shell in '' | */false | */nologin) shell=$(command -v bash || echo /bin/sh) ;; esac
[ -x "$shell" ] || shell=/bin/sh
printf '%s\n' "$cni_hello"
export CNI_NETNS="$cni_netns"
# Without a terminal on the host, a shell shows its prompt only with -i.
if [ -t 0 ]; then enter "$cni_netns" "$shell"; else enter "$cni_netns" "$shell" -i; fi
