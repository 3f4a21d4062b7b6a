import type { Askpass } from './askpass.ts';
import type { Host, HostSpec } from './host.ts';
import { execLauncher } from './exec.ts';
import { localLauncher } from './local.ts';
import { LocalResultStore } from './local-store.ts';
import { sandboxLauncher } from './sandbox.ts';
import type { Launcher } from './launcher.ts';
import { ShellHost } from './shell-host.ts';
import { sshLauncher } from './ssh.ts';

/** What a host is given; the defaults suit interactive use. */
export interface HostOptions {
  /** What the user calls the host, for messages and prompts. Default: what the specification says. */
  readonly name?: string;
  /** Asks the user for passwords and the like; without it whatever would need them fails, and says so. */
  readonly askpass?: Askpass;
  /** How many commands may run at once; further ones wait their turn. Default 4. */
  readonly maxShells?: number;
  /** Bytes a command may write to each of stdout and stderr before it is killed. Default 16 MiB. */
  readonly outputLimit?: number;
  /**
   * Directories of this machine that hold plugins. The sandbox hides /run and /var/lib behind empty ones, so those
   * of these directories that lie below are shown through, read-only. Default: $CNI_PATH.
   */
  readonly pluginDirs?: readonly string[];
  /** Environment that the shell starts with. Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
}

/** The host for a specification. Nothing starts before the first use. The caller disposes of it. */
export function createHost(spec: HostSpec, options: HostOptions = {}): Host {
  const env = options.env ?? process.env;
  const pluginDirs = options.pluginDirs ?? (env['CNI_PATH'] ?? '').split(':').filter((dir) => dir !== '');
  const launcher = launcherOf(spec, options, pluginDirs);
  // As root on this machine we are what the shell is.
  const isDirect =
    spec.kind === 'local' && spec.sudo !== 'always' && process.platform === 'linux' && process.getuid?.() === 0;
  return new ShellHost(spec, launcher, { ...options, env, ...(isDirect && { store: new LocalResultStore() }) });
}

function launcherOf(spec: HostSpec, options: HostOptions, pluginDirs: readonly string[]): Launcher {
  switch (spec.kind) {
    case 'local':
      return localLauncher({ ...options, ...spec });
    case 'sandbox':
      return sandboxLauncher({ pluginDirs });
    case 'ssh':
      return sshLauncher(spec, options);
    case 'exec':
      return execLauncher(spec, options);
  }
}
