# section KIND NAME: begins one part of the output of a program (see sections.ts), which ends at the next section. Included
# by other programs, which set cni_nonce.
# shellcheck disable=SC2154 # set by those programs
section() { printf '\n%s %s %s\n' "$cni_nonce" "$1" "$2"; }
