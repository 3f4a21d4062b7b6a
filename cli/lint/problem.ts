import type { LintProblem } from './report.ts';

/** Rejection with what makes a file or argument unusable. */
export class LintProblemError extends Error {
  readonly problem: LintProblem;

  constructor(problem: LintProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** What the system says, in a person's words. */
const reasons: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOENT: ['there is no such file or directory', 'Check the path; it is looked for from the working directory.'],
  ENOTDIR: ['a part of the path is no directory', 'Check the path.'],
  EACCES: ['permission denied', 'Run as a user who may do that, or change the permissions.'],
  EPERM: ['permission denied', 'Run as a user who may do that, or change the permissions.'],
  EEXIST: ['there is a file of that name', 'Rename or remove that one first.'],
  ELOOP: ['its links lead in a circle', 'Mend the symbolic link.'],
  ENAMETOOLONG: ['the path is too long', 'Check the path.'],
  EROFS: ['it lies on a file system that cannot be written', 'Lint a copy that can be written, or leave --fix out.'],
  ENOSPC: ['there is no space left', 'Make room and try again.'],
};

/** The problem that an operation on a file ran into; `doing` is "cannot read" or the like. */
export function systemProblem(doing: string, path: string, error: unknown): LintProblem {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const [reason, hint] = reasons[code] ?? [error instanceof Error ? error.message : String(error)];
  return { path, message: `${doing} ${path}: ${reason}`, hint };
}
