import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { HostError, type HostProblem } from './host.ts';
import type { Launcher } from './launcher.ts';
import { missingTool, notLinux } from './missing-tool.ts';
import { bootScript } from './prelude.ts';
import { quote } from './quote.ts';
import { isHidden, setupAnswer, setupScript } from './sandbox-setup.ts';
import type { ShellLaunch } from './shell.ts';

/** What decides how a sandbox is made here; from `process`, or made up by a test. */
export interface SandboxMachine {
  readonly platform: string;
  readonly uid: number | undefined;
  /** The text of a file under /proc/sys, or undefined when there is none. */
  readSysctl(name: string): string | undefined;
}

const thisMachine: SandboxMachine = {
  platform: process.platform,
  uid: process.getuid?.(),
  readSysctl: (name) => {
    try {
      return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
    } catch {
      return undefined;
    }
  },
};

/** Directories of NixOS without which no program is found. */
const alwaysShown = ['/run/current-system', '/run/wrappers'];

/** The first process of a sandbox: while it lives the sandbox lives, and it ends when its stdin does. */
class Keeper {
  readonly pid: string;
  readonly userNamespace: boolean;
  private readonly child: ChildProcess;

  constructor(child: ChildProcess, pid: string, userNamespace: boolean) {
    this.child = child;
    this.pid = pid;
    this.userNamespace = userNamespace;
  }

  /** Asked of its namespaces, which go before Node hears of the end. */
  get alive(): boolean {
    try {
      return (
        this.child.exitCode === null &&
        this.child.signalCode === null &&
        readlinkSync(`/proc/${this.pid}/ns/net`) !== ''
      );
    } catch {
      return false;
    }
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  async end(): Promise<void> {
    if (this.alive) {
      const ended = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.stdin?.end();
      const timer = setTimeout(() => this.kill(), 2000);
      await ended;
      clearTimeout(timer);
    }
  }
}

/** A sandbox that did not come up: the last words of its set-up. */
class SetupError extends Error {
  readonly answer: string;
  readonly errno: string | undefined;

  constructor(answer: string, stderr: string, errno: string | undefined) {
    super(stderr.trim());
    this.answer = answer.trim();
    this.errno = errno;
  }
}

/**
 * New namespaces (user when we are not root, mount, pid, network) with a /run and /var/lib of their own and a
 * make-believe Internet: nothing on the machine changes, and all of it is gone when the host is disposed of.
 */
export function sandboxLauncher(
  options: { readonly pluginDirs: readonly string[] },
  machine: SandboxMachine = thisMachine,
): Launcher {
  let keeper: Promise<Keeper> | undefined;
  let current: Keeper | undefined;

  const start = async (env: NodeJS.ProcessEnv): Promise<Keeper> => {
    const script = setupScript([...alwaysShown, ...options.pluginDirs.filter(isHidden)]);
    const withUser = machine.uid !== 0;
    try {
      current = await startKeeper(script, env, withUser);
    } catch (error) {
      if (!(error instanceof SetupError)) {
        throw error;
      }
      // root in a container may lack CAP_SYS_ADMIN and still be let into a user namespace.
      const second =
        withUser || error.errno !== undefined ? error : await startKeeper(script, env, true).catch(asSetupError);
      if (second instanceof SetupError) {
        throw new HostError(explainSetup(second, machine), { cause: error });
      }
      current = second;
    }
    return current;
  };

  return {
    label: 'the sandbox',
    prepare: async (env) => {
      if (machine.platform !== 'linux') {
        throw new HostError(notLinux(machine.platform));
      }
      if (keeper === undefined || current?.alive === false) {
        current = undefined;
        keeper = start(env);
        keeper.catch(() => (keeper = undefined));
      }
      return enter(await keeper, env);
    },
    explain: (error) => ({
      code: 'noShell',
      message: `A shell in the sandbox did not start: ${error.stderr.trim() || error.message}.`,
      cure: 'Check that nsenter, setsid and /bin/sh work on this machine.',
    }),
    dispose: async () => {
      const last = await keeper?.catch(() => undefined);
      keeper = undefined;
      await last?.end();
    },
    killNow: () => current?.kill(),
  };
}

function asSetupError(error: unknown): SetupError {
  if (error instanceof SetupError) {
    return error;
  }
  throw error;
}

/** One more shell in the sandbox. setns() leaves us in "/", so the working directory is restored for relative paths. */
function enter(keeper: Keeper, env: NodeJS.ProcessEnv): ShellLaunch {
  const user = keeper.userNamespace ? ['--user', '--preserve-credentials'] : [];
  const script = `cd ${quote(process.cwd())} 2>/dev/null\n${bootScript()}`;
  return {
    argv: ['nsenter', '--target', keeper.pid, ...user, '--mount', '--pid', '--net', '--', '/bin/sh', '-c', script],
    env: withSbin(env),
    detached: true,
  };
}

/** An ordinary user's PATH has no sbin, where unshare and nsenter may be. */
function withSbin(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...env, PATH: `${env['PATH'] ?? '/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin` };
}

