import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../../../../cli/command-line/cnitool.ts';
import { MadeUpProcess } from '../made-up-process.ts';
import { good, lintJson, mendable, runLint, single, Workspace } from './workspace.ts';

let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

describe('the JSON report', () => {
  test('has files with path, kind and diagnostics: rule, severity, message, range, fixes', async () => {
    workspace.write('10-a.conflist', single);
    const { code, report } = await lintJson(workspace, [workspace.at('10-a.conflist')]);
    expect(code).toBe(1);
    const [file] = report.files;
    expect(file).toMatchObject({ path: workspace.at('10-a.conflist'), kind: 'single' });
    expect(file?.diagnostics[0]).toMatchObject({
      rule: 'R032',
      name: 'single-in-conflist',
      page: expect.stringMatching(/docs\/rules\/R032\.md$/),
      severity: 'error',
      message: expect.stringContaining('Wrap it'),
      range: { start: { line: 3, character: 2 }, end: { line: 3, character: 20 } },
      fixes: [
        {
          title: 'Wrap in a list with "plugins"',
          preferred: true,
          certain: true,
          edits: [{ newText: expect.any(String) }],
        },
      ],
    });
  });

  test('reports whether a file is a list, a single plugin configuration, or neither', async () => {
    const files = { 'a.conflist': good(), 'b.conf': single, 'c.conflist': '[]' };
    for (const [name, text] of Object.entries(files)) {
      workspace.write(name, text);
    }
    const { report } = await lintJson(
      workspace,
      Object.keys(files).map((name) => workspace.at(name)),
    );
    expect(report.files.map(({ kind }) => kind)).toEqual(['list', 'single', 'none']);
  });
});

test('while a file is checked or fixed, a signal ends the program', async () => {
  workspace.write('a.conflist', mendable);
  const interruptionsOf = async (...args: readonly string[]): Promise<number> => {
    const cli = new MadeUpProcess(['lint', ...args, workspace.path]);
    await runCli(cli);
    return cli.interruptions;
  };
  expect([await interruptionsOf(), await interruptionsOf('--fix')]).toEqual([1, 3]);
});

describe('the exit status', () => {
  test('is 0 where no error is', async () => {
    workspace.write('a.conflist', good());
    expect(await lintJson(workspace, [workspace.path])).toMatchObject({
      code: 0,
      rules: { 'a.conflist': [] },
      err: '',
    });
  });

  test('is 0 with a warning, 1 with an error', async () => {
    workspace.write('a.conflist', good().replace('"loopback"', '"loopback", "ipam": {"type": "host-local"}'));
    const { code, rules } = await lintJson(workspace, [workspace.path]);
    expect(rules['a.conflist']?.join()).not.toContain('error');
    expect(code).toBe(0);
    workspace.write('b.conflist', '{');
    expect((await lintJson(workspace, [workspace.path])).code).toBe(1);
  });

  test('is 0 with a note if there is nothing to lint', async () => {
    workspace.write('package.json', '{"name": "x", "version": "1.0.0"}');
    const { code, out, err } = await runLint([workspace.path]);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toBe(`note: There is no network configuration in ${workspace.path}.\n`);
  });
});

describe('beside a file', () => {
  test('the others of its directory count, also when they are not linted', async () => {
    workspace.write('net.d/10-a.conflist', good());
    workspace.write('net.d/20-b.conflist', good());
    const { rules, report } = await lintJson(workspace, [workspace.at('net.d/20-b.conflist')]);
    expect(rules['net.d/20-b.conflist']).toContain('R158 warning');
    const found = report.files[0]?.diagnostics.find(({ rule }) => rule === 'R158');
    expect(found?.related.map((one) => one.path)).toEqual([workspace.at('net.d/10-a.conflist')]);
  });

  test('side-loaded plugin configurations count', async () => {
    workspace.write('net.d/10-a.conflist', good());
    workspace.write('net.d/a/10-x.conf', '{"type": "tuning", }');
    const { rules } = await lintJson(workspace, [workspace.at('net.d/10-a.conflist')]);
    expect(rules['net.d/10-a.conflist']).not.toEqual([]);
  });
});

