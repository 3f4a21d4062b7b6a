import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../../../../cli/command-line/cnitool.ts';
import { MadeUpProcess } from '../made-up-process.ts';
import { mendable, Workspace } from '../lint/workspace.ts';

const evil = 'a\u001B[2J\u0007\u202E.conflist';
let workspace: Workspace;
beforeEach(() => {
  workspace = new Workspace();
});
afterEach(() => workspace.remove());

async function run(args: readonly string[], options: { readonly isTerminal?: boolean; env?: NodeJS.ProcessEnv } = {}) {
  const { isTerminal = false, env = {} } = options;
  const cli = new MadeUpProcess(args, env);
  cli.edge = { isTerminal, showsColors: false };
  return { code: await runCli(cli), out: cli.out, err: cli.err };
}

// docs/security.md: S18
describe('names that a terminal would obey', () => {
  beforeEach(() => {
    workspace.write(evil, mendable.replace('"a"', '"a\u001B[2J"'));
    workspace.write('empty/x', '');
  });
  const verbs: readonly (readonly [name: string, args: (at: string) => readonly string[]])[] = [
    ['lint', (at) => ['lint', at]],
    ['lint as JSON', (at) => ['lint', '--format', 'json', at]],
    ['lint as SARIF', (at) => ['lint', '--format', 'sarif', at]],
    ['lint for GitHub', (at) => ['lint', '--format', 'github', at]],
    ['lint as JUnit', (at) => ['lint', '--format', 'junit', at]],
    ['lint of what is not there', (at) => ['lint', `${at}/no${evil}`]],
    ['show', (at) => ['show', path.join(at, evil)]],
    ['show of what is not there', () => ['show', evil]],
    ['validate', (at) => ['validate', path.join(at, evil)]],
    ['add', (at) => ['add', path.join(at, evil), evil]],
    ['compare', () => ['compare', '--host', `ssh:${evil}`, '--check', evil]],
    ['a verb that there is not', () => [evil, evil, evil]],
    ['an option that there is not', () => [`--${evil}`]],
    ['a hosts file', (at) => ['facts', '--hosts', path.join(at, evil), '--host', evil]],
    ['attachments', (at) => ['attachments', evil, '--host', 'local', '--cache-dir', path.join(at, `no${evil}`)]],
  ];

  test.each(verbs)('%s', async (_, args) => {
    const { out, err } = await run(args(workspace.path), { isTerminal: true });
    expect(out + err).not.toBe('');
    expect((out + err).replaceAll(/[\n\t]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  });

  test('go into a pipe as they are, where Go prints them', async () => {
    const { err } = await run(['add', `no${evil}`, 'x'], { env: { NETCONFPATH: workspace.at('empty') } });
    expect(err).toContain('no net configurations found');
    const { err: missing } = await run(['add', workspace.at(`no${evil}`), 'x']);
    expect(missing).toContain(`no${evil}`);
  });
});

describe('names that the log of a workflow would obey', () => {
  const command = '::error::x';
  beforeEach(() => {
    workspace.write(`net.d/a\n${command}.conflist`, mendable);
    workspace.write('##[group].conflist', mendable);
  });

  test.each(['text', 'github', 'json'])('are no commands in the report of lint as %s', async (format) => {
    mkdirSync(workspace.at('net.d/sub\n::warning::y.conflist'));
    const paths = [workspace.path, workspace.at(`no\n${command}`)];
    const { code, out, err } = await run(['lint', '--format', format, ...paths], { env: { GITHUB_ACTIONS: 'true' } });
    expect(code).toBe(2);
    const ours =
      /^::error (?:file=[^,\n]*,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=R003 \S+|file=[^,\n]*)::.*$/gm;
    const all = (out + err).replaceAll(format === 'github' ? ours : /(?!)/g, '');
    expect(all).not.toMatch(/^\s*::|##\[/m);
  });

  test('go elsewhere as they are', async () => {
    const { err } = await run(['lint', workspace.at(`no\n${command}`)]);
    expect(err).toContain(`\n${command}`);
  });
});

/** A run whose stdout goes to a full disk. */
const full = async (args: readonly string[]) => {
  const cli = new MadeUpProcess(args, { NETCONFPATH: workspace.path });
  cli.unwritten = 'no space left on device';
  return { code: await runCli(cli), err: cli.err };
};

describe('output that cannot be written', () => {
  test.each([[['--help']], [['--version']], [['lint', '/dev/null']], [['show', 'x']]])(
    'ends %j with 2 and the reason',
    async (args) => {
      const { code, err } = await full(args);
      expect(code).toBe(2);
      expect(err).toMatch(/(?:^|\n)The output could not be written: no space left on device\.\n$/);
    },
  );

  test('is nothing to the verbs of Go', async () => {
    expect((await full(['check', 'x', 'y'])).code).toBe(1);
  });
});
