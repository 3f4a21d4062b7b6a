import * as l10n from '@vscode/l10n';
import type { Severity } from '../../language/index.ts';
import { cliError } from '../output/cli-error.ts';

/** The formats of a report. */
const formats = ['text', 'json', 'sarif', 'github', 'junit'] as const;
export type Format = (typeof formats)[number];

/** The severities of a rule. */
const levels = ['error', 'warning', 'information', 'hint', 'off'] as const satisfies readonly (Severity | 'off')[];

/** The arguments of `lint`. */
export interface LintRequest {
  readonly kind: 'lint';
  /** Files, directories, or `-` for standard input. */
  readonly paths: readonly string[];
  readonly format: Format;
  readonly fix: boolean;
  /** Severity by rule ID or name, which may be unknown. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Undefined for the settings file of the working directory, if it exists. */
  readonly settings: string | undefined;
  readonly hostFacts: string | undefined;
  readonly stdinFilename: string | undefined;
}

/** The options of `lint` from parseArgs of node:util. */
interface LintValues {
  readonly format?: string | undefined;
  readonly json?: boolean | undefined;
  readonly fix?: boolean | undefined;
  readonly rule?: readonly string[] | undefined;
  readonly settings?: string | undefined;
  readonly 'host-facts'?: string | undefined;
  readonly 'stdin-filename'?: string | undefined;
}

/** Reads the arguments of `lint`. Throws WorkbenchError `argument`. */
export function readLintRequest(paths: readonly string[], values: LintValues): LintRequest {
  if (paths.length === 0) {
    throw cliError(
      'argument',
      l10n.t('"lint" needs a path.'),
      l10n.t('Usage: {0}, for example {1}, or "-" for stdin.', 'lint <path>...', 'lint /etc/cni/net.d'),
    );
  }
  const fix = values.fix === true;
  const stdinFilename = values['stdin-filename'];
  if (paths.includes('-') && fix) {
    throw cliError(
      'argument',
      l10n.t('--fix changes files, but the input is stdin ("-").'),
      l10n.t('Enter the path of the file.'),
    );
  }
  if (!paths.includes('-') && stdinFilename !== undefined) {
    throw cliError(
      'argument',
      l10n.t('--stdin-filename needs input from stdin.'),
      l10n.t('Add the path "-", or remove --stdin-filename.'),
    );
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
    throw cliError(
      'argument',
      l10n.t('There is no format "{0}".', wanted),
      l10n.t('The formats are {0}.', formats.join(', ')),
    );
  }
  if (json === true && known !== 'json') {
    throw cliError(
      'argument',
      l10n.t('--json means --format json, but --format is "{0}".', known),
      l10n.t('Remove one of the two.'),
    );
  }
  return known;
}

function readSeverity(text: string): readonly [string, Severity | 'off'] {
  const [rule = '', level, ...rest] = text.split('=');
  const known = levels.find((name) => name === level);
  if (rule === '' || known === undefined || rest.length > 0) {
    throw cliError(
      'argument',
      l10n.t('"{0}" is not a valid value of --{1}.', text, 'rule'),
      l10n.t('Use ID=LEVEL, for example {0}. The levels are {1}.', '--rule R074=off', levels.join(', ')),
    );
  }
  return [rule, known];
}
