import { readFileSync } from 'node:fs';
import sarif from './sarif-2.1.0/schema.json' with { type: 'json' };
import { Ajv, type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { renderSarif } from '../../../../cli/lint/render-sarif.ts';
import { rules } from '../../../../language/check.ts';
import { exampleOf, pageOf } from '../../language/rule-pages.ts';
import { emptyReport, fullReport, tool } from './reports.ts';
import { runLint, Workspace } from './workspace.ts';

interface Region {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

interface Place {
  readonly artifactLocation: { readonly uri: string; readonly uriBaseId?: string };
  readonly region: Region;
}

interface Log {
  readonly $schema: string;
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly Record<string, unknown>[] } };
      readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
      readonly results: readonly {
        readonly ruleId: string;
        readonly ruleIndex: number;
        readonly locations: readonly { readonly physicalLocation: Place }[];
      }[];
    },
  ];
}

const isReference = (text: string): boolean => URL.canParse(text, 'x://base/') && !/[\s"<>\\^`{|}]/.test(text);

/** OASIS's schema of SARIF 2.1.0, with the formats that it asks for. It is of a draft that says `id` for `$id`. */
function sarifValidator(): ValidateFunction {
  const formats = {
    uri: (text: string) => isReference(text) && URL.canParse(text),
    'uri-reference': isReference,
    'date-time': true as const,
  };
  const { $schema: _draft, id: _id, ...schema } = sarif;
  return new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats }).compile(schema);
}

const validate = sarifValidator();
const problemsOf = (log: unknown): unknown[] => (validate(log) ? [] : (validate.errors ?? []));

// The bad example of every rule, each in a separate net.d with its neighboring files.
const workspace = new Workspace();
let log: Log;
beforeAll(async () => {
  for (const { id } of rules) {
    const { file, text, around } = exampleOf(pageOf(id), 'Bad');
    workspace.write(`${id}/net.d/${file}`, text);
    for (const [name, beside] of Object.entries(around.files ?? {})) {
      workspace.write(`${id}/net.d/${name}`, beside);
    }
  }
  log = JSON.parse((await runLint(['--format', 'sarif', workspace.path])).out);
});
afterAll(() => workspace.remove());

/** Checks that the lines of a region exist, and that its end is after its start and not after the end of its line. */
function isInside(text: string, { startLine, startColumn, endLine, endColumn }: Region): boolean {
  const lines = text.split(/\r\n|[\n\r]/);
  const isOrdered = endLine > startLine || (endLine === startLine && endColumn >= startColumn);
  const [first, last] = [lines[startLine - 1], lines[endLine - 1]];
  if (first === undefined || last === undefined || !isOrdered) {
    return false;
  }
  return startColumn >= 1 && startColumn <= first.length + 1 && endColumn >= 1 && endColumn <= last.length + 1;
}

describe('SARIF is as OASIS’s schema of 2.1.0 says', () => {
  test('for a report with all that one can have, and for an empty one', () => {
    expect(problemsOf(JSON.parse(renderSarif(fullReport, tool)))).toEqual([]);
    expect(problemsOf(JSON.parse(renderSarif(emptyReport, tool)))).toEqual([]);
  });

  test('for what nearly all rules find in their bad examples', () => {
    expect(problemsOf(log)).toEqual([]);
    const found = new Set(log.runs[0].results.map(({ ruleId }) => ruleId));
    expect(found.size).toBeGreaterThan(150);
  });

  test('and this check bites', () => {
    const wrong = structuredClone<Record<string, unknown>>(JSON.parse(renderSarif(fullReport, tool)));
    expect(problemsOf({ ...wrong, version: '2.0.0' })).not.toEqual([]);
    const text = JSON.stringify(wrong);
    expect(problemsOf(JSON.parse(text.replace('"startLine":3', '"startLine":0')))).not.toEqual([]);
    expect(problemsOf(JSON.parse(text.replace('10%20a', '10 a')))).not.toEqual([]);
    expect(problemsOf(JSON.parse(text.replace('"level":"error"', '"level":"hint"')))).not.toEqual([]);
  });
});

describe('what the schema cannot say of SARIF', () => {
  test('each rule is described once, with a page, and results point to theirs', () => {
    const [{ tool: made, results }] = log.runs;
    const described = made.driver.rules;
    expect(new Set(described.map(({ id }) => id)).size).toBe(described.length);
    for (const { id, helpUri, shortDescription, fullDescription, defaultConfiguration } of described) {
      expect(String(helpUri)).toMatch(new RegExp(`^https://.*/docs/rules/${String(id)}\\.md$`));
      expect(shortDescription).toEqual({ text: expect.stringMatching(/^\S.{5,}[^.]$/) });
      expect(fullDescription).toEqual({ text: expect.stringMatching(/^.{20,}[.:)]$/) });
      const own = rules.find((rule) => rule.id === id)?.severity ?? 'none';
      expect([id, defaultConfiguration]).toEqual([id, { level: own === 'error' || own === 'warning' ? own : 'note' }]);
    }
    expect(results.filter(({ ruleId, ruleIndex }) => described[ruleIndex]?.['id'] !== ruleId)).toEqual([]);
  });

  test('places are below a base, in a file that is there, and inside its text', () => {
    const [{ results, originalUriBaseIds }] = log.runs;
    for (const { ruleId, locations } of results) {
      expect(locations).toHaveLength(1);
      for (const { physicalLocation } of locations) {
        const { uri, uriBaseId } = physicalLocation.artifactLocation;
        const base = uriBaseId === undefined ? undefined : originalUriBaseIds[uriBaseId]?.uri;
        expect([ruleId, URL.canParse(uri) !== (base !== undefined)]).toEqual([ruleId, true]);
        const text = readFileSync(new URL(uri, base), 'utf8');
        expect([ruleId, isInside(text, physicalLocation.region)]).toEqual([ruleId, true]);
      }
    }
  });
});
