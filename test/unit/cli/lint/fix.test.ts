import { chmodSync, chownSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { renameFile, replaceFile } from '../../../../cli/lint/replace-file.ts';
import { good, lintJson, mendable, runLint, single, Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const text = (name: string): string => readFileSync(workspace.at(name), 'utf8');

describe('lint --fix', () => {
  test('mends what has one sure cure, and says what', async () => {
    workspace.write('a.conflist', mendable);
    workspace.write('b.conflist', good('b'));
    const { code, report, rules } = await lintJson(workspace, ['--fix', workspace.path]);
    expect(code).toBe(0);
    expect(JSON.parse(text('a.conflist'))).toEqual(JSON.parse(good()));
    expect(rules['a.conflist']).toEqual([]);
    expect(report.files.map(({ fixed }) => fixed?.map(({ rule }) => rule))).toEqual([['R003', 'R003'], undefined]);
  });

  test('tells it as text', async () => {
    workspace.write('a.conflist', single);
    const { code, out } = await runLint(['--fix', workspace.at('a.conflist')]);
    expect(code).toBe(0);
    expect(out).toMatch(/a\.conflist {2}fixed {2}R032 {2}A \.conflist holds a list/);
    expect(out).toMatch(/\n1 file: .*; 1 fixed\n$/);
  });

  test('leaves a file alone in which nothing is to be mended', async () => {
    workspace.write('a.conflist', good());
    const before = statSync(workspace.at('a.conflist'), { bigint: true });
    await runLint(['--fix', workspace.path]);
    const after = statSync(workspace.at('a.conflist'), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  test('mends the findings that are on, and no others', async () => {
    workspace.write('a.conflist', mendable);
    await runLint(['--fix', '--rule', 'R003=off', workspace.path]);
    expect(text('a.conflist')).toBe(mendable);
  });

  test('does not write back what is no UTF-8, and says so', async () => {
    workspace.write('a.conflist', Buffer.from(mendable.replace('"a"', '"a\u00FF"'), 'latin1'));
    const { code, err } = await runLint(['--fix', workspace.path]);
    expect(code).toBe(2);
    expect(err).toMatch(/^cannot mend .*a\.conflist: it has bytes that are no UTF-8/);
    expect(readFileSync(workspace.at('a.conflist')).includes(0xff)).toBe(true);
  });
});

describe('lint --fix of a file whose name is the mistake', () => {
  test('renames it, mended, and says so', async () => {
    workspace.write('net.d/a.conf', mendable);
    const { code, out } = await runLint(['--fix', workspace.path]);
    expect(readdirSync(workspace.at('net.d'))).toEqual(['a.conflist']);
    expect(JSON.parse(text('net.d/a.conflist'))).toEqual(JSON.parse(good()));
    expect(out).toMatch(/net\.d\/a\.conf {2}renamed {2}to .*net\.d\/a\.conflist\n/);
    expect(out).toMatch(/\n1 file: nothing found; \d fixed\n$/);
    expect(code).toBe(0);
  });

  test('names the old path in JSON, and keeps mode and links', async () => {
    workspace.write('elsewhere', good());
    chmodSync(workspace.at('elsewhere'), 0o640);
    workspace.write('net.d/b.conf', good('b'));
    chmodSync(workspace.at('net.d/b.conf'), 0o600);
    symlinkSync('../elsewhere', workspace.at('net.d/a.conf'));
    const { report } = await lintJson(workspace, ['--fix', workspace.path]);
    expect(report.files.map(({ renamedFrom }) => path.basename(renamedFrom ?? ''))).toEqual(['a.conf', 'b.conf']);
    expect(readdirSync(workspace.at('net.d'))).toEqual(['a.conflist', 'b.conflist']);
    expect(lstatSync(workspace.at('net.d/a.conflist')).isSymbolicLink()).toBe(true);
    expect(statSync(workspace.at('net.d/b.conflist')).mode & 0o7777).toBe(0o600);
  });

  test('leaves name and finding where another file has the name, and mends the rest', async () => {
    workspace.write('net.d/a.conf', mendable);
    workspace.write('net.d/a.conflist', good('other'));
    const { code, rules } = await lintJson(workspace, ['--fix', workspace.at('net.d/a.conf')]);
    expect(code).toBe(1);
    expect(rules['net.d/a.conf']).toContain('R031 error');
    expect(rules['net.d/a.conf']?.filter((rule) => rule.startsWith('R003'))).toEqual([]);
    expect(JSON.parse(text('net.d/a.conf'))).toEqual(JSON.parse(good()));
    expect(text('net.d/a.conflist')).toBe(good('other'));
  });
});

const failing = (): Promise<void> => Promise.reject(new Error('no space'));

describe('renaming a file', () => {
  test('overwrites nothing, and does nothing to the file then', async () => {
    workspace.write('a', 'old');
    symlinkSync('nowhere', workspace.at('b'));
    let isChanged = false;
    const change = async (): Promise<void> => void (isChanged = true);
    await expect(renameFile(workspace.at('a'), workspace.at('b'), change)).rejects.toThrow('EEXIST');
    expect([isChanged, text('a')]).toEqual([false, 'old']);
    expect(readdirSync(workspace.path)).toEqual(['a', 'b']);
  });

  test('leaves the old name where the change fails', async () => {
    workspace.write('a', 'old');
    await expect(renameFile(workspace.at('a'), workspace.at('b'), failing)).rejects.toThrow('no space');
    expect(readdirSync(workspace.path)).toEqual(['a']);
  });
});

describe('replacing a file', () => {
  test('keeps mode and owner, and leaves nothing beside it', async () => {
    workspace.write('a', 'old');
    chmodSync(workspace.at('a'), 0o640);
    if (process.getuid?.() === 0) {
      chownSync(workspace.at('a'), 12, 34);
    }
    const { uid, gid, ino } = statSync(workspace.at('a'));
    await replaceFile(workspace.at('a'), 'new');
    const after = statSync(workspace.at('a'));
    expect(text('a')).toBe('new');
    expect({ mode: after.mode & 0o7777, uid: after.uid, gid: after.gid }).toEqual({ mode: 0o640, uid, gid });
    expect(after.ino).not.toBe(ino);
    expect(readdirSync(workspace.path)).toEqual(['a']);
  });

  test('follows a link, which stays one', async () => {
    workspace.write('real/a', 'old');
    symlinkSync('real/a', workspace.at('link'));
    await replaceFile(workspace.at('link'), 'new');
    expect(text('real/a')).toBe('new');
    expect(lstatSync(workspace.at('link')).isSymbolicLink()).toBe(true);
  });

  test('that fails leaves the old text and nothing beside it', async () => {
    workspace.write('a/b', 'x');
    await expect(replaceFile(workspace.at('a'), 'new')).rejects.toThrow('EISDIR');
    expect(readdirSync(workspace.path)).toEqual(['a']);
    expect(text('a/b')).toBe('x');
  });
});
