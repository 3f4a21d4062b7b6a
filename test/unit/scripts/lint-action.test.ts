import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOursByPath } from '../../../server/service/association.ts';
import { good, mendable, Workspace } from '../cli/lint/workspace.ts';

const project = new URL('../../../', import.meta.url);
const textOf = (file: string): string => readFileSync(new URL(file, project), 'utf8');
const isBuilt = existsSync(new URL('dist/cnitool.js', project));
if (!isBuilt) console.log('skipped: dist/cnitool.js is not built (npm run build)');

const defaults = {
  CNI_LINT_PATHS: '.',
  CNI_LINT_FORMAT: 'github',
  CNI_LINT_OUTPUT: '',
  CNI_LINT_HOST_FACTS: '',
  CNI_LINT_SETTINGS: '',
  CNI_LINT_RULES: '',
};

let workspace: Workspace;
beforeAll(() => {
  workspace = new Workspace({ 'a.conflist': mendable, 'b.conflist': good('b') });
});
afterAll(() => workspace.remove());

/** The step of action.yml, as a runner does it in the directory of the workspace. */
function runStep(inputs: Readonly<Record<string, string>>) {
  const [, command = ''] = /\n {6}run: (.*)\n/.exec(textOf('action.yml')) ?? [];
  return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', command], {
    cwd: workspace.path,
    encoding: 'utf8',
    env: { ...process.env, ...defaults, ...inputs, GITHUB_ACTION_PATH: project.pathname.replace(/\/$/, '') },
  });
}

describe.runIf(isBuilt)('the GitHub Action', () => {
  test('annotates what it finds and fails with an error', () => {
    const { status, stdout } = runStep({});
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=a\.conflist,line=4,.*title=R003 /m);
  });

  test('writes a report to a file, for the paths, format and rules asked for', () => {
    const inputs = { CNI_LINT_PATHS: ' b.conflist\n a.conflist', CNI_LINT_RULES: 'R003=off R160=off' };
    const { status } = runStep({ ...inputs, CNI_LINT_FORMAT: 'json', CNI_LINT_OUTPUT: 'report.json' });
    const report: { files: { path: string }[] } = JSON.parse(readFileSync(workspace.at('report.json'), 'utf8'));
    expect(status).toBe(0);
    expect(report.files.map(({ path }) => path)).toEqual(['b.conflist', 'a.conflist']);
  });
});

test('every input of the action has a default and reaches the script', () => {
  const action = textOf('action.yml');
  const [, inputs = ''] = action.split(/\n(?:inputs|runs):\n/);
  const names = [...inputs.matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name = '']) => name);
  const defined = [...inputs.matchAll(/^ {4}default: (.*)$/gm)].map(([, value = '']) => value.replaceAll("'", ''));
  const passed = [...action.matchAll(/^ {8}(CNI_LINT_\w+): \$\{\{ inputs\.([a-z-]+) \}\}$/gm)];
  expect(passed.map(([, , name]) => name)).toEqual(names);
  expect(Object.fromEntries(passed.map(([, variable = ''], index) => [variable, defined[index]]))).toEqual(defaults);
});

test('the pre-commit hooks take the files that are ours by path', () => {
  const hooks = textOf('.pre-commit-hooks.yaml');
  const patterns = [...hooks.matchAll(/^ {2}files: (.*)$/gm)].map(([, pattern = '']) => new RegExp(pattern));
  const entries = [...hooks.matchAll(/^ {2}entry: (.*)$/gm)].map(([, entry]) => entry);
  expect(entries).toEqual(['cnitool lint', 'cnitool lint --fix']);
  const files = ['a.conflist', 'x/net.d/a.conf', 'net.d/a.json', 'package.json', 'nginx.conf', 'net.d/a/b.conf'];
  for (const pattern of patterns) {
    expect(files.filter((file) => pattern.test(file))).toEqual(files.filter(isOursByPath));
  }
});
