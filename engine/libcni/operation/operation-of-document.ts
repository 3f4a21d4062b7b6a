import { CNIError } from '../errors.ts';
import type { PluginCall, PluginOutcome, PluginRun } from '../plugin/exec.ts';
import { InterruptedError, type Interruption } from '../plugin/interruption.ts';
import type { Operation, Step } from './operation.ts';
import {
  bytesOfText,
  type CallDocument,
  type ErrorDocument,
  type OperationDocument,
  type StepDocument,
} from './operation-document.ts';

/** Returns the operation of a document, without its result and rollback. What an outcome lacks is empty. */
export function operationOfDocument(document: OperationDocument): Operation {
  const { verb, network, containerID, ifName, netNS, startedAt, durationMs, state, steps, error, changes } = document;
  const interruption = interruptionIn(document);
  return {
    verb,
    network,
    ...(containerID !== undefined && { containerID }),
    ...(ifName !== undefined && { ifName }),
    ...(netNS !== undefined && { netNS }),
    startedAt: Date.parse(startedAt),
    durationMs,
    state,
    steps: steps.map((step) => stepOf(step, interruption)),
    ...(error && { error: errorOf(error, interruption) }),
    ...(changes && { changes }),
  };
}

/** The interruption is not part of an error in a document, but the state follows from it. */
function interruptionIn({ state, steps }: OperationDocument): Interruption | undefined {
  const isTimeLimit = steps.some(({ outcome, reason }) => outcome === 'aborted' && reason === 'timedOut');
  switch (state) {
    case 'cancelled':
      return 'cancelled';
    case 'unknown':
      return isTimeLimit ? 'timedOut' : 'unknown';
    case 'running':
    case 'ok':
    case 'failed':
      return undefined;
  }
}

function errorOf({ message, code, msg, details }: ErrorDocument, interruption: Interruption | undefined): CNIError {
  const object = { code, msg, ...(details !== undefined && { details }) };
  return interruption === undefined
    ? new CNIError(message, object)
    : new CNIError(message, object, { cause: new InterruptedError(message, interruption) });
}

function stepOf(step: StepDocument, interruption: Interruption | undefined): Step {
  const { verb, index, pluginType, env, stdin, error } = step;
  const outcome = outcomeOf(step);
  return {
    verb,
    index,
    pluginType,
    env,
    stdin: bytesOfText(stdin),
    ...(outcome && { outcome }),
    ...(error && { error: errorOf(error, interruption) }),
  };
}

function outcomeOf(step: StepDocument): PluginOutcome | undefined {
  const { outcome: kind, pluginPath, reason = '' } = step;
  switch (kind) {
    case undefined:
      return undefined;
    case 'notFound':
      return { kind };
    case 'notStarted':
      return { kind, pluginPath: pluginPath ?? '', reason };
    case 'unknown':
      return { kind, pluginPath, reason };
    case 'exited':
      return { kind, ...runOf(step), exitCode: step.exitCode ?? 0, ...(step.removed === true && { removed: true }) };
    case 'signalled':
      return {
        kind,
        ...runOf(step),
        signal: step.signal ?? '',
        ...(step.coreDumped === true && { coreDumped: true }),
      };
    case 'aborted':
      return { kind, ...runOf(step), reason: reason === 'timedOut' ? 'timedOut' : 'cancelled' };
    case 'outputLimit':
      return { kind, ...runOf(step), limit: step.limit ?? 0 };
  }
}

function runOf(step: StepDocument): PluginRun {
  const { pluginPath = '', stdout = '', stderr = '', startedAt, durationMs = 0, calls, callsOmitted } = step;
  return {
    pluginPath,
    stdout: bytesOfText(stdout),
    stderr: bytesOfText(stderr),
    startedAt: startedAt === undefined ? 0 : Date.parse(startedAt),
    durationMs,
    ...(calls && { calls: calls.map(callOf) }),
    ...(callsOmitted === true && { callsOmitted }),
  };
}

function callOf({ stdin, stdout, stderr, startedAt, calls, ...call }: CallDocument): PluginCall {
  return {
    ...call,
    stdin: bytesOfText(stdin),
    stdout: bytesOfText(stdout),
    stderr: bytesOfText(stderr),
    startedAt: Date.parse(startedAt),
    calls: calls.map(callOf),
  };
}
