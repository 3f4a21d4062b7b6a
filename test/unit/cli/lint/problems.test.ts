import { chmodSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { good, lintJson, runLint, Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace({ 'a.conflist': good() });
});
afterEach(() => workspace.remove());

const isRoot = process.getuid?.() === 0;
if (isRoot) console.log('skipped: a file that may not be read; root may read all');

const utf16 = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

describe('what cannot be used ends with status 2, and names the file and the cure:', () => {
  test('a path that is not there; the others are linted all the same', async () => {
    const { code, report, err, rules } = await lintJson(workspace, [workspace.at('no'), workspace.path]);
    expect(code).toBe(2);
    expect(Object.keys(rules)).toEqual(['a.conflist']);
    const message = `cannot read ${workspace.at('no')}: there is no such file or directory`;
    expect(report.errors).toMatchObject([{ path: workspace.at('no'), message }]);
    expect(err).toBe(`${message}\nhint: Check the path; it is looked for from the working directory.\n`);
  });

  test.skipIf(isRoot)('a file that may not be read', async () => {
    chmodSync(workspace.at('a.conflist'), 0);
    expect(await runLint([workspace.path])).toMatchObject({
      code: 2,
      err: expect.stringContaining('permission denied'),
    });
  });

  test('a link that leads nowhere, where its name is that of a configuration', async () => {
    symlinkSync('/nowhere', workspace.at('b.conflist'));
    symlinkSync('/nowhere', workspace.at('b.json'));
    const { code, report } = await lintJson(workspace, [workspace.path]);
    expect(code).toBe(2);
    expect(report.errors?.map(({ path }) => path)).toEqual([workspace.at('b.conflist')]);
  });

  test.each([
    ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), 'it is a binary file'],
    ['a file in UTF-16', utf16(good()), 'it is UTF-16, and no loader reads that'],
  ])('%s, named or found', async (_, content, said) => {
    workspace.write('b.conflist', content);
    for (const given of [workspace.at('b.conflist'), workspace.path]) {
      const { code, err } = await runLint([given]);
      expect(code).toBe(2);
      expect(err).toContain(`cannot read ${workspace.at('b.conflist')}: ${said}\nhint: `);
    }
  });

  test('a device', async () => {
    expect(await runLint(['/dev/null'])).toEqual({ code: 2, out: '', err: 'cannot read /dev/null: it is no file\n' });
  });

  test('a binary file on standard input', async () => {
    expect(await runLint(['-'], '\0')).toMatchObject({
      code: 2,
      err: expect.stringContaining('<stdin>: it is a binary'),
    });
  });
});

describe('an option that cannot be used ends with status 2 too:', () => {
  test.each([
    ['that is not there', undefined, /cannot read the host facts .*: there is no such file/],
    [
      'that are no JSON',
      '{',
      /the host facts in .*facts\.json are no JSON: .*\nhint: Make the file with: cnitool facts/,
    ],
    ['of another shape', '[]', /facts\.json holds no host facts: "host" is missing\nhint: Make/],
  ])('host facts %s', async (_, text, said) => {
    if (text !== undefined) {
      workspace.write('facts.json', text);
    }
    const { code, out, err } = await runLint([workspace.path, '--host-facts', workspace.at('facts.json')]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(said);
  });

  test.each([
    ['that are not there', undefined, /cannot read .*s\.json: there is no such file/],
    ['that are broken', '{\n"a": 1\n"b"', /cannot read .*s\.json: line 3 is not what a settings\.json has/],
    ['that are no object', '[]', /is not what a settings\.json has/],
  ])('settings %s', async (_, text, said) => {
    if (text !== undefined) {
      workspace.write('s.json', text);
    }
    const { code, err } = await runLint([workspace.path, '--settings', workspace.at('s.json')]);
    expect(code).toBe(2);
    expect(err).toMatch(said);
  });

  test('a rule that there is not', async () => {
    const { code, err } = await runLint([workspace.path, '--rule', 'unknown-keys=off']);
    expect({ code, err }).toEqual({
      code: 2,
      err: '--rule: there is no rule "unknown-keys"\nhint: Did you mean "unknown-key"?\n',
    });
  });
});
