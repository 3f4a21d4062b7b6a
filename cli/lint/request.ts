import type { Severity } from '../../server/service/rules/rule.ts';
import { ArgumentError } from '../argument-error.ts';

/** What the report can look like. */
const formats = ['text', 'json', 'sarif', 'github', 'junit'] as const;
export type Format = (typeof formats)[number];

/** The severities that a rule can be given. */
const levels = ['error', 'warning', 'information', 'hint', 'off'] as const satisfies readonly (Severity | 'off')[];

/** `lint` as the command line asks for it. */
export interface LintRequest {
  readonly kind: 'lint';
  /** Files, directories, or `-` for standard input. */
  readonly paths: readonly string[];
  readonly format: Format;
  readonly fix: boolean;
  /** Severity by rule id or name, not yet compared with the rules that there are. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Undefined for the one of the working directory, where there is one. */
  readonly settings: string | undefined;
  readonly hostFacts: string | undefined;
  readonly stdinFilename: string | undefined;
}

/** The options of `lint` as node:util's parseArgs gives them. */
interface LintValues {
  readonly format?: string | undefined;
  readonly json?: boolean | undefined;
  readonly fix?: boolean | undefined;
  readonly rule?: readonly string[] | undefined;
  readonly settings?: string | undefined;
  readonly 'host-facts'?: string | undefined;
  readonly 'stdin-filename'?: string | undefined;
}

/** Reads the arguments of `lint`. Throws ArgumentError. */
export function readLintRequest(paths: readonly string[], values: LintValues): LintRequest {
  if (paths.length === 0) {
    throw new ArgumentError('"lint" needs a path: lint <path>..., such as lint /etc/cni/net.d, or "-" for stdin.');
  }
  const fix = values.fix === true;
  const stdinFilename = values['stdin-filename'];
  if (paths.includes('-') && fix) {
    throw new ArgumentError('--fix mends files; what comes from stdin ("-") has none. Give the path of the file.');
  }
  if (!paths.includes('-') && stdinFilename !== undefined) {
    throw new ArgumentError('--stdin-filename names what comes from stdin; it goes with the path "-".');
  }
  return {
    kind: 'lint',
    paths,
    format: readFormat(values),
    fix,
    severities: Object.fromEntries((values.rule ?? []).map(readSeverity)),
    settings: values.settings,
    hostFacts: values['host-facts'],
    stdinFilename,
  };
}

function readFormat({ format, json }: LintValues): Format {
  const wanted = format ?? (json === true ? 'json' : 'text');
  const known = formats.find((name) => name === wanted);
  if (known === undefined) {
    throw new ArgumentError(`There is no format "${wanted}"; --format is ${formats.join(', ')}.`);
  }
  if (json === true && known !== 'json') {
    throw new ArgumentError(`--json is --format json, and --format ${known} is something else. Leave one out.`);
  }
  return known;
}

function readSeverity(text: string): readonly [string, Severity | 'off'] {
  const [rule = '', level, ...rest] = text.split('=');
  const known = levels.find((name) => name === level);
  if (rule === '' || known === undefined || rest.length > 0) {
    throw new ArgumentError(`--rule "${text}" should be a rule and one of ${levels.join(', ')}: --rule R074=off.`);
  }
  return [rule, known];
}
