/**
 * What an installation runs on the host, in order. Every script gets its words as arguments. POSIX sh with mkdir, mktemp,
 * tar, gzip, mv, ln, cp, rm: what busybox has too.
 */

/** $1: the directory. Prints machine, uid, whether it can be written (yes, no, or the parent that cannot), and the names in it. */
export const lookScript = `
uname -m; id -u
d=$1
while [ ! -e "$d" ] && [ "$d" != / ] && [ "$d" != . ]; do d=$(dirname -- "$d"); done
if [ -d "$d" ] && [ -w "$d" ]; then echo yes; elif [ -d "$d" ]; then echo "no $d"; else echo "file $d"; fi
for t in tar gzip mktemp; do command -v $t >/dev/null || echo "lacks $t"; done
echo .
cd "$1" 2>/dev/null || exit 0
for f in *; do [ -e "$f" ] || [ -h "$f" ] || continue; printf '%s\\n' "$f"; done
`;

/** $1: the directory. Makes it, and one beside the plugins to work in; prints the latter, then the directories that were made, deepest first. */
export const prepareScript = `
set -e; umask 022
made=; d=$1
while [ ! -e "$d" ] && [ "$d" != / ] && [ "$d" != . ]; do made="$made$d
"; d=$(dirname -- "$d"); done
back() { printf '%s' "$made" | while read -r d; do rmdir "$d" 2>/dev/null || :; done; exit 1; }
mkdir -p -- "$1" || back
t=$(mktemp -d "$1/.cni-install-XXXXXX") || back
printf '%s\\n%s' "$t" "$made"
`;

/** $1: the working directory. Adds stdin to the archive in it. */
export const appendScript = `set -e; cat >>"$1/archive.tgz"`;

/** $1: the working directory, $2: the size, $3: the SHA-256. Unpacks, and prints the names of the executable files. */
export const unpackScript = `
set -e; umask 022
cd "$1"
[ "$(wc -c <archive.tgz)" -eq "$2" ] || { echo 'not all of the archive arrived' >&2; exit 1; }
if command -v sha256sum >/dev/null; then
  s=$(sha256sum archive.tgz)
  [ "\${s%% *}" = "$3" ] || { echo 'the archive did not arrive as it was sent' >&2; exit 1; }
fi
mkdir new
tar -xzof archive.tgz -C new
rm archive.tgz
cd new
for f in *; do [ ! -h "$f" ] && [ -f "$f" ] && [ -x "$f" ] && printf '%s\\n' "$f"; done
exit 0
`;

/**
 * $1: the working directory, $2: the plugin directory, $3: where replaced files go, then the names. Each file is in place
 * by one rename; when one cannot be, all are put back. Prints the names that were there before.
 */
export const placeScript = `
t=$1 d=$2 b=$3 placed=; shift 3
mkdir "$b" || exit 1
back() {
  for f; do
    if [ -e "$b/$f" ] || [ -h "$b/$f" ]; then mv -f "$b/$f" "$d/$f"; else rm -f "$d/$f"; fi
  done
  rmdir "$b"
  exit 1
}
n=0
for f; do
  [ -d "$d/$f" ] && [ ! -h "$d/$f" ] && { echo "$d/$f is a directory" >&2; n=-1; break; }
  if [ -h "$d/$f" ]; then cp -P "$d/$f" "$b/$f" || { n=-1; break; }
  elif [ -e "$d/$f" ]; then ln "$d/$f" "$b/$f" 2>/dev/null || cp -p "$d/$f" "$b/$f" || { n=-1; break; }
  fi
  chmod 755 "$t/new/$f" && mv -f "$t/new/$f" "$d/$f" || { n=-1; break; }
  placed="$placed $f"
done
[ $n = 0 ] || { rm -f "$b/$f"; back $placed; }
for f; do if [ -e "$b/$f" ] || [ -h "$b/$f" ]; then printf '%s\\n' "$f"; fi; done
rmdir "$b" 2>/dev/null
exit 0
`;

/** $1: the working directory, then directories to remove where they are empty. */
export const cleanScript = `t=$1; shift; rm -rf "$t"; for d; do rmdir "$d" 2>/dev/null; done; exit 0`;
