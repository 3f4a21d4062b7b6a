import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { replaceFile } from '../../../../cli/lint/replace-file.ts';
import { good, lintJson, mendable, runLint, Workspace } from '../../../unit/cli/lint/workspace.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const text = (name: string): string => readFileSync(workspace.at(name), 'utf8');

// docs/security.md: S5
describe('replacing a file', () => {
  test.each<[string, (file: string) => void]>([
    ['has another text of the same length', (file) => writeFileSync(file, 'OLD')],
    ['has a longer text', (file) => writeFileSync(file, 'older')],
    ['is another file', (file) => rmSync(file)],
    ['is a link', (file) => (rmSync(file), symlinkSync('outside', file))],
    ['is a pipe', (file) => (rmSync(file), execFileSync('mkfifo', [file]))],
    ['is a directory', (file) => (rmSync(file), mkdirSync(file))],
  ])('that %s by now changes nothing', async (_, change) => {
    workspace.write('outside', 'old');
    workspace.write('a', 'old');
    change(workspace.at('a'));
    const before = lstatSync(workspace.at('a'), { throwIfNoEntry: false, bigint: true });
    const names = readdirSync(workspace.path);
    await expect(replaceFile(workspace.at('a'), 'old', 'new')).rejects.toThrow(/was changed after it was read|ENOENT/);
    expect(lstatSync(workspace.at('a'), { throwIfNoEntry: false, bigint: true })?.ino).toBe(before?.ino);
    expect(readdirSync(workspace.path)).toEqual(names);
    expect(text('outside')).toBe('old');
  });
});

// docs/security.md: S5
describe('lint --fix stays in the directory:', () => {
  test('a link that leads out of it is not followed, and reported', async () => {
    workspace.write('.vscode/settings.json', mendable);
    mkdirSync(workspace.at('repo/net.d'), { recursive: true });
    symlinkSync('../../.vscode/settings.json', workspace.at('repo/net.d/a.conflist'));
    symlinkSync('../../.vscode', workspace.at('repo/net.d/b.conflist'));
    const { code, err } = await runLint(['--fix', workspace.at('repo')]);
    expect(code).toBe(0);
    const note = (name: string): string =>
      `note: ${workspace.at(name)} is a link that leads out of the directory and was not checked. To check it, enter its own path.\n`;
    expect(err).toContain(note('repo/net.d/a.conflist') + note('repo/net.d/b.conflist'));
    expect(text('.vscode/settings.json')).toBe(mendable);
  });

  test('pipes and devices are left out, and nothing waits for them', async () => {
    workspace.write('net.d/a.conflist', good());
    execFileSync('mkfifo', [workspace.at('net.d/b.conflist'), workspace.at('net.d/c.json')]);
    symlinkSync('b.conflist', workspace.at('net.d/d.conflist'));
    const { code, report, err } = await lintJson(workspace, ['--fix', workspace.path]);
    expect([code, report.files.length]).toEqual([0, 1]);
    expect(err.match(/^note: .* is not a regular file and was not checked\.$/gm)).toHaveLength(3);
  });

  test('a file and links to it in the directory are fixed once', async () => {
    workspace.write('net.d/b.conflist', mendable);
    symlinkSync('b.conflist', workspace.at('net.d/a.conflist'));
    const { code, rules } = await lintJson(workspace, ['--fix', workspace.path]);
    expect(code).toBe(0);
    expect(Object.keys(rules)).toEqual(['net.d/a.conflist', 'net.d/b.conflist']);
    expect(JSON.parse(text('net.d/b.conflist'))).toEqual(JSON.parse(good()));
    expect(lstatSync(workspace.at('net.d/a.conflist')).isSymbolicLink()).toBe(true);
  });

  test('a link that is named is followed, and stays one', async () => {
    workspace.write('real/a', mendable);
    symlinkSync('real/a', workspace.at('a.conflist'));
    expect((await runLint(['--fix', workspace.at('a.conflist')])).code).toBe(0);
    expect(JSON.parse(text('real/a'))).toEqual(JSON.parse(good()));
    expect(lstatSync(workspace.at('a.conflist')).isSymbolicLink()).toBe(true);
  });
});

test('a file that changes while others are read is not overwritten', async () => {
  workspace.write('a.conflist', mendable);
  execFileSync('mkfifo', [workspace.at('pipe')]);
  const changed = mendable.replace('loopback', 'bridge');
  const run = runLint(['--fix', workspace.at('a.conflist'), workspace.at('pipe')]);
  // The pipe can be opened for writing once lint reads it, which is after it read the file.
  const pipe = await open(workspace.at('pipe'), 'w');
  workspace.write('a.conflist', changed);
  await pipe.writeFile(good());
  await pipe.close();
  const { code, err } = await run;
  expect(code).toBe(2);
  expect(err).toBe(
    `Cannot write ${workspace.at('a.conflist')}, because it was changed after it was read.\nhint: Run the command again.\n`,
  );
  expect(text('a.conflist')).toBe(changed);
});
