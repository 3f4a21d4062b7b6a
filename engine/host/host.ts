import * as l10n from '@vscode/l10n';
import { hasCode, type Problem, type WorkbenchError } from '../errors/workbench-error.ts';
import type { Exec } from '../libcni/plugin/exec.ts';
import type { ConfigFiles, ResultStore } from '../libcni/operation/store.ts';

/** How to become root: `auto` uses sudo unless the user is root, `always` uses sudo, `never` stays the user. */
export type SudoUse = 'auto' | 'always' | 'never';

/** A host as data, from a setting or `--host`. Its kind only determines the command that starts its shell. */
export type HostSpec =
  | { readonly kind: 'local'; readonly sudo?: SudoUse }
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'ssh';
      /** Any ssh destination: a Host of the user's ssh configuration, `name`, `user@name` or `ssh://user@name:port`. */
      readonly destination: string;
      /** Replaces the user's ssh configuration (`ssh -F`). */
      readonly configFile?: string;
      readonly sudo?: SudoUse;
    }
  | {
      readonly kind: 'exec';
      /** Command and arguments that run a shell, such as `docker exec -i kind-worker`. */
      readonly argv: readonly [string, ...string[]];
      readonly sudo?: SudoUse;
    };

/** One host of the setting `cni.hosts`, with its directories. */
export interface NamedHost {
  readonly name: string;
  readonly spec: HostSpec;
  /** Plugin directories. */
  readonly pluginPath?: readonly string[] | undefined;
  /** Directory with the network configurations of the host. */
  readonly confDir?: string | undefined;
  /** Directory above libcni's `results`. */
  readonly cacheDir?: string | undefined;
  /** Group of hosts that are queried together. */
  readonly group?: string | undefined;
}

/** A command on a host, as data. One function quotes it (quote.ts); nothing else builds shell text. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  /** Added to the environment of the host's shell. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly stdin?: Uint8Array | undefined;
}

/** A command for a terminal of the user, which runs on this machine. */
export interface TerminalCommand {
  readonly argv: readonly [string, ...string[]];
  /** Replaces the environment; undefined to keep that of the terminal. */
  readonly env?: Readonly<Record<string, string>> | undefined;
}

/** Outcome of a {@link Command}. `unknown`: the connection was lost while it was running. */
export type CommandOutcome =
  | (CommandRun & { readonly kind: 'exited'; readonly exitCode: number })
  | (CommandRun & { readonly kind: 'aborted'; readonly reason: 'cancelled' | 'timedOut' | 'outputLimit' })
  | { readonly kind: 'unknown'; readonly reason: string };

/** Output and time of a command that ran. */
export interface CommandRun {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly startedAt: number;
  readonly durationMs: number;
}

/** State of a connection to a host. `failed.problem` has the cause and the remedy. */
export type HostState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly problem: HostProblem };

/** Codes of errors about a host that cannot be used. */
export const hostErrorCodes = [
  'noPrivilege',
  'noUserNamespaces',
  'noShell',
  'missingTool',
  'notLinux',
  'connectionLost',
  /** No such name, no answer, or the connection was refused. */
  'unreachable',
  /** ssh accepted none of the keys and passwords. */
  'authenticationFailed',
  /** The key of the host is not the known one, or was not accepted. */
  'hostKey',
  /** The host answered, but does not run a shell for this user. */
  'loginShell',
  /** sudo needs a password, which is missing or wrong, or there is no way to prompt for it. */
  'sudoPassword',
  /** An internal script exceeded its time or output limit. */
  'timedOut',
  'tooMuchOutput',
  /** The answer of the host is not that of the scripts. */
  'badAnswer',
] as const;

/** One of {@link hostErrorCodes}. */
export type HostErrorCode = (typeof hostErrorCodes)[number];

/** Why a host cannot run plugins, with the remedy. */
export type HostProblem = Problem<HostErrorCode>;

/** Error about a host that cannot be used. */
export type HostError = WorkbenchError<HostErrorCode>;

/** Returns true for a {@link HostError}. */
export function isHostError(error: unknown): error is HostError {
  return hasCode(error, ...hostErrorCodes);
}

/** Returns the problem of a lost connection; the message says when it was lost. */
export function connectionLost(message: string, remedy: string = l10n.t('Try again.')): HostProblem {
  return { code: 'connectionLost', message, remedy };
}

/**
 * A place where plugins run, reached through a POSIX shell that starts at first use and stays open.
 * Every call may reject with {@link HostError} if the host cannot be used, but never because of a command.
 */
export interface Host {
  readonly spec: HostSpec;
  /** For messages: "the sandbox", "this machine as root", "this machine with sudo", "node1 over ssh". */
  readonly label: string;
  readonly state: HostState;
  onDidChangeState(listener: (state: HostState) => void): { dispose(): void };
  /** Starts the shell if it is not yet open. */
  connect(signal?: AbortSignal): Promise<void>;
  /** Runs a command. `timeoutMs` replaces the host's own limit for commands. */
  run(
    command: Command,
    options?: { readonly signal?: AbortSignal | undefined; readonly timeoutMs?: number | undefined },
  ): Promise<CommandOutcome>;
  /** Returns how to run a file of the host with `sh` at a terminal, in a separate login. Its path must have no special characters. */
  terminal(file: string): Promise<TerminalCommand>;
  readonly exec: Exec;
  readonly store: ResultStore;
  readonly configFiles: ConfigFiles;
  /** Ends the shell and everything that runs in it, including a sandbox. */
  dispose(): Promise<void>;
}

/** A named network namespace of a host. */
export interface Namespace {
  readonly name: string;
  /** Path for CNI_NETNS: /run/netns/NAME or /var/run/netns/NAME. */
  readonly path: string;
}
