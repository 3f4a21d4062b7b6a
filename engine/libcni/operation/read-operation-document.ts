import * as l10n from '@vscode/l10n';
import { isRecord } from '../json/record.ts';
import type { PluginOutcome } from '../plugin/exec.ts';
import type { JSONObject, JSONValue } from '../result/types.ts';
import type { ChangeDocument } from './change-document.ts';
import type { OperationState, Verb } from './operation.ts';
import type {
  BytesText,
  CallDocument,
  ErrorDocument,
  OperationDocument,
  SourceDocument,
  StepDocument,
} from './operation-document.ts';
import type { RollbackSkipped } from './rollback.ts';

/** Limits of a document that is read. */
export const documentLimits = {
  /** Characters of its text. */
  characters: 64 * 1024 * 1024,
  /** Nested objects and arrays, more than any result or configuration has. */
  depth: 200,
} as const;

const verbs: readonly Verb[] = ['ADD', 'CHECK', 'DEL', 'GC', 'STATUS', 'VERSION'];
const states: readonly OperationState[] = ['running', 'ok', 'failed', 'cancelled', 'unknown'];
const outcomes: readonly PluginOutcome['kind'][] = [
  'notFound',
  'notStarted',
  'exited',
  'signalled',
  'aborted',
  'outputLimit',
  'unknown',
];
const skips: readonly RollbackSkipped[] = ['notWanted', 'nothingRan', 'alreadyAttached', 'connectionLost'];
const changeKinds: readonly ChangeDocument['kind'][] = ['added', 'removed', 'changed'];

/** The first thing that is wrong with a document. */
class DocumentProblem extends Error {}

/** Reads a value at a path of the document. Throws {@link DocumentProblem}. */
type Read<T> = (value: unknown, where: string) => T;

/**
 * Reads the document of an operation, as {@link operationDocument} returns it, without unknown keys. Returns a sentence with
 * the place and the expectation if it is not one.
 */
export function readOperationDocument(text: string): OperationDocument | { readonly problem: string } {
  if (text.length > documentLimits.characters) {
    return { problem: l10n.t('The document has more than {0} characters.', documentLimits.characters) };
  }
  try {
    const document: unknown = parse(text);
    checkDepth(document);
    return readOperation(document, '');
  } catch (error) {
    if (error instanceof DocumentProblem) {
      return { problem: error.message };
    }
    throw error;
  }
}

/** Returns true for the problem of {@link readOperationDocument}. */
export function isDocumentProblem(read: OperationDocument | { readonly problem: string }): read is {
  readonly problem: string;
} {
  return 'problem' in read;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\u{feff}/u, ''));
  } catch (error) {
    throw new DocumentProblem(l10n.t('This is not JSON: {0}', error instanceof Error ? error.message : String(error)));
  }
}

/** Rejects nesting that functions cannot follow. */
function checkDepth(document: unknown): void {
  let level: readonly unknown[] = [document];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > documentLimits.depth) {
      throw new DocumentProblem(l10n.t('Objects and arrays are nested deeper than {0} levels.', documentLimits.depth));
    }
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []));
  }
}

const fail = (where: string, expected: string): never => {
  throw new DocumentProblem(
    where === ''
      ? l10n.t('This is not the document of an operation. Expected: {0}', expected)
      : l10n.t('"{0}" is missing or wrong. Expected: {1}', where, expected),
  );
};

const text: Read<string> = (value, where) => (typeof value === 'string' ? value : fail(where, l10n.t('a text')));

const number: Read<number> = (value, where) =>
  typeof value === 'number' && Number.isFinite(value) ? value : fail(where, l10n.t('a number'));

const index: Read<number> = (value, where) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : fail(where, l10n.t('a whole number from 0'));

const boolean: Read<boolean> = (value, where) =>
  typeof value === 'boolean' ? value : fail(where, l10n.t('true or false'));

const time: Read<string> = (value, where) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
    ? value
    : fail(where, l10n.t('a time such as {0}', '2026-01-31T12:00:00.000Z'));

const bytes: Read<BytesText> = (value, where) => {
  if (typeof value === 'string') {
    return value;
  }
  const base64 = isRecord(value) ? value['base64'] : undefined;
  return typeof base64 === 'string' && /^[A-Za-z\d+/]*={0,2}$/.test(base64)
    ? { base64 }
    : fail(where, l10n.t('a text or {0}', '{"base64": "…"}'));
};

const oneOf =
  <T extends string>(names: readonly T[]): Read<T> =>
  (value, where) =>
    names.find((name) => name === value) ?? fail(where, l10n.t('one of {0}', names.join(', ')));

const object: Read<Readonly<Record<string, unknown>>> = (value, where) =>
  isRecord(value) ? value : fail(where, l10n.t('an object'));

const listOf =
  <T>(read: Read<T>): Read<readonly T[]> =>
  (value, where) =>
    Array.isArray(value) ? value.map((one, at) => read(one, `${where}[${at}]`)) : fail(where, l10n.t('an array'));

