import type { Checker } from './checker.ts';
import { systemProblem } from './problem.ts';
import { replaceFile } from './replace-file.ts';
import type { LintDiagnostic, LintedFile, LintProblem } from './report.ts';
import type { LintSource } from './sources.ts';

/** A file after «fix all». */
export interface Mended {
  readonly source: LintSource;
  /** What was found before the file was changed; undefined where it was not. */
  readonly before: LintedFile | undefined;
  readonly problem?: LintProblem;
}

/** Applies «fix all» to a file. Never rejects for the file: what hinders is its problem. */
export async function mend(checker: Checker, source: LintSource): Promise<Mended> {
  const text = await checker.fixed(source);
  if (text === undefined || source.file === undefined) {
    return { source, before: undefined };
  }
  if (!source.isExact) {
    const message = `cannot mend ${source.shown}: it has bytes that are no UTF-8, which writing would replace`;
    const problem = { path: source.shown, message, hint: 'Save it as UTF-8 first.' };
    return { source, before: undefined, problem };
  }
  const before = await checker.lint(source);
  try {
    await replaceFile(source.file, text);
  } catch (error) {
    return { source, before: undefined, problem: systemProblem('cannot write', source.shown, error) };
  }
  return { source: { ...source, text }, before };
}

/** The findings of `before` that are no longer there. */
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
    return [{ rule: one.rule, message: one.message }];
  });
}

const keyOf = ({ rule, message }: LintDiagnostic): string => `${rule} ${message}`;
