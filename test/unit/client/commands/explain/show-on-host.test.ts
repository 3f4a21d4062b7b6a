import { beforeEach, expect, test } from 'vitest';
import { showPlugin, showReservations } from '../../../../../client/commands/explain/show-on-host.ts';
import { HostKnowledge } from '../../../../../client/hosts/host-knowledge.ts';
import { editor, resetEditor } from '../../../../stand-in/editor.ts';
import { contents } from '../../hosts/hosts.ts';
import { hostSources } from '../host-sources.ts';

beforeEach(resetEditor);

const inventory = () => Promise.resolve({ namespaces: [], cache: contents.cache });

/** Pages about hosts that have `contents`, or that cannot be read. */
function stage(facts = () => Promise.resolve(contents.facts)) {
  const shown: string[][] = [];
  const sources = {
    ...hostSources(),
    knowledge: new HostKnowledge(() => ({ facts, inventory }), String),
    documents: { showPage: (...all: string[]) => Promise.resolve(void shown.push(all)) },
  };
  return { sources, shown };
}

test('a plugin is shown as it is on the host, which is connected first', async () => {
  const { sources, shown } = stage();
  await showPlugin(sources)('node1', 'bridge');
  expect(sources.connections.stateOf('node1').kind).toBe('ready');
  expect(shown).toMatchObject([['bridge.md', 'plugin:node1:/opt/cni/bin/bridge', expect.stringContaining('v1.9.1')]]);
});

test('a missing plugin is reported, with a button that installs it', async () => {
  const { sources, shown } = stage();
  editor.answer = ({ buttons }) => buttons[0];
  await showPlugin(sources)('node1', 'macvlan');
  expect(shown).toEqual([]);
  expect(editor.messages).toMatchObject([
    { text: '"node1" has no plugin "macvlan" in /opt/cni/bin.', buttons: ['Install Plugins…'] },
  ]);
  expect(editor.commands).toContainEqual(['cni.installPlugins', 'node1']);
});

test('reservations of a network link to their files, and say which attachment holds them', async () => {
  const { sources, shown } = stage();
  await showReservations(sources)('node1', 'myptp');
  const [[name, key, page] = []] = shown;
  expect([name, key]).toEqual(['Reservations.md', 'node1:myptp']);
  expect(page).toContain('# Reservations of network "myptp" on "node1"');
  expect(page).toContain('2 addresses.');
  expect(page).toContain(
    '[172.16.29.2](<cni-host:/node1/var/lib/cni/networks/myptp/172.16.29.2>) | `cnitool-0` | eth0 |',
  );
  expect(page).toContain('| `cnitool-1` |  | no attachment |');
  expect(page).not.toContain('10.0.0.2');
});

test('reservations of all networks, or of none', async () => {
  const { sources, shown } = stage();
  await showReservations(sources)('node1');
  await showReservations(sources)('node1', 'absent');
  expect(shown[0]?.[2]).toContain('## `/var/lib/cni/networks/other`');
  expect(shown[1]?.[2]).toContain('host-local has reserved no address here.');
});

test('a host that cannot be read is reported', async () => {
  const { sources, shown } = stage(() => Promise.reject(new Error('no route')));
  await showReservations(sources)('node1');
  expect(shown).toEqual([]);
  expect(editor.messages).toMatchObject([{ severity: 'error', text: 'Error: no route' }]);
});
