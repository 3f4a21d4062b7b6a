import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Command, CommandOutcome } from '../../../../../engine/host/host.ts';
import { SandboxFiles } from '../../../../../engine/host/launchers/sandbox-files.ts';
import { ownRoot, SandboxView } from '../../../../../engine/host/launchers/sandbox-view.ts';

let directory: string;

beforeEach(() => {
  directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'cni-files-')));
});

afterEach(() => rmSync(directory, { recursive: true }));

const at = (name: string): string => path.join(directory, name);
const ended = { stdout: Buffer.from(''), startedAt: 0, durationMs: 1 };

/** A sandbox that accepts files, or ends its commands as requested. */
async function stage(outcome: Partial<CommandOutcome> = {}) {
  const view = await SandboxView.plan({ pluginDirs: [], workingDirectory: '/', homes: [], isMapped: true });
  const reports: string[] = [];
  const given: { readonly args: readonly string[]; readonly text: string }[] = [];
  const files = new SandboxFiles(view, (message) => reports.push(message));
  const run = ({ argv, stdin = new Uint8Array() }: Command): Promise<CommandOutcome> => {
    given.push({ args: argv.slice(4), text: Buffer.from(stdin).toString() });
    const exited: CommandOutcome = { kind: 'exited', exitCode: 0, stderr: Buffer.from(''), ...ended };
    return Promise.resolve(Object.assign(exited, outcome));
  };
  const prepare = (config: unknown, pluginDirs: readonly string[] = []): Promise<void> =>
    files.prepare({ type: 'x', pluginDirs, env: {}, stdin: Buffer.from(JSON.stringify(config) ?? '') }, run);
  return { prepare, reports, given };
}

test('the files that a configuration names anywhere are put into the sandbox, once', async () => {
  const { prepare, reports, given } = await stage();
  writeFileSync(at('a'), 'first');
  const config = {
    file: at('a'),
    deep: [{ again: at('a') }],
    prevResult: { file: at('b') },
    other: 'text',
    gone: at('gone'),
  };
  writeFileSync(at('b'), 'not mine');
  await prepare(config);
  await prepare(config);
  expect(given).toEqual([{ args: [ownRoot, `${ownRoot}${at('a')}`, '', '', '', at('a')], text: 'first' }]);
  writeFileSync(at('a'), 'the second');
  await prepare(config);
  expect(given.map(({ text }) => text)).toEqual(['first', 'the second']);
  expect(reports).toEqual([]);
});

test('nothing is copied from the kernel, devices or directories, or for invalid JSON', async () => {
  const { prepare, given } = await stage();
  mkdirSync(at('dir'));
  await prepare(['/proc/self/environ', '/sys/kernel/notes', '/dev/zero', '/var/run/netns/x', at('dir'), 'relative']);
  await prepare(undefined);
  expect(given).toEqual([]);
});

test('what cannot be put is reported once, with the reason', async () => {
  const { prepare, reports } = await stage({
    kind: 'exited',
    exitCode: 1,
    stderr: Buffer.from('no space\n'),
    ...ended,
  });
  writeFileSync(at('a'), '');
  await prepare([at('a')]);
  await prepare([at('a')]);
  expect(reports).toEqual([`The sandbox cannot provide the file ${at('a')} that the configuration uses: no space.`]);
});

test('a plugin that is cancelled meanwhile is not a failure, and the file is copied the next time', async () => {
  const { prepare, reports, given } = await stage({ kind: 'aborted', reason: 'cancelled' });
  writeFileSync(at('a'), '');
  await prepare([at('a')]);
  await prepare([at('a')]);
  expect([reports, given.length]).toEqual([[], 2]);
});

test('a plugin directory that the sandbox does not show is reported', async () => {
  const { prepare, reports } = await stage();
  mkdirSync(at('bin'));
  await prepare({}, [at('bin'), '/usr/bin']);
  await prepare({}, [at('bin')]);
  expect(reports).toEqual([
    expect.stringContaining(`cannot use the plugin directory ${at('bin')}, which was added after the sandbox started`),
  ]);
});
