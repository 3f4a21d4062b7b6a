import { explainText } from '../../engine/explain/index.ts';
import { rightCausesOf } from './right-causes.ts';
import type { Trial } from './trial.ts';

/**
 * Returns the share of the failures that the catalog explains, and prints it with the texts of the others. What the stage
 * itself reports about a mutant is not a failure.
 */
export function explainedShare(trials: readonly Trial[]): number {
  const texts = trials.flatMap(({ outcome }) =>
    outcome.failed === undefined || /^not run: |^timed out/.test(outcome.failed.text) ? [] : [outcome.failed.text],
  );
  const others = texts.filter((text) => explainText(text) === undefined);
  const explained = texts.length - others.length;
  console.log([`explained: ${explained} of ${texts.length} failures`, ...others].join('\n  '));
  return explained / texts.length;
}

/**
 * Returns the share of the failures of mutants that are explained with what the mutation broke, and prints it with the
 * others. A failure because of this machine says nothing about the mutation.
 */
export function rightCauseShare(trials: readonly Trial[]): number {
  const failures = trials.flatMap(({ mutant, outcome, verdict }) =>
    verdict === 'failed' && outcome.failed !== undefined ? [{ mutant, text: outcome.failed.text }] : [],
  );
  const others = failures.flatMap(({ mutant, text }) => {
    const id = explainText(text)?.id;
    return id !== undefined && rightCausesOf(mutant).includes(id)
      ? []
      : [`${mutant.network.label}, ${mutant.kind} (${mutant.change}): ${id ?? 'not explained'}: ${text}`];
  });
  const right = failures.length - others.length;
  const caused = new Set(failures.flatMap(({ text }) => explainText(text)?.id ?? []));
  const line = `right cause: ${right} of ${failures.length} failures, with ${caused.size} of the known failures`;
  console.log([line, ...others].join('\n  '));
  return right / failures.length;
}
