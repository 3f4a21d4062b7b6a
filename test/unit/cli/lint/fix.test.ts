import { chmodSync, chownSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Checker } from '../../../../cli/lint/checker.ts';
import { fixSource } from '../../../../cli/lint/fix.ts';
import { replaceFile } from '../../../../cli/lint/replace-file.ts';
import { good, lintJson, mendable, runLint, single, Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

const text = (name: string): string => readFileSync(workspace.at(name), 'utf8');

describe('lint --fix', () => {
  test('applies certain fixes, and reports them', async () => {
    workspace.write('a.conflist', mendable);
    workspace.write('b.conflist', good('b'));
    const { code, report, rules } = await lintJson(workspace, ['--fix', workspace.path]);
    expect(code).toBe(0);
    expect(JSON.parse(text('a.conflist'))).toEqual(JSON.parse(good()));
    expect(rules['a.conflist']).toEqual([]);
    expect(report.files.map(({ fixed }) => fixed?.map(({ rule }) => rule))).toEqual([['R003', 'R003'], undefined]);
  });

  test('reports it as text', async () => {
    workspace.write('a.conflist', single);
    const { code, out } = await runLint(['--fix', workspace.at('a.conflist')]);
    expect(code).toBe(0);
    expect(out).toMatch(/a\.conflist {2}fixed {2}R032 {2}A \.conflist must hold a list/);
    expect(out).toMatch(/\n1 file: .*; 1 fixed\n$/);
  });

  test('lists nothing that is left, although its message changes, and offers no second run', async () => {
    const content =
      '{ // note\n"cniVersion":"1.0.0","name":"a","plugins":[\n{"type":"bridge"}\n{"type":"portmap","capability":{}}]}';
    workspace.write('a.conflist', content);
    const { out } = await runLint(['--fix', workspace.at('a.conflist')]);
    expect(out.match(/fixed {2}R\d+/g)).toEqual(['fixed  R002']);
    expect(out).toMatch(/error +R001/);
    workspace.write(
      'b.conflist',
      '{"cniVersion":"1.0.0","name":"b","plugins":[{"type":"bridge","ipam":{"type":"host-local","ranges":[{"subnet":"10.22.0.5/16"}]}}]}',
    );
    expect((await runLint([workspace.at('b.conflist')])).out).toContain('fixable');
    expect((await runLint(['--fix', workspace.at('b.conflist')])).out).not.toMatch(/fixable|fixed/);
  });

  test('leaves a file alone in which nothing is to be mended', async () => {
    workspace.write('a.conflist', good());
    const before = statSync(workspace.at('a.conflist'), { bigint: true });
    await runLint(['--fix', workspace.path]);
    const after = statSync(workspace.at('a.conflist'), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  test('fixes the enabled findings, and no others', async () => {
    workspace.write('a.conflist', mendable);
    await runLint(['--fix', '--rule', 'R003=off', workspace.path]);
    expect(text('a.conflist')).toBe(mendable);
  });

  test('does not write back other bytes than UTF-8, and reports them', async () => {
    workspace.write('a.conflist', Buffer.from(mendable.replace('"a"', '"a\u00FF"'), 'latin1'));
    const { code, err } = await runLint(['--fix', workspace.path]);
    expect(code).toBe(2);
    expect(err).toMatch(/^Cannot fix .*a\.conflist, because it has bytes that are not UTF-8/);
    expect(readFileSync(workspace.at('a.conflist')).includes(0xff)).toBe(true);
  });
});

test('a file that cannot be fixed is a problem of this file', async () => {
  workspace.write('a.conflist', mendable);
  const checker: Checker = Object.assign(Object.create(null), {
    fixed: () => Promise.reject(new Error('Overlapping edit')),
  });
  const file = workspace.at('a.conflist');
  const source = { file, real: file, shown: 'a.conflist', text: mendable, isExact: true, isCarrier: false };
  const rest = { uri: pathToFileURL(file).href, isNamed: true, directory: workspace.path };
  expect((await fixSource(checker, { ...source, ...rest })).problem).toEqual({
    path: 'a.conflist',
    message: 'Cannot fix a.conflist: Overlapping edit.',
    hint: 'Fix the file manually, or remove --fix.',
  });
  expect(text('a.conflist')).toBe(mendable);
});

describe('lint --fix of a file whose name is the mistake', () => {
  test('leaves it its name, and fixes the rest', async () => {
    workspace.write('net.d/a.conf', mendable);
    const { code, rules } = await lintJson(workspace, ['--fix', workspace.path]);
    expect(code).toBe(1);
    expect(readdirSync(workspace.at('net.d'))).toEqual(['a.conf']);
    expect(rules['net.d/a.conf']).toContain('R031 error');
    expect(JSON.parse(text('net.d/a.conf'))).toEqual(JSON.parse(good()));
  });
});

describe('replacing a file', () => {
  test('keeps mode and owner, and leaves no other file', async () => {
    workspace.write('a', 'old');
    chmodSync(workspace.at('a'), 0o640);
    if (process.getuid?.() === 0) {
      chownSync(workspace.at('a'), 12, 34);
    }
    const { uid, gid, ino } = statSync(workspace.at('a'));
    await replaceFile(workspace.at('a'), 'old', 'new');
    const after = statSync(workspace.at('a'));
    expect(text('a')).toBe('new');
    expect({ mode: after.mode & 0o7777, uid: after.uid, gid: after.gid }).toEqual({ mode: 0o640, uid, gid });
    expect(after.ino).not.toBe(ino);
    expect(readdirSync(workspace.path)).toEqual(['a']);
  });

  test('follows no link', async () => {
    workspace.write('real/a', 'old');
    symlinkSync('real/a', workspace.at('link'));
    await expect(replaceFile(workspace.at('link'), 'old', 'new')).rejects.toThrow('was changed after it was read');
    expect(text('real/a')).toBe('old');
  });
});
