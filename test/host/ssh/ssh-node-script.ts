/** The accounts of a node, each for one way to log in or to become root. */
export const accounts = {
  /** Becomes root without a password. */
  easy: { shell: '/bin/sh', sudo: 'NOPASSWD: ALL' },
  /** Has a password, and sudo wants it. */
  strict: { shell: '/bin/sh', sudo: 'ALL' },
  /** May not become root at all. */
  plain: { shell: '/bin/sh', sudo: '' },
  fishy: { shell: '/usr/bin/fish', sudo: 'NOPASSWD: ALL' },
  cshy: { shell: '/bin/tcsh', sudo: 'NOPASSWD: ALL' },
  /** A bash that prints at each login. */
  noisy: { shell: '/bin/bash', sudo: 'NOPASSWD: ALL' },
  closed: { shell: '/usr/sbin/nologin', sudo: '' },
} as const;

/** Commands that a key may be bound to, by the key's name. */
export const forcedCommands = {
  shell: '/bin/sh',
  passing: String.raw`/bin/sh -c \"$SSH_ORIGINAL_COMMAND\"`,
  hello: 'echo this key is for backups only',
} as const;

/**
 * For `sh -c`: a machine of its own in the namespaces that it is started in: /etc, /run, /var/lib, /root and /home are its own,
 * and there are accounts and an sshd. Arguments: the directory with keys (client.pub, host keys, KEY.pub of the forced
 * commands), the password of `strict`, the sshd's port, the shell that /bin/sh shall be, or '',
 * the directory with plugins, or '', which is the bin of the first one then.
 * It says `ready` and lives until its stdin ends.
 */
export const nodeScript = `set -e
keys=$1 password=$2 port=$3 shell=$4 plugins=$5
mount -t proc proc /proc
mkdir "$keys/etc" "$keys/bin"
[ -z "$plugins" ] || mount --bind "$plugins" "$keys/bin"
mount -t tmpfs none "$keys/etc"
cp -a /etc/. "$keys/etc/"
mount --bind "$keys/etc" /etc
for d in /run /var/lib /root /home; do mount -t tmpfs -o mode=755 none $d; done
[ /var/run -ef /run ] || mount --bind /run /var/run
mkdir -p /run/sshd /run/lock /run/netns /etc/sudoers.d
rm -f /etc/nologin
cat "$keys/sudoers" >/etc/sudoers.d/cni-node
chmod 440 /etc/sudoers.d/cni-node
if [ -n "$shell" ]; then mount --bind "$shell" /bin/sh; fi
ip link set lo up
authorize() { mkdir -p "$2/.ssh"; cat "$keys/authorized" >"$2/.ssh/authorized_keys"; chown -R "$1:" "$2"; chmod 700 "$2/.ssh"; }
authorize root /root
while read -r name login; do
  useradd -M -p '*' -d /home/$name -s "$login" $name
  mkdir -p /home/$name
  authorize $name /home/$name
done <"$keys/accounts"
echo 'echo "welcome to this machine"; echo "mind the gap" >&2' >/home/noisy/.bashrc
printf 'strict:%s\\n' "$password" | chpasswd -c SHA512
cat >/run/sshd_config <<END
Port $port
HostKey $keys/host_ed25519
PidFile none
UsePAM no
PasswordAuthentication yes
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
StrictModes no
PrintMotd no
AcceptEnv none
MaxStartups 100
AllowTcpForwarding yes
END
exec 4<&0 </dev/null
/usr/sbin/sshd -D -e -f /run/sshd_config 2>"$keys/sshd.log" &
n=0; while ! ss -Hltn "sport = :$port" | grep -q .; do n=$((n + 1)); [ $n -lt 100 ] || { cat "$keys/sshd.log" >&2; exit 1; }; sleep 0.05; done
echo ready
cat <&4 >/dev/null &
wait $!
`;
