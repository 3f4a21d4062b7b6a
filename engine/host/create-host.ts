import type { Askpass } from './login/askpass.ts';
import type { Host, HostSpec } from './host.ts';
import { execLauncher } from './launchers/exec.ts';
import { localLauncher } from './launchers/local.ts';
import { knownPluginDirs } from '../libcni/known-directories.ts';
import { LocalResultStore } from './files/local-store.ts';
import { sandboxLauncher } from './launchers/sandbox.ts';
import type { Launcher } from './launchers/launcher.ts';
import { ShellHost } from './shell-host.ts';
import { sshLauncher } from './launchers/ssh.ts';
import type { TimeLimits } from './time-limits.ts';

/** Options of a host; the defaults suit interactive use. */
export interface HostOptions {
  /** Name of the host for messages and prompts. Default: from the specification. */
  readonly name?: string | undefined;
  /** Prompts the user for passwords and other answers. Without it, a login that needs one fails. */
  readonly askpass?: Askpass | undefined;
  /** Number of commands that may run at once; the others wait for their turn. Default 4. */
  readonly maxShells?: number;
  /** Bytes a command may write to each of stdout and stderr before it is killed. Default 16 MiB. */
  readonly outputLimit?: number;
  /** Returns the time limits, for each command. Default {@link defaultTimeLimits}. */
  readonly timeLimits?: () => TimeLimits;
  /** Plugin directories of this machine, which the sandbox always shows. Default: $CNI_PATH, else the usual ones. */
  readonly pluginDirs?: readonly string[];
  /** Cached results of the sandbox are files of this machine, read and written by this process. */
  readonly keepsResults?: boolean;
  /** Receives messages about what a host cannot do and works without, such as a file that the sandbox cannot show. */
  readonly report?: (message: string) => void;
  /** Environment of the shell. Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/** Returns the host for a specification, which starts nothing before its first use. The caller disposes of it. */
export function createHost(spec: HostSpec, options: HostOptions = {}): Host {
  const env = options.env ?? process.env;
  const given = options.pluginDirs ?? (env['CNI_PATH'] ?? '').split(':').filter((dir) => dir !== '');
  const pluginDirs = given.length > 0 ? given : knownPluginDirs;
  const launcher = launcherOf(spec, options, pluginDirs);
  // As root on this machine, this process has the rights of the shell.
  const isDirect =
    spec.kind === 'local' && spec.sudo !== 'always' && process.platform === 'linux' && process.getuid?.() === 0;
  const isKept = spec.kind === 'sandbox' && options.keepsResults === true;
  return new ShellHost(spec, launcher, {
    ...options,
    env,
    store: isDirect || isKept ? new LocalResultStore() : undefined,
  });
}

function launcherOf(spec: HostSpec, options: HostOptions, pluginDirs: readonly string[]): Launcher {
  switch (spec.kind) {
    case 'local':
      return localLauncher({ ...options, ...spec });
    case 'sandbox':
      return sandboxLauncher({ ...options, pluginDirs });
    case 'ssh':
      return sshLauncher(spec, options);
    case 'exec':
      return execLauncher(spec, options);
  }
}
