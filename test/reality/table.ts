import { limitOf, type Trial, type Verdict } from './trial.ts';

/** How forecasts and events agree. */
export interface Score {
  readonly mutants: number;
  /** Mutants that fail for their configuration, and how many of them had an error. */
  readonly failed: number;
  readonly foretold: number;
  /** Mutants with an error that ran to their end, well. */
  readonly falseAlarms: number;
  /** Mutants with an error whose end was seen. */
  readonly alarms: number;
  readonly unseen: number;
}

function grouped(trials: readonly Trial[], keyOf: (trial: Trial) => string): [string, Trial[]][] {
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) groups.set(keyOf(trial), [...(groups.get(keyOf(trial)) ?? []), trial]);
  return [...groups];
}

type ErrorsOf = (trial: Trial) => readonly string[];

export function scoreOf(trials: readonly Trial[], errorsOf: ErrorsOf = ({ errors }) => errors): Score {
  const count = (verdict: Verdict, hasError?: boolean): number =>
    trials.filter(
      (trial) => trial.verdict === verdict && (hasError === undefined || errorsOf(trial).length > 0 === hasError),
    ).length;
  const falseAlarms = count('passed', true);
  const foretold = count('failed', true);
  const alarms = foretold + falseAlarms;
  return {
    mutants: trials.length,
    failed: count('failed'),
    foretold,
    falseAlarms,
    alarms,
    unseen: count('unseen'),
  };
}

/** Of the mutants that fail, the part that had an error. */
export const recallOf = ({ foretold, failed }: Score): number => foretold / failed;

/** Of the errors, the part that did not fail. */
export const falseAlarmRateOf = ({ falseAlarms, alarms }: Score): number => falseAlarms / alarms;

const percent = (part: number): string => `${(100 * part).toFixed(2)} %`;
const cell = (text: string | number): string => String(text).padStart(10);

function row(label: string, cells: readonly (string | number)[]): string {
  return label.padEnd(30) + cells.map(cell).join('');
}

function matrix(trials: readonly Trial[], errorsOf: ErrorsOf): string[] {
  const part = (hasError: boolean): number[] => {
    const these = trials.filter((trial) => errorsOf(trial).length > 0 === hasError);
    return (['failed', 'passed', 'unseen'] as const).map(
      (one) => these.filter(({ verdict }) => verdict === one).length,
    );
  };
  const score = scoreOf(trials, errorsOf);
  return [
    row('foretold × happened', ['failed', 'passed', 'unseen']),
    row('an error', part(true)),
    row('no error', part(false)),
    `of ${score.failed} that failed for their configuration, ${percent(recallOf(score))} had an error`,
    `of ${score.alarms} with an error whose end was seen, ${percent(falseAlarmRateOf(score))} did not fail`,
  ];
}

function kinds(trials: readonly Trial[]): string[] {
  return [
    row('by kind of mutation', ['mutants', 'failed', 'missed', 'alarms', 'false', 'unseen']),
    ...grouped(trials, ({ mutant }) => mutant.kind).map(([kind, some]) => {
      const { mutants, failed, foretold, alarms, falseAlarms, unseen } = scoreOf(some);
      return row(kind, [mutants, failed, failed - foretold, alarms, falseAlarms, unseen]);
    }),
  ];
}

/** Why the end of some was not seen, with how many of them had an error: nothing is left out in silence. */
function limits(trials: readonly Trial[]): string[] {
  const some = trials.filter(({ verdict }) => verdict === 'unseen');
  const lines = grouped(some, ({ happened, mutant }) => `${limitOf(happened) ?? ''}: ${mutant.network.label}`).map(
    ([limit, these]) => {
      const alarmed = these.filter(({ errors }) => errors.length > 0).length;
      return `  ${these.length} (${alarmed} with an error) ${limit}`;
    },
  );
  return [`unseen, as this machine ended the run before its configuration could: ${some.length}`, ...lines];
}

function named({ mutant, errors, happened }: Trial): string {
  const { failed } = happened;
  const said = failed === undefined ? 'ADD, CHECK and DEL went well' : `${failed.phase} said: ${failed.text}`;
  return `  #${mutant.index} ${mutant.network.label}, ${mutant.kind}: ${mutant.change}\n    ${said}${errors.map((error) => `\n    ${error}`).join('')}`;
}

/** The whole report. */
export function report(trials: readonly Trial[], seed: number): string {
  const missed = trials.filter(({ verdict, errors }) => verdict === 'failed' && errors.length === 0);
  const falseAlarms = trials.filter(({ verdict, errors }) => verdict === 'passed' && errors.length > 0);
  return [
    `${trials.length} mutants of good configurations, seed ${seed} (again with CNI_WORKBENCH_SEED=${seed})`,
    '',
    'With the facts of the host:',
    ...matrix(trials, ({ errors }) => errors),
    '',
    'With the text alone:',
    ...matrix(trials, ({ errorsWithoutHost }) => errorsWithoutHost),
    '',
    ...kinds(trials),
    '',
    ...limits(trials),
    '',
    `missed: ${missed.length}`,
    ...missed.map(named),
    `false alarms: ${falseAlarms.length}`,
    ...falseAlarms.map(named),
  ].join('\n');
}
