# The functions that all later scripts call, sent to a shell when it opens. Each script is one line `cni_begin NONCE`, and
# the commands up to `cni_end STATUS`, which ends the frame.
# Descriptors: 3 is the stderr of the frame; 2 is output of the shell itself, which 7 reads; 9 is the stdin of a command,
# which 8 writes; 6 is as old as the shell. No command inherits any of these. All variables begin with cni_.
# Only built-ins are used: a plugin costs one fork and one exec.
# shellcheck disable=SC2154,SC3013 # eval sets two variables; dash, bash and busybox know -nt and -ef

# The bytes 2 and 3, which no program text should have.
eval "$(printf 'cni_two=\002 cni_three=\003')"
exec 3>&2 6<<'X' 7<<'Y'

X

Y
read -r cni_x <&7
exec 2>/proc/self/fd/7
cni_umask=$(umask)
cni_vetted=:
# The magic number and machine of this shell's own program: the plugins that the kernel runs have the same.
IFS= read -r cni_x <"/proc/$$/exe"
cni_elf=${cni_x%"${cni_x#???????}"}
cni_x=${cni_x#"$cni_elf"}
case $cni_x in "$cni_three$cni_two"*|"$cni_three$cni_three"*) cni_x=${cni_x#?} ;; esac
cni_x=${cni_x#?}
cni_machine=${cni_x%"${cni_x#?}"}
case $cni_elf in ?ELF"$cni_two"*) ;; *) cni_machine= ;; esac
# With an interpreter for programs of other machines, the kernel rejects none because of its machine.
for cni_path in /proc/sys/fs/binfmt_misc/*; do
  case $cni_path in */register|*/status|*'*') continue ;; esac
  while read -r cni_p cni_q; do
    case "$cni_p $cni_q" in disabled*) break ;; 'magic 7f454c46'*) cni_machine= ;; esac
  done <"$cni_path"
done
# Sets cni_q to the newest process ID.
if read -r cni_x </proc/sys/kernel/ns_last_pid
then cni_last() { read -r cni_q </proc/sys/kernel/ns_last_pid; }
else cni_last() { read -r cni_x cni_x cni_x cni_x cni_q </proc/loadavg; }
fi

# cni_birth PID: sets cni_x to the start time of a process, in the format of the kernel.
cni_birth() {
  cni_x=
  { read -r cni_x <"/proc/$1/stat"; } 2>/dev/null
  # shellcheck disable=SC2086 # the fields after the name
  set -- ${cni_x##*") "}
  cni_x=${20}
}

# cni_hello: reports the process group of this shell, whether a pipe can be filled in advance, and the shell's start time.
cni_hello() { cni_birth $$; cni_how=$$:$cni_quick:$cni_x; cni_end 0; }

# cni_kill GROUP BIRTH: kills the process group of another shell if its start time matches. In separate PID namespaces each
# shell has the same number, and a group with that number here is another one.
cni_kill() {
  cni_birth "$1"
  if [ "$1" -gt 1 ] && [ -n "$2" ] && [ "$cni_x" = "$2" ]; then kill -9 "-$1"; cni_end $?; else cni_end 1; fi
}

# cni_begin NONCE: begins a frame. Sets cni_how, which scripts may change, and cni_p, the newest process ID.
cni_begin() { cni_nonce=$1 cni_how=ran; cni_last; cni_p=$cni_q; }

# cni_end STATUS: ends the frame on both streams. Searches for background children of the command that still hold the shell's
# streams, since they could write into the next frame: such a shell is not used again. Process IDs are assigned in order, so
# only those since cni_begin can be such children.
cni_end() {
  cni_diag=
  if [ "$1" -gt 125 ]; then
    echo . >&2
    while read -r cni_x <&7; do [ "$cni_x" = . ] && break; cni_diag="$cni_diag$cni_x "; done
  fi
  cni_left=0
  cni_last
  if [ "$cni_q" -lt "$cni_p" ] || [ "$((cni_q - cni_p))" -gt 3000 ]; then cni_left=1; fi
  while [ "$cni_left$((cni_q > cni_p))" = 01 ]; do
    cni_p=$((cni_p + 1))
    [ -e "/proc/$cni_p/fd" ] || continue
    for cni_x in "/proc/$cni_p/fd/"*; do
      if [ "$cni_x" -ef /proc/$$/fd/1 ] || [ "$cni_x" -ef /proc/$$/fd/3 ]; then cni_left=1; fi
    done
  done
  printf '\n%s %s %s %s %s\n' "$cni_nonce" "$1" "$cni_left" "$cni_how" "$cni_diag"
  printf '\n%s \n' "$cni_nonce" >&3
}

# cni_end_without STATUS FILE: the same, and removes the file first if the status is 0.
cni_end_without() {
  if [ "$1" = 0 ] && { [ -e "$2" ] || [ -h "$2" ]; }; then rm -f "$2" >/dev/null 2>&1; fi
  cni_end "$1"
}

# cni_stdin: opens 9, and 8 to write to it, if here-documents are pipes. Such a pipe holds a page without a reader.
cni_stdin() {
exec 9<<'X'

X
read -r cni_x <&9
exec 8>/proc/self/fd/9
}

# cni_find PATH…: does libcni's FindInPath, then the checks of the kernel: a shell runs what the kernel rejects (ENOEXEC) as a
# script. So the magic number is checked first, and for a 64-bit ELF file the machine. A file is checked again only if it is
# newer than this shell. Sets cni_path and cni_how.
cni_find() {
  cni_i=0
  for cni_path do
    [ -f "$cni_path" ] && break
    cni_i=$((cni_i + 1))
  done
  cni_how=missing
  [ "$cni_i" -lt "$#" ] || return 1
  cni_how=denied:$cni_i
  [ -x "$cni_path" ] || return 1
  cni_how=ran:$cni_i
  case $cni_vetted in *":$cni_path:"*) [ "$cni_path" -nt "/proc/$$/fd/6" ] || return 0 ;; esac
  [ -r "$cni_path" ] || return 0
  cni_x=
  IFS= read -r cni_x <"$cni_path"
  case $cni_x in
    '#!'*) ;;
    "$cni_elf"?"$cni_machine"* | "$cni_elf"??"$cni_machine"*) ;;
    "$cni_elf"*) cni_how=format:$cni_i; return 1 ;;
    ?ELF*) ;;
    *) cni_how=format:$cni_i; return 1 ;;
  esac
  cni_vetted=$cni_vetted$cni_path:
}
. ../files/open-shell-files.sh

# Here-documents are pipes in dash, busybox and recent bash, and files in others.
cni_stdin
[ -p /proc/self/fd/9 ] && cni_quick=1 || cni_quick=0
exec 8>&- 9<&-
