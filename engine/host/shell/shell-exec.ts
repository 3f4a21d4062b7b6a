import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Exec, PluginCommand, PluginOutcome, PluginRun } from '../../libcni/plugin/exec.ts';
import { readCalls, type RecordedCalls } from '../calls/read-calls.ts';
import { pluginScript, recordedPluginScript } from './command-script.ts';
import { connectionLost } from '../host.ts';
import { limits } from '../limits.ts';
import { quote, quoteWords, sh } from './quote.ts';
import { tookTooLong, tooMuchOutput } from '../run-to-end.ts';
import type { RunScript } from './shell-pool.ts';
import type { ScriptOutcome } from './shell-pool.ts';
import type { ShellReply } from './shell.ts';
import { signalOf } from './signals.ts';

/** Number and delay of retries for a plugin that is being written (libcni: RawExec.ExecPlugin). */
const busyRetries = 5;
const busyDelayMs = 1000;

/** Go's error before os/exec starts a program. A shell cannot pass a NUL either. */
const holdsNul = 'exec: environment variable contains NUL';

/** Length of the kept beginning of a stream that exceeded its limit, in bytes. */
const shownOfTooMuch = 64 * 1024;

type TimesAndCalls = Omit<PluginRun, 'pluginPath' | 'stdout' | 'stderr'>;

/** Options of {@link ShellExec}. */
interface ShellExecOptions {
  readonly label: () => string;
  /** Whether the shell stores the cached results, so that it can remove one after a plugin. */
  readonly removes: boolean;
  /** Whether the shells record the calls of plugins (ShellLaunch.functions). Default: no. */
  readonly records?: boolean;
  /** Output limit for each stream of a plugin, in bytes. */
  readonly outputLimit: number;
  /** Time limit for a plugin, in ms; undefined for no limit. */
  readonly pluginTimeoutMs: () => number | undefined;
}

/** Runs plugins through a shell. Rejects with HostError if the host cannot be used and nothing ran. */
export class ShellExec implements Exec {
  readonly #runScript: RunScript;
  readonly #options: ShellExecOptions;

  constructor(runScript: RunScript, options: ShellExecOptions) {
    this.#runScript = runScript;
    this.#options = options;
  }

