import * as l10n from '@vscode/l10n';
import { hasCode, reasonOf, type WorkbenchError } from '../../engine/errors/workbench-error.ts';
import type { Checker } from './checker.ts';
import { lintInputError, problemOf, systemError } from './problem.ts';
import { replaceFile } from './replace-file.ts';
import type { LintDiagnostic, LintedFile, LintProblem } from './report.ts';
import type { LintSource } from './sources.ts';

/** A file after "Fix all". */
export interface FixedSource {
  readonly source: LintSource;
  /** The findings before the change; undefined if the file was not changed. */
  readonly before: LintedFile | undefined;
  readonly problem?: LintProblem;
  /** Certain fixes that the file cannot hold, with the reason. */
  readonly refused?: readonly string[];
}

/** Applies "Fix all" to a file. Never rejects because of the file, but returns its problem. */
export async function fixSource(checker: Checker, source: LintSource): Promise<FixedSource> {
  const { real } = source;
  let text: string | undefined;
  let refused: readonly string[];
  try {
    text = await checker.fixed(source);
    refused = await checker.refusedFixes(source);
  } catch (error) {
    const message = l10n.t('Cannot fix {0}: {1}.', source.shown, reasonOf(error));
    const remedy = l10n.t('Fix the file manually, or remove --fix.');
    return { source, before: undefined, problem: problemOf(lintInputError(source.shown, message, remedy)) };
  }
  if (text === undefined || real === undefined) {
    return { source, before: undefined, refused };
  }
  if (!source.isExact) {
    const message = l10n.t('Cannot fix {0}, because it has bytes that are not UTF-8.', source.shown);
    const error = lintInputError(source.shown, message, l10n.t('Save it as UTF-8 first.'));
    return { source, before: undefined, problem: problemOf(error) };
  }
  const before = await checker.lint(source);
  try {
    await replaceFile(real, source.text, text);
  } catch (error) {
    return { source, before: undefined, problem: problemOf(writeError(error, source.shown)) };
  }
  return { source: { ...source, text }, before, refused };
}

function writeError(error: unknown, shown: string): WorkbenchError {
  return hasCode(error, 'fileChanged')
    ? lintInputError(shown, l10n.t('Cannot write {0}, because it was changed after it was read.', shown), error.remedy)
    : systemError('write', shown, error);
}

/** Returns the findings of `before` with an automatic fix that are not in `after`. */
export function goneFindings(
  before: readonly LintDiagnostic[],
  after: readonly LintDiagnostic[],
): { rule: string; message: string }[] {
  const left = after.map(keyOf);
  return before.flatMap((one) => {
    const at = left.indexOf(keyOf(one));
    if (at >= 0) {
      left.splice(at, 1);
      return [];
    }
    // The message of a problem that is left can change, such as libcni's error in it.
    return one.fixes.some(({ certain }) => certain) ? [{ rule: one.rule, message: one.message }] : [];
  });
}

const keyOf = ({ rule, message }: LintDiagnostic): string => `${rule} ${message}`;
