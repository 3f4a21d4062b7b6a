import type { CNIError } from '../errors.ts';
import { encodeBase64 } from '../json/base64.ts';
import type { PluginCall, PluginOutcome } from '../plugin/exec.ts';
import type { JSONObject, JSONValue, Result, RuntimeConf } from '../result/types.ts';
import type { ChangeDocument } from './change-document.ts';
import type { Operation, OperationState, Step, Verb } from './operation.ts';
import type { RollbackSkipped } from './rollback.ts';

/** Bytes in a JSON document: text, or base64 for bytes that are not UTF-8. */
export type BytesText = string | { readonly base64: string };

/** A failure with the fields of the SPEC. */
export interface ErrorDocument {
  readonly message: string;
  readonly code: number;
  readonly msg: string;
  readonly details?: string | undefined;
  /** The remedy, on the error of an operation. */
  readonly hint?: string | undefined;
}

/** A program that a plugin started, as {@link PluginCall}. */
export interface CallDocument {
  readonly pluginType: string;
  readonly pluginPath: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: BytesText;
  readonly stdout: BytesText;
  readonly stderr: BytesText;
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  /** Streams of which only the beginning was kept. */
  readonly cut?: PluginCall['cut'] | undefined;
  readonly calls: readonly CallDocument[];
}

/** One plugin execution. Which fields are present depends on `outcome`, which is missing if the plugin was not executed. */
export interface StepDocument {
  readonly verb: Verb;
  /** Index in the chain as executed, from 0. */
  readonly index: number;
  readonly pluginType: string;
  readonly pluginPath?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: BytesText;
  readonly outcome?: PluginOutcome['kind'] | undefined;
  /** Why the plugin was not started, was stopped, or why its outcome is unknown. */
  readonly reason?: string | undefined;
  readonly exitCode?: number | undefined;
  readonly removed?: boolean | undefined;
  readonly signal?: string | undefined;
  readonly coreDumped?: boolean | undefined;
  /** The exceeded limit of the output, in bytes. */
  readonly limit?: number | undefined;
  readonly stdout?: BytesText | undefined;
  readonly stderr?: BytesText | undefined;
  /** ISO 8601. */
  readonly startedAt?: string | undefined;
  readonly durationMs?: number | undefined;
  /** The programs that the plugin started, if they were recorded. */
  readonly calls?: readonly CallDocument[] | undefined;
  /** There were more calls than a host records. */
  readonly callsOmitted?: boolean | undefined;
  readonly error?: ErrorDocument | undefined;
}

/** The configuration that ran. */
export interface SourceDocument {
  /** Path of its file, with "#NAME" for a configuration inside another file. */
  readonly path?: string | undefined;
  /** Address of its document in the editor. */
  readonly uri?: string | undefined;
  /** The text of the network configuration list. */
  readonly config?: BytesText | undefined;
}

/** An operation as JSON: what `--json` and `--record` print, and what `replay` and the editor read. */
export interface OperationDocument {
  readonly verb: Verb;
  readonly network: string;
  /** Missing for GC, STATUS and VERSION. */
  readonly containerID?: string | undefined;
  readonly ifName?: string | undefined;
  readonly netNS?: string | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly state: OperationState;
  readonly steps: readonly StepDocument[];
  /** The result of ADD. */
  readonly result?: JSONValue | undefined;
  readonly error?: ErrorDocument | undefined;
  /** The DEL after a failed ADD. */
  readonly rollback?: OperationDocument | undefined;
  readonly rollbackSkipped?: RollbackSkipped | undefined;
  /** Name of the host. */
  readonly host?: string | undefined;
  readonly source?: SourceDocument | undefined;
  /** CNI_ARGS as pairs, in order. */
  readonly args?: RuntimeConf['args'] | undefined;
  readonly capabilityArgs?: JSONObject | undefined;
  /** What the operation changed on the host. */
  readonly changes?: readonly ChangeDocument[] | undefined;
}

/** Additional data on an operation. */
export interface OperationExtras extends Pick<
  OperationDocument,
  'rollbackSkipped' | 'host' | 'source' | 'args' | 'capabilityArgs'
> {
  /** The remedy for the failure. */
  readonly hint?: string | undefined;
  readonly result?: Result | undefined;
  readonly rollback?: Operation | undefined;
}

/** Returns bytes for a JSON document: UTF-8 as text, others as `{"base64": …}`. */
export function textOrBase64(bytes: Uint8Array): BytesText {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { base64: encodeBase64(bytes) };
  }
}

/** Returns the bytes of {@link textOrBase64}. Invalid base64 gives what can be decoded. */
export function bytesOfText(text: BytesText): Uint8Array {
  return typeof text === 'string' ? new TextEncoder().encode(text) : Buffer.from(text.base64, 'base64');
}

/** Returns an operation as JSON. Times are ISO 8601 and milliseconds; missing values are omitted by JSON.stringify. */
export function operationDocument(operation: Operation, extras: OperationExtras = {}): OperationDocument {
  const { verb, network, containerID, ifName, netNS, startedAt, durationMs, state, steps, error, changes } = operation;
  const { hint, result, rollback, rollbackSkipped, host, source, args, capabilityArgs } = extras;
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
    host,
    source,
    args,
    capabilityArgs,
    changes,
  };
}

/** Parses a result. Its integers may be too large for JavaScript; the stdout of its step is exact. */
function parsed(json: string): JSONValue {
  return JSON.parse(json);
}

function stepDocument({ verb, index, pluginType, env, stdin, outcome, error }: Step): StepDocument {
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

function whereOf(outcome: PluginOutcome): Pick<StepDocument, 'pluginPath'> {
  return outcome.kind === 'notFound' ? {} : { pluginPath: outcome.pluginPath };
}

function outcomeDocument(outcome: PluginOutcome): Partial<StepDocument> {
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
      const { kind, stdout, stderr, startedAt, durationMs, calls, pluginPath: _where, ...rest } = outcome;
      return {
        outcome: kind,
        ...rest,
        stdout: textOrBase64(stdout),
        stderr: textOrBase64(stderr),
        startedAt: timeOf(startedAt),
        durationMs,
        calls: calls?.map(callDocument),
      };
    }
  }
}

function callDocument({ stdin, stdout, stderr, startedAt, calls, ...rest }: PluginCall): CallDocument {
  return {
    ...rest,
    stdin: textOrBase64(stdin),
    stdout: textOrBase64(stdout),
    stderr: textOrBase64(stderr),
    startedAt: timeOf(startedAt),
    calls: calls.map(callDocument),
  };
}

function errorDocument({ message, code, msg, details }: CNIError): ErrorDocument {
  return { message, code, msg, details: details === '' ? undefined : details };
}

const timeOf = (milliseconds: number): string => new Date(milliseconds).toISOString();
