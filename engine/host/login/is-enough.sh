# is_enough UID: true if a user needs no sudo, by the setting in cni_sudo. Included by other programs.
# shellcheck disable=SC2154 # set before this text
is_enough() { case $cni_sudo in always) false ;; never) true ;; *) [ "$1" = 0 ] ;; esac; }
