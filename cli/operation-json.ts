import type { CNIError, Operation, PluginOutcome, Result, RollbackSkipped, Step } from '../engine/libcni/index.ts';

/** Text, or what is not UTF-8 as base64. */
type Bytes = string | { readonly base64: string };

/** What there is to say about an operation besides its own fields. */
export interface OperationExtras {
  /** How to mend the failure. */
  readonly hint?: string | undefined;
  readonly result?: Result | undefined;
  readonly rollback?: Operation | undefined;
  readonly rollbackSkipped?: RollbackSkipped | undefined;
}

/** One JSON document, ended by a line feed. */
export function printJSON(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** Bytes for a JSON document: as they are where they are UTF-8, else as `{"base64": …}`. */
export function textOrBase64(bytes: Uint8Array): Bytes {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}

/** An operation as --json prints it. Times are ISO 8601 and milliseconds; what there is not is left out. */
export function operationDocument(operation: Operation, extras: OperationExtras = {}): object {
  const { verb, network, containerID, ifName, netNS, startedAt, durationMs, state, steps, error } = operation;
  const { hint, result, rollback, rollbackSkipped } = extras;
  return {
    verb,
    network,
    containerID,
    ifName,
    netNS,
    startedAt: timeOf(startedAt),
    durationMs,
    state,
    steps: steps.map(stepDocument),
    result: result === undefined ? undefined : parsed(result.json),
    error: error && { ...errorDocument(error), hint },
    rollback: rollback && operationDocument(rollback),
    rollbackSkipped,
  };
}

/** JSON whose integers may be too large for JavaScript is exact in the stdout of its step. */
function parsed(json: string): unknown {
  return JSON.parse(json);
}

function stepDocument({ verb, index, pluginType, env, stdin, outcome, error }: Step): object {
  return {
    verb,
    index,
    pluginType,
    ...(outcome && whereOf(outcome)),
    env,
    stdin: textOrBase64(stdin),
    ...(outcome && outcomeDocument(outcome)),
    error: error && errorDocument(error),
  };
}

function whereOf(outcome: PluginOutcome): object {
  return outcome.kind === 'notFound' ? {} : { pluginPath: outcome.pluginPath };
}

function outcomeDocument(outcome: PluginOutcome): object {
  switch (outcome.kind) {
    case 'notFound':
      return { outcome: outcome.kind };
    case 'notStarted':
    case 'unknown':
      return { outcome: outcome.kind, reason: outcome.reason };
    case 'exited':
    case 'signalled':
    case 'aborted':
    case 'outputLimit': {
      const { kind, stdout, stderr, startedAt, durationMs, pluginPath: _where, ...rest } = outcome;
      return {
        outcome: kind,
        ...rest,
        stdout: textOrBase64(stdout),
        stderr: textOrBase64(stderr),
        startedAt: timeOf(startedAt),
        durationMs,
      };
    }
  }
}

function errorDocument({ message, code, msg, details }: CNIError): object {
  return { message, code, msg, details: details === '' ? undefined : details };
}

const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString();
