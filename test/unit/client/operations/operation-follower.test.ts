import { beforeEach, expect, test } from 'vitest';
import { OperationFollower } from '../../../../client/operations/operation-follower.ts';
import { networkConfFromBytes, type OperationDocument } from '../../../../engine/libcni/index.ts';
import type { PluginCommand, PluginOutcome } from '../../../../engine/libcni/plugin/exec.ts';
import { editor, resetEditor, type ShownProgress } from '../../../stand-in/editor.ts';
import { NamespaceHost, servicesOn } from '../commands/run-services.ts';

beforeEach(resetEditor);

const lines: string[] = [];
const log = {
  debug: lines.push.bind(lines),
  info: lines.push.bind(lines),
  warn: lines.push.bind(lines),
  error: lines.push.bind(lines),
};
const followed = { title: 'Adding web to ns1', host: 'sandbox', pluginCount: 2 };
const text = '{"cniVersion":"1.0.0","name":"web","plugins":[{"type":"bridge"},{"type":"portmap"}]}';
const list = networkConfFromBytes(new TextEncoder().encode(text));

/** A host whose plugins do what a test wants while they run. */
class WatchedHost extends NamespaceHost {
  onRun: (command: string, signal: AbortSignal | undefined) => void = () => undefined;

  override async execPlugin(command: PluginCommand, signal?: AbortSignal): Promise<PluginOutcome> {
    this.onRun(`${command.env['CNI_COMMAND']} ${command.type}`, signal);
    const outcome = await super.execPlugin(command);
    const isCut = signal?.aborted === true && outcome.kind === 'exited';
    return isCut ? { ...outcome, kind: 'aborted', reason: 'cancelled' } : outcome;
  }
}

const titles = (): (string | undefined)[] => editor.notifications.map(({ title }) => title);

test('a progress shows which plugin runs, and ends with the operation', async () => {
  const host = new WatchedHost('');
  const { runner } = servicesOn(host);
  const follower = new OperationFollower(log, () => undefined);
  let seen: readonly ShownProgress[] = [];
  host.onRun = () => {
    seen = editor.notifications.map((one) => ({ ...one, reports: [...one.reports] }));
  };
  await follower.follow(followed, (following) => runner().add(list, '/var/run/netns/ns1', 'eth0', following));
  expect(seen).toMatchObject([
    {
      title: 'Adding web to ns1',
      isCancellable: true,
      reports: ['bridge (1/2)…', 'bridge (1/2)…', 'portmap (2/2)…'],
      isOpen: true,
    },
  ]);
  await Promise.resolve();
  expect(editor.notifications).toMatchObject([{ isOpen: false }]);
  expect(lines.some((line) => line.includes('bridge'))).toBe(true);
});

test('after canceling, the rollback has a separate progress that can be canceled', async () => {
  const host = new WatchedHost('');
  const { runner } = servicesOn(host);
  const signals: (boolean | undefined)[] = [];
  host.onRun = (command, signal) => {
    if (command === 'ADD portmap') {
      editor.notifications[0]?.cancel();
    }
    if (command.startsWith('DEL')) {
      signals.push(signal?.aborted);
    }
  };
  const follower = new OperationFollower(log, () => undefined);
  const report = await follower.follow(followed, (following) =>
    runner().add(list, '/var/run/netns/ns1', 'eth0', following),
  );
  expect(report.add.state).not.toBe('ok');
  expect(titles()).toEqual(['Adding web to ns1', 'Rolling back "web"']);
  expect(signals.every((aborted) => aborted === false)).toBe(true);
  expect(signals.length).toBeGreaterThan(0);
  await Promise.resolve();
  expect(editor.notifications.map(({ isOpen }) => isOpen)).toEqual([false, false]);
});

test('a failed ADD is rolled back under the same progress', async () => {
  const host = new WatchedHost('ADD portmap');
  const { runner } = servicesOn(host);
  await new OperationFollower(log, () => undefined).follow(followed, (following) =>
    runner().add(list, '/var/run/netns/ns1', 'eth0', following),
  );
  expect(titles()).toEqual(['Adding web to ns1']);
  expect(host.ran).toContain('DEL bridge');
});

test('an operation that rejects ends its progress', async () => {
  const follower = new OperationFollower(log, () => undefined);
  await expect(follower.follow(followed, () => Promise.reject(new Error('gone')))).rejects.toThrow('gone');
  await Promise.resolve();
  expect(editor.notifications).toMatchObject([{ isOpen: false }]);
});

test('each operation that ended is recorded once, a rollback as part of its ADD', async () => {
  const records: OperationDocument[] = [];
  const follower = new OperationFollower(log, (document) => records.push(document));
  const source = { path: '/web.conflist', config: text };
  const add = async (failing: string): Promise<void> => {
    const { runner } = servicesOn(new WatchedHost(failing));
    await follower.follow({ ...followed, source }, (following) =>
      runner().add(list, '/var/run/netns/ns1', 'eth0', following),
    );
  };
  await add('');
  await add('ADD portmap');
  expect(records).toMatchObject([
    { verb: 'ADD', state: 'ok', host: 'sandbox', source, result: { cniVersion: '1.0.0' }, steps: [{}, {}] },
    {
      verb: 'ADD',
      state: 'failed',
      error: { code: 100, msg: 'no room' },
      rollback: { verb: 'DEL', state: 'ok' },
    },
  ]);
  expect(records.map(({ rollback }) => rollback === undefined)).toEqual([true, false]);
});
