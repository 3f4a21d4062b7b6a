import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { renderSarif } from '../../../../cli/lint/render-sarif.ts';
import { emptyReport, fullReport, tool } from './reports.ts';

interface Run {
  readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
  readonly results: readonly { readonly ruleIndex: number; readonly ruleId: string; readonly level: string }[];
  readonly invocations: readonly unknown[];
  readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
}

function runOf(report: typeof fullReport): Run {
  const log: { version: string; runs: Run[] } = JSON.parse(renderSarif(report, tool));
  expect(log.version).toBe('2.1.0');
  const [run] = log.runs;
  if (run === undefined || log.runs.length > 1) {
    throw new Error(`${log.runs.length} runs`);
  }
  return run;
}

test('a result has its rule, level, place from 1, other places and fixes of text', () => {
  const { results } = runOf(fullReport);
  expect(results.map(({ ruleId, level }) => [ruleId, level])).toEqual([
    ['R032', 'error'],
    ['R074', 'note'],
  ]);
  const file = { uri: 'net.d/10%20a%2Cb.conflist', uriBaseId: 'SRCROOT' };
  expect(results[0]).toMatchObject({
    message: { text: '<"wrong" & 100%>\nsecond line \u001B[31m' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: file,
          region: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 10 },
        },
      },
    ],
    relatedLocations: [
      {
        message: { text: 'The other place' },
        physicalLocation: { artifactLocation: { uri: 'file:///etc/cni/net.d/x.conf' } },
      },
    ],
    fixes: [
      {
        description: { text: 'Wrap' },
        artifactChanges: [
          {
            artifactLocation: file,
            replacements: [
              {
                deletedRegion: { startLine: 3, startColumn: 5, endLine: 3, endColumn: 5 },
                insertedContent: { text: '[' },
              },
              { deletedRegion: { startLine: 5, startColumn: 1, endLine: 6, endColumn: 2 } },
            ],
          },
        ],
      },
    ],
  });
});

test('each rule that was met is described once, and results point to it', () => {
  const { tool: made, results } = runOf(fullReport);
  expect(made.driver).toMatchObject({
    name: 'cnitool',
    version: '1.2.3',
    rules: [
      {
        id: 'R032',
        helpUri: 'https://example.org/R032.md',
        shortDescription: { text: 'A single plugin configuration in a .conflist' },
        fullDescription: { text: expect.stringContaining('Older tutorials') },
        defaultConfiguration: { level: 'error' },
      },
      { id: 'R074' },
    ],
  });
  for (const { ruleId, ruleIndex } of results) {
    expect(made.driver.rules[ruleIndex]?.id).toBe(ruleId);
  }
});

test('paths are relative to the working directory, and unreadable files are reported', () => {
  const { invocations, originalUriBaseIds } = runOf(fullReport);
  expect(originalUriBaseIds['SRCROOT']?.uri).toBe(`${pathToFileURL(process.cwd()).href}/`);
  expect(invocations).toMatchObject([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [
        { level: 'error', message: { text: expect.stringContaining('binary file') } },
        { level: 'error', message: { text: 'There is no rule "x" (--rule).' } },
      ],
    },
  ]);
  expect(runOf(emptyReport)).toMatchObject({ results: [], invocations: [{ executionSuccessful: true }] });
});
