import type { PluginCommand } from '../../libcni/plugin/exec.ts';
import type { Host, HostProblem, TerminalCommand } from '../host.ts';
import type { StartFailure } from '../shell/start-failure.ts';
import type { ShellLaunch } from '../shell/shell.ts';

/** One kind of host: the command for its shells, and what must be ready before the first one. */
export interface Launcher {
  readonly label: string;
  /** How long a shell may be idle before it gets a keep-alive, if the transport ends idle connections. */
  readonly keepAliveMs?: number;
  /** Returns true if each further shell prompts for an answer that cannot be reused, so that one shell must suffice. */
  readonly isCostly?: () => boolean;
  /**
   * Returns how to start one more shell. When this resolves, the requirements of the host (a sandbox) are ready.
   * Rejects with HostError.
   */
  prepare(env: NodeJS.ProcessEnv): Promise<ShellLaunch>;
  /**
   * Returns how to run a file of the host with `sh` at a terminal of the user. Its path has no special characters.
   * Rejects with HostError.
   */
  terminal(file: string, env: NodeJS.ProcessEnv): Promise<TerminalCommand>;
  /** Whether its shells record the calls of plugins (ShellLaunch.functions). */
  readonly recordsCalls?: true;
  /** Prepares the host for a plugin that will run there. Rejects with HostError. */
  beforePlugin?(command: PluginCommand, run: Host['run'], env: NodeJS.ProcessEnv): Promise<void>;
  /** Returns why a shell did not start. */
  explain(failure: StartFailure): HostProblem;
  /** Removes what {@link prepare} has set up. */
  dispose(): Promise<void>;
  /** Does the same immediately, without waiting, when this process ends. */
  killNow(): void;
}
