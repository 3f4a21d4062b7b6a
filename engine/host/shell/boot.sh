# Becomes the shell that stays open, for `sh -c`. Makes it the leader of a new process group, so that killing the group
# ends everything that a plugin started and nothing else.
# $1: directory to start in, empty for the current one. $2, $3: both halves of the nonce of a login, which is reported as
# ready; empty without a login. $4: user ID to report. $5 …: argv of the shell. Prints that one line; reads no stdin.

[ -z "$1" ] || cd "$1" 2>/dev/null || :
[ -z "$2" ] || printf '\n%s%s ready %s\n' "$2" "$3" "$4"
shift 4
. ./extend-path.sh
read -r cni_stat </proc/$$/stat
# The name of the process is followed by its state, its parent and its process group.
cni_stat=${cni_stat##*") "}
cni_stat=${cni_stat#* }
cni_stat=${cni_stat#* }
[ "${cni_stat%% *}" = "$$" ] && exec "$@"
exec setsid "$@"
