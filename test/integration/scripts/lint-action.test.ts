import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { skipBecause } from '../../skip.ts';
import { good, mendable, Workspace } from '../../unit/cli/lint/workspace.ts';
import { obstacle, ReleaseTag, textOf } from './release-tag.ts';

describe('the GitHub Action of a release', skipBecause(obstacle), () => {
  let release: ReleaseTag;
  let workspace: Workspace;
  beforeAll(async () => {
    release = await ReleaseTag.create();
    workspace = new Workspace({ 'a.conflist': mendable, 'b.conflist': good('b') });
  });
  afterAll(() => {
    release.remove();
    workspace.remove();
  });

  /** The action with its defaults, as the runner starts it in the directory of the workspace. */
  function runAction(inputs: Readonly<Record<string, string>>) {
    const directory = release.checkOut();
    const action = readFileSync(join(directory, 'action.yml'), 'utf8');
    const [, main = ''] = /^ {2}main: (.*)$/m.exec(action) ?? [];
    const env = Object.entries({ ...inputsOf(action), ...inputs });
    return spawnSync(process.execPath, [join(directory, main)], {
      cwd: workspace.path,
      encoding: 'utf8',
      env: {
        ...process.env,
        ...Object.fromEntries(env.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      },
    });
  }

  test('annotates what it finds and fails with an error', () => {
    const { status, stdout } = runAction({});
    expect(status).toBe(1);
    expect(stdout).toMatch(/^::error file=a\.conflist,line=4,.*title=R003 /m);
  });

  test('writes a report to a file, for the paths, format and rules asked for', () => {
    const inputs = { paths: ' b.conflist\n a.conflist', rules: 'R003=off R160=off' };
    const { status } = runAction({ ...inputs, format: 'json', output: 'report.json' });
    const report: { files: { path: string }[] } = JSON.parse(readFileSync(workspace.at('report.json'), 'utf8'));
    expect(status).toBe(0);
    expect(report.files.map(({ path }) => path)).toEqual(['b.conflist', 'a.conflist']);
  });

  test('lints with the settings and host facts that it is given', () => {
    workspace.write('settings.json', '{ "cni.rules": { "R003": "hint" } }');
    workspace.write('facts.json', '{ "host": "node-1", "plugins": [] }');
    const { stdout, stderr } = runAction({ settings: 'settings.json', 'host-facts': 'facts.json', format: 'text' });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^a\.conflist:4:37 +hint +R003 /m);
  });
});

/** The inputs that an action defines, with their defaults. */
function inputsOf(action: string): Record<string, string> {
  const [, inputs = ''] = action.split(/\n(?:inputs|runs):\n/);
  const found = inputs.matchAll(/^ {2}([a-z-]+):\n {4}description: .+\n {4}default: (.*)$/gm);
  return Object.fromEntries([...found].map(([, name = '', value = '']) => [name, value.replaceAll("'", '')]));
}

test('every input of the action reaches the script, and the script reads no other', () => {
  const read = [...textOf('release/lint-action.mjs').matchAll(/\binput\('([a-z-]+)'\)/g)].map(([, name]) => name);
  expect(new Set(read)).toEqual(new Set(Object.keys(inputsOf(textOf('release/action.yml')))));
});
