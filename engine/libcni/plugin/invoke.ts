import { CNIError, isCNIError } from '../errors.ts';
import type { Exec, PluginCommand } from './exec.ts';
import { interruptionOf, stoppedBy } from './interruption.ts';
import type { Step, StepObserver, Verb } from '../operation/operation.ts';
import { outcomeError } from './plugin-error.ts';
import { quote } from '../quote.ts';
import type { RuntimeConf } from '../result/types.ts';

/** Returns the CNI_* variables of a call (libcni: invoke.Args.AsEnv), always all six. */
export function cniEnv(
  verb: Verb,
  rt: Pick<RuntimeConf, 'containerID' | 'netNS' | 'ifName' | 'args'>,
  path: string,
): Readonly<Record<string, string>> {
  return {
    CNI_COMMAND: verb,
    CNI_CONTAINERID: rt.containerID,
    CNI_NETNS: rt.netNS,
    CNI_ARGS: rt.args.map((pair) => pair.join('=')).join(';'),
    CNI_IFNAME: rt.ifName,
    CNI_PATH: path,
  };
}

/** A prepared plugin call. */
export type Call = Omit<Step, 'outcome' | 'error'>;

/** Adds `prefix` to an error and keeps the SPEC's fields, as Go's %w. Returns an interruption, or any error but {@link CNIError}, unchanged. */
export function wrapError(prefix: string, error: unknown): unknown {
  if (!isCNIError(error) || interruptionOf(error) !== undefined) {
    return error;
  }
  const { code, msg, details } = error;
  return new CNIError(`${prefix}: ${error.message}`, { code, msg, details }, { cause: error });
}

function asCNIError(error: unknown): CNIError {
  return isCNIError(error)
    ? error
    : new CNIError(error instanceof Error ? error.message : String(error), undefined, { cause: error });
}

/** Finds and runs plugins with the errors of libcni, and reports each execution to the observer. */
export class PluginRunner {
  readonly #exec: Exec;
  readonly #dirs: readonly string[];
  readonly #observer: StepObserver | undefined;

  constructor(exec: Exec, dirs: readonly string[], observer: StepObserver | undefined) {
    this.#exec = exec;
    this.#dirs = dirs;
    this.#observer = observer;
  }

  /** Rejects if the plugin does not exist (libcni: FindInPath). Takes a round trip, which {@link run} does not need. */
  async find(type: string, signal: AbortSignal | undefined): Promise<void> {
    this.#checkType(type);
    if ((await this.#exec.findPlugin(type, this.#dirs, signal)) === undefined) {
      if (signal?.aborted === true) {
        throw stoppedBy(signal, `while plugin ${quote(type)} was looked for`);
      }
      throw outcomeError(type, this.#dirs, { kind: 'notFound' }) ?? new TypeError('notFound is an error');
    }
  }

  /**
   * Runs one plugin and decodes its output; a failure of `decode` is a failure of the step. `removed` is true if `thenRemove`
   * was handled (PluginCommand). Rejects with {@link CNIError}.
   */
  async run<T>(
    { thenRemove, ...call }: Call & Pick<PluginCommand, 'thenRemove'>,
    signal: AbortSignal | undefined,
    decode: (stdout: Uint8Array, removed: boolean) => T,
  ): Promise<T> {
    const { pluginType: type, env, stdin } = call;
    this.#checkType(type);
    if (signal?.aborted === true) {
      throw stoppedBy(signal, `before plugin ${quote(type)} ran`);
    }
    this.#observer?.onStep(call);
    let ended: Step = call;
    try {
      const command = { type, pluginDirs: this.#dirs, env, stdin, thenRemove };
      const outcome = await this.#exec.execPlugin(command, signal);
      ended = { ...call, outcome };
      const error = outcomeError(type, this.#dirs, outcome);
      if (error !== undefined) {
        throw error;
      }
      const { stdout, removed } = outcome.kind === 'exited' ? outcome : { stdout: new Uint8Array(), removed: false };
      const value = decode(stdout, removed === true);
      this.#observer?.onStep(ended);
      return value;
    } catch (error) {
      this.#observer?.onStep({ ...ended, error: asCNIError(error) });
      throw error;
    }
  }

  /** Returns what FindInPath rejects before it searches. */
  #checkType(type: string): void {
    if (type === '') {
      throw new CNIError('no plugin name provided');
    }
    if (type.includes('/')) {
      throw new CNIError(`invalid plugin name: ${type}`);
    }
    if (this.#dirs.length === 0) {
      throw new CNIError('no paths provided');
    }
  }
}
