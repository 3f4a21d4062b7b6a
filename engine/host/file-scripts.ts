/** Exit statuses with which the scripts below say what errno names need; any other failure is worded on stderr. */
export const fileStatuses = {
  exists: 41,
  absent: 42,
  isDirectory: 43,
  notDirectory: 44,
  changed: 45,
  ownerLost: 46,
  notEmpty: 47,
} as const;

const { exists, absent, isDirectory, notDirectory, changed, ownerLost, notEmpty } = fileStatuses;

/** What stat prints of a file, behind the flag that says whether its name is a link. GNU and busybox know these. */
const describe = `describe() { if [ -h "$1" ]; then printf 'l '; else printf -- '- '; fi; stat -L -c '%f %s %i %u %g %Y %y' "$1"; }`;

/** A name that is there, be it a link to nowhere. */
const there = `there() { [ -e "$1" ] || [ -h "$1" ]; }`;

/**
 * The target is where links lead, so that a link stays one. The name of the directory may end in a line feed, which a
 * substitution would drop, hence the dot. cp -p keeps mode, owner, group and ACL; dd flushes before it ends. A shell
 * that may not give the file its owner refuses rather than change whose it is.
 */
const write = `
file=$1 temporary=$2 flags=$3 only=$4
has() { case $flags in *$1*) true ;; *) false ;; esac; }
version() { s=$(stat -L -c '%i-%s-%Y %y' "$1") || return; f=\${s#*.}; case $s in *.*) f=\${f%%[!0-9]*} ;; *) f= ;; esac; printf '%s.%s' "\${s%% *}" "$f"; }
target=$file
if [ -h "$file" ]; then target=$(readlink -f "$file" && echo .) || { ls -dL "$file" >/dev/null; exit 1; }; target=\${target%
.}; fi
[ ! -d "$target" ] || exit ${isDirectory}
directory=\${target%/*}; directory=\${directory:-/}
if [ -e "$target" ]; then has o || exit ${exists}
else has c || exit ${absent}
  [ -z "$only" ] || exit ${changed}
  if [ ! -d "$directory" ] && has d; then (umask 022 && mkdir -p "$directory") || exit; fi
fi
temporary=\${directory%/}/$temporary
trap 'rm -f "$temporary"' EXIT
trap 'exit 1' HUP INT TERM
umask 077
if [ -e "$target" ]; then
  cp -p "$target" "$temporary" || exit
  [ "$(stat -c '%u:%g %a' "$temporary")" = "$(stat -L -c '%u:%g %a' "$target")" ] || exit ${ownerLost}
else (umask 022 && : >"$temporary") || exit; fi
said=$(dd of="$temporary" bs=65536 conv=fsync 2>&1) || { printf '%s\\n' "$said" >&2; exit 1; }
if [ -n "$only" ]; then [ "$(version "$target")" = "$only" ] || exit ${changed}
elif ! has o && there "$target"; then exit ${exists}; fi
[ ! -d "$target" ] || exit ${isDirectory}
mv -f "$temporary" "$target" || exit
describe "$file"
`;

/** One script for each thing that a person does to a host's files; `$1` is the file. Nothing is put into their text. */
export const fileScripts = {
  stat: `${describe}\ndescribe "$1"`,
  read: `${describe}\n[ ! -d "$1" ] || exit ${isDirectory}\ndescribe "$1" && cat "$1"`,
  list: `
if [ ! -d "$1" ]; then if [ -e "$1" ]; then exit ${notDirectory}; else ls -d "$1"; exit; fi; fi
cd "$1" || exit
[ -r . ] || { ls .; exit; }
for f in * .[!.]* ..?*; do
  if [ -d "$f" ]; then k=d; elif [ -f "$f" ]; then k=f; elif [ -e "$f" ] || [ -h "$f" ]; then k=o; else continue; fi
  if [ -h "$f" ]; then l=l; else l=-; fi
  printf '%s%s%s\\0' $k $l "$f"
done`,
  write: `${describe}\n${there}\n${write}`,
  createDirectory: `${there}\nthere "$1" && exit ${exists}\numask 022; mkdir "$1"`,
  remove: `
if [ -d "$1" ] && [ ! -h "$1" ]; then
  if [ "$2" = r ]; then rm -r "$1"; exit; fi
  cd "$1" && for f in * .[!.]* ..?*; do if [ -e "$f" ] || [ -h "$f" ]; then exit ${notEmpty}; fi; done
  cd / && rmdir "$1"
else rm "$1" </dev/null; fi`,
  rename: `${there}
there "$1" || { ls -d "$1" >/dev/null; exit; }
if there "$2"; then
  [ "$3" = o ] || exit ${exists}
  [ ! -d "$2" ] || exit ${isDirectory}
fi
mv -f "$1" "$2"`,
} as const;
