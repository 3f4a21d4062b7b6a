import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Exec, PluginCommand, PluginOutcome, PluginRun } from '../libcni/exec.ts';
import { pluginScript } from './command-script.ts';
import { HostError } from './host.ts';
import { quote } from './quote.ts';
import type { RunScript } from './shell-host.ts';
import type { ScriptOutcome } from './shell-pool.ts';
import type { ShellReply } from './shell.ts';
import { signalOf } from './signals.ts';

/** How often, and at what distance, a plugin that is being written is tried again (libcni: RawExec.ExecPlugin). */
const busyRetries = 5;
const busyDelayMs = 1000;

/** What Go's os/exec says before it tries; no shell could carry it either. */
const holdsNul = 'exec: environment variable contains NUL';

/** How much of a stream that was too long is kept, in bytes: enough to see what it is. */
const shownOfTooMuch = 64 * 1024;

/** What {@link ShellExec} is told of its host. */
interface ShellExecOptions {
  readonly label: () => string;
  /** The shell is the way to the cached results, so that it can remove one behind a plugin. */
  readonly removes: boolean;
  /** Bytes that a plugin may write to each of its streams. */
  readonly outputLimit: number;
}

/** Plugins over a shell. A host that cannot be used rejects with HostError, before anything ran. */
export class ShellExec implements Exec {
  private readonly runScript: RunScript;
  private readonly options: ShellExecOptions;

  constructor(runScript: RunScript, options: ShellExecOptions) {
    this.runScript = runScript;
    this.options = options;
  }

  async execPlugin(command: PluginCommand, signal?: AbortSignal): Promise<PluginOutcome> {
    const candidates = candidatePaths(command.type, command.pluginDirs);
    if (Object.values(command.env).some((value) => value.includes('\0'))) {
      const pluginPath = await this.findPlugin(command.type, command.pluginDirs, signal);
      return pluginPath === undefined ? { kind: 'notFound' } : { kind: 'notStarted', pluginPath, reason: holdsNul };
    }
    for (let tries = 0; ; tries += 1) {
      const outcome = await this.tryOnce(command, candidates, signal);
      if (outcome.kind !== 'notStarted' || outcome.reason !== 'text file busy' || tries === busyRetries) {
        return outcome;
      }
      await delay(busyDelayMs, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
    }
  }

  async findPlugin(type: string, pluginDirs: readonly string[], signal?: AbortSignal): Promise<string | undefined> {
    const candidates = candidatePaths(type, pluginDirs);
    if (candidates.length === 0) {
      return undefined;
    }
    const paths = candidates.map((candidate) => quote(candidate)).join(' ');
    const outcome = await this.runScript(() => `cni_find ${paths}; cni_end 0`, signal);
    if (outcome.kind === 'lost') {
      const message = `The connection to ${this.options.label()} was lost while plugin "${type}" was looked for (${outcome.reason}).`;
      throw new HostError({ code: 'connectionLost', message, cure: 'Try again.' });
    }
    return outcome.kind === 'done' ? candidates[Number(outcome.how.split(':')[1] ?? -1)] : undefined;
  }

  private async tryOnce(
    command: PluginCommand,
    candidates: readonly string[],
    signal?: AbortSignal,
  ): Promise<PluginOutcome> {
    if (candidates.length === 0) {
      return { kind: 'notFound' };
    }
    const startedAt = Date.now();
    const began = performance.now();
    const { env, stdin } = command;
    const removing = this.options.removes && command.thenRemove !== undefined ? { thenRemove: command.thenRemove } : {};
    const outcome = await this.runScript(
      (shell) => pluginScript(candidates, { env, stdin, ...removing }, shell.quickStdin),
      signal,
    );
    const times = { startedAt, durationMs: performance.now() - began };
    const ended = this.toPluginOutcome(outcome, candidates, times);
    const isRemoved = ended.kind === 'exited' && ended.exitCode === 0 && 'thenRemove' in removing;
    return isRemoved ? { ...ended, removed: true } : ended;
  }

  private toPluginOutcome(
    outcome: ScriptOutcome,
    candidates: readonly string[],
    times: Pick<PluginRun, 'startedAt' | 'durationMs'>,
  ): PluginOutcome {
    const { stdout, stderr } = outcome;
    switch (outcome.kind) {
      case 'lost':
        return {
          kind: 'unknown',
          pluginPath: candidates.length === 1 ? candidates[0] : undefined,
          reason: `the connection to ${this.options.label()} was lost while the plugin ran (${outcome.reason})`,
        };
      case 'aborted':
        return { kind: 'aborted', reason: outcome.reason, pluginPath: candidates[0] ?? '', stdout, stderr, ...times };
      case 'outputLimit':
        return {
          kind: 'outputLimit',
          limit: this.options.outputLimit,
          pluginPath: candidates[0] ?? '',
          stdout: stdout.subarray(0, shownOfTooMuch),
          stderr: stderr.subarray(0, shownOfTooMuch),
          ...times,
        };
      case 'done':
        return finished(outcome, candidates, times);
    }
  }
}

/**
 * `dir/type` for each directory, cleaned as Go's filepath.Join does; one with a slash, so that a shell never searches its
 * PATH. No file has a NUL in its name.
 */
function candidatePaths(type: string, pluginDirs: readonly string[]): readonly string[] {
  return pluginDirs
    .map((dir) => {
      const joined = path.posix.join(dir, type);
      return joined.includes('/') ? joined : `./${joined}`;
    })
    .filter((candidate) => !candidate.includes('\0'));
}

function finished(
  reply: ShellReply,
  candidates: readonly string[],
  times: Pick<PluginRun, 'startedAt' | 'durationMs'>,
): PluginOutcome {
  const [how, index] = reply.how.split(':');
  const pluginPath = candidates[Number(index ?? -1)];
  if (how === 'missing' || pluginPath === undefined) {
    return { kind: 'notFound' };
  }
  if (how === 'denied' || how === 'format') {
    return { kind: 'notStarted', pluginPath, reason: how === 'denied' ? 'permission denied' : 'exec format error' };
  }
  const reason = startFailure(reply, pluginPath);
  if (reason !== undefined) {
    return { kind: 'notStarted', pluginPath, reason };
  }
  const run: PluginRun = { pluginPath, stdout: reply.stdout, stderr: reply.stderr, ...times };
  const signalled = signalOf(reply.status, reply.diagnostic, reply.stderr);
  return signalled === undefined
    ? { kind: 'exited', exitCode: reply.status, ...run }
    : { kind: 'signalled', ...run, ...signalled };
}

/** Why the shell's exec failed, as Go words the errno, when its whole output is the shell's own complaint about that file. */
function startFailure(reply: ShellReply, pluginPath: string): string | undefined {
  if ((reply.status !== 126 && reply.status !== 127) || reply.stdout.length > 0) {
    return undefined;
  }
  const complaint = /^[^\n]*?sh: (?:line )?(?:\d+: )?([^\n]*)\n$/.exec(reply.stderr.toString())?.[1];
  if (complaint?.startsWith(`${pluginPath}: `) !== true) {
    return undefined;
  }
  const text = complaint.slice(pluginPath.length + 2).toLowerCase();
  // dash says "not found" and bash "required file not found" where a script's interpreter is missing (ENOENT).
  return text.endsWith('not found') || text.endsWith('no such file or directory') ? 'no such file or directory' : text;
}
