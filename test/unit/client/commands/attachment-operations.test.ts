import { beforeEach, expect, test } from 'vitest';
import { action, deletePicked, reportFailure } from '../../../../client/commands/attachment-operations.ts';
import { NetworkRunner } from '../../../../client/operations/network-runner.ts';
import { WorkbenchError } from '../../../../engine/errors/workbench-error.ts';
import type { Command, CommandOutcome } from '../../../../engine/host/host.ts';
import { ChangeRecorder } from '../../../../engine/host/index.ts';
import type { PluginCommand, PluginOutcome } from '../../../../engine/libcni/index.ts';
import { loadCachedConfiguration } from '../../../../client/operations/configuration-text.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';
import { TrialHost } from '../operations/trial-host.ts';
import { attachment } from '../views/attachments.ts';
import { LeakyHost, NamespaceHost, servicesOn } from './run-services.ts';

beforeEach(resetEditor);

const lost = new WorkbenchError({ code: 'connectionLost', message: 'The connection broke.', remedy: 'Connect again.' });
const there = attachment();
const list = loadCachedConfiguration(there.config);

/** A host whose connection breaks while a plugin runs; `answer` is what it says afterwards. */
class BrokenHost extends TrialHost {
  readonly commands: string[] = [];
  readonly #answer: (nonce: string) => Promise<CommandOutcome>;

  constructor(answer: (nonce: string) => Promise<CommandOutcome>) {
    super('');
    this.#answer = answer;
  }

  override execPlugin(_command: PluginCommand): Promise<PluginOutcome> {
    return Promise.resolve({ kind: 'unknown', pluginPath: undefined, reason: 'cut' });
  }

  override run({ argv }: Command): Promise<CommandOutcome> {
    this.commands.push(argv.join(' '));
    return this.#answer(argv[4] ?? '');
  }
}

const exited = (stdout: string): CommandOutcome => ({
  kind: 'exited',
  exitCode: 0,
  stdout: Buffer.from(stdout),
  stderr: Buffer.from(''),
  startedAt: 0,
  durationMs: 1,
});

/** A CHECK during which the connection broke. */
async function cut(host: BrokenHost) {
  const places = { pluginPath: ['/plugins'], cacheDir: '/cache', confDir: '/net.d', isThisMachine: true };
  const runner = new NetworkRunner('node1', host, places);
  const operation = await runner.check(list, there, {});
  const invalidated: string[] = [];
  const { follower, documents } = servicesOn(new NamespaceHost(''));
  const lines: string[] = [];
  const log = { info: () => undefined, error: (line: string) => void lines.push(line) };
  const knowledge = { invalidate: (name: string) => void invalidated.push(name) };
  const sources = { follower, log, knowledge, documents };
  return {
    sources,
    invalidated,
    lines,
    failed: { operation, runner, attachment: there, list, message: 'Checking failed.' },
  };
}

test('after a lost connection the host is inspected, and a failure of that is reported and logged', async () => {
  const host = new BrokenHost(() => Promise.reject(lost));
  const { sources, invalidated, lines, failed } = await cut(host);
  expect(failed.operation.state).toBe('unknown');
  await reportFailure(sources, failed);
  expect(editor.progresses.at(-1)).toBe('Reconnecting to "node1"');
  expect(editor.messages).toMatchObject([{ severity: 'error', buttons: ['Try Again', 'Show Log'] }]);
  expect(editor.messages[0]?.text).toBe('Checking failed. "node1" could not be inspected.');
  expect(lines).toEqual([expect.stringMatching(/The connection broke\.[^]*\nConnect again\.$/)]);
  expect(invalidated).toEqual(['node1']);
});

test('the button inspects the host again', async () => {
  const host = new BrokenHost(() => Promise.reject(lost));
  const { sources, invalidated, failed } = await cut(host);
  const answers = ['Try Again'];
  editor.answer = () => answers.shift();
  await reportFailure(sources, failed);
  await expect.poll(() => editor.messages.length).toBe(2);
  await expect.poll(() => invalidated.length).toBe(2);
});

test.each([
  ['nothing', 'end -', ['Show Log']],
  ['a reservation', 'reserved /var/lib/cni/networks/myptp/10.0.0.2|end -', ['Delete', 'Show Log']],
  ['a cached result', 'cached -|end -', ['Check', 'Delete', 'Show Log']],
])('where %s is found, the fitting buttons are offered', async (_, sections, buttons) => {
  const host = new BrokenHost((nonce) => {
    const lines = sections.split('|').map((section) => `\n${nonce} ${section}\n`);
    return Promise.resolve(exited(lines.join('')));
  });
  const { sources, failed } = await cut(host);
  await reportFailure(sources, failed);
  expect(editor.messages).toMatchObject([{ severity: 'warning', buttons }]);
  expect(editor.messages[0]?.text).toMatch(/^Checking failed\. Namespace "ns1" no longer exists/);
  expect(host.commands).toHaveLength(1);
});

test('a failure without a lost connection is reported as it is, with its own buttons first', async () => {
  const { sources, failed } = await cut(new BrokenHost(() => Promise.reject(lost)));
  const pressed: string[] = [];
  const operation = { ...failed.operation, state: 'failed' } as const;
  const actions = [{ title: 'Mine', run: () => pressed.push('mine') }];
  editor.answer = () => 'Mine';
  await reportFailure(sources, { ...failed, operation, actions });
  await Promise.resolve();
  expect(editor.messages).toMatchObject([
    { severity: 'error', text: 'Checking failed.', buttons: ['Mine', 'Explain', 'Inspect', 'Show Log'] },
  ]);
  expect(pressed).toEqual(['mine']);
  await reportFailure(sources, { ...failed, operation: { ...operation, state: 'cancelled' } });
  expect(editor.messages[1]).toMatchObject({ severity: 'warning', buttons: ['Inspect', 'Show Log'] });
});

test('a button whose work fails reports that, and the log has the remedy', async () => {
  const lines: string[] = [];
  const sources = { log: { info: () => undefined, error: (line: string) => void lines.push(line) } };
  await action(sources, 'Do', () => Promise.reject(lost)).run();
  await action(sources, 'Do', () => Promise.resolve()).run();
  expect(editor.messages).toMatchObject([{ severity: 'error', text: 'The connection broke.', buttons: ['Show Log'] }]);
  expect(lines).toEqual([expect.stringContaining('Connect again.')]);
});

test('what DEL leaves behind on a recorded host is a warning', async () => {
  const host = new LeakyHost('');
  const places = { pluginPath: ['/plugins'], cacheDir: '/cache', confDir: '/net.d', isThisMachine: true };
  const runner = new NetworkRunner('sandbox', host, places, new ChangeRecorder(() => undefined));
  await runner.add(list, there.netNS, there.ifName, {});
  const { attachments } = await runner.cachedAttachments();
  for (const one of attachments) {
    await deletePicked(servicesOn(host), { attachment: one, list }, runner);
  }
  expect(editor.messages).toMatchObject([
    {
      severity: 'warning',
      text: 'DEL of "myptp" succeeded, but left this behind: + rule IPv4 9: from 10.0.0.2 lookup 9',
      buttons: ['Show Host Changes', 'Show Log'],
    },
  ]);
});
