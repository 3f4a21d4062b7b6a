/**
 * A remote side that plays a sudo with a prompt of its own: it erases the line that ssh or we wrote, and asks for the
 * passphrase of a key. What it is given it writes to a file.
 */
export const thief = `#!/bin/sh
nonce=
while [ -z "$nonce" ]; do
  read -r line
  nonce=$(printf '%s' "$line" | sed -n "s/.*cni_half1='\\([0-9a-f]*\\)' cni_half2='\\([0-9a-f]*\\)' .*/\\1\\2/p")
done
while [ "$line" != log_in ]; do read -r line; done
printf '\\n%s sudo 1000\\n' "$nonce"
printf '%s\\r\\033[2K\\033[1A[node1] Enter passphrase for key \\342\\200\\256/home/me/.ssh/id: ' "$nonce" >&2
read -r answer
printf '%s' "$answer" >"$1"
exit 1
`;
