import { configProblemOf, isNoConfigsFoundError, isNotFoundError } from '../libcni/conf/conf-errors.ts';
import { isRecord } from '../libcni/json/record.ts';
import type { Operation, Step } from '../libcni/operation/operation.ts';
import type { PluginOutcome } from '../libcni/plugin/exec.ts';
import { interruptionOf } from '../libcni/plugin/interruption.ts';
import { explainText } from './explain-text.ts';
import { type Explanation, rankOf } from './explanation.ts';

/**
 * Returns what a failure means and its remedy; undefined when nothing can be added to libcni's own text.
 * @param error what an operation failed with: a CNIError, or what loading a configuration rejects with
 * @param step the plugin execution that failed, if it was one
 */
export function explain(error: unknown, step?: Step): Explanation | undefined {
  const byText = explainText(error instanceof Error ? error.message : String(error));
  const isWeak = byText !== undefined && rankOf(byText) === 'weak';
  return (
    explainInterruption(error, step) ??
    (isWeak ? undefined : byText) ??
    explainConfiguration(error) ??
    (step?.outcome === undefined ? undefined : explainOutcome(step.pluginType, step.outcome)) ??
    byText
  );
}

/** Returns {@link explain} of the failure that ended an operation; undefined for one that succeeded. */
export function explainOperation(operation: Operation): Explanation | undefined {
  return operation.error === undefined
    ? undefined
    : explain(
        operation.error,
        operation.steps.findLast((step) => step.error !== undefined),
      );
}

const interruptions = {
  cancelled: { plugin: 'pluginStopped', operation: 'operationStopped' },
  timedOut: { plugin: 'pluginTimedOut', operation: 'operationTimedOut' },
  unknown: { plugin: 'pluginLost', operation: 'operationLost' },
} as const;

function explainInterruption(error: unknown, step: Step | undefined): Explanation | undefined {
  const interruption = interruptionOf(error);
  if (interruption === undefined) {
    return undefined;
  }
  const { plugin, operation } = interruptions[interruption];
  return step === undefined ? { id: operation, args: {} } : { id: plugin, args: { plugin: step.pluginType } };
}

function explainConfiguration(error: unknown): Explanation | undefined {
  if (isNoConfigsFoundError(error)) {
    return { id: 'noConfigurations', args: { directory: error.dir } };
  }
  if (isNotFoundError(error)) {
    return { id: 'networkNotFound', args: { directory: error.dir, network: error.networkName } };
  }
  const problem = configProblemOf(error);
  if (problem === undefined) {
    return undefined;
  }
  const { file, line, column } = problem;
  return { id: 'configurationRefused', args: { file, place: line === undefined ? file : `${file}:${line}:${column}` } };
}

function explainOutcome(plugin: string, outcome: PluginOutcome): Explanation | undefined {
  switch (outcome.kind) {
    case 'notStarted':
      return explainNotStarted(outcome.pluginPath, outcome.reason);
    case 'exited':
      return explainExit(plugin, outcome.exitCode, outcome.stdout, outcome.stderr);
    case 'signalled':
      return { id: idOfSignal(outcome.signal), args: { plugin, signal: outcome.signal } };
    case 'outputLimit':
      return { id: 'endlessOutput', args: { plugin } };
    case 'notFound':
    case 'aborted':
    case 'unknown':
      return undefined;
  }
}

/** The signals of a program that crashes. */
const crashes: ReadonlySet<string> = new Set(['SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL', 'SIGSEGV', 'SIGSYS', 'SIGTRAP']);

function idOfSignal(signal: string): Explanation['id'] {
  if (crashes.has(signal)) {
    return 'crashed';
  }
  return signal === 'SIGKILL' ? 'killed' : 'signalled';
}

function explainNotStarted(path: string, reason: string): Explanation {
  switch (reason) {
    case 'permission denied':
      return { id: 'notExecutable', args: { path } };
    case 'exec format error':
      return { id: 'wrongFormat', args: { path } };
    case 'no such file or directory':
      return { id: 'interpreterMissing', args: { path } };
    case 'text file busy':
      return { id: 'beingWritten', args: { path } };
    default:
      return { id: 'notStarted', args: { path, reason } };
  }
}

function explainExit(
  plugin: string,
  exitCode: number,
  stdout: Uint8Array,
  stderr: Uint8Array,
): Explanation | undefined {
  if (exitCode !== 0 && stdout.length === 0 && stderr.length === 0) {
    return { id: 'silentExit', args: { plugin, status: String(exitCode) } };
  }
  if (!isObject(new TextDecoder().decode(stdout)) && (exitCode === 0 || stdout.length > 0)) {
    return { id: idOfOutput(new TextDecoder().decode(stdout)), args: { plugin } };
  }
  return undefined;
}

/** How many lines of an output are tried as the beginning of a result. */
const mostBeginnings = 20;

/** Returns what is wrong with an output that is not a JSON object. */
function idOfOutput(text: string): Explanation['id'] {
  if (isObjects(text)) {
    return 'severalDocuments';
  }
  const beginnings = [...text.matchAll(/^[ \t]{0,64}\{/gm)].slice(0, mostBeginnings);
  return beginnings.some(({ index }) => isObject(text.slice(index))) ? 'textBeforeResult' : 'notJSON';
}

/** Returns true for one JSON object after another. */
function isObjects(text: string): boolean {
  let rest = text.trim();
  while (rest !== '') {
    const end = endOfObject(rest);
    if (!isObject(rest.slice(0, end))) {
      return false;
    }
    rest = rest.slice(end).trimStart();
  }
  return text.trim() !== '';
}

/** Returns the index after the first JSON object of a text. */
function endOfObject(text: string): number {
  let depth = 0;
  for (const { index, 0: token } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    depth += token === '{' ? 1 : 0;
    depth -= token === '}' ? 1 : 0;
    if (token === '}' && depth === 0) {
      return index + 1;
    }
  }
  return text.length;
}

/** Returns true for the text of a JSON object, which the SPEC requires. */
function isObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}
