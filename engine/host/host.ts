import type { Exec } from '../libcni/exec.ts';
import type { ConfigFiles, ResultStore } from '../libcni/store.ts';

/** How root is come by: `auto` as what we are where that is root, else with sudo; `always` with sudo; `never` as what we are. */
export type SudoUse = 'auto' | 'always' | 'never';

/** Which host, as data: what a setting or `--host` says. A kind is only the argv that starts its shell. */
export type HostSpec =
  | { readonly kind: 'local'; readonly sudo?: SudoUse }
  | { readonly kind: 'sandbox' }
  | {
      readonly kind: 'ssh';
      /** As ssh takes it: a Host of the user's ssh configuration, `name`, `user@name` or `ssh://user@name:port`. */
      readonly destination: string;
      /** Instead of the user's own ssh configuration (`ssh -F`). */
      readonly configFile?: string;
      readonly sudo?: SudoUse;
    }
  | {
      readonly kind: 'exec';
      /** What a shell's name is put behind, such as `docker exec -i kind-worker`. */
      readonly argv: readonly [string, ...string[]];
      readonly sudo?: SudoUse;
    };

/** One host of the setting `cni.hosts`: how it is reached, and where things are on it. */
export interface NamedHost {
  readonly name: string;
  readonly spec: HostSpec;
  /** Directories with plugins. */
  readonly pluginPath?: readonly string[];
  /** Directory with the host's own network configurations. */
  readonly confDir?: string;
  /** Directory above libcni's `results`. */
  readonly cacheDir?: string;
  /** Hosts that are asked together. */
  readonly group?: string;
}

/** A command on a host, as data. One function quotes it (quote.ts); nothing else builds shell text. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  /** Added to the environment that the host's shell has. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: Uint8Array;
}

/** What became of a {@link Command}. `unknown`: the connection broke while it ran. */
export type CommandOutcome =
  | (CommandRun & { readonly kind: 'exited'; readonly exitCode: number })
  | (CommandRun & { readonly kind: 'aborted'; readonly reason: 'cancelled' | 'timedOut' | 'outputLimit' })
  | { readonly kind: 'unknown'; readonly reason: string };

/** What a command that ran left behind. */
export interface CommandRun {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  readonly startedAt: number;
  readonly durationMs: number;
}

/** A host's connection, as a state. `failed.problem` says what is missing and how to mend it. */
export type HostState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly problem: HostProblem };

/** Why a host cannot run plugins: the thing that is missing, named, and its cure, both in the user's words. */
export interface HostProblem {
  readonly code:
    | 'noPrivilege'
    | 'noUserNamespaces'
    | 'noShell'
    | 'missingTool'
    | 'notLinux'
    | 'connectionLost'
    /** No such name, nobody answers, or the answer is no. */
    | 'unreachable'
    /** ssh took none of the keys and passwords. */
    | 'authenticationFailed'
    /** The host's key is not the known one, or was not accepted. */
    | 'hostKey'
    /** The far side answered, but what it runs for this user is no shell. */
    | 'loginShell'
    /** sudo wants a password, and there is nobody to ask, or it was not given or not right. */
    | 'sudoPassword';
  readonly message: string;
  readonly cure: string;
}

/** Rejection of a host that cannot be used. */
export class HostError extends Error {
  override readonly name = 'HostError';
  readonly problem: HostProblem;

  constructor(problem: HostProblem, options?: ErrorOptions) {
    super(`${problem.message} ${problem.cure}`, options);
    this.problem = problem;
  }
}

/** True for a {@link HostError}. */
export function isHostError(error: unknown): error is HostError {
  return error instanceof Error && error.name === 'HostError' && 'problem' in error;
}

/**
 * A place where plugins run, reached through one POSIX shell that starts at first use and stays open.
 * Every call may reject with {@link HostError} when the host cannot be used; it never rejects for what a command does.
 */
export interface Host {
  readonly spec: HostSpec;
  /** For messages: "the sandbox", "this machine as root", "this machine with sudo", "node1 over ssh". */
  readonly label: string;
  readonly state: HostState;
  onDidChangeState(listener: (state: HostState) => void): { dispose(): void };
  /** Starts the shell when it is not yet open. */
  connect(signal?: AbortSignal): Promise<void>;
  run(command: Command, options?: { readonly signal?: AbortSignal }): Promise<CommandOutcome>;
  readonly exec: Exec;
  readonly store: ResultStore;
  readonly configFiles: ConfigFiles;
  /** Ends the shell and all that runs under it; a sandbox is gone then. */
  dispose(): Promise<void>;
}

/** A named network namespace of a host. */
export interface Namespace {
  readonly name: string;
  /** As a plugin gets it in CNI_NETNS: /run/netns/NAME or /var/run/netns/NAME. */
  readonly path: string;
}
