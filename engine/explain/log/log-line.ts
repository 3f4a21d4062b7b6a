import { isRecord } from '../../libcni/json/record.ts';

/** What a line of a log says, without the frame of the program that wrote it. */
export interface LogLine {
  /** The texts that can describe a failure: values of `err`, `error`, `msg` and the like, or the whole line. */
  readonly texts: readonly string[];
  /** The other values of the line, such as `pod`. */
  readonly fields: Readonly<Record<string, string>>;
}

/** Longer lines are cut. */
const longestLine = 65_536;

/** The keys whose values describe what happened. */
const textKeys: ReadonlySet<string> = new Set([
  'err',
  'error',
  'msg',
  'message',
  'MESSAGE',
  '@message',
  'log',
  'note',
  'networkReady',
]);

// The escape character, which a regular expression may not contain.
const ansi = new RegExp(`${String.fromCodePoint(27)}\\[[\\d;]{0,16}m`, 'g');

/** The frames of programs that pass lines on, and of loggers. */
const frames: readonly RegExp[] = [
  // The log of a container.
  /^\d{4}-\d\d-\d\dT[\d:.]{8,24}(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) [FP] /,
  // journald and syslog: time, host, program.
  /^(?:[A-Z][a-z]{2} [ \d]\d [\d:.]{8,15}|\d{4}-\d\d-\d\dT\S{8,30}) [\w.-]{1,253} [\w.@/()-]{1,128}(?:\[\d{1,10}\])?: /,
  // klog of kubelet.
  /^[IWEF]\d{4} [\d:.]{8,16}\s{1,8}\d{1,10} [\w./-]{1,128}:\d{1,6}\] /,
  // logrus at a terminal.
  /^(?:ERRO|WARN|FATA|INFO)\[[\w:+-]{1,32}\] /,
  // hclog of Nomad.
  /^\s{0,8}(?:\d{4}-\d\d-\d\dT\S{8,30} )?\[(?:ERROR|WARN|INFO|DEBUG)\]\s{1,4}/,
];

/** Returns what a line says; works for klog, logfmt, JSON, journald, events and plain text. */
export function readLine(line: string, depth = 0): LogLine {
  const text = withoutFrames(line.slice(0, longestLine).replaceAll(ansi, '').trim());
  const object = text.startsWith('{') ? objectOf(text) : undefined;
  if (object !== undefined && depth < 4) {
    return readObject(object, depth);
  }
  const pairs = pairsOf(text);
  const fields = Object.fromEntries(pairs.filter(([key]) => !textKeys.has(key)));
  const values = pairs.filter(([key]) => textKeys.has(key)).map(([, value]) => value);
  return { texts: values.length === 0 ? [text] : [...values, text.slice(0, text.indexOf('='))], fields };
}

function withoutFrames(line: string): string {
  return frames.reduce((text, frame) => text.replace(frame, ''), line);
}

function objectOf(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reads an object of a JSON log, an event of Kubernetes, or an error object of a plugin. */
function readObject(object: Readonly<Record<string, unknown>>, depth: number): LogLine {
  const entries = Object.entries(object);
  const lines = entries
    .filter(([key]) => textKeys.has(key))
    .flatMap(([, value]) => (typeof value === 'string' ? [readLine(value, depth + 1)] : []));
  const own = entries.flatMap(([key, value]) =>
    !textKeys.has(key) && (typeof value === 'string' || typeof value === 'number') ? [[key, String(value)]] : [],
  );
  const target = object['involvedObject'] ?? object['regarding'];
  const { pod } = object;
  const inner = lines.map(({ fields }) => fields);
  const fields: Record<string, string> = Object.assign({}, Object.fromEntries(own), ...inner);
  if (isRecord(target) && target['kind'] === 'Pod') {
    fields['pod'] = `${String(target['namespace'])}/${String(target['name'])}`;
  }
  // kubelet with --logging-format=json.
  if (isRecord(pod)) {
    fields['pod'] = `${String(pod['namespace'])}/${String(pod['name'])}`;
  }
  return { texts: lines.flatMap(({ texts }) => texts), fields };
}

/** Returns the pairs `key=value` and `key="quoted value"` of a line. */
function pairsOf(text: string): (readonly [key: string, value: string])[] {
  const pairs: (readonly [string, string])[] = [];
  const start = /(?:^|[\s{,])(?<key>[A-Za-z_@][\w.@-]{0,63})=(?=\S)/g;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const from = start.lastIndex;
    const end = text[from] === '"' ? endOfQuotes(text, from) : endOfWord(text, from);
    const raw = text.slice(from, end);
    pairs.push([match.groups?.['key'] ?? '', raw.startsWith('"') ? unquoted(raw) : raw]);
    start.lastIndex = Math.max(end, from);
  }
  return pairs;
}

function endOfWord(text: string, from: number): number {
  const length = text.slice(from).search(/\s/);
  return length === -1 ? text.length : from + length;
}

/** Returns the index after the closing quote; the end of the text if it is missing. */
function endOfQuotes(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') {
      at++;
    } else if (text[at] === '"') {
      return at + 1;
    }
  }
  return text.length;
}

/** Returns the value of a string in Go's notation (strconv.Quote), as far as logs use it. */
function unquoted(raw: string): string {
  const inner = raw.slice(1, raw.endsWith('"') && raw.length > 1 ? -1 : undefined);
  return inner.replaceAll(/\\(?<char>.)/g, (_all, char: string) => ({ n: '\n', t: '\t', r: '' })[char] ?? char);
}

/** Returns a text without the backslashes of quotes within quotes. */
export function flattened(text: string): string {
  return text.replaceAll(/\\{1,16}"/g, '"').replaceAll(/\\{1,16}n(?=['"\s[]|$)/g, '\n');
}
