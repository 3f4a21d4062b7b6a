import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import type { ChildProcess } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import type { Readable } from 'node:stream';
import type { PluginCommand } from '../../libcni/plugin/exec.ts';
import type { Host } from '../host.ts';
import { recordingFunctions } from '../calls/recorded-script.ts';
import type { Launcher } from './launcher.ts';
import { notLinux } from './missing-tool.ts';
import { bootArguments } from '../shell/boot.ts';
import { SandboxFiles } from './sandbox-files.ts';
import { explainSetup, type SandboxMachine, type SetupFailure } from './sandbox-problem.ts';
import { setupArguments } from './sandbox-setup.ts';
import { ownRoot, SandboxView } from './sandbox-view.ts';
import type { ShellLaunch } from '../shell/shell.ts';
import { spawnWithPipes } from '../shell/spawn-with-pipes.ts';
import { workingDirectory } from '../working-directory.ts';

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

/** Options of a sandbox. */
export interface SandboxOptions {
  /** Plugin directories, which the sandbox always shows. */
  readonly pluginDirs: readonly string[];
  /** Receives messages about what the sandbox cannot make readable. */
  readonly report?: (message: string) => void;
}

/** The first process of a sandbox, which ends with its stdin. The sandbox ends with this process. */
class Keeper {
  /** Process IDs outside the sandbox: of the first process, and of its parent. */
  readonly pid: string;
  readonly starter: string;
  /** Whether root in the sandbox is another user outside. */
  readonly isMapped: boolean;
  /** Indexes of the plugin directories that the sandbox cannot read. */
  readonly closed: readonly number[];
  readonly #child: ChildProcess;

  constructor(child: ChildProcess, pid: string, isMapped: boolean, closed: readonly number[]) {
    this.#child = child;
    this.pid = pid;
    this.starter = String(child.pid);
    this.isMapped = isMapped;
    this.closed = closed;
  }

