import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHost, type Host, type HostOptions, type HostSpec } from '../../../engine/host/index.ts';
import { hasTool, isRoot, pluginDir } from '../machine.ts';
import { accounts, forcedCommands, nodeScript } from './ssh-node-script.ts';

/** The password of `strict`, for ssh and for sudo: with what shells and terminals like to make something of. */
export const password = `pa'ss "w$(x)\\ö`;

/** Where a node is, and what its sh is. */
interface NodePlace {
  /** Last part of its network's name and addresses: 198.18.NUMBER.0/24. */
  readonly number: number;
  /** What /bin/sh is on it; dash when not given. */
  readonly shell?: string;
  /** The only machine from which it can be reached; this one when not given. */
  readonly behind?: SshNode;
}

/** Why there can be no node here, or undefined. */
export function sshObstacle(): string | undefined {
  if (!isRoot) {
    return 'these tests do not run as root';
  }
  const wanted = [
    'ip',
    'ss',
    'ssh',
    'ssh-keygen',
    'unshare',
    'nsenter',
    'mount',
    'useradd',
    'chpasswd',
    'sudo',
    'sshd',
  ];
  const missing = wanted.find((tool) => !hasTool(tool));
  return missing === undefined ? undefined : `there is no ${missing}`;
}

/**
 * A machine with an sshd, in network, mount and pid namespaces of its own, behind a veth. Its near end is on this
 * machine; all is gone when the node is closed, or when this process ends.
 */
export class SshNode {
  readonly address: string;
  readonly port = 22;
  /** The directory with keys, configuration and known hosts. */
  readonly directory: string;
  readonly pid: string;
  private readonly child: ChildProcess;
  private readonly hosts: Host[] = [];

  private constructor(child: ChildProcess, pid: string, directory: string, address: string) {
    this.child = child;
    this.pid = pid;
    this.directory = directory;
    this.address = address;
  }

  static async start(place: NodePlace): Promise<SshNode> {
    const directory = mkdtempSync(path.join(tmpdir(), 'cni-node-'));
    chmodSync(directory, 0o755);
    writeKeys(directory);
    const args = ['--mount', '--propagation', 'private', '--net', '--pid', '--fork', '--kill-child', '--'];
    const script = ['/bin/sh', '-c', nodeScript, 'node', directory, password, '22', place.shell ?? '', pluginDir ?? ''];
    const child = spawn('unshare', [...args, ...script], { stdio: ['pipe', 'pipe', 'pipe'] });
    const pid = await readiness(child);
    const [near, far] = [`198.18.${place.number}.1`, `198.18.${place.number}.2`];
    const link = `cnissh${place.number}`;
    ip('link', 'add', link, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', pid);
    const { behind } = place;
    if (behind !== undefined) {
      ip('link', 'set', link, 'netns', behind.pid);
    }
    const onNear = (...argv: readonly [string, ...string[]]): string =>
      behind === undefined ? run(argv) : behind.run(...argv);
    onNear('ip', 'addr', 'add', `${near}/24`, 'dev', link);
    onNear('ip', 'link', 'set', link, 'addrgenmode', 'none');
    onNear('ip', 'link', 'set', link, 'up');
    inNode(pid, ['ip', 'addr', 'add', `${far}/24`, 'dev', 'eth0']);
    inNode(pid, ['ip', 'link', 'set', 'eth0', 'up']);
    const node = new SshNode(child, pid, directory, far);
    node.writeConfig({});
    return node;
  }

  /** Where the real plugins are on it. */
  get pluginDir(): string {
    return path.join(this.directory, 'bin');
  }

  /** Writes an ssh configuration for this node, with `extra` settings, and `first` before it all. Gives the file. */
  writeConfig(extra: Readonly<Record<string, string>>, file = 'ssh_config', first = ''): string {
    const known = readFileSync(path.join(this.directory, 'host_ed25519.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(path.join(this.directory, 'known_hosts'), `node ${known}\n`);
    const settings = {
      HostName: this.address,
      Port: String(this.port),
      HostKeyAlias: 'node',
      UserKnownHostsFile: path.join(this.directory, 'known_hosts'),
      GlobalKnownHostsFile: '/dev/null',
      IdentitiesOnly: 'yes',
      IdentityAgent: 'none',
      IdentityFile: path.join(this.directory, 'client'),
      StrictHostKeyChecking: 'yes',
      ...extra,
    };
    const lines = Object.entries(settings).map(([key, value]) => `  ${key} ${value}\n`);
    const target = path.join(this.directory, file);
    writeFileSync(target, `${first}Host *\n${lines.join('')}`);
    return target;
  }

  /** A host on this node as one of its accounts; closed with the node. */
  host(
    account: keyof typeof accounts | 'root',
    options: HostOptions & { readonly config?: string; readonly sudo?: 'auto' | 'always' | 'never' } = {},
  ): Host {
    const { config = path.join(this.directory, 'ssh_config'), sudo, ...rest } = options;
    const spec: HostSpec = { kind: 'ssh', destination: `${account}@node`, configFile: config, ...(sudo && { sudo }) };
    const host = createHost(spec, { name: account, ...rest });
    this.hosts.push(host);
    return host;
  }

  /** Runs a program in the node's namespaces, not over ssh. */
  run(...argv: readonly [string, ...string[]]): string {
    return inNode(this.pid, argv);
  }

  /** The same, with something on its stdin. */
  feed(input: string, ...argv: readonly [string, ...string[]]): string {
    return inNode(this.pid, argv, input);
  }

  /** Ends the connections of all its hosts. */
  async disconnect(): Promise<void> {
    await Promise.all(this.hosts.splice(0).map((host) => host.dispose()));
  }

  async close(): Promise<void> {
    await this.disconnect();
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
    rmSync(this.directory, { recursive: true });
  }
}

function run([program, ...args]: readonly [string, ...string[]], input = ''): string {
  return execFileSync(program, args, { encoding: 'utf8', input, stdio: ['pipe', 'pipe', 'pipe'] });
}

function ip(...args: readonly string[]): void {
  run(['ip', ...args]);
}

function inNode(pid: string, argv: readonly string[], input?: string): string {
  return run(['nsenter', '--target', pid, '--mount', '--pid', '--net', '--', ...argv], input);
}

function writeKeys(directory: string): void {
  const keygen = (name: string): string => {
    const file = path.join(directory, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
    return readFileSync(`${file}.pub`, 'utf8');
  };
  keygen('host_ed25519');
  const forced = Object.entries(forcedCommands).map(([name, command]) => `command="${command}" ${keygen(name)}`);
  writeFileSync(path.join(directory, 'authorized'), [keygen('client'), ...forced].join(''));
  const all = Object.entries(accounts);
  writeFileSync(path.join(directory, 'accounts'), all.map(([name, { shell }]) => `${name} ${shell}\n`).join(''));
  const sudoers = all.filter(([, { sudo }]) => sudo !== '').map(([name, { sudo }]) => `${name} ALL=(root) ${sudo}\n`);
  writeFileSync(path.join(directory, 'sudoers'), sudoers.join(''));
}

/** The pid of the node's first process, as this machine sees it, once its sshd listens. */
function readiness(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', () => {
      const children = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim();
      resolve(children.split(' ')[0] ?? '');
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The node did not start (${code}): ${said}`)));
  });
}
