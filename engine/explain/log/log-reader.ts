import { type Explanation } from '../explanation.ts';
import { explainText } from '../explain-text.ts';
import { type Failure, maskedExplanation } from '../failure.ts';
import { fieldsOfText, saysCNIFailed, splitDetails, unwrapped } from './failure-text.ts';
import { flattened, type LogLine, readLine } from './log-line.ts';
import { maskSecrets } from '../../libcni/secrets/mask-text.ts';

/** A CNI failure in a log. */
export interface LoggedFailure extends Failure {
  readonly file: string | undefined;
  /** Number of the first line with this failure. */
  readonly line: number;
  /** How many lines report it. */
  readonly count: number;
}

type Draft = { -readonly [key in keyof LoggedFailure]: LoggedFailure[key] };

/** Where a line is. */
export interface LinePlace {
  readonly file?: string | undefined;
  readonly line: number;
}

/** How many different failures are kept; later ones are only counted. */
const mostFailures = 1000;

/** Finds the CNI failures in the lines of logs, and groups repetitions. */
export class LogReader {
  readonly #isCNI: boolean;
  readonly #failures: Draft[] = [];
  readonly #byKey = new Map<string, Draft>();
  #dropped = 0;
  #droppedUnknown = 0;

  /** `isCNI`: true if every line is known to be about CNI, such as a text that the user selected. */
  constructor({ isCNI = false }: { readonly isCNI?: boolean } = {}) {
    this.#isCNI = isCNI;
  }

  /** Adds one line, which may have no failure. */
  read(line: string, place: LinePlace): void {
    const failure = failureOf(readLine(line), place, this.#isCNI);
    if (failure !== undefined) {
      this.#add(failure);
    }
  }

  /** The failures so far, in the order of their first lines. */
  get failures(): readonly LoggedFailure[] {
    return this.#failures;
  }

  /** How many lines have a failure that was not kept, because there are too many different ones. */
  get dropped(): number {
    return this.#dropped;
  }

  /** How many of the dropped lines have a failure that is not known. */
  get droppedUnknown(): number {
    return this.#droppedUnknown;
  }

  #add(failure: Draft): void {
    const keys = keysOf(failure);
    const known = keys.map((key) => this.#byKey.get(key)).find((one) => one !== undefined);
    if (known === undefined && this.#failures.length >= mostFailures) {
      this.#dropped += 1;
      this.#droppedUnknown += failure.explanation === undefined ? 1 : 0;
      return;
    }
    const group = known ?? failure;
    if (known === undefined) {
      this.#failures.push(failure);
    } else {
      merge(known, failure);
    }
    for (const key of new Set([...keys, ...keysOf(group)])) {
      this.#byKey.set(key, group);
    }
  }
}

/** One failure is reported by several programs: those lines have the sandbox in common. Retries have the pod in common. */
function keysOf({ explanation, message, plugin, network, namespace, pod, sandbox }: Draft): readonly string[] {
  const what =
    explanation === undefined
      ? withoutIds(message)
      : `${explanation.id}${withoutIds(JSON.stringify(explanation.args))}`;
  const place = pod === undefined ? undefined : JSON.stringify(['pod', what, plugin, network, namespace, pod]);
  const inSandbox = sandbox === undefined ? undefined : JSON.stringify(['sandbox', what, sandbox]);
  const keys = [place, inSandbox].filter((key) => key !== undefined);
  return keys.length > 0 ? keys : [JSON.stringify(['text', what, plugin, network])];
}

const withoutIds = (text: string): string => text.replaceAll(/[\da-f]{8,64}|\d{1,20}/g, '#');

function merge(known: Draft, other: Draft): void {
  known.count += other.count;
  known.plugin ??= other.plugin;
  known.network ??= other.network;
  known.pod ??= other.pod;
  known.namespace ??= other.namespace;
  known.sandbox ??= other.sandbox;
  known.code ??= other.code;
  known.details ??= other.details;
}

/** Returns the failure that a line reports; undefined if there is none. */
function failureOf({ texts, fields }: LogLine, place: LinePlace, isCNI: boolean): Draft | undefined {
  const flat = texts.map(flattened);
  const all = `${flat.join('\n')}\n`;
  const isFailure = isCNI || flat.some(saysCNIFailed);
  for (const text of flat) {
    const whole = unwrapped(text);
    const explanation =
      explainText(`${verbBefore(text, whole)}${whole}`, isFailure) ?? (isFailure ? explainText(text) : undefined);
    if (explanation !== undefined) {
      return draftOf(explanation, whole, all, fields, place);
    }
  }
  // The error comes after what failed.
  const unknown = flat.findLast(saysCNIFailed);
  return unknown === undefined ? undefined : draftOf(undefined, unwrapped(unknown), all, fields, place);
}

/** Returns what libcni puts before a message, as some texts mean something else in ADD. */
function verbBefore(text: string, message: string): string {
  const verb = 'failed (add): ';
  return text.includes(`${verb}${message.slice(0, 64)}`) ? verb : '';
}

function draftOf(
  explanation: Explanation | undefined,
  whole: string,
  all: string,
  fields: LogLine['fields'],
  { file, line }: LinePlace,
): Draft {
  const { plugin, network, pod, namespace, sandbox } = fieldsOfText(all);
  const [first, second] = (fields['pod'] ?? fields['podName'] ?? fields['k8s-pod-name'] ?? '').split('/');
  const { message, details } = splitDetails(whole);
  const masked = maskedExplanation(explanation);
  return {
    explanation: masked,
    file,
    line,
    count: 1,
    plugin: shown(plugin),
    network: shown(network ?? ''),
    pod: shown(second ?? first) ?? shown(pod),
    namespace:
      shown(second === undefined ? (fields['namespace'] ?? fields['podNamespace']) : first) ?? shown(namespace),
    sandbox: shown(sandbox) ?? idOf(fields['podSandboxID'] ?? fields['sandboxID'] ?? fields['podsandboxid']),
    code: numberOf(fields['code']),
    message: maskSecrets(message),
    details: shown(details ?? fields['details']),
  };
}

const shown = (value: string | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : maskSecrets(value);

/** Not the beginning of a structure, such as {Type:docker ID:3f2a}. */
const idOf = (text: string | undefined): string | undefined =>
  text !== undefined && /^[\w-]{1,128}$/.test(text) ? shown(text) : undefined;

const numberOf = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
