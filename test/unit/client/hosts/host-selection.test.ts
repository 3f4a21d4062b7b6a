import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { HostConnections } from '../../../../client/hosts/host-connections.ts';
import { HostSelection } from '../../../../client/hosts/host-selection.ts';
import type { NamedHost } from '../../../../engine/host/host.ts';
import { configure, resetEditor } from '../../../stand-in/editor.ts';
import { node1, StagedHost, worker } from './hosts.ts';
import { sandbox } from './selected.ts';

beforeEach(resetEditor);

/** The selection of a workspace in which `stored` was selected before. */
function stage(stored?: string) {
  const hosts: NamedHost[] = [sandbox, node1, worker];
  const made: StagedHost[] = [];
  const changed = new vscode.EventEmitter<void>();
  const catalog = {
    find: (name: string | undefined) => hosts.find((host) => host.name === name),
    preferred: sandbox,
    onDidChange: changed.event,
  };
  const newHost = (): StagedHost => {
    const host = new StagedHost();
    made.push(host);
    return host;
  };
  const connections = new HostConnections(newHost, { debug: () => undefined, warn: () => undefined });
  const state = new Map<string, string>(stored === undefined ? [] : [['cni.host', stored]]);
  const memento = {
    get: (key: string) => state.get(key),
    update: (key: string, value: string) => Promise.resolve(void state.set(key, value)),
  };
  const selection = new HostSelection(catalog, connections, memento);
  const heard: string[] = [];
  selection.onDidSelect(() => heard.push(`selected ${selection.selected.name}`));
  selection.onDidChangeState(() => heard.push(selection.state.kind));
  return { selection, connections, hosts, made, changed, state, heard };
}

test('the host selected in the workspace is used, else the default of the settings', async () => {
  expect(stage('node1').selection.selected).toBe(node1);
  expect(stage('gone').selection.selected).toBe(sandbox);
  const { selection, state, heard } = stage();
  expect(selection.selected).toBe(sandbox);
  await selection.select(worker);
  expect([selection.selected, state.get('cni.host'), heard]).toEqual([worker, 'worker', ['selected worker']]);
});

test("only changes of the selected host's state fire the event", () => {
  const { selection, connections, made, heard } = stage('node1');
  expect([selection.state, made.length]).toEqual([{ kind: 'idle' }, 0]);
  expect(selection.host).toBe(made[0]);
  connections.hostOf(worker);
  made[1]?.become({ kind: 'ready' });
  made[0]?.become({ kind: 'connecting' });
  expect(heard).toEqual(['connecting']);
});

test('a removed host is replaced by the default of the settings', () => {
  const { selection, hosts, changed, heard } = stage('node1');
  hosts.splice(1, 1);
  changed.fire();
  expect([selection.selected, heard]).toEqual([sandbox, ['selected sandbox']]);
});

test('changed directories of this machine count as a new selection; other settings do not', () => {
  const { selection, heard } = stage();
  configure({ 'cni.codeLens.enabled': false });
  expect(heard).toEqual([]);
  configure({ 'cni.pluginPath': ['/opt/other'] });
  configure({ 'cni.cacheDir': '/tmp/cni' });
  expect(heard).toEqual(['selected sandbox', 'selected sandbox']);
  selection.dispose();
  configure({ 'cni.cacheDir': '/tmp/other' });
  expect(heard).toHaveLength(2);
});
