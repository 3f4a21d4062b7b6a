import * as l10n from '@vscode/l10n';
import type { Severity } from '../../language/index.ts';
import { lineText } from '../../engine/text/edges.ts';
import type { StyledText } from '../output/shown.ts';
import { countSeverities, type LintDiagnostic, type LintedFile, type LintReport } from './report.ts';

/** A text with colored parts. */
type Parts = readonly (string | StyledText)[];

const styled = (style: StyledText['style'], text: string): StyledText => ({ style, text });

/** Returns `path:line:column severity rule message` for each finding, and a summary line. */
export function renderText(report: LintReport): Parts {
  const files = report.files.filter(({ diagnostics, fixed }) => diagnostics.length > 0 || fixed !== undefined);
  const blocks = files.flatMap((file) => [...blockOf(file), '\n']);
  return report.files.length === 0 ? [] : [...blocks, ...summaryOf(report), '\n'];
}

function blockOf({ path: shown, diagnostics, fixed = [] }: LintedFile): Parts {
  const path = lineText(shown);
  const places = diagnostics.map(({ range }) => `${path}:${range.start.line + 1}:${range.start.character + 1}`);
  const placeWidth = places.reduce((most, { length }) => Math.max(most, length), 0);
  const severityWidth = diagnostics.reduce((most, { severity }) => Math.max(most, severity.length), 0);
  const found = diagnostics.flatMap((diagnostic, index): Parts => {
    const severity = styled(diagnostic.severity, diagnostic.severity.padEnd(severityWidth));
    const place = (places[index] ?? '').padEnd(placeWidth);
    const rest = `  ${diagnostic.rule}  ${oneLine(diagnostic.message)}\n`;
    return [`${place}  `, severity, rest, ...relatedOf(diagnostic)];
  });
  const fixes = fixed.flatMap(({ rule, message }) => [
    `${path}  `,
    styled('fixed', 'fixed'),
    `  ${rule}  ${oneLine(message)}\n`,
  ]);
  return [...fixes, ...found];
}

function relatedOf({ related }: LintDiagnostic): Parts {
  return related.flatMap(({ path, range: { start }, message }) => [
    styled('dim', `    ${lineText(path)}:${start.line + 1}:${start.character + 1}  ${oneLine(message)}`),
    '\n',
  ]);
}

const oneLine = (text: string): string => lineText(text.replaceAll(/\s*\n\s*/g, ' '));

function summaryOf(report: LintReport): Parts {
  const counts = countSeverities(report);
  const found = (['error', 'warning', 'information', 'hint'] as const)
    .filter((severity) => counts[severity] > 0)
    .flatMap((severity, index): Parts => [
      ...(index === 0 ? [] : [l10n.t('{0}, {1}', '', '')]),
      styled(severity, countTexts[severity](counts[severity])),
    ]);
  const fixed = report.files.reduce((sum, file) => sum + (file.fixed?.length ?? 0), 0);
  const fixable = report.files
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ fixes }) => fixes.some(({ certain }) => certain)).length;
  const { length } = report.files;
  const count = length === 1 ? l10n.t('1 file') : l10n.t('{0} files', length);
  // The punctuation between parts, some of which have a color.
  const [colon, semicolon] = [l10n.t('{0}: {1}', '', ''), l10n.t('{0}; {1}', '', '')];
  return [
    styled('summary', count),
    colon,
    ...(found.length === 0 ? [l10n.t('no problems')] : found),
    ...(fixed > 0 ? [semicolon, l10n.t('{0} fixed', fixed)] : []),
    ...(fixable > 0 && report.isFixed !== true ? [semicolon, l10n.t('{0} fixable with --fix', fixable)] : []),
  ];
}

/** The number of findings, by severity. */
const countTexts: Readonly<Record<Severity, (count: number) => string>> = {
  error: (count) => (count === 1 ? l10n.t('1 error') : l10n.t('{0} errors', count)),
  warning: (count) => (count === 1 ? l10n.t('1 warning') : l10n.t('{0} warnings', count)),
  information: (count) => l10n.t('{0} information', count),
  hint: (count) => (count === 1 ? l10n.t('1 hint') : l10n.t('{0} hints', count)),
};
