import { beforeEach, expect, test } from 'vitest';
import {
  connectHost,
  disconnectHost,
  forgetHost,
  givenHosts,
  refreshHosts,
  selectHost,
  useHost,
} from '../../../../client/commands/connect-host.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';
import { hostSources, rowOf, type HostSources } from './host-sources.ts';

beforeEach(resetEditor);

const states = ({ connections }: HostSources): string[] =>
  ['sandbox', 'local', 'node1', 'worker'].filter((name) => connections.stateOf(name).kind === 'ready');

/** Selects rows of the view, and returns the first. */
function selectRows({ selections }: HostSources, ...names: readonly string[]): unknown {
  const rows = names.map(rowOf);
  selections.add(() => rows);
  return rows[0];
}

test('a host is connected by its row, by its name, or from a list of hosts that are not connected', async () => {
  const sources = hostSources();
  const connect = connectHost(sources);
  await connect(rowOf('node1'));
  expect([states(sources), editor.progresses]).toEqual([['node1'], ['Connecting to "node1"']]);
  await connect('worker');
  expect(states(sources)).toEqual(['node1', 'worker']);
  const offered: (readonly string[])[] = [];
  editor.choose = (labels) => {
    offered.push(labels);
    return labels.find((label) => label.includes('local'));
  };
  await connect();
  expect(offered).toEqual([['$(package) sandbox', '$(vm) local']]);
  expect(states(sources)).toEqual(['local', 'node1', 'worker']);
  await connect('worker');
  expect(editor.progresses).toHaveLength(3);
});

test('of several rows, those that are not connected are connected', async () => {
  const sources = hostSources();
  await connectHost(sources)('worker');
  await connectHost(sources)(selectRows(sources, 'node1', 'worker', 'local'));
  expect(editor.progresses).toEqual(['worker', 'node1', 'local'].map((name) => `Connecting to "${name}"`));
});

test('commands ignore unknown hosts and duplicates', () => {
  const sources = hostSources();
  expect(givenHosts(sources, 'gone')).toEqual([]);
  expect(givenHosts(sources, undefined)).toEqual([]);
  expect(givenHosts(sources, selectRows(sources, 'node1', 'gone', 'node1')).map(({ name }) => name)).toEqual(['node1']);
});

test('a remote host is connected when it is selected, this machine at its first use', async () => {
  const sources = hostSources();
  editor.choose = (labels) => labels.find((label) => label.includes('node1'));
  await selectHost(sources)();
  expect([sources.hosts.selected.name, states(sources)]).toEqual(['node1', ['node1']]);
  await useHost(sources)(rowOf('local'));
  expect([sources.hosts.selected.name, states(sources)]).toEqual(['local', ['node1']]);
  editor.choose = () => undefined;
  await selectHost(sources)();
  await useHost(sources)('gone');
  expect(sources.hosts.selected.name).toBe('local');
});

test('without trust a host is selected and not connected', async () => {
  const sources = hostSources();
  editor.isTrusted = false;
  await useHost(sources)('worker');
  expect([sources.hosts.selected.name, states(sources)]).toEqual(['worker', []]);
});

test('the list of hosts shows the selected one and how to add another', async () => {
  const sources = hostSources();
  const described: unknown[] = [];
  editor.choose = (_, items) => {
    described.push(...items.map(({ label, description, detail }) => [label, description, detail]));
    return undefined;
  };
  await selectHost(sources)();
  expect(described).toEqual([
    ['$(package) sandbox', 'selected · not connected', expect.stringContaining('removed when the window closes')],
    ['$(vm) local', 'not connected', expect.stringContaining('root')],
    ['$(remote) node1', 'not connected', 'ssh: admin@10.0.0.1'],
    ['$(terminal) worker', 'not connected', 'Command: docker exec -i worker'],
    ['', undefined, undefined],
    ['$(add) Add Host…', undefined, undefined],
  ]);
});

test('a sandbox ends after a confirmation, a connection without', async () => {
  const sources = hostSources();
  for (const name of ['sandbox', 'node1', 'worker']) {
    await connectHost(sources)(name);
  }
  await disconnectHost(sources)('node1');
  expect([editor.messages, states(sources)]).toEqual([[], ['sandbox', 'worker']]);
  await disconnectHost(sources)('sandbox');
  expect([editor.messages.map(({ text }) => text), states(sources)]).toEqual([
    ['End the sandbox?'],
    ['sandbox', 'worker'],
  ]);
  editor.answer = () => 'End Sandbox';
  editor.choose = (labels) => labels.find((label) => label.includes('sandbox'));
  await disconnectHost(sources)();
  expect(states(sources)).toEqual(['worker']);
});

test.each([
  [['node1'], 'Forget host "node1"?', ['worker']],
  [['node1', 'worker', 'sandbox'], 'Forget 2 hosts: node1, worker?', undefined],
])('%j: hosts of the settings are forgotten after a confirmation', async (names, question, left) => {
  const sources = hostSources();
  const target = selectRows(sources, ...names);
  await forgetHost(sources)(target);
  expect([editor.messages.map(({ text }) => text), editor.written]).toEqual([[question], []]);
  editor.answer = () => 'Forget Host';
  await forgetHost(sources)(target);
  const value = editor.settings['cni.hosts'];
  expect(Array.isArray(value) ? value.map(({ name }) => name) : value).toEqual(left);
  expect(sources.catalog.find('node1')).toBeUndefined();
});

test('the sandbox and this machine cannot be forgotten', async () => {
  await forgetHost(hostSources())('local');
  expect(editor.messages).toEqual([]);
});

test('Refresh invalidates what is shown of every host', async () => {
  const names: string[] = [];
  await refreshHosts(hostSources().catalog, { invalidate: (name) => names.push(name) })();
  expect(names).toEqual(['sandbox', 'local', 'node1', 'worker']);
});
