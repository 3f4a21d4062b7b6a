import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { shell } from './machine.ts';

const setUp = [
  'mount -t tmpfs tmpfs /run',
  'mount -t tmpfs tmpfs /var/lib',
  'mkdir -p /run/sshd /run/netns /run/cni/net.d',
  'ip link set lo up',
  'echo ready',
  'exec sleep infinity',
].join(' && ');

/**
 * A process in separate network and mount namespaces that replaces a node or a container. `nsenter` replaces `docker exec`,
 * and its sshd uses a pipe. {@link stop} removes all of it.
 */
export class StandInNode {
  /** Directory for configurations within the node. */
  readonly confDir = '/run/cni/net.d';
  readonly #child: ChildProcess;
  readonly #pid: number;

  private constructor(child: ChildProcess, pid: number) {
    this.#child = child;
    this.#pid = pid;
  }

  static async start(): Promise<StandInNode> {
    // Without --fork the process itself is in the namespaces, so nsenter can use its id.
    const child = spawn('unshare', ['--net', '--mount', 'sh', '-c', setUp], { stdio: ['ignore', 'pipe', 'inherit'] });
    const { pid, stdout } = child;
    if (pid === undefined) {
      throw new Error('unshare did not start');
    }
    await new Promise<void>((resolve, reject) => {
      stdout.once('data', () => resolve());
      child.once('exit', (code) => reject(new Error(`the stand-in for a node ended with ${code}`)));
    });
    return new StandInNode(child, pid);
  }

  /** Command that opens a shell in the node. */
  get command(): readonly string[] {
    return ['nsenter', '-t', String(this.#pid), '-n', '-m', '--'];
  }

  /** Runs a shell command in the node and returns its output. */
  run(line: string): Promise<string> {
    return shell(`${this.command.join(' ')} sh -c '${line.replaceAll("'", `'\\''`)}'`);
  }

  /**
   * Creates keys and the configurations of a client and a server in `directory`.
   * @returns the client's configuration, in which the node is called `far` and its host key is not yet known
   */
  async sshConfiguration(directory: string, passphrase: string): Promise<string> {
    const at = (name: string): string => join(directory, name);
    await mkdir(directory, { recursive: true });
    await shell(
      `ssh-keygen -q -t ed25519 -N '' -f '${at('host')}'; ssh-keygen -q -t ed25519 -N '${passphrase}' -f '${at('key')}'`,
    );
    const server = [
      `HostKey ${at('host')}`,
      `AuthorizedKeysFile ${at('key.pub')}`,
      'StrictModes no',
      'UsePAM no',
      'PermitRootLogin yes',
      'PidFile none',
    ];
    await writeFile(at('sshd_config'), `${server.join('\n')}\n`);
    const client = [
      'Host far',
      `  ProxyCommand ${this.command.join(' ')} /usr/sbin/sshd -i -f ${at('sshd_config')}`,
      `  IdentityFile ${at('key')}`,
      '  IdentitiesOnly yes',
      '  User root',
      `  UserKnownHostsFile ${at('known_hosts')}`,
    ];
    await writeFile(at('config'), `${client.join('\n')}\n`);
    await chmod(at('config'), 0o600);
    return at('config');
  }

  /** Ends every ssh connection to the node at once, like an unplugged cable. Processes in the node continue. */
  async cutConnections(): Promise<void> {
    const namespace = await readlink(`/proc/${this.#pid}/ns/net`);
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      try {
        const isOurs = (await readlink(`/proc/${pid}/ns/net`)) === namespace;
        const name = isOurs ? await readFile(`/proc/${pid}/comm`, 'utf8') : '';
        if (name.startsWith('sshd')) {
          process.kill(Number(pid), 'SIGKILL');
        }
      } catch {
        // The process has already ended.
      }
    }
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
  }
}