function startKeeper(script: string, env: NodeJS.ProcessEnv, withUser: boolean): Promise<Keeper> {
  const user = withUser ? ['--user', '--map-root-user'] : [];
  const args = [...user, '--mount', '--pid', '--net', '--fork', '--kill-child', '--', '/bin/sh', '-c', script];
  const child = spawn('unshare', args, { env: withSbin(env), detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  const stderr = collect(child.stderr);
  const stdout = collect(child.stdout);
  return new Promise((resolve, reject) => {
    child.stdout.on('data', () => {
      const ready = /^ready (\d+)\n/m.exec(stdout.text);
      if (ready?.[1] !== undefined) {
        resolve(new Keeper(child, ready[1], withUser));
      }
    });
    child.once('error', (error: NodeJS.ErrnoException) => reject(new SetupError('', error.message, error.code)));
    child.once('close', () => reject(new SetupError(stdout.text, stderr.text, undefined)));
  });
}

function collect(stream: Readable): { readonly text: string } {
  const collected = { text: '' };
  stream.on('data', (chunk: Buffer) => (collected.text += collected.text.length < 65_536 ? chunk.toString() : ''));
  return collected;
}

function explainSetup(error: SetupError, machine: SandboxMachine): HostProblem {
  if (error.errno === 'ENOENT') {
    return missingTool('unshare', 'on this machine');
  }
  const [word, tool] = error.answer.split(' ');
  if (word === setupAnswer.missing && tool !== undefined) {
    return missingTool(tool, 'on this machine');
  }
  const refused = refusal(machine);
  const said = error.message === '' ? '' : ` (${error.message.replaceAll('\n', '; ')})`;
  return {
    code: 'noUserNamespaces',
    message: `The sandbox cannot be made for uid ${machine.uid ?? 'unknown'}: ${refused.reason}${said}.`,
    cure: `${refused.cure} Or use the host "local", as root or with sudo.`,
  };
}

/** The kernel setting that forbids user namespaces to ordinary users, as far as it can be told. */
function refusal(machine: SandboxMachine): { readonly reason: string; readonly cure: string } {
  if (machine.readSysctl('user.max_user_namespaces') === '0') {
    return {
      reason: 'the kernel allows no user namespaces (user.max_user_namespaces is 0)',
      cure: 'Allow them: sudo sysctl -w user.max_user_namespaces=15000.',
    };
  }
  if (machine.readSysctl('kernel.unprivileged_userns_clone') === '0') {
    return {
      reason: 'user namespaces are for root only (kernel.unprivileged_userns_clone is 0)',
      cure: 'Allow them: sudo sysctl -w kernel.unprivileged_userns_clone=1.',
    };
  }
  if (machine.readSysctl('kernel.apparmor_restrict_unprivileged_userns') === '1') {
    return {
      reason:
        'AppArmor restricts user namespaces, as Ubuntu does since 24.04 (kernel.apparmor_restrict_unprivileged_userns is 1)',
      cure: 'Allow them: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0.',
    };
  }
  return {
    reason: 'the kernel or the container that this runs in refuses the namespaces',
    cure: 'In a container, start it with --privileged or with a seccomp profile that allows unshare and mount.',
  };
}
