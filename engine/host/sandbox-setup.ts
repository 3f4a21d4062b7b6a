import { quote, type ShellText } from './quote.ts';

/** Addresses of the sandbox: documentation ranges (RFC 5737, RFC 3849), but for 4.2.2.2, which cnitool's tutorial pings. */
const sandboxNetwork = {
  /** The sandbox's own way out, so that configurations with `"master": "eth0"` work as they stand. */
  interfaceName: 'eth0',
  ipv4: '198.51.100.2',
  ipv6: '2001:db8:51::2',
  gatewayIPv4: '198.51.100.1',
  gatewayIPv6: '2001:db8:51::1',
  /** What the make-believe Internet answers on. */
  internetIPv4: '4.2.2.2',
  internetIPv6: '2001:db8:4:2::2',
} as const;

/** Words with which the set-up answers on its stdout. */
export const setupAnswer = { ready: 'ready', missing: 'missing' } as const;

/** Directories that the sandbox replaces by empty ones. */
const hidden = ['/run', '/var/lib'];

/** Directories of the machine that root could change from inside: the sandbox has them read-only. */
const closed = ['/bin', '/boot', '/etc', '/lib', '/lib32', '/lib64', '/opt', '/sbin', '/srv', '/usr'];

/** True for a path that the sandbox's own /run or /var/lib would hide. */
export function isHidden(path: string): boolean {
  return hidden.some((dir) => path.startsWith(`${dir}/`)) || path.startsWith('/var/run/');
}

/**
 * What the sandbox's first process (pid 1 there) runs: it furnishes the new namespaces, says `ready PID` with its pid
 * as seen from outside, and then only waits for the end of its stdin. While it waits it reaps orphans.
 * No link-local addresses (addrgenmode none): while one is tentative, neighbours are not found for a second.
 * @param shownDirs directories below /run and /var/lib that stay visible, read-only.
 */
export function setupScript(shownDirs: readonly string[]): ShellText {
  const net = sandboxNetwork;
  const shown = shownDirs.slice(0, 5).map((dir, index) => ({ word: quote(dir), fd: index + 5 }));
  return `
set -e
for d in /usr/local/sbin /usr/sbin /sbin; do case ":$PATH:" in *":$d:"*) ;; *) PATH="$PATH:$d" ;; esac; done
export PATH
for tool in ip mount nsenter setsid mkdir cat; do
  command -v "$tool" >/dev/null || { echo "${setupAnswer.missing} $tool"; exit 1; }
done
read -r pid rest </proc/self/stat
mount --make-rprivate /
mount -t proc proc /proc
mount -t sysfs sysfs /sys 2>/dev/null || :
${openShown(shown)}
mount -t tmpfs -o mode=755 tmpfs /run
mount -t tmpfs -o mode=755 tmpfs /var/lib
[ /var/run -ef /run ] || mount --bind /run /var/run
mkdir /run/netns /run/lock
${putShown(shown)}
${closeScript}
ip link set lo up
ip netns add cni-internet
ip link add ${net.interfaceName} type veth peer name uplink netns cni-internet
ip addr add ${net.ipv4}/24 dev ${net.interfaceName}
ip -6 addr add ${net.ipv6}/64 dev ${net.interfaceName} nodad 2>/dev/null || :
ip link set ${net.interfaceName} addrgenmode none
ip link set ${net.interfaceName} up
far() { ip -n cni-internet "$@"; }
far link set lo up
far addr add ${net.gatewayIPv4}/24 dev uplink
far addr add ${net.internetIPv4}/32 dev lo
far -6 addr add ${net.gatewayIPv6}/64 dev uplink nodad 2>/dev/null || :
far -6 addr add ${net.internetIPv6}/128 dev lo nodad 2>/dev/null || :
far link set uplink addrgenmode none
far link set uplink up
ip route add default via ${net.gatewayIPv4}
ip -6 route add default via ${net.gatewayIPv6} 2>/dev/null || :
echo 1 >/proc/sys/net/ipv4/ip_forward
[ ! -e /proc/sys/net/ipv6/conf/all/forwarding ] || echo 1 >/proc/sys/net/ipv6/conf/all/forwarding
: >/run/cni-internet
mount --bind /run/netns/cni-internet /run/cni-internet
ip netns del cni-internet
echo "${setupAnswer.ready} $pid"
exec 4<&0 >/dev/null
cat <&4 &
wait "$!"
`;
}

/**
 * Mounts what is closed over itself, and then each of these mounts and those below read-only, with the flags that it has:
 * a user namespace may not drop them.
 */
const closeScript: ShellText = `
for d in ${closed.join(' ')}; do
  if [ -d "$d" ] && [ ! -h "$d" ]; then mount --rbind "$d" "$d" || :; fi
done
while read -r id parent device root point flags rest; do
  case $point in
    ${closed.map((dir) => `${dir}|${dir}/*`).join('|')})
      mount -o "remount,bind,ro\${flags#r[ow]}" "$(printf %b "$point")" 2>/dev/null || :
  esac
done </proc/self/mountinfo`;

/** A quoted directory, and the descriptor that holds it while /run and /var/lib are being hidden. */
interface Shown {
  readonly word: ShellText;
  readonly fd: number;
}

function openShown(shown: readonly Shown[]): ShellText {
  return shown.map(({ word, fd }) => `[ ! -d ${word} ] || exec ${fd}<${word}`).join('\n');
}

/** Mounts by descriptor, since the paths are hidden by now; without --no-canonicalize mount would look the paths up. */
function putShown(shown: readonly Shown[]): ShellText {
  return shown
    .map(({ word, fd }) =>
      [
        `if [ -e /proc/$$/fd/${fd} ]; then`,
        `  mkdir -p ${word}`,
        `  mount --no-canonicalize --rbind /proc/self/fd/${fd} ${word}`,
        `  mount -o remount,bind,ro ${word} 2>/dev/null || :`,
        `  exec ${fd}<&-`,
        'fi',
      ].join('\n'),
    )
    .join('\n');
}
