# The exit codes of the shell programs; the build creates an object for TypeScript from it. Other failures are described on
# stderr. Included by the programs that use them; only sets variables.
# shellcheck disable=SC2034 # used where this file is included

cni_exists=41
cni_absent=42
cni_is_directory=43
cni_not_directory=44
cni_changed=45
cni_owner_lost=46
cni_not_empty=47
cni_unreadable=48
# As in shells for a missing program.
cni_missing_tool=127