describe('settings', () => {
  const misspelt = good().replace('"loopback"', '"bridge", "isGatewy": true');

  test('severities are those of --rule, by id or name, before those of the file', async () => {
    workspace.write('a.conflist', misspelt);
    const path = workspace.at('a.conflist');
    const settings = workspace.at('settings.json');
    const rulesWith = async (...args: string[]) => (await lintJson(workspace, [path, ...args])).rules['a.conflist'];
    expect(await rulesWith()).toContain('R074 warning');
    expect(await rulesWith('--rule', 'R074=off')).not.toContain('R074 warning');
    expect(await rulesWith('--rule', 'unknown-key=error')).toContain('R074 error');
    workspace.write('settings.json', '{ // as VS Code writes it\n "cni.rules": { "unknown-key": "hint" }, }');
    expect(await rulesWith('--settings', settings)).toContain('R074 hint');
    expect(await rulesWith('--settings', settings, '--rule', 'R074=information')).toContain('R074 information');
  });

  test('cni.ignoredFindings silences a rule in some files, as in the editor', async () => {
    workspace.write('a.conflist', misspelt);
    workspace.write('b.conflist', misspelt);
    workspace.write('settings.json', '{"cni.ignoredFindings": {"b.conflist": ["R074"]}}');
    const { rules } = await lintJson(workspace, [workspace.path, '--settings', workspace.at('settings.json')]);
    expect(rules['a.conflist']).toContain('R074 warning');
    expect(rules['b.conflist']).not.toContain('R074 warning');
  });

  test('cni.files selects the files of a directory', async () => {
    workspace.write('x/a.cni', good());
    workspace.write('y/b.conf', single);
    const settings = ['--settings', workspace.at('settings.json')];
    expect(Object.keys((await lintJson(workspace, [workspace.path])).rules)).toEqual(['y/b.conf']);
    workspace.write('settings.json', '{"cni.files.include": ["**/*.cni"], "cni.files.detectByContent": false}');
    expect(Object.keys((await lintJson(workspace, [workspace.path, ...settings])).rules)).toEqual(['x/a.cni']);
  });
});

describe('host facts', () => {
  test('give what the rules about hosts find', async () => {
    workspace.write('a.conflist', good());
    workspace.write('facts.json', JSON.stringify({ host: 'node-1', plugins: [], pluginDirs: ['/opt/cni/bin'] }));
    const { rules, report } = await lintJson(workspace, [
      workspace.at('a.conflist'),
      '--host-facts',
      workspace.at('facts.json'),
    ]);
    expect(rules['a.conflist']?.join()).toContain('R171');
    expect(report.files[0]?.diagnostics.map(({ message }) => message).join()).toContain('node-1');
  });
});

test('a stopped lint is reported, without findings', async () => {
  workspace.write('a.conflist', good());
  const cli = new MadeUpProcess(['lint', workspace.path]);
  const run = runCli(cli);
  cli.stopper.abort();
  expect(await run).toBe(1);
  expect([cli.out, cli.err]).toEqual(['', 'The command was stopped.\n']);
});

describe('standard input', () => {
  test('is linted under the name of the file that it stands for', async () => {
    workspace.write('net.d/10-a.conflist', good());
    const name = workspace.at('net.d/20-b.conflist');
    const { code, rules } = await lintJson(workspace, ['-', '--stdin-filename', name], good());
    expect(rules['net.d/20-b.conflist']).toContain('R158 warning');
    expect(code).toBe(0);
  });

  test('without a name is judged by its content alone', async () => {
    const { out } = await runLint(['-'], mendable);
    expect(out).toMatch(/^<stdin>:4:\d+ +error +R003 /);
    expect((await runLint(['-'], single)).code).toBe(0);
  });
});
