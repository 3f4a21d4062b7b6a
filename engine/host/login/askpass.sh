#!/bin/sh
# The SSH_ASKPASS script: runs askpass.cjs with the Node of this editor. $1: the question.
# Variables: CNI_ASKPASS_NODE and CNI_ASKPASS_PROGRAM. stdout: the answer, which the program receives through a socket.
# ELECTRON_RUN_AS_NODE lets the editor's executable run as Node. NODE_OPTIONS would be that of the editor. Without
# MSYS2_ARG_CONV_EXCL, shells on Windows would convert a question with a slash to a path.
unset NODE_OPTIONS
MSYS2_ARG_CONV_EXCL='*' ELECTRON_RUN_AS_NODE=1 exec "$CNI_ASKPASS_NODE" "$CNI_ASKPASS_PROGRAM" "$@"
