import * as l10n from '@vscode/l10n';
import { cliError } from '../output/cli-error.ts';

/** The arguments of `replay`. */
export interface ReplayRequest {
  readonly kind: 'replay';
  readonly file: string;
  /** Undefined to display the recording only. */
  readonly run: ReplayRun | undefined;
}

/** How `replay --run` runs a recording. */
export interface ReplayRun {
  /** Index of the step. */
  readonly from: number;
  /** File with the input of that step, or `-`. */
  readonly stdin: string | undefined;
  readonly yes: boolean;
  readonly record: string | undefined;
}

/** The options of `replay` from parseArgs of node:util. */
interface ReplayValues {
  readonly run?: boolean | undefined;
  readonly from?: string | undefined;
  readonly stdin?: string | undefined;
  readonly yes?: boolean | undefined;
  readonly record?: string | undefined;
}

/** Reads the arguments of `replay`. Throws WorkbenchError `argument`. */
export function readReplayRequest(file: string, values: ReplayValues): ReplayRequest {
  const { run = false, from, stdin, yes = false, record } = values;
  if (!run) {
    rejectWithoutRun(values);
    return { kind: 'replay', file, run: undefined };
  }
  if (from !== undefined && !/^[1-9]\d{0,5}$/.test(from)) {
    throw cliError(
      'argument',
      l10n.t('"{0}" is not a valid value of --{1}.', from, 'from'),
      l10n.t('Enter the number of a step, which "{0}" shows.', `replay ${file}`),
    );
  }
  return { kind: 'replay', file, run: { from: Number(from ?? 1) - 1, stdin, yes, record } };
}

function rejectWithoutRun(values: ReplayValues): void {
  const option = (['from', 'stdin', 'yes', 'record'] as const).find((name) => values[name] !== undefined);
  if (option !== undefined) {
    throw cliError(
      'argument',
      l10n.t('--{0} of "replay" needs --run.', option),
      l10n.t('Add --run to run the plugins, or remove --{0} to only display the recording.', option),
    );
  }
}
