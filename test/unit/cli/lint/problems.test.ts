import { chmodSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { good, lintJson, runLint, Workspace } from './workspace.ts';
import { skipBecause } from '../../../skip.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace({ 'a.conflist': good() });
});
afterEach(() => workspace.remove());

const isRoot = process.getuid?.() === 0;

const utf16 = (text: string): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

describe('what cannot be used ends with status 2, and names the file and the remedy:', () => {
  test('a path that is not there; the others are linted all the same', async () => {
    const { code, report, err, rules } = await lintJson(workspace, [workspace.at('no'), workspace.path]);
    expect(code).toBe(2);
    expect(Object.keys(rules)).toEqual(['a.conflist']);
    const message = `Cannot read ${workspace.at('no')}: the file or directory does not exist.`;
    expect(report.errors).toMatchObject([{ path: workspace.at('no'), message }]);
    expect(err).toBe(`${message}\nhint: Check the path. A relative path starts at the working directory.\n`);
  });

  test('a file that may not be read', skipBecause(isRoot ? 'root may read every file' : undefined), async () => {
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
    expect(report.errors.map(({ path }) => path)).toEqual([workspace.at('b.conflist')]);
  });

  test.each([
    ['a binary file', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]), 'because it is a binary file'],
    ['a file in UTF-16', utf16(good()), 'because it is encoded in UTF-16'],
  ])('%s, named or found', async (_, content, said) => {
    workspace.write('b.conflist', content);
    for (const given of [workspace.at('b.conflist'), workspace.path]) {
      const { code, err } = await runLint([given]);
      expect(code).toBe(2);
      expect(err).toContain(`Cannot read ${workspace.at('b.conflist')}, ${said}.\nhint: `);
    }
  });

  test('a device', async () => {
    const err = 'Cannot read /dev/null, because it is not a file.\nhint: Enter the path of a file.\n';
    expect(await runLint(['/dev/null'])).toEqual({ code: 2, out: '', err });
  });

  test('a binary file on standard input', async () => {
    expect(await runLint(['-'], '\0')).toMatchObject({
      code: 2,
      err: expect.stringContaining('<stdin>, because it is a binary'),
    });
  });
});

describe('what is too large ends with status 2 too:', () => {
  test('a text that is larger than 512 kB, named, found, in a pipe or on standard input', async () => {
    const hint = 'Check the path, or split the file.';
    const notice = 'Not analyzed because of its size (513 kB; the limit is 512 kB).';
    workspace.write('b.conflist', good().padEnd(512 * 1024 + 1));
    workspace.write('c.conflist', good().padEnd(512 * 1024));
    for (const given of [workspace.at('b.conflist'), workspace.path]) {
      const { code, report, err } = await lintJson(workspace, [given]);
      const message = `${workspace.at('b.conflist')}: ${notice}`;
      expect({ code, errors: report.errors, err }).toEqual({
        code: 2,
        errors: [{ path: workspace.at('b.conflist'), message, hint }],
        err: `${message}\nhint: ${hint}\n`,
      });
    }
    const { code, err } = await runLint(['-'], good().padEnd(512 * 1024 + 1));
    expect({ code, err }).toEqual({
      code: 2,
      err: `<stdin>: Not analyzed because of its size (the limit is 512 kB).\nhint: ${hint}\n`,
    });
  });

  test('an endless device as settings or host facts', async () => {
    for (const option of ['--settings', '--host-facts']) {
      const { code, err } = await runLint([workspace.path, option, '/dev/zero']);
      expect(code).toBe(2);
      expect(err).toMatch(/\/dev\/zero: the file is too large\.\n/);
    }
  });
});

describe('an option that cannot be used ends with status 2 too:', () => {
  test.each([
    ['that is not there', undefined, /Cannot read the host facts .*: the file or directory does not exist/],
    [
      'that are no JSON',
      '{',
      /The host facts in .*facts\.json are not valid JSON: .*\nhint: Create the file with: cnitool facts/,
    ],
    ['of another shape', '[]', /facts\.json has no host facts, because "host" is missing\.\nhint: Create/],
  ])('host facts %s', async (_, text, said) => {
    if (text !== undefined) {
      workspace.write('facts.json', text);
    }
    const { code, out, err } = await runLint([workspace.path, '--host-facts', workspace.at('facts.json')]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(said);
  });

  test.each([
    ['that are not there', undefined, /Cannot read .*s\.json: the file or directory does not exist/],
    ['that are broken', '{\n"a": 1\n"b"', /Cannot read .*s\.json, because line 3 is not valid in settings\.json/],
    ['that are no object', '[]', /is not valid in settings\.json/],
  ])('settings %s', async (_, text, said) => {
    if (text !== undefined) {
      workspace.write('s.json', text);
    }
    const { code, err } = await runLint([workspace.path, '--settings', workspace.at('s.json')]);
    expect(code).toBe(2);
    expect(err).toMatch(said);
  });

  test('an unknown rule', async () => {
    const { code, err } = await runLint([workspace.path, '--rule', 'unknown-keys=off']);
    expect({ code, err }).toEqual({
      code: 2,
      err: 'There is no rule "unknown-keys" (--rule).\nhint: Did you mean "unknown-key"?\n',
    });
  });
});
