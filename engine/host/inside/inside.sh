# Runs a program in a network namespace, for `sh -c`. $1: path of the namespace, $2 …: the program and its arguments.
. ../shell/exit-codes.sh
. ../shell/require-tool.sh
. ./enter-namespace.sh
enter "$@"
