import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { addHost } from '../../../../client/commands/add-host.ts';
import { selectHost } from '../../../../client/commands/connect-host.ts';
import { editor, resetEditor, type ShownInput } from '../../../stand-in/editor.ts';
import { hostSources } from './host-sources.ts';

const machine = vi.hoisted(() => ({ searches: 0 }));

vi.mock('../../../../engine/host/discovery/find-hosts.ts', () => ({
  findHosts: () => {
    machine.searches += 1;
    return Promise.resolve({
      containers: [{ name: 'web', about: 'docker · nginx', command: ['docker', 'exec', '-i', 'web'] }],
      nodes: [],
      contexts: ['admin@prod/eu'],
    });
  },
}));

beforeEach(() => {
  resetEditor();
  machine.searches = 0;
});

/** Adds a host by the way that `way` names, with these texts typed one after the other. */
async function add(way: string, ...typed: readonly (string | undefined)[]) {
  const { catalog } = hostSources();
  const texts = [...typed];
  editor.choose = (labels) => labels.find((label) => label.includes(way));
  editor.type = () => texts.shift();
  await addHost(catalog)();
  return { catalog, named: (name: string) => catalog.find(name)?.spec };
}

const problemOf = (input: ShownInput | undefined, text: string): unknown => input?.validateInput?.(text);

test('a node over ssh is added by its destination and a name', async () => {
  const { named } = await add('SSH Host', ' root@node2.example.org ', 'node2');
  expect(named('node2')).toMatchObject({ kind: 'ssh', destination: 'root@node2.example.org' });
  expect(editor.inputs.map(({ title, value, ignoreFocusOut }) => [title, value, ignoreFocusOut])).toEqual([
    ['Add SSH Host', undefined, true],
    ['Add Host', 'node2.example.org', true],
  ]);
  expect(editor.messages).toMatchObject([{ severity: 'info', text: 'Added host "node2".', buttons: ['Connect'] }]);
});

test('a destination that is also a valid name needs no other name', async () => {
  const { named } = await add('SSH Host', 'node2');
  expect(named('node2')).toMatchObject({ destination: 'node2' });
  expect(editor.inputs).toHaveLength(1);
});

test('a command is split into arguments, and an invalid one is rejected while it is typed', async () => {
  const { named } = await add('Command…', 'docker exec -i "my node"', 'c1');
  expect(named('c1')).toMatchObject({ kind: 'exec', argv: ['docker', 'exec', '-i', 'my node'] });
  const [command, name] = editor.inputs;
  expect(problemOf(command, 'docker "')).toEqual(expect.any(String));
  expect(problemOf(command, 'docker exec')).toBeUndefined();
  expect(problemOf(name, 'worker')).toBe('A host or cluster with the name "worker" already exists.');
  expect(problemOf(name, 'free')).toBeUndefined();
});

test('a destination that ssh would parse as an option is rejected while it is typed', async () => {
  await add('SSH Host', undefined);
  expect(problemOf(editor.inputs[0], '-oProxyCommand=x')).toEqual(expect.any(String));
  expect(problemOf(editor.inputs[0], 'node2')).toBeUndefined();
});

test.each([
  ['no way', 'nothing', []],
  ['no destination', 'SSH Host', [undefined]],
  ['no command', 'Command…', [undefined]],
  ['no name', 'SSH Host', ['root@node2', undefined]],
] as const)('with %s nothing is written', async (_, way, typed) => {
  await add(way, ...typed);
  expect([editor.written, editor.messages]).toEqual([[], []]);
});

test('the button connects the new host', async () => {
  editor.answer = () => 'Connect';
  await add('SSH Host', 'node2');
  await Promise.resolve();
  expect(editor.commands).toContainEqual(['cni.connectHost', 'node2']);
});

test('a host can be added from the picker, which selects it', async () => {
  const sources = hostSources();
  const ways = ['Add Host…', 'SSH Host'];
  editor.choose = (labels) => {
    const way = ways.shift() ?? '';
    return labels.find((label) => label.includes(way));
  };
  editor.type = () => 'node2';
  await selectHost(sources)();
  expect(sources.hosts.selected.name).toBe('node2');
});

test('a running container is added with one selection', async () => {
  const { named } = await add('$(package) web');
  expect(named('web')).toMatchObject({ kind: 'exec', argv: ['docker', 'exec', '-i', 'web'] });
  expect(editor.inputs).toEqual([]);
});

test('a context is added as a cluster, with a name without a slash', async () => {
  const { catalog } = await add('$(layers) admin@prod/eu');
  expect(catalog.clusters).toMatchObject([{ name: 'prod-eu', context: 'admin@prod/eu', via: 'debug' }]);
  expect(editor.messages).toMatchObject([{ text: 'Added cluster "prod-eu".', buttons: ['Show Hosts'] }]);
});

test('hosts of an inventory in the workspace are offered, and those that are skipped add nothing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cni-workbench-inventory-'));
  editor.workspaceFolder = folder;
  editor.found = [vscode.Uri.file(join(folder, 'hosts.ini'))];
  await writeFile(join(folder, 'hosts.ini'), '[web]\nnode[7:8] ansible_user=root\nsecret ansible_host={{x}}\n');
  const { named } = await add('node8');
  expect(named('node8')).toMatchObject({ kind: 'ssh', destination: 'root@node8' });
  const written = editor.written.length;
  await add('secret');
  expect(editor.written).toHaveLength(written);
  await rm(folder, { recursive: true });
});

test('in Restricted Mode, no tool runs and no file of the workspace is read', async () => {
  editor.isTrusted = false;
  const offered: string[] = [];
  editor.choose = (labels) => {
    offered.push(...labels);
    return undefined;
  };
  await addHost(hostSources().catalog)();
  expect(machine.searches).toBe(0);
  expect(offered.filter((label) => label.includes('web'))).toEqual([]);
});
