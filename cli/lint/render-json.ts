import type { LintReport } from './report.ts';

/** `{files: [{path, kind, diagnostics: [{rule, severity, message, range, fixes, …}]}]}`, and `errors` where there are any. */
export function renderJson({ files, problems }: LintReport): string {
  const document = { files, ...(problems.length === 0 ? {} : { errors: problems }) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
