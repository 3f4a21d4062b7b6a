import type { HostProblem } from './host.ts';
import type { ShellStartError } from './shell-start-error.ts';
import type { ShellLaunch } from './shell.ts';

/** What makes one kind of host: the argv of its shells, and what must be up before the first of them. */
export interface Launcher {
  readonly label: string;
  /** How long a shell may stand idle before it is spoken to, where whoever carries the connection ends idle ones. */
  readonly keepAliveMs?: number;
  /** True where each further shell asks the user for something that cannot be remembered: one has to do then. */
  readonly isCostly?: () => boolean;
  /**
   * The way to start one more shell. What the host needs beforehand (a sandbox) is up when this resolves.
   * Rejects with HostError.
   */
  prepare(env: NodeJS.ProcessEnv): Promise<ShellLaunch>;
  /** What it means that a shell did not start. */
  explain(error: ShellStartError): HostProblem;
  /** Takes down what {@link prepare} set up. */
  dispose(): Promise<void>;
  /** The same, at once and without waiting, when our own process ends. */
  killNow(): void;
}
