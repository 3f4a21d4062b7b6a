import { posix } from 'node:path';
import type { Exec, PluginCommand, PluginOutcome } from '../../engine/libcni/index.ts';
import { fromBlob, toBlob, type Behaviour, type Scenario, type Wire } from './wire.ts';

/** Go's words for a signal (oracle) → its name (the engine's contract). */
const SIGNALS: Readonly<Record<string, string>> = {
  killed: 'SIGKILL',
  terminated: 'SIGTERM',
  'segmentation fault': 'SIGSEGV',
};

/** One recorded execution, as reported by the oracle. */
export type Call = { readonly path: string; readonly env: Readonly<Record<string, string>>; readonly stdin: string };

/** An {@link Exec} that starts no process: the twin of oracle/exec.go. */
export class ScriptedExec implements Exec {
  readonly #binaries: Scenario['binaries'];
  readonly #script: Scenario['script'];
  readonly #turns = new Map<string, number>();
  #calls: Call[] = [];

  constructor(binaries: Scenario['binaries'], script: Scenario['script']) {
    this.#binaries = binaries;
    this.#script = script;
  }

  /** The executions since the last time that it was asked. */
  takeCalls(): Wire {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }

  findPlugin(type: string, pluginDirs: readonly string[]): Promise<string | undefined> {
    return Promise.resolve(this.#find(type, pluginDirs));
  }

  execPlugin(command: PluginCommand): Promise<PluginOutcome> {
    const path = this.#find(command.type, command.pluginDirs);
    if (path === undefined) {
      return Promise.resolve({ kind: 'notFound' });
    }
    this.#calls.push({ path, env: { ...command.env }, stdin: toBlob(command.stdin) });
    const act = this.#next(posix.basename(path), command.env['CNI_COMMAND'] ?? '');
    return Promise.resolve(outcomeOf(path, act));
  }

  #find(type: string, pluginDirs: readonly string[]): string | undefined {
    const dir = pluginDirs.find((candidate) => this.#binaries[candidate]?.includes(type));
    return dir === undefined ? undefined : posix.join(dir, type);
  }

  #next(type: string, command: string): Behaviour {
    const acts = this.#script[type]?.[command] ?? [];
    const key = `${type} ${command}`;
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    return acts[Math.min(turn, acts.length - 1)] ?? {};
  }
}

/** What the host would report of a plugin that behaves like this. */
export function outcomeOf(pluginPath: string, act: Behaviour): PluginOutcome {
  if (act.notStarted !== undefined) {
    return { kind: 'notStarted', pluginPath, reason: act.notStarted };
  }
  const run = {
    pluginPath,
    stdout: fromBlob(act.stdout ?? ''),
    stderr: fromBlob(act.stderr ?? ''),
    startedAt: 0,
    durationMs: 0,
  };
  if (act.signal !== undefined) {
    return { kind: 'signalled', signal: SIGNALS[act.signal] ?? act.signal, ...run };
  }
  return { kind: 'exited', exitCode: act.exit ?? 0, ...run };
}
