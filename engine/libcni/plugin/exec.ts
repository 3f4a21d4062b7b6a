/** One plugin execution, as data. The implementation of {@link Exec} decides where and how it runs. */
export interface PluginCommand {
  /** The plugin `type`, which is the file name of the executable. libcni has checked it (no path separator, not empty). */
  readonly type: string;
  /** Directories to search in order, from CNI_PATH. May be empty. */
  readonly pluginDirs: readonly string[];
  /** The CNI_* variables, added to the environment of the host. */
  readonly env: Readonly<Record<string, string>>;
  /** The exact bytes for the plugin's standard input. */
  readonly stdin: Uint8Array;
  /** A file of the result store to remove if the plugin exits with 0 and this saves a round trip; see `removed`. */
  readonly thenRemove?: string | undefined;
}

/** Outcome of a {@link PluginCommand} as observed on the host. libcni words the errors. */
export type PluginOutcome =
  /** No directory has a regular file with this name (libcni: invoke.FindInPath). Nothing ran. */
  | { readonly kind: 'notFound' }
  /** The file was found, but the host could not start it (not executable, wrong architecture …). `reason` as Go words it: "permission denied", "exec format error". */
  | { readonly kind: 'notStarted'; readonly pluginPath: string; readonly reason: string }
  /** The plugin ran and exited. */
  | (PluginRun & {
      readonly kind: 'exited';
      readonly exitCode: number;
      /** {@link PluginCommand.thenRemove} was handled; otherwise the caller has to remove it. */
      readonly removed?: true;
    })
  /** The plugin was killed by a signal that this program did not send. */
  | (PluginRun & { readonly kind: 'signalled'; readonly signal: string; readonly coreDumped?: true })
  /** The caller's AbortSignal fired, and the process group was killed. `reason` is a time limit or a cancellation. */
  | (PluginRun & { readonly kind: 'aborted'; readonly reason: 'cancelled' | 'timedOut' })
  /** The plugin wrote more than the host's `limit` (in bytes) to stdout or stderr and was killed. Both have only the beginning. */
  | (PluginRun & { readonly kind: 'outputLimit'; readonly limit: number })
  /** The connection to the host was lost while the plugin was running. The outcome is unknown. */
  | { readonly kind: 'unknown'; readonly pluginPath: string | undefined; readonly reason: string };

/** A program that a plugin started by CNI's own means, such as an IPAM plugin or a delegate. */
export interface PluginCall {
  /** File name of the program, which is its plugin `type`. */
  readonly pluginType: string;
  readonly pluginPath: string;
  readonly argv: readonly string[];
  /** The environment as recorded. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: Uint8Array;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** As a shell reports it, 128 + N for signal N. Missing if the call was killed together with its recorder. */
  readonly exitCode?: number | undefined;
  /** The signal that ended the program, such as SIGKILL. */
  readonly signal?: string | undefined;
  /** Start in ms since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** Streams of which only the beginning was kept. */
  readonly cut?: readonly ('stdin' | 'stdout' | 'stderr')[] | undefined;
  /** The calls of this program, in the order of their start. */
  readonly calls: readonly PluginCall[];
}

/** Data of every plugin that ran. */
export interface PluginRun {
  readonly pluginPath: string;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Start in ms since the epoch and duration in ms, as measured by this process. */
  readonly startedAt: number;
  readonly durationMs: number;
  /** The programs that the plugin started. Only the sandbox records them; without a record this is missing. */
  readonly calls?: readonly PluginCall[];
  /** There were more calls than a host records. */
  readonly callsOmitted?: true;
}

/** Finds and runs plugins on a host, in one round trip per call. Never rejects because of a plugin or host, only because of a bug. */
export interface Exec {
  execPlugin(command: PluginCommand, signal?: AbortSignal): Promise<PluginOutcome>;
  /** Returns the first regular file named `type` in `pluginDirs`, or undefined (libcni: invoke.FindInPath). */
  findPlugin(type: string, pluginDirs: readonly string[], signal?: AbortSignal): Promise<string | undefined>;
}
