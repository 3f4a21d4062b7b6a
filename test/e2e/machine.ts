import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Commands that print the network state of this machine and libcni's files. */
export type MachineState = Readonly<Record<string, string>>;

const probes: Readonly<Record<string, string>> = {
  links: "ip -o link | sed 's/^[0-9]*: //'",
  addresses: "ip -o addr | sed 's/^[0-9]*: //'",
  routes: 'ip route show table all; ip -6 route show table all',
  rules: 'ip rule; ip -6 rule',
  namespaces: 'ip netns list',
  ip_forward: 'cat /proc/sys/net/ipv4/ip_forward',
  'nftables rules': 'nft list ruleset | sed -E "s/counter packets [0-9]+ bytes [0-9]+/counter/"',
  'iptables rules': "iptables-save | grep -v '^#' | sed -E 's/\\[[0-9]+:[0-9]+\\]//'",
  'libcni files': 'find /var/lib/cni 2>/dev/null | sort',
};

/** Runs a shell command on this machine and returns its output. Rejects when it fails. */
export async function shell(line: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await run('/bin/sh', ['-c', line], { env: { ...process.env, ...env } });
  return stdout;
}

/**
 * Runs $LINE in the sandbox that has the namespace $NAMESPACE: in the Linux namespaces of a process that sees the file of the
 * namespace and is neither in ours nor in one that has a name in the sandbox. A program that enters the sandbox for another
 * one has the same files and network, but our process IDs, which /proc of the sandbox does not know.
 */
const enterSandbox = `
  PATH=$PATH:/usr/sbin:/sbin
  is_named() {
    for named in "$1"/root/run/netns/*; do
      if [ "$1/ns/net" -ef "$named" ]; then return 0; fi
    done
    return 1
  }
  for file in /proc/[0-9]*/root/run/netns/"$NAMESPACE"; do
    process=\${file%/root/*}
    if [ -e "$process/root/run/cni-workbench" ] && ! is_named "$process" &&
      ! [ "$process/ns/net" -ef /proc/self/ns/net ] && ! [ "$process/ns/pid" -ef /proc/self/ns/pid ]; then
      exec nsenter --target "\${process#/proc/}" --user --mount --pid --net -- sh -c "$LINE"
    fi
  done
  echo "no sandbox has the namespace $NAMESPACE" >&2
  exit 1`;

/**
 * Runs a shell command in the sandbox of the editor and returns the output. Rejects when it fails, and when no sandbox has
 * the namespace. Only root can enter a sandbox from outside.
 */
export function sandboxShell(namespace: string, line: string): Promise<string> {
  return shell(enterSandbox, { NAMESPACE: namespace, LINE: line });
}

/** Reads the whole state. */
export async function machineState(): Promise<MachineState> {
  const entries = Object.entries(probes).map(async ([name, line]) => [name, await shell(line)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** Returns the differences between two states, as `name: + line` and `name: - line`. */
export function stateChanges(before: MachineState, after: MachineState): string[] {
  return Object.keys(probes).flatMap((name) => {
    const old = new Set((before[name] ?? '').split('\n'));
    const now = new Set((after[name] ?? '').split('\n'));
    return [
      ...[...now].filter((line) => !old.has(line)).map((line) => `${name}: + ${line.trim()}`),
      ...[...old].filter((line) => !now.has(line)).map((line) => `${name}: - ${line.trim()}`),
    ];
  });
}

/** Reverts what plugins keep on purpose on this machine: forwarding, chains and the table for NAT, files of a network. */
export async function revertMachine(state: MachineState, network: string): Promise<void> {
  await shell(`echo ${state['ip_forward']?.trim()} > /proc/sys/net/ipv4/ip_forward`);
  if (!state['iptables rules']?.includes('CNI-')) {
    await shell('iptables-save -t nat | grep -v CNI- | iptables-restore');
  }
  if (!state['nftables rules']?.includes('table ip nat')) {
    await shell('nft delete table ip nat 2>/dev/null || true');
  }
  if (!state['libcni files']?.includes(`/networks/${network}`)) {
    await shell(`rm -rf /var/lib/cni/networks/${network}`);
  }
  if (state['libcni files'] === '') {
    await shell('find /var/lib/cni -depth -type d -empty -delete 2>/dev/null || true');
  }
}
