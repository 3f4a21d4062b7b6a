import { limitOf, type Trial, type Verdict } from './trial.ts';

/** How predictions and outcomes agree. */
export interface Score {
  readonly mutants: number;
  /** Mutants that failed because of their configuration, and how many of them had an error. */
  readonly failed: number;
  readonly predicted: number;
  /** Mutants with an error that did not fail. */
  readonly falseAlarms: number;
  /** Mutants with an error whose outcome is known. */
  readonly alarms: number;
  readonly unseen: number;
}

function grouped(trials: readonly Trial[], keyOf: (trial: Trial) => string): [string, Trial[]][] {
  const groups = new Map<string, Trial[]>();
  for (const trial of trials) {
    groups.set(keyOf(trial), [...(groups.get(keyOf(trial)) ?? []), trial]);
  }
  return [...groups];
}

type ErrorsOf = (trial: Trial) => readonly string[];

export function scoreOf(trials: readonly Trial[], errorsOf: ErrorsOf = ({ errors }) => errors): Score {
  const count = (verdict: Verdict, hasError?: boolean): number =>
    trials.filter(
      (trial) => trial.verdict === verdict && (hasError === undefined || errorsOf(trial).length > 0 === hasError),
    ).length;
  const falseAlarms = count('passed', true);
  const predicted = count('failed', true);
  const alarms = predicted + falseAlarms;
  return {
    mutants: trials.length,
    failed: count('failed'),
    predicted,
    falseAlarms,
    alarms,
    unseen: count('unseen'),
  };
}

/** The share of the failed mutants that had an error. */
export const recallOf = ({ predicted, failed }: Score): number => predicted / failed;

/** The share of the mutants with an error that did not fail. */
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
    row('predicted × outcome', ['failed', 'passed', 'unseen']),
    row('an error', part(true)),
    row('no error', part(false)),
    `of ${score.failed} that failed because of their configuration, ${percent(recallOf(score))} had an error`,
    `of ${score.alarms} with an error and a known outcome, ${percent(falseAlarmRateOf(score))} did not fail`,
  ];
}

function kinds(trials: readonly Trial[]): string[] {
  return [
    row('by kind of mutation', ['mutants', 'failed', 'missed', 'alarms', 'false', 'unseen']),
    ...grouped(trials, ({ mutant }) => mutant.kind).map(([kind, some]) => {
      const { mutants, failed, predicted, alarms, falseAlarms, unseen } = scoreOf(some);
      return row(kind, [mutants, failed, failed - predicted, alarms, falseAlarms, unseen]);
    }),
  ];
}

/** Why some outcomes are unknown, and how many of those mutants had an error, so that none is omitted silently. */
function limits(trials: readonly Trial[]): string[] {
  const some = trials.filter(({ verdict }) => verdict === 'unseen');
  const lines = grouped(some, ({ outcome, mutant }) => `${limitOf(outcome) ?? ''}: ${mutant.network.label}`).map(
    ([limit, these]) => {
      const alarmed = these.filter(({ errors }) => errors.length > 0).length;
      return `  ${these.length} (${alarmed} with an error) ${limit}`;
    },
  );
  return [`unseen, because this machine ended the run: ${some.length}`, ...lines];
}

function named({ mutant, errors, outcome }: Trial): string {
  const { failed } = outcome;
  const text = failed === undefined ? 'ADD, CHECK and DEL succeeded' : `${failed.phase} failed: ${failed.text}`;
  return `  #${mutant.index} ${mutant.network.label}, ${mutant.kind}: ${mutant.change}\n    ${text}${errors.map((error) => `\n    ${error}`).join('')}`;
}

/** The whole report. */
export function report(trials: readonly Trial[], seed: number): string {
  const missed = trials.filter(({ verdict, errors }) => verdict === 'failed' && errors.length === 0);
  const falseAlarms = trials.filter(({ verdict, errors }) => verdict === 'passed' && errors.length > 0);
  return [
    `${trials.length} mutants of good configurations, seed ${seed} (to repeat: CNI_WORKBENCH_SEED=${seed})`,
    '',
    'With host facts:',
    ...matrix(trials, ({ errors }) => errors),
    '',
    'Without host facts:',
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
