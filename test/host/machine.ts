import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

/** True when these tests run as root, as the local host's need. */
export const isRoot = process.getuid?.() === 0;

/** Why a shell started here cannot run plugins, or undefined: it is not root, and sudo would ask for a password. */
export const rootObstacle =
  isRoot || spawnSync('sudo', ['-n', 'true']).status === 0
    ? undefined
    : 'a shell here is not root, and sudo wants a password';

/** The directory with real plugins, or undefined; said once. */
export const pluginDir = findPluginDir();

function findPluginDir(): string | undefined {
  const { CNI_WORKBENCH_TEST_PLUGINS: wanted, CNI_WORKBENCH_PLUGINS: found, CNI_PATH: given } = process.env;
  const dirs = [wanted, found, given, '/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni'].flatMap((dirsOf) =>
    (dirsOf ?? '').split(':'),
  );
  const dir = dirs.find(
    (name) => name !== '' && ['ptp', 'host-local'].every((plugin) => existsSync(path.join(name, plugin))),
  );
  console.error(
    dir === undefined ? `no plugins ptp and host-local in ${dirs.filter(Boolean).join(', ')}` : `real plugins: ${dir}`,
  );
  return dir;
}

/** Go's cnitool, or undefined. */
export const goCnitool = [
  process.env['CNI_WORKBENCH_GO_CNITOOL'] ?? '',
  ...(process.env['PATH'] ?? '').split(':').map((dir) => `${dir}/cnitool`),
].find((file) => file !== '' && existsSync(file));

/** True when the program is on the PATH, or in the directories that only root's has. */
export function hasTool(name: string): boolean {
  return [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'].some((dir) =>
    existsSync(path.join(dir, name)),
  );
}

/** Why the sandbox cannot be tried here, or undefined: the tools that its tests use, and namespaces. */
export function sandboxObstacle(): string | undefined {
  const missing = ['ip', 'unshare', 'nsenter', 'mount', 'ping', 'iptables'].find((tool) => !hasTool(tool));
  if (missing !== undefined) {
    return `there is no ${missing}`;
  }
  const user = isRoot ? [] : ['--user', '--map-root-user'];
  const { status, stderr } = spawnSync('unshare', [...user, '--mount', '--pid', '--net', '--fork', 'true'], {
    encoding: 'utf8',
  });
  return status === 0 ? undefined : `namespaces are refused: ${stderr.trim()}`;
}

/** Bundles a program of ours into a new directory that any user may read; gives the file. */
export async function bundle(entry: string): Promise<string> {
  const directory = mkdtempSync(path.join(tmpdir(), 'cni-bundle-'));
  execFileSync('chmod', ['755', directory]);
  const outfile = path.join(directory, 'program.js');
  await build({
    entryPoints: [path.join(import.meta.dirname, '../..', entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    mainFields: ['module', 'main'],
    logLevel: 'error',
  });
  return outfile;
}

/** The network state of this machine and libcni's files, line by line, each with where it comes from. */
export function machineState(): readonly string[] {
  const probes = {
    link: "ip -o link | sed 's/^[0-9]*: //'",
    addr: "ip -o addr | sed 's/^[0-9]*: //'",
    route: 'ip route show table all; ip -6 route show table all',
    netns: 'ls -A /run/netns 2>/dev/null || true',
    forwarding: 'cat /proc/sys/net/ipv4/ip_forward /proc/sys/net/ipv6/conf/all/forwarding',
    nft: 'nft list ruleset | sed -E "s/counter packets [0-9]+ bytes [0-9]+/counter/"',
    iptables: "(iptables-save; ip6tables-save) | grep -v '^#' | sed -E 's/\\[[0-9]+:[0-9]+\\]//'",
    cni: 'find /var/lib/cni 2>/dev/null | sort',
    mounts: "cut -d' ' -f2,3 /proc/self/mounts",
  };
  return Object.entries(probes).flatMap(([name, line]) =>
    execFileSync('/bin/sh', ['-c', line], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .split('\n')
      .filter((text) => text.trim() !== '')
      .map((text) => `${name}: ${text.trim()}`),
  );
}

/** Lines that are in only one of two states: `- gone` and `+ new`. */
export function differences(before: readonly string[], after: readonly string[]): readonly string[] {
  return [
    ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
    ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
  ];
}
