import { injectConf } from '../conf/inject.ts';
import { networkPluginConfFromBytes } from '../conf/conf.ts';
import { type CNIError, isCNIError, joinErrors } from '../errors.ts';
import type { StepObserver } from '../operation/operation.ts';
import type { Exec } from '../plugin/exec.ts';
import { interruptionOf } from '../plugin/interruption.ts';
import { PluginRunner, wrapError } from '../plugin/invoke.ts';
import { parseADDResult } from '../plugin/plugin-answers.ts';
import { quote } from '../quote.ts';
import type { Result } from '../result/types.ts';
import type { PlannedCall, ReplayPlan } from './plan.ts';

/**
 * Runs the calls of a plan in order, each with the environment in the plan, and returns the last result of ADD. Like the
 * operations of libcni it ends with the first failure; only GC continues, and rejects with all of them.
 */
export async function runPlan(
  exec: Exec,
  { calls }: ReplayPlan,
  observer: StepObserver,
  signal?: AbortSignal,
): Promise<Result | undefined> {
  const isCollection = calls.some(({ verb }) => verb === 'GC');
  const failures: CNIError[] = [];
  let result: Result | undefined;
  for (const call of calls) {
    try {
      result = (await runCall(exec, call, result, observer, signal)) ?? result;
    } catch (error) {
      if (!isCollection || !isCNIError(error) || interruptionOf(error) !== undefined) {
        throw error;
      }
      failures.push(error);
    }
  }
  const failure = joinErrors(failures);
  if (failure !== undefined) {
    throw failure;
  }
  return result;
}

const failureNames: Readonly<Partial<Record<PlannedCall['verb'], string>>> = { ADD: 'add', DEL: 'delete' };

async function runCall(
  exec: Exec,
  { followsResult, ...call }: PlannedCall,
  previous: Result | undefined,
  observer: StepObserver,
  signal: AbortSignal | undefined,
): Promise<Result | undefined> {
  const dirs = (call.env['CNI_PATH'] ?? '').split(':').filter((dir) => dir !== '');
  const runner = new PluginRunner(exec, dirs, observer);
  const stdin = followsResult && previous !== undefined ? withPrevResult(call.stdin, previous) : call.stdin;
  try {
    return await runner.run({ ...call, stdin }, signal, (stdout) =>
      call.verb === 'ADD' ? parseADDResult(versionOf(stdin), stdout) : undefined,
    );
  } catch (error) {
    const name = failureNames[call.verb];
    throw name === undefined ? error : wrapError(`plugin type=${quote(call.pluginType)} failed (${name})`, error);
  }
}

function withPrevResult(stdin: Uint8Array, result: Result): Uint8Array {
  return injectConf(networkPluginConfFromBytes(stdin), { prevResult: { result } }).bytes;
}

/** Returns the version of a configuration; that of one without a version, or of an edited one that is not JSON, is 0.1.0. */
function versionOf(stdin: Uint8Array): string {
  try {
    return networkPluginConfFromBytes(stdin).network.cniVersion || '0.1.0';
  } catch (error) {
    if (isCNIError(error)) {
      return '0.1.0';
    }
    throw error;
  }
}
