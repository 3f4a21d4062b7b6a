import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Range } from 'vscode-languageserver-textdocument';
import { REPOSITORY } from '../../server/service/rules/rule.ts';
import type { LintDiagnostic, LintFix, LintReport, LintTool } from './report.ts';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/** SARIF 2.1.0, for GitHub's code scanning and others. Paths are from the working directory. */
export function renderSarif(report: LintReport, { program, version }: LintTool): string {
  const found = report.files.flatMap((file) => file.diagnostics.map((diagnostic) => ({ file, diagnostic })));
  const rules = new Map(found.map(({ diagnostic }) => [diagnostic.rule, diagnostic]));
  const indexes = new Map([...rules.keys()].map((id, index) => [id, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name: program, version, informationUri: REPOSITORY, rules: [...rules.values()].map(ruleOf) },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(process.cwd()).href.replace(/\/$/, '')}/` } },
        invocations: [
          {
            executionSuccessful: report.problems.length === 0,
            toolExecutionNotifications: report.problems.map(({ message, hint, path: about }) => ({
              level: 'error',
              message: { text: hint === undefined ? message : `${message}. ${hint}` },
              ...(about === undefined
                ? {}
                : { locations: [{ physicalLocation: { artifactLocation: artifactOf(about) } }] }),
            })),
          },
        ],
        artifacts: report.files.map((file) => ({ location: artifactOf(file.path) })),
        results: found.map(({ file, diagnostic }) => ({
          ruleId: diagnostic.rule,
          ruleIndex: indexes.get(diagnostic.rule),
          ...resultOf(file.path, diagnostic),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf({ rule, name, page }: LintDiagnostic): object {
  const words = name.replaceAll('-', ' ');
  const text = `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}`;
  return { id: rule, name, shortDescription: { text }, helpUri: page, help: { text: `${text}: see ${page}` } };
}

function resultOf(file: string, { severity, message, range, related, fixes }: LintDiagnostic): object {
  const edits = fixes.filter((fix) => fix.edits.length > 0 && fix.rename === undefined);
  return {
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: placeOf(file, range) }],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((one, id) => ({
            id,
            message: { text: one.message },
            physicalLocation: placeOf(one.path, one.range),
          })),
        }),
    ...(edits.length === 0 ? {} : { fixes: edits.map((fix) => fixOf(file, fix)) }),
  };
}

function fixOf(file: string, { title, edits }: LintFix): object {
  const replacements = edits.map(({ range, newText }) => ({
    deletedRegion: regionOf(range),
    insertedContent: { text: newText },
  }));
  return { description: { text: title }, artifactChanges: [{ artifactLocation: artifactOf(file), replacements }] };
}

const placeOf = (file: string, range: Range): object => ({
  artifactLocation: artifactOf(file),
  region: regionOf(range),
});

/** SARIF counts from 1, and the end is behind the last letter. */
function regionOf({ start, end }: Range): object {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function artifactOf(shown: string): object {
  if (/^[A-Za-z][A-Za-z0-9+.-]+:/.test(shown)) {
    return { uri: shown };
  }
  return path.isAbsolute(shown)
    ? { uri: pathToFileURL(shown).href }
    : { uri: shown.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}
