/**
 * Escapes untrusted text (names, paths, output of plugins and hosts) where it is shown: one function for each place that
 * interprets some characters. Whatever is printed there goes through its function.
 */

/**
 * Characters that are invisible or change how the text after them is shown: controls (ESC, BEL, CR), format characters
 * (bidirectional overrides, zero-width ones), line and paragraph separators, halves of surrogate pairs.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

const written = (char: string): string => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`;

/** Returns text for one line of a terminal, a table or a label, with unprintable characters written as \u{…}. */
export function lineText(text: string): string {
  return text.replaceAll(unprintable, written);
}

/** Returns text for several lines of a terminal: keeps line feeds and tabs, and writes other control characters as \u{…}. */
export function terminalText(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(unprintable, (char) => (/[\n\t]/.test(char) ? char : written(char)));
}

/**
 * Escapes text for a line of Markdown, so that VS Code (CommonMark, tables, bare links, formulas, HTML) shows it unchanged.
 * Line breaks become spaces.
 */
export function markdownText(text: string): string {
  return lineText(text.replaceAll(/\s*\n\s*/g, ' ').trim())
    .replaceAll(/[\\`*_[\]~!$#]/g, (char) => `\\${char}`)
    .replaceAll(/[&<>|@]/g, (char) => `&#${char.codePointAt(0)};`)
    .replaceAll(/:\/\/|www\./gi, (start) => `${start.slice(0, -1)}&#${start.codePointAt(start.length - 1)};`)
    .replace(/^[-+=]/, String.raw`\$&`)
    .replace(/^(\d+)([.)])(?=\s|$)/, String.raw`$1\$2`);
}

/** Returns text as inline code for Markdown, which may also be in a table cell. */
export function markdownCode(text: string): string {
  const line = lineText(text.replaceAll(/\s*\n\s*/g, ' '));
  if (line.trim() === '') {
    return '';
  }
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^[`\s]|[`\s]$/.test(line) ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Returns text of several lines as a code block for Markdown. */
export function markdownBlock(text: string): string {
  return text
    .split('\n')
    .map((line) => `    ${lineText(line.replace(/\r$/, ''))}`)
    .join('\n');
}

/** Returns a row of a Markdown table; each cell is Markdown. */
export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

/** Returns text for a notification of VS Code, which would turn `[text](command:…)` into a link. */
export function notificationText(text: string): string {
  return terminalText(text).replaceAll('](', '] (');
}

/**
 * Returns text for the log of a workflow (GitHub Actions, Azure Pipelines), which executes lines that begin with `::`, and
 * `##[` or `##vso[` anywhere. One character of these is written as \u00…, which is equivalent in JSON.
 */
export function workflowLogText(text: string): string {
  return text.replaceAll(/^(\s*):(?=:)/gm, '$1\\u003a').replaceAll(/##(?=\[|vso\[)/gi, '#\\u0023');
}

/** Returns a workflow command of GitHub Actions. A line feed in the message is preserved. */
export function workflowCommand(
  command: string,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const pairs = Object.entries(properties).map(([key, value]) => `${key}=${workflowProperty(String(value))}`);
  return `::${command}${pairs.length === 0 ? '' : ` ${pairs.join(',')}`}::${workflowData(terminalText(message))}\n`;
}

const workflowData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

const workflowProperty = (text: string): string => workflowData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
