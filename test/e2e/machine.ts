import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The network state of this machine and libcni's files, each by what prints it. */
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

/** Runs a shell line on this machine; gives what it prints. Rejects when it fails. */
export async function shell(line: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const { stdout } = await run('/bin/sh', ['-c', line], { env: { ...process.env, ...env } });
  return stdout;
}

/** Reads the whole state. */
export async function machineState(): Promise<MachineState> {
  const entries = Object.entries(probes).map(async ([name, line]) => [name, await shell(line)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

/** The lines that one state has and the other has not, as `name: + line` and `name: - line`. */
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
