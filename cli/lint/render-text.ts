import type { Severity } from '../../server/service/rules/rule.ts';
import { printable } from '../table.ts';
import { countSeverities, type LintDiagnostic, type LintedFile, type LintReport, type LintTool } from './report.ts';

/** SGR codes: bright enough on light and dark. */
const colourOf = { error: 31, warning: 33, information: 34, hint: 36, fixed: 32, summary: 1, dim: 2 } as const;

type Paint = (colour: keyof typeof colourOf, text: string) => string;

const plain: Paint = (_, text) => text;
const coloured: Paint = (colour, text) => `\u001B[${colourOf[colour]}m${text}\u001B[0m`;

/** `path:line:column severity rule message` for each finding, and a line that sums up. */
export function renderText(report: LintReport, { colours }: LintTool): string {
  const paint = colours ? coloured : plain;
  const files = report.files.filter(({ diagnostics, fixed }) => diagnostics.length > 0 || fixed !== undefined);
  const blocks = files.map((file) => blockOf(file, paint));
  return report.files.length === 0 ? '' : [...blocks, `${summaryOf(report, paint)}\n`].join('\n');
}

function blockOf({ path: shown, diagnostics, fixed = [], renamedFrom }: LintedFile, paint: Paint): string {
  const path = printable(shown);
  const places = diagnostics.map(({ range }) => `${path}:${range.start.line + 1}:${range.start.character + 1}`);
  const placeWidth = Math.max(0, ...places.map(({ length }) => length));
  const severityWidth = Math.max(0, ...diagnostics.map(({ severity }) => severity.length));
  const found = diagnostics.map((diagnostic, index) => {
    const severity = paint(diagnostic.severity, diagnostic.severity.padEnd(severityWidth));
    const place = (places[index] ?? '').padEnd(placeWidth);
    return `${place}  ${severity}  ${diagnostic.rule}  ${oneLine(diagnostic.message)}\n${relatedOf(diagnostic, paint)}`;
  });
  const mended = fixed.map(
    ({ rule, message }) => `${path}  ${paint('fixed', 'fixed')}  ${rule}  ${oneLine(message)}\n`,
  );
  const renamed =
    renamedFrom === undefined ? [] : [`${printable(renamedFrom)}  ${paint('fixed', 'renamed')}  to ${path}\n`];
  return [...renamed, ...mended, ...found].join('');
}

function relatedOf({ related }: LintDiagnostic, paint: Paint): string {
  return related
    .map(({ path, range: { start }, message }) =>
      paint('dim', `    ${printable(path)}:${start.line + 1}:${start.character + 1}  ${oneLine(message)}`),
    )
    .map((line) => `${line}\n`)
    .join('');
}

const oneLine = (text: string): string => printable(text.replaceAll(/\s*\n\s*/g, ' '));

function summaryOf(report: LintReport, paint: Paint): string {
  const counts = countSeverities(report);
  const words = (['error', 'warning', 'information', 'hint'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => paint(severity, numbered(counts[severity], severity)));
  const fixed = report.files.reduce((sum, file) => sum + (file.fixed?.length ?? 0), 0);
  const mendable = report.files.flatMap(({ diagnostics }) => diagnostics).filter(isMendable).length;
  const found = words.length === 0 ? 'nothing found' : words.join(', ');
  const further = [
    ...(fixed > 0 ? [`${fixed} fixed`] : []),
    ...(mendable > 0 ? [`${mendable} can be mended with --fix`] : []),
  ];
  const count = `${report.files.length} ${report.files.length === 1 ? 'file' : 'files'}`;
  return [`${paint('summary', count)}: ${found}`, ...further].join('; ');
}

/** As «fix all» chooses: a rename is for more than a remark. */
function isMendable({ fixes, severity }: LintDiagnostic): boolean {
  const mayRename = severity === 'error' || severity === 'warning';
  return fixes.some(({ preferred, rename }) => preferred && (rename === undefined || mayRename));
}

/** English plurals: an information is one of several "information". */
function numbered(count: number, severity: Severity): string {
  return `${count} ${severity}${count === 1 || severity === 'information' ? '' : 's'}`;
}
