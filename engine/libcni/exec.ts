/** One plugin execution, as data. Whoever implements {@link Exec} decides where and how it runs. */
export interface PluginCommand {
  /** The plugin `type`: the file name of the executable. Checked by libcni before it gets here (no path separator, not empty). */
  readonly type: string;
  /** Directories to look in, in order, like CNI_PATH split. May be empty. */
  readonly pluginDirs: readonly string[];
  /** The CNI_* variables; they are added to the environment that the host already has. */
  readonly env: Readonly<Record<string, string>>;
  /** The exact bytes for the plugin's standard input. */
  readonly stdin: Uint8Array;
  /** A file of the result store that is to go when the plugin ends with 0, where that saves a round trip; see `removed`. */
  readonly thenRemove?: string;
}

/** What became of one {@link PluginCommand}. Every field is what the host saw; libcni makes the error texts. */
export type PluginOutcome =
  /** No directory holds a regular file of that name (libcni: invoke.FindInPath). Nothing ran. */
  | { readonly kind: 'notFound' }
  /** The file was found, but the host could not start it (not executable, wrong architecture …). `reason` as Go words it: "permission denied", "exec format error". */
  | { readonly kind: 'notStarted'; readonly pluginPath: string; readonly reason: string }
  /** The plugin ran and ended by itself. */
  | (PluginRun & {
      readonly kind: 'exited';
      readonly exitCode: number;
      /** {@link PluginCommand.thenRemove} was seen to; without it that is the caller's to do. */
      readonly removed?: true;
    })
  /** The plugin was killed by a signal that was not ours. */
  | (PluginRun & { readonly kind: 'signalled'; readonly signal: string; readonly coreDumped?: true })
  /** The caller's AbortSignal fired: its process group was killed. `reason` tells a time-out from a cancel. */
  | (PluginRun & { readonly kind: 'aborted'; readonly reason: 'cancelled' | 'timedOut' })
  /** The plugin wrote more than the host's `limit` (in bytes) to stdout or stderr and was killed; of both only the beginning is here. */
  | (PluginRun & { readonly kind: 'outputLimit'; readonly limit: number })
  /** The connection to the host broke while the plugin was under way: nobody knows whether it finished. */
  | { readonly kind: 'unknown'; readonly pluginPath: string | undefined; readonly reason: string };

/** The parts that every plugin that really ran has. */
export interface PluginRun {
  readonly pluginPath: string;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
  /** Wall clock at the start, in ms since the epoch, and the time it took, in ms, as seen from this side. */
  readonly startedAt: number;
  readonly durationMs: number;
}

/** Finds and runs plugins on some host. One round trip a call. Never rejects for what a plugin or host does; rejects only for bugs. */
export interface Exec {
  execPlugin(command: PluginCommand, signal?: AbortSignal): Promise<PluginOutcome>;
  /** The first regular file called `type` in `pluginDirs`, or undefined (libcni: invoke.FindInPath). */
  findPlugin(type: string, pluginDirs: readonly string[], signal?: AbortSignal): Promise<string | undefined>;
}
