import { isRecord } from '../json/record.ts';
import type {
  BytesText,
  CallDocument,
  ErrorDocument,
  OperationDocument,
  StepDocument,
} from '../operation/operation-document.ts';
import { bytesOfText } from '../operation/operation-document.ts';
import type { JSONObject, JSONValue } from '../result/types.ts';
import { maskText } from './mask-json.ts';
import { maskSecrets } from './mask-text.ts';
import { isSecretKey, mask } from './secret-keys.ts';

type Arguments = Pick<OperationDocument, 'args' | 'capabilityArgs'>;

type GivenArguments = { readonly [Name in keyof Arguments]?: NonNullable<Arguments[Name]> };

type Variables = Readonly<Record<string, string>>;

/**
 * Returns the document of an operation for other people: of the environment only `CNI_*` and `PATH`, and secrets replaced by
 * "***" in stdin, stdout, stderr, results, arguments, errors and the configuration.
 */
export function maskedDocument(document: OperationDocument): OperationDocument {
  const { steps, result, error, rollback, source, changes } = document;
  return {
    ...document,
    steps: steps.map(maskStep),
    result: result === undefined ? undefined : maskJSON(result),
    error: error && maskError(error),
    rollback: rollback && maskedDocument(rollback),
    source: source && { ...source, uri: maskOptional(source.uri), config: source.config && maskBytes(source.config) },
    ...maskedArguments(document),
    changes: changes?.map(({ before, after, ...change }) => ({
      ...change,
      before: maskOptional(before),
      after: maskOptional(after),
    })),
  };
}

/** Returns the arguments of the runtime that there are, with secrets replaced by "***". */
export function maskedArguments({ args, capabilityArgs }: Arguments): GivenArguments {
  return {
    ...(args && { args: args.map(([name, value]) => [name, maskValue(name, value)]) }),
    ...(capabilityArgs && { capabilityArgs: maskObject(capabilityArgs) }),
  };
}

function maskStep(step: StepDocument): StepDocument {
  const { env, stdin, stdout, stderr, reason, calls, error } = step;
  return {
    ...step,
    env: maskEnv(env),
    stdin: maskBytes(stdin),
    stdout: stdout === undefined ? undefined : maskBytes(stdout),
    stderr: stderr === undefined ? undefined : maskBytes(stderr),
    reason: maskOptional(reason),
    calls: calls?.map(maskCall),
    error: error && maskError(error),
  };
}

function maskCall(call: CallDocument): CallDocument {
  const { argv, env, stdin, stdout, stderr, calls } = call;
  return {
    ...call,
    argv: argv.map(maskSecrets),
    env: maskEnv(env),
    stdin: maskBytes(stdin),
    stdout: maskBytes(stdout),
    stderr: maskBytes(stderr),
    calls: calls.map(maskCall),
  };
}

function maskError(error: ErrorDocument): ErrorDocument {
  const { message, msg, details, hint } = error;
  return {
    ...error,
    message: maskText(message),
    msg: maskText(msg),
    details: maskOptional(details),
    hint: maskOptional(hint),
  };
}

function maskEnv(env: Variables): Variables {
  const kept = Object.entries(env).filter(([name]) => name.startsWith('CNI_') || name === 'PATH');
  return Object.fromEntries(
    kept.map(([name, value]) => [name, name === 'CNI_ARGS' ? maskArgs(value) : maskValue(name, value)]),
  );
}

/** Masks CNI_ARGS, as far as they have the form `K=V;K2=V2`. */
function maskArgs(text: string): string {
  return text
    .split(';')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at === -1 ? maskText(pair) : `${pair.slice(0, at)}=${maskValue(pair.slice(0, at), pair.slice(at + 1))}`;
    })
    .join(';');
}

function maskValue(name: string, value: string): string {
  return isSecretKey(name) && value !== '' ? mask : maskText(value);
}

function maskOptional(text: string | undefined): string | undefined {
  return text === undefined ? undefined : maskText(text);
}

/** Masks bytes. Those that are not UTF-8 are searched character by character. */
function maskBytes(bytes: BytesText): BytesText {
  if (typeof bytes === 'string') {
    return maskText(bytes);
  }
  const text = Buffer.from(bytesOfText(bytes)).toString('latin1');
  const masked = maskText(text);
  return masked === text ? bytes : { base64: Buffer.from(masked, 'latin1').toString('base64') };
}

function maskJSON(value: JSONValue): JSONValue {
  return JSON.parse(maskText(JSON.stringify([value])))[0];
}

function maskObject(value: JSONObject): JSONObject {
  return JSON.parse(maskText(JSON.stringify(value)));
}

/** Returns the places of masked values in the input of a plugin, such as `stdin.ipam.password`, for a person. */
export function maskedValuesOf({ env, stdin }: Pick<StepDocument, 'env' | 'stdin'>): readonly string[] {
  const inEnv = Object.entries(env).flatMap(([name, value]) => (value.includes(mask) ? [name] : []));
  return [...inEnv, ...maskedIn(stdin)];
}

function maskedIn(stdin: BytesText): readonly string[] {
  const text = new TextDecoder().decode(bytesOfText(stdin));
  if (!text.includes(mask)) {
    return [];
  }
  try {
    const paths = pathsOfMask(JSON.parse(text), 'stdin');
    return paths.length === 0 ? ['stdin'] : paths;
  } catch {
    return ['stdin'];
  }
}

function pathsOfMask(value: unknown, path: string): readonly string[] {
  if (Array.isArray(value)) {
    return value.flatMap((one, at) => pathsOfMask(one, `${path}[${at}]`));
  }
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([key, one]) => pathsOfMask(one, `${path}.${key}`));
  }
  return typeof value === 'string' && value.includes(mask) ? [path] : [];
}
