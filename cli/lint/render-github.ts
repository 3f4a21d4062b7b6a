import type { LintReport } from './report.ts';

const commands = { error: 'error', warning: 'warning', information: 'notice', hint: 'notice' } as const;

/** Workflow commands of GitHub Actions, which show findings beside the lines of a pull request. */
export function renderGithub({ files, problems }: LintReport): string {
  const found = files.flatMap(({ path, diagnostics }) =>
    diagnostics.map(({ severity, rule, name, message, range: { start, end } }) => {
      const isOneLine = start.line === end.line;
      const place = {
        file: path,
        line: start.line + 1,
        endLine: end.line + 1,
        // GitHub takes columns within one line only.
        ...(isOneLine ? { col: start.character + 1, endColumn: end.character + 1 } : {}),
        title: `${rule} ${name}`,
      };
      return commandOf(commands[severity], place, message);
    }),
  );
  const failed = problems.map(({ path, message, hint }) =>
    commandOf('error', path === undefined ? {} : { file: path }, hint === undefined ? message : `${message}\n${hint}`),
  );
  return [...found, ...failed].join('');
}

function commandOf(command: string, properties: Readonly<Record<string, string | number>>, message: string): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${command}${pairs.length === 0 ? '' : ` ${pairs.join(',')}`}::${escapeData(message)}\n`;
}

const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