  /** Checked with its namespaces, which disappear before Node reports the exit. */
  get alive(): boolean {
    try {
      return (
        this.#child.exitCode === null &&
        this.#child.signalCode === null &&
        readlinkSync(`/proc/${this.pid}/ns/net`) !== ''
      );
    } catch {
      return false;
    }
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async end(): Promise<void> {
    if (this.alive) {
      const ended = new Promise((resolve) => this.#child.once('exit', resolve));
      this.#child.stdin?.end();
      const timer = setTimeout(() => this.kill(), 2000);
      await ended;
      clearTimeout(timer);
    }
  }
}

/** A running sandbox. */
interface Sandbox {
  readonly keeper: Keeper;
  readonly pluginDirs: readonly string[];
  readonly files: SandboxFiles;
}

/**
 * Returns the launcher of namespaces in which plugins run as a user without privileges outside, with a simulated Internet.
 * Nothing on the machine changes, and everything is removed with the host. For root, the sandbox's root is an unused user ID
 * outside; for an ordinary user, it is that user.
 */
export function sandboxLauncher(options: SandboxOptions, machine: SandboxMachine = thisMachine): Launcher {
  let sandbox: Promise<Sandbox> | undefined;
  let current: Keeper | undefined;

  const ready = (env: NodeJS.ProcessEnv): Promise<Sandbox> => {
    if (machine.platform !== 'linux') {
      return Promise.reject(new WorkbenchError(notLinux(machine.platform)));
    }
    if (sandbox === undefined || current?.alive === false) {
      current = undefined;
      sandbox = startSandbox(options, machine, env);
      sandbox.then(
        ({ keeper }) => (current = keeper),
        () => (sandbox = undefined),
      );
    }
    return sandbox;
  };

  return {
    label: l10n.t('the sandbox'),
    recordsCalls: true,
    prepare: async (env) => enter(await ready(env), env, machine),
    beforePlugin: async (command: PluginCommand, run: Host['run'], env) => {
      await (await ready(env)).files.prepare(command, run);
    },
    terminal: async (file, env) => enterAtTerminal(await ready(env), file, env, machine),
    explain: ({ how, printed }) => ({
      code: 'noShell',
      message: l10n.t('A shell in the sandbox did not start: {0}.', printed.trim() || how),
      remedy: l10n.t('Check that nsenter, setsid and /bin/sh work on this machine.'),
    }),
    dispose: async () => {
      const last = await sandbox?.catch(() => undefined);
      sandbox = undefined;
      await last?.keeper.end();
    },
    killNow: () => current?.kill(),
  };
}

async function startSandbox(
  { pluginDirs, report = () => undefined }: SandboxOptions,
  machine: SandboxMachine,
  env: NodeJS.ProcessEnv,
): Promise<Sandbox> {
  const homes = [homedir(), userInfo().homedir];
  const view = await SandboxView.plan({
    pluginDirs,
    workingDirectory: workingDirectory() ?? '/',
    homes,
    isMapped: machine.uid === 0,
  });
  const keeper = await startKeeper(view, env, machine);
  const closed = keeper.closed.flatMap((index) => view.pluginDirs[index] ?? []);
  for (const dir of [...view.unreadable, ...closed]) {
    report(l10n.t('The sandbox cannot read the plugin directory {0}.', dir));
  }
  return { keeper, pluginDirs: view.pluginDirs, files: new SandboxFiles(view, report) };
}

/** Returns how to start one more shell in the sandbox. */
function enter({ keeper, pluginDirs }: Sandbox, env: NodeJS.ProcessEnv, machine: SandboxMachine): ShellLaunch {
  return {
    argv: [...entering(keeper, machine), ...bootArguments({ directory: workingDirectory() ?? '/' })],
    env: cleanEnvironment(env),
    detached: true,
    functions: recordingFunctions(ownRoot, pluginDirs),
  };
}

/** Returns how to run a file of the sandbox at a terminal. */
function enterAtTerminal({ keeper }: Sandbox, file: string, env: NodeJS.ProcessEnv, machine: SandboxMachine) {
  const kept = Object.entries({ TERM: 'xterm-256color', ...cleanEnvironment(env) });
  const variables = kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { argv: [...entering(keeper, machine), '/bin/sh', file] as const, env: Object.fromEntries(variables) };
}

/**
 * Returns the command that enters the sandbox. Its PID namespace belongs to the outer user namespace, which an ordinary user
 * must enter first. setns() changes to "/", so a shell restores the working directory for relative paths.
 */
function entering(keeper: Keeper, { uid }: SandboxMachine): readonly ['nsenter', ...string[]] {
  const asWeAre = keeper.isMapped ? [] : ['--preserve-credentials'];
  const outer = uid === 0 ? [] : ['--target', keeper.starter, '--user', '--preserve-credentials', '--', 'nsenter'];
  const namespaces = ['--user', '--mount', '--pid', '--net', '--uts', '--ipc'];
  return ['nsenter', ...outer, '--target', keeper.pid, ...namespaces, ...asWeAre, '--'];
}

/**
 * Returns what the sandbox inherits from the environment: PATH and language. The PATH of an ordinary user has no sbin, which
 * may have unshare and nsenter.
 */
function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const language = Object.entries(env).filter(([name]) => /^(?:LANG|LANGUAGE|LC_[A-Z]+|TZ)$/.test(name));
  return {
    ...Object.fromEntries(language),
    HOME: '/root',
    PATH: searchPath(env),
  };
}

function searchPath(env: NodeJS.ProcessEnv): string {
  return `${env['PATH'] ?? '/usr/bin:/bin'}:/usr/local/sbin:/usr/sbin:/sbin`;
}

/** Starts the first process of a sandbox. Rejects with HostError. */
function startKeeper(view: SandboxView, env: NodeJS.ProcessEnv, machine: SandboxMachine): Promise<Keeper> {
  const user = machine.uid === 0 ? [] : ['--user', '--map-root-user'];
  const args = [
    ...user,
    '--mount',
    '--pid',
    '--fork',
    '--kill-child',
    '--',
    '/bin/sh',
    ...setupArguments(view, searchPath(env)),
  ];
  const child = spawnWithPipes('unshare', args, { env: cleanEnvironment(env), detached: true });
  child.stdin.on('error', () => undefined);
  const stderr = collect(child.stderr);
  const stdout = collect(child.stdout);
  return new Promise((resolve, reject) => {
    const fail = (failure: SetupFailure): void => reject(new WorkbenchError(explainSetup(failure, machine)));
    child.stdout.on('data', () => {
      const [, pid, identity] = /^ready (\d+) (\w+)\n/m.exec(stdout.text) ?? [];
      if (pid !== undefined) {
        const closed = stdout.text.matchAll(/^closed (\d+)$/gm);
        resolve(
          new Keeper(
            child,
            pid,
            identity === 'mapped',
            [...closed].map(([, index]) => Number(index)),
          ),
        );
      }
    });
    child.once('error', (error: NodeJS.ErrnoException) =>
      fail({ answer: '', stderr: error.message, errno: error.code }),
    );
    child.once('close', () => fail({ answer: stdout.text, stderr: stderr.text }));
  });
}

function collect(stream: Readable): { readonly text: string } {
  const collected = { text: '' };
  stream.on('data', (chunk: Buffer) => (collected.text += collected.text.length < 65_536 ? chunk.toString() : ''));
  return collected;
}
