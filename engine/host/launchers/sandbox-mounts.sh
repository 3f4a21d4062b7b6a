# The first program of the sandbox, its process 1, for `sh -c` in the outer mount and PID namespaces. It runs with the rights
# of the user in a separate mount namespace, creates all mounts of the sandbox there, and becomes sandbox-network.sh in a
# nested user and mount namespace. The kernel locks mounts from a more privileged namespace: nothing in the sandbox can
# unmount them or make them writable.
# $1: the program sandbox-network.sh; $2: root of the sandbox's own directories; $3: the directories to create, $4: the empty
# files to create, $5: the directories that every user may write to, $6: the plugin directories, each as shell words; $7: the
# program that records calls of plugins; $8 …: the operations, three words each (see perform).
# stdin: the sandbox ends with it. stdout: a line that says why the sandbox cannot be created: `missing TOOL`; `proc`, a /proc
# cannot be mounted, because parts of the machine's /proc are covered; `ids`, the user is root of the machine, and there is no
# other user ID to run plugins; `writable PATH`, this mount cannot be made read-only. Descriptors: 3 is the /run of the
# machine, 5 a pipe to the process that holds the namespaces.
set -e
umask 022
# A working directory in a hidden directory could be reached through /proc/1/cwd.
cd /
. ../shell/extend-path.sh
network=$1 root=$2 directories=$3 files=$4 shared=$5 checked=$6 recorder=$7
shift 7
for tool in mount nsenter unshare setsid mkdir mkfifo cat cp sed sleep; do
  command -v "$tool" >/dev/null || { echo "missing $tool"; exit 1; }
done
# In the /proc of the machine: the process ID of this shell as seen from outside.
read -r keeper _ </proc/self/stat

# The user ID of the sandbox's root outside: an unused one, if it can be chosen.
identity=same owner=0
while read -r inside _ count; do
  if [ "$inside" -le 100000 ] && [ "$((inside + count))" -ge 165536 ]; then identity=mapped owner=100000; fi
done </proc/self/uid_map
# The machine's root owns /proc/sys.
if [ $identity = same ] && [ -O /proc/sys ]; then echo ids; exit 1; fi

# One file system for the sandbox's own directories.
exec 3</run
mount -t tmpfs -o "nosuid,nodev,mode=755,uid=$owner,gid=$owner" sandbox /run
mount -t proc proc /proc || { echo proc; exit 1; }

# A process that holds the user, network, UTS and IPC namespaces of the sandbox until this shell enters them.
mkfifo /run/gate
exec 5<>/run/gate
rm /run/gate
user=--map-root-user credentials=--preserve-credentials within=
if [ $identity = mapped ]; then user=--user credentials=; fi
{
  unshare $user --net --uts --ipc -- /bin/sh -c 'echo "$$" >&5; exec sleep 600 5<&-' || echo failed >&5
} 3<&- &
read -r holder <&5
[ "$holder" != failed ] || exit 1
if [ $identity = mapped ]; then
  echo '0 100000 65536' >"/proc/$holder/uid_map"
  echo '0 100000 65536' >"/proc/$holder/gid_map"
  within="nsenter --target $holder --user --"
fi

# Root of the sandbox owns its directories.
eval "$within mkdir -p -- $directories"
[ -z "$files" ] || eval "$within touch -- $files"
eval "chmod 1777 -- $shared"

# A file of the machine's user, so that it is read-only wherever the sandbox mounts it.
printf '%s' "$recorder" >"$root/recorder"
chmod 755 "$root/recorder"
mount --bind "$root/recorder" "$root/recorder"
mount -o remount,bind,ro,nosuid,nodev "$root/recorder"

# Decodes $point, which mountinfo escapes with a backslash and three digits. printf needs a 0 before them, or else it would
# treat the next digit of the name as part of them. The dot keeps line feeds at the end.
unescape() {
  point=$(printf '%b.' "$(printf '%s\n' "$point" | sed 's/\\/\\0/g')")
  point=${point%.}
}

# Makes every mount read-only whose mount point the command "$@" accepts, and keeps its other flags.
lock() {
  while read -r _ _ _ _ point flags _; do
    case $flags in ro | ro,*) continue ;; esac
    case $point in *\\*) unescape ;; esac
    "$@" "$point" || continue
    mount -o "remount,bind,ro${flags#rw}" "$point" 2>/dev/null && continue
    # Unmounts a file system that even root cannot access (FUSE).
    umount -l "$point" 2>/dev/null && continue
    # Nothing reaches it under another mount.
    ! mountpoint -q "$point" || { echo "writable $point"; exit 1; }
  done </proc/self/mountinfo
}
is_below() { case $2 in "$1" | "$1"/*) ;; *) return 1 ;; esac; }

# Sets $source to a path of the machine that the sandbox's /run covers.
source_of() { case $1 in /run/*) source=/proc/self/fd/3/${1#/run/} ;; *) source=$1 ;; esac; }

perform() {
  source_of "$2"
  case $1 in
    show) mount --no-canonicalize --rbind "$source" "$3"; lock is_below "$3" ;;
    copy) cp "$source" "$3"; chmod 755 "$3" ;;
    link) ln -s "$2" "$3" ;;
    node) mount --bind "$2" "$3" ;;
    cover) [ "$3" = /run ] || mount -o rbind,ro,nosuid,nodev "$2" "$3" ;;
    keep) mount --rbind "$2" "$3" ;;
  esac
}
all=$#
while [ "$all" -gt 0 ]; do
  perform "$1" "$2" "$3"
  # To the end of the list, which is read again below.
  set -- "$@" "$1" "$2" "$3"
  shift 3
  all=$((all - 3))
done

# A /sys for the sandbox's network namespace. Some containers do not allow to mount another /sys.
systems=/sys
nsenter --target "$holder" --net -- mount -t sysfs -o ro,nosuid,nodev,noexec sysfs /sys 2>/dev/null || systems=
is_ours() {
  for point; do :; done
  ! is_below /proc "$point" && { [ -z "$systems" ] || ! is_below /sys "$point"; } || return 1
  while [ "$#" -gt 3 ]; do
    if [ "$1" = cover ] && is_below "$3" "$point"; then return 1; fi
    shift 3
  done
}
# All remaining mounts of the machine.
lock is_ours "$@"
mount --bind /proc/sys/net /proc/sys/net
mount -o remount,bind,ro,nosuid,nodev,noexec /proc

exec 3<&- 5<&-
exec nsenter --target "$holder" --user --net --uts --ipc $credentials -- \
  unshare --mount -- /bin/sh -c "$network" sh "$keeper" "$identity" "$holder" "$root" "$checked"