  async execPlugin(command: PluginCommand, signal?: AbortSignal): Promise<PluginOutcome> {
    const candidates = candidatePaths(command.type, command.pluginDirs);
    if (Object.values(command.env).some((value) => value.includes('\0'))) {
      const pluginPath = await this.findPlugin(command.type, command.pluginDirs, signal);
      return pluginPath === undefined ? { kind: 'notFound' } : { kind: 'notStarted', pluginPath, reason: holdsNul };
    }
    for (let tries = 0; ; tries += 1) {
      const outcome = await this.#tryOnce(command, candidates, signal);
      if (outcome.kind !== 'notStarted' || outcome.reason !== 'text file busy' || tries === busyRetries) {
        return outcome;
      }
      await delay(busyDelayMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async findPlugin(type: string, pluginDirs: readonly string[], signal?: AbortSignal): Promise<string | undefined> {
    const candidates = candidatePaths(type, pluginDirs);
    if (candidates.length === 0) {
      return undefined;
    }
    const outcome = await this.#runScript(() => sh`cni_find ${quoteWords(candidates)}; cni_end 0`, signal);
    if (outcome.kind === 'lost') {
      const message = l10n.t('The connection to {host} was lost during the search for plugin "{plugin}" ({reason}).', {
        host: this.#options.label(),
        plugin: type,
        reason: outcome.reason,
      });
      throw new WorkbenchError(connectionLost(message));
    }
    if (outcome.kind !== 'done' && signal?.aborted !== true) {
      throw new WorkbenchError(
        outcome.kind === 'outputLimit' ? tooMuchOutput(this.#options.label()) : tookTooLong(this.#options.label()),
      );
    }
    return outcome.kind === 'done' ? candidates[Number(outcome.how.split(':')[1] ?? -1)] : undefined;
  }

  async #tryOnce(command: PluginCommand, candidates: readonly string[], signal?: AbortSignal): Promise<PluginOutcome> {
    if (candidates.length === 0) {
      return { kind: 'notFound' };
    }
    const startedAt = Date.now();
    const began = performance.now();
    const { env, stdin } = command;
    const thenRemove = this.#options.removes ? command.thenRemove : undefined;
    const calls = this.#options.records === true ? randomUUID() : undefined;
    const input = { env, stdin, thenRemove };
    const outcome = await this.#runScript(
      ({ quickStdin }) =>
        calls === undefined
          ? pluginScript(candidates, input, quickStdin)
          : recordedPluginScript(candidates, input, quickStdin, calls),
      signal,
      { timeoutMs: this.#options.pluginTimeoutMs() },
    );
    const times = { startedAt, durationMs: performance.now() - began };
    const recorded = calls === undefined ? {} : await this.#collectCalls(outcome, calls);
    const ended = this.#toPluginOutcome(outcome, candidates, { ...times, ...recorded });
    const isRemoved = ended.kind === 'exited' && ended.exitCode === 0 && thenRemove !== undefined;
    return isRemoved ? { ...ended, removed: true } : ended;
  }

  /** Returns the calls of a plugin, which are lost with the host. */
  async #collectCalls(outcome: ScriptOutcome, name: string): Promise<Partial<RecordedCalls>> {
    const [, , state = ''] = outcome.kind === 'done' ? outcome.how.split(':') : [];
    if (outcome.kind === 'lost' || (outcome.kind === 'done' && state !== '1')) {
      return state === '0' ? { calls: [] } : {};
    }
    const script = sh`cni_collect ${quote(name)}`;
    try {
      const reply = await this.#runScript(() => script, undefined, { limit: limits.directory });
      if (reply.kind === 'outputLimit') {
        return { calls: [], callsOmitted: true };
      }
      return reply.kind === 'done' ? readCalls(reply.stdout, Date.now()) : {};
    } catch {
      // Without the host or with a damaged archive there is no record; the outcome of the plugin is known.
      return {};
    }
  }

  #toPluginOutcome(outcome: ScriptOutcome, candidates: readonly string[], times: TimesAndCalls): PluginOutcome {
    const { stdout, stderr } = outcome;
    switch (outcome.kind) {
      case 'lost':
        return {
          kind: 'unknown',
          pluginPath: candidates.length === 1 ? candidates[0] : undefined,
          reason: l10n.t(
            'the connection to {0} was lost while the plugin was running ({1})',
            this.#options.label(),
            outcome.reason,
          ),
        };
      case 'aborted':
        return { kind: 'aborted', reason: outcome.reason, pluginPath: candidates[0] ?? '', stdout, stderr, ...times };
      case 'outputLimit':
        return {
          kind: 'outputLimit',
          limit: this.#options.outputLimit,
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
 * Returns `dir/type` for each directory, cleaned as by Go's filepath.Join, always with a slash, so that a shell never searches
 * its PATH. No file has a NUL in its name.
 */
function candidatePaths(type: string, pluginDirs: readonly string[]): readonly string[] {
  return pluginDirs
    .map((dir) => {
      const joined = path.posix.join(dir, type);
      return joined.includes('/') ? joined : `./${joined}`;
    })
    .filter((candidate) => !candidate.includes('\0'));
}

function finished(reply: ShellReply, candidates: readonly string[], times: TimesAndCalls): PluginOutcome {
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

/** Returns why the shell's exec failed, in Go's words for the errno, if its whole output is the shell's message about the file. */
function startFailure(reply: ShellReply, pluginPath: string): string | undefined {
  if (
    (reply.status !== 126 && reply.status !== 127) ||
    reply.stdout.length > 0 ||
    reply.stderr.length > limits.complaint
  ) {
    return undefined;
  }
  const complaint = /^[^\n]*?sh: (?:line )?(?:\d+: )?([^\n]*)\n$/.exec(reply.stderr.toString())?.[1];
  if (complaint?.startsWith(`${pluginPath}: `) !== true) {
    return undefined;
  }
  const text = complaint.slice(pluginPath.length + 2).toLowerCase();
  // For a missing interpreter (ENOENT) dash prints "not found" and bash "required file not found".
  return text.endsWith('not found') || text.endsWith('no such file or directory') ? 'no such file or directory' : text;
}
