import { workflowCommand } from '../../engine/text/edges.ts';
import type { CommandText } from '../output/shown.ts';
import type { LintReport } from './report.ts';

const commands = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

/** Returns workflow commands of GitHub Actions, which show findings next to the lines of a pull request. */
export function renderGithub({ files, problems }: LintReport): readonly CommandText[] {
  const found = files.flatMap(({ path, diagnostics }) =>
    diagnostics.map(({ severity, rule, name, message, range: { start, end } }) => {
      const isOneLine = start.line === end.line;
      const place = {
        file: path,
        line: start.line + 1,
        endLine: end.line + 1,
        // GitHub supports columns only within one line.
        ...(isOneLine ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
        title: `${rule} ${name}`,
      };
      return workflowCommand(commands[severity], place, message);
    }),
  );
  const failed = problems.map(({ path, message, hint }) =>
    workflowCommand(
      'error',
      path === undefined ? {} : { file: path },
      hint === undefined ? message : `${message}\n${hint}`,
    ),
  );
  return [...found, ...failed].map((command) => ({ command }));
}
