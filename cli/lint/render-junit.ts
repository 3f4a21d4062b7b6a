import { countSeverities, type LintDiagnostic, type LintedFile, type LintProblem, type LintReport } from './report.ts';

/** Returns JUnit XML with a suite for each file. An error is a failed test; any lower severity is output of a passed test. */
export function renderJunit(report: LintReport): string {
  const suites = [...report.files.map(suiteOf), ...report.problems.map(problemSuite)];
  const counts = {
    tests: report.files.reduce((sum, { diagnostics }) => sum + Math.max(1, diagnostics.length), report.problems.length),
    failures: countSeverities(report).error,
    errors: report.problems.length,
  };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', { name: 'cnitool lint', ...counts }, suites)}`;
}

function suiteOf({ path, diagnostics }: LintedFile): string {
  const cases =
    diagnostics.length === 0
      ? [element('testcase', { classname: path, name: 'no findings' }, [])]
      : diagnostics.map((diagnostic) => caseOf(path, diagnostic));
  const failures = diagnostics.filter(({ severity }) => severity === 'error').length;
  return element('testsuite', { name: path, tests: cases.length, failures, errors: 0 }, cases);
}

function caseOf(path: string, { rule, name, severity, message, range, page }: LintDiagnostic): string {
  const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`;
  const text = escaped(`${place} ${severity} ${rule} ${message}\n${page}`);
  const body =
    severity === 'error'
      ? `<failure message="${escaped(message)}" type="${escaped(rule)}">${text}</failure>\n`
      : `<system-out>${text}</system-out>\n`;
  return element('testcase', { classname: path, name: `${rule} ${name} at line ${range.start.line + 1}` }, [body]);
}

function problemSuite({ path = 'cnitool lint', message, hint }: LintProblem): string {
  const text = hint === undefined ? message : `${message}\n${hint}`;
  const failed = `<error message="${escaped(message)}" type="unusable">${escaped(text)}</error>\n`;
  const testcase = element('testcase', { classname: path, name: 'read' }, [failed]);
  return element('testsuite', { name: path, tests: 1, failures: 0, errors: 1 }, [testcase]);
}

function element(
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: readonly string[],
): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  const start = `<${name}${written.join('')}`;
  return content.length === 0
    ? `${start}/>\n`
    : `${start}>\n${content.join('').replaceAll(/^(?=<)/gm, '  ')}</${name}>\n`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Escapes text for XML 1.0, which cannot represent most control characters and lone surrogates. */
function escaped(text: string): string {
  return text
    .replaceAll(/[&<>"']/g, (letter) => entities[letter] ?? letter)
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD');
}
