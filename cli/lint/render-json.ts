import type { LintReport } from './report.ts';

/** Returns `{files: [{path, kind, diagnostics: [{rule, severity, message, range, fixes, …}]}], errors: [{path, message, hint}]}`. */
export function renderJson({ files, problems }: LintReport): string {
  return `${JSON.stringify({ files, errors: problems }, undefined, 2)}\n`;
}
