# The first program of a login, which `sh` reads on its stdin: reports its user, becomes root if needed, and then the shell
# that stays open. Variables, set before this text: cni_half1 and cni_half2, the nonce, in two halves so that an echo of this
# text is not treated as an answer; cni_sudo: auto, always or never; cni_prompt: the password prompt of sudo, empty without a
# way to answer; cni_boot: the program boot.sh.
# Prints lines `NONCE KIND DETAIL`. Nothing may be sent until it has reported `ready` or `sudo`: a shell reads ahead, and
# loses what it has read when it becomes another one. After `sudo`, stdin is that of sudo -S, which reads the password byte by
# byte. So the password is not in any argument, environment or file.
# shellcheck disable=SC2154 # set before this text
say() { printf '\n%s%s %s %s\n' "$cni_half1" "$cni_half2" "$1" "$2"; }
. ./is-enough.sh
# shellcheck disable=SC2154 # set before this text
log_in() {
  user=$(id -u 2>/dev/null </dev/null)
  . ../shell/extend-path.sh
  if [ ! -r /proc/self/stat ]; then
    say kernel "$(uname -s 2>/dev/null)"
  elif ! is_enough "$user" && ! command -v sudo >/dev/null; then
    say nosudo "$user"
  elif ! command -v setsid >/dev/null; then
    say missing setsid
  elif is_enough "$user"; then
    exec /bin/sh -c "$cni_boot" sh '' "$cni_half1" "$cni_half2" "$user" /bin/sh
  elif sudo -n -- /bin/sh -c : >/dev/null 2>&1 </dev/null; then
    exec sudo -n -- /bin/sh -c "$cni_boot" sh '' "$cni_half1" "$cni_half2" 0 /bin/sh
  elif [ -z "$cni_prompt" ]; then
    say password "$user $(LC_ALL=C sudo -n -- /bin/sh -c : 2>&1 </dev/null | head -n 1)"
  else
    say sudo "$user"
    exec sudo -S -p "$cni_prompt" -- /bin/sh -c "$cni_boot" sh '' "$cni_half1" "$cni_half2" 0 /bin/sh
  fi
  exit 1
}
log_in
