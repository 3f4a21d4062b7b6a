import { lstatSync } from 'node:fs';
import path from 'node:path';
import type { Checker } from './checker.ts';
import { systemProblem } from './problem.ts';
import { renameFile, replaceFile } from './replace-file.ts';
import type { LintDiagnostic, LintedFile, LintProblem } from './report.ts';
import { renamedSource, type LintSource } from './sources.ts';

/** A file after «fix all». */
export interface Mended {
  readonly source: LintSource;
  /** What was found before the file was changed; undefined where it was not. */
  readonly before: LintedFile | undefined;
  /** The path that it had, as shown; undefined where it kept its name. */
  readonly renamedFrom?: string;
  readonly problem?: LintProblem;
}

/** Applies «fix all» to a file. Never rejects for the file: what hinders is its problem. */
export async function mend(checker: Checker, source: LintSource): Promise<Mended> {
  const { file } = source;
  const fixed = await checker.fixed(
    source,
    (name) => file !== undefined && isFree(path.join(path.dirname(file), name)),
  );
  if (fixed === undefined || file === undefined) {
    return { source, before: undefined };
  }
  const { text, rename } = fixed;
  if (text !== undefined && !source.isExact) {
    const message = `cannot mend ${source.shown}: it has bytes that are no UTF-8, which writing would replace`;
    const problem = { path: source.shown, message, hint: 'Save it as UTF-8 first.' };
    return { source, before: undefined, problem };
  }
  const before = await checker.lint(source);
  const write = async (): Promise<void> => (text === undefined ? undefined : replaceFile(file, text));
  const named = rename === undefined ? undefined : renamedSource(source, path.join(path.dirname(file), rename));
  try {
    await (named?.file === undefined ? write() : renameFile(file, named.file, write));
  } catch (error) {
    const doing = named === undefined ? 'cannot write' : `cannot rename to ${named.shown}:`;
    return { source, before: undefined, problem: systemProblem(doing, source.shown, error) };
  }
  const after = { ...(named ?? source), text: text ?? source.text };
  return { source: after, before, ...(named === undefined ? {} : { renamedFrom: source.shown }) };
}

/** Whether nothing has a path, not even a link that leads nowhere. */
function isFree(target: string): boolean {
  return lstatSync(target, { throwIfNoEntry: false }) === undefined;
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
