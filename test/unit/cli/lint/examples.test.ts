import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lintJson, Workspace } from './workspace.ts';

const examples = path.join(import.meta.dirname, '../../../../examples');
const explanation = readFileSync(path.join(examples, 'README.md'), 'utf8');

let workspace: Workspace;
beforeAll(() => {
  workspace = new Workspace();
});
afterAll(() => workspace.remove());

test('no example has a problem that it does not explain, and only the tutorial has a mistake', async () => {
  const { report } = await lintJson(workspace, [examples]);
  expect(report.files.length).toBeGreaterThan(5);
  const problems = report.files.flatMap((file) =>
    file.diagnostics.map(({ rule, severity }) => ({ file: path.relative(examples, file.path), rule, severity })),
  );
  const unexplained = problems.filter(
    ({ rule, severity }) => severity !== 'hint' && !explanation.includes(`[${rule}]`),
  );
  expect(unexplained).toEqual([]);
  const mistakes = problems.filter(({ severity }) => severity === 'error' || severity === 'warning');
  expect(mistakes).toEqual([{ file: '10-myptp.conflist', rule: 'R032', severity: 'error' }]);
});
