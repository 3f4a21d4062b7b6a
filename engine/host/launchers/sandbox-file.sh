# Copies a file into the sandbox, for `sh -c` in the C locale. $1: root of the sandbox's own directories; $2: path of the
# copy, $3: file to cover with it, $4: directory to replace, $5: symbolic link to create, $6: target of the link; each may be
# empty. stdin: the bytes of the file. Failures are reported on stderr.
root=$1 target=$2 covered=$3 directory=$4 link=$5 real=$6
umask 022
if [ -n "$directory" ]; then
  mkdir -p "$root$directory" && mount --bind "$root$directory" "$directory" || exit
fi
if [ -n "$target" ]; then
  mkdir -p "${target%/*}" && cat >"$target" || exit
fi
if [ -n "$covered" ]; then mount --bind "$target" "$covered" || exit; fi
if [ -n "$link" ]; then
  mkdir -p "${link%/*}" && ln -sfn "$real" "$link" || exit
fi
