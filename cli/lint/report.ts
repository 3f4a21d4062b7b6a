import type { Problem, Report, Severity } from '../../language/index.ts';

/** One finding. */
export interface LintDiagnostic extends Omit<Problem, 'related'> {
  /** Related locations. */
  readonly related: readonly { readonly path: string; readonly range: Problem['range']; readonly message: string }[];
}

/** One checked file. */
export interface LintedFile {
  /** Relative to the working directory, or absolute if it is outside. */
  readonly path: string;
  readonly kind: Report['content'] | 'carrier';
  /** In text order. */
  readonly diagnostics: readonly LintDiagnostic[];
  /** Number of configurations in a carrier. */
  readonly embedded?: number;
  /** What is not checked or not fixed inside a carrier, with its location. */
  readonly notices?: readonly string[];
  /** What `--fix` fixed; absent if it changed nothing. */
  readonly fixed?: readonly { readonly rule: string; readonly message: string }[];
}

/** A file or argument that cannot be used. */
export interface LintProblem {
  /** Path as shown; undefined if no file is affected. */
  readonly path: string | undefined;
  readonly message: string;
  /** The remedy. */
  readonly hint?: string | undefined;
}

/** The result of `lint`. */
export interface LintReport {
  readonly files: readonly LintedFile[];
  readonly problems: readonly LintProblem[];
  /** Sentences on configurations in a directory that are not checked: links out of it, pipes, devices and large files. */
  readonly skipped: readonly string[];
  /** Whether `--fix` ran, which cannot fix what is left. */
  readonly isFixed?: boolean;
}

/** The program that created a report. */
export interface LintTool {
  readonly program: string;
  readonly version: string;
}

/** Counts the diagnostics by severity. */
export function countSeverities({ files }: LintReport): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of files.flatMap(({ diagnostics }) => diagnostics)) {
    counts[severity] += 1;
  }
  return counts;
}
