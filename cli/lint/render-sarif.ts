import { sentences } from '../../engine/text/sentences.ts';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { workingDirectory } from '../../engine/host/working-directory.ts';
import type { Range } from 'vscode-languageserver-textdocument';
import { ruleTexts } from '../../generated/rule-texts.js';
import { repository, rules as allRules, type ProblemFix } from '../../language/index.ts';
import type { LintDiagnostic, LintReport, LintTool } from './report.ts';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/** Returns SARIF 2.1.0, for example for GitHub code scanning. Paths are relative to the working directory. */
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
          driver: { name: program, version, informationUri: repository, rules: [...rules.values()].map(ruleOf) },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: {
          SRCROOT: { uri: `${pathToFileURL(workingDirectory() ?? '/').href.replace(/\/$/, '')}/` },
        },
        invocations: [
          {
            executionSuccessful: report.problems.length === 0,
            toolExecutionNotifications: report.problems.map(({ message, hint, path: about }) => ({
              level: 'error',
              message: { text: sentences(message, hint) },
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

/** Returns a rule with its default severity. The results have the severity from the settings. */
function ruleOf({ rule: id, name, page, severity }: LintDiagnostic): object {
  const { title, description } = ruleTexts[id] ?? { title: name, description: name };
  const own = allRules.find((rule) => rule.id === id)?.severity ?? severity;
  return {
    id,
    name,
    shortDescription: { text: title },
    fullDescription: { text: description },
    defaultConfiguration: own === 'off' ? { enabled: false, level: levels.hint } : { level: levels[own] },
    helpUri: page,
    help: { text: `${title}: see ${page}` },
  };
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

function fixOf(file: string, { title, edits }: ProblemFix): object {
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

/** Returns a SARIF region, which counts from 1 and ends after the last character. */
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
