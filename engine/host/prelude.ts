import { quote, type ShellText } from './quote.ts';

/**
 * What a host's argv ends with, for `sh -c`: makes the shell the leader of its own process group, so that a kill of the
 * group takes whatever a plugin started and nothing else, and adds the directories in which ip, iptables and nft live
 * (an ordinary user's PATH has no sbin).
 * @param shell argv of the shell that stays open
 */
export function bootScript(shell: readonly string[] = ['/bin/sh']): ShellText {
  const words = shell.map((word) => quote(word)).join(' ');
  return [
    'for d in /usr/local/sbin /usr/sbin /sbin; do case ":$PATH:" in *":$d:"*) ;; *) PATH="$PATH:$d" ;; esac; done',
    'export PATH',
    'read -r s </proc/$$/stat',
    's=${s##*") "}',
    's=${s#* }; s=${s#* }',
    `[ "\${s%% *}" = "$$" ] && exec ${words}`,
    `exec setsid ${words}`,
  ].join('\n');
}

/**
 * Functions that every script of ours uses, sent once when a shell opens. Descriptors: 3 is the frame's stderr,
 * 7 reads what the shell itself says on its 2, 9 is a command's stdin, 6 is as old as the shell. No command inherits
 * any of these.
 * All of it is built-ins: a plugin costs one fork and one exec and nothing more.
 *
 * cni_find is libcni's FindInPath, and then what the kernel would check of the file: a shell runs as a script whatever
 * the kernel refuses (ENOEXEC), so the magic number is looked at first, and for a 64-bit ELF file the machine, which
 * must be that of the shell itself, unless binfmt_misc has an interpreter for programs of other machines. A file looked
 * at once is looked at again when it is newer than the shell.
 *
 * cni_kill kills the process group of another shell, where that is the one that was born then: in a PID namespace of its
 * own each shell has the same number, and a group of that number here is somebody else's.
 *
 * The walk in cni_end finds children that a command left in the background while they still hold
 * our streams: such a shell must not be used again, for they could write into
 * the next frame. Process ids are given in order, so those since cni_begin are all that can be.
 */
export const prelude: ShellText = `
eval "$(printf 'cni_two=\\002 cni_three=\\003')"
exec 3>&2 6<<'X' 7<<'Y'

X

Y
read -r cni_x <&7
exec 2>/proc/self/fd/7
cni_umask=$(umask)
cni_vetted=:
IFS= read -r cni_x <"/proc/$$/exe"
cni_elf=\${cni_x%"\${cni_x#???????}"}
cni_x=\${cni_x#"$cni_elf"}
case $cni_x in "$cni_three$cni_two"*|"$cni_three$cni_three"*) cni_x=\${cni_x#?} ;; esac
cni_x=\${cni_x#?}
cni_machine=\${cni_x%"\${cni_x#?}"}
case $cni_elf in ?ELF"$cni_two"*) ;; *) cni_machine= ;; esac
for cni_path in /proc/sys/fs/binfmt_misc/*; do
  case $cni_path in */register|*/status|*'*') continue ;; esac
  while read -r cni_p cni_q; do
    case "$cni_p $cni_q" in disabled*) break ;; 'magic 7f454c46'*) cni_machine= ;; esac
  done <"$cni_path"
done
if read -r cni_x </proc/sys/kernel/ns_last_pid
then cni_last() { read -r cni_q </proc/sys/kernel/ns_last_pid; }
else cni_last() { read -r cni_x cni_x cni_x cni_x cni_q </proc/loadavg; }
fi
cni_birth() {
  cni_x=
  { read -r cni_x <"/proc/$1/stat"; } 2>/dev/null
  set -- \${cni_x##*") "}
  cni_x=\${20}
}
cni_kill() {
  cni_birth "$1"
  if [ "$1" -gt 1 ] && [ -n "$2" ] && [ "$cni_x" = "$2" ]; then kill -9 "-$1"; cni_end $?; else cni_end 1; fi
}
cni_begin() { cni_nonce=$1 cni_how=ran; cni_last; cni_p=$cni_q; }
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
  printf '\\n%s %s %s %s %s\\n' "$cni_nonce" "$1" "$cni_left" "$cni_how" "$cni_diag"
  printf '\\n%s \\n' "$cni_nonce" >&3
}
cni_end_without() {
  if [ "$1" = 0 ] && { [ -e "$2" ] || [ -h "$2" ]; }; then rm -f "$2" >/dev/null 2>&1; fi
  cni_end "$1"
}
cni_stdin() {
exec 9<<'X'

X
read -r cni_x <&9
exec 8>/proc/self/fd/9
}
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
cni_stdin
[ -p /proc/self/fd/9 ] && cni_quick=1 || cni_quick=0
exec 8>&- 9<&-
`;