const texts: Read<Readonly<Record<string, string>>> = (value, where) =>
  Object.fromEntries(Object.entries(object(value, where)).map(([key, one]) => [key, text(one, `${where}.${key}`)]));

const isJSON = (value: unknown): value is JSONValue => value !== undefined;

/** Any value of a parsed document is a JSON value. */
const json: Read<JSONValue> = (value) => (isJSON(value) ? value : null);

const jsonObject: Read<JSONObject> = (value, where) =>
  Object.fromEntries(Object.entries(object(value, where)).map(([key, one]) => [key, json(one, where)]));

const pair: Read<readonly [string, string]> = (value, where) => {
  const [name, of, ...rest] = listOf(text)(value, where);
  return name !== undefined && of !== undefined && rest.length === 0
    ? [name, of]
    : fail(where, l10n.t('an array of two texts'));
};

/** The members of an object, by key. */
class Members {
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #where: string;

  constructor(value: unknown, where: string) {
    this.#members = object(value, where);
    this.#where = where;
  }

  required<T>(key: string, read: Read<T>): T {
    const value = Object.hasOwn(this.#members, key) ? this.#members[key] : undefined;
    return read(value, this.#where === '' ? key : `${this.#where}.${key}`);
  }

  optional<T>(key: string, read: Read<T>): T | undefined {
    return Object.hasOwn(this.#members, key) ? this.required(key, read) : undefined;
  }
}

const readError: Read<ErrorDocument> = (value, where) => {
  const members = new Members(value, where);
  return {
    message: members.required('message', text),
    code: members.required('code', number),
    msg: members.required('msg', text),
    details: members.optional('details', text),
    hint: members.optional('hint', text),
  };
};

const streams = ['stdin', 'stdout', 'stderr'] as const;

const readCall: Read<CallDocument> = (value, where) => {
  const members = new Members(value, where);
  return {
    pluginType: members.required('pluginType', text),
    pluginPath: members.required('pluginPath', text),
    argv: members.required('argv', listOf(text)),
    env: members.required('env', texts),
    stdin: members.required('stdin', bytes),
    stdout: members.required('stdout', bytes),
    stderr: members.required('stderr', bytes),
    exitCode: members.optional('exitCode', number),
    signal: members.optional('signal', text),
    startedAt: members.required('startedAt', time),
    durationMs: members.required('durationMs', number),
    cut: members.optional('cut', listOf(oneOf(streams))),
    calls: members.required('calls', listOf(readCall)),
  };
};

const readStep: Read<StepDocument> = (value, where) => {
  const members = new Members(value, where);
  return {
    verb: members.required('verb', oneOf(verbs)),
    index: members.required('index', index),
    pluginType: members.required('pluginType', text),
    pluginPath: members.optional('pluginPath', text),
    env: members.required('env', texts),
    stdin: members.required('stdin', bytes),
    outcome: members.optional('outcome', oneOf(outcomes)),
    reason: members.optional('reason', text),
    exitCode: members.optional('exitCode', number),
    removed: members.optional('removed', boolean),
    signal: members.optional('signal', text),
    coreDumped: members.optional('coreDumped', boolean),
    limit: members.optional('limit', number),
    stdout: members.optional('stdout', bytes),
    stderr: members.optional('stderr', bytes),
    startedAt: members.optional('startedAt', time),
    durationMs: members.optional('durationMs', number),
    calls: members.optional('calls', listOf(readCall)),
    callsOmitted: members.optional('callsOmitted', boolean),
    error: members.optional('error', readError),
  };
};

const readSource: Read<SourceDocument> = (value, where) => {
  const members = new Members(value, where);
  return {
    path: members.optional('path', text),
    uri: members.optional('uri', text),
    config: members.optional('config', bytes),
  };
};

const readChange: Read<ChangeDocument> = (value, where) => {
  const members = new Members(value, where);
  return {
    area: members.required('area', text),
    namespace: members.optional('namespace', text),
    where: members.required('where', text),
    kind: members.required('kind', oneOf(changeKinds)),
    before: members.optional('before', text),
    after: members.optional('after', text),
    residue: members.optional('residue', text),
  };
};

const readOperation: Read<OperationDocument> = (value, where) => {
  const members = new Members(value, where);
  return {
    verb: members.required('verb', oneOf(verbs)),
    network: members.required('network', text),
    containerID: members.optional('containerID', text),
    ifName: members.optional('ifName', text),
    netNS: members.optional('netNS', text),
    startedAt: members.required('startedAt', time),
    durationMs: members.required('durationMs', number),
    state: members.required('state', oneOf(states)),
    steps: members.required('steps', listOf(readStep)),
    result: members.optional('result', json),
    error: members.optional('error', readError),
    rollback: members.optional('rollback', readOperation),
    rollbackSkipped: members.optional('rollbackSkipped', oneOf(skips)),
    host: members.optional('host', text),
    source: members.optional('source', readSource),
    args: members.optional('args', listOf(pair)),
    capabilityArgs: members.optional('capabilityArgs', jsonObject),
    changes: members.optional('changes', listOf(readChange)),
  };
};
