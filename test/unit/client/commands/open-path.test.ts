import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { openPath } from '../../../../client/commands/open-path.ts';
import { HostKnowledge } from '../../../../client/hosts/host-knowledge.ts';
import { editor, resetEditor } from '../../../stand-in/editor.ts';
import { contents } from '../hosts/hosts.ts';
import { hostSources } from './host-sources.ts';
import { NamespaceHost, servicesOn } from './run-services.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cni-workbench-path-'));
  await writeFile(join(directory, 'resolv.conf'), '');
});

afterAll(() => rm(directory, { recursive: true }));

beforeEach(resetEditor);

/** The states of two hosts of the settings after a link was followed. */
let states: readonly string[] = [];

/** Follows a link to `path` in a document, with what is known of `host`. */
async function follow(path: string, host = 'sandbox', from = 'file:///ws/a.conflist'): Promise<readonly unknown[]> {
  const knowledge = new HostKnowledge(
    () => ({
      facts: () => Promise.resolve(contents.facts),
      inventory: () => Promise.resolve({ namespaces: [], cache: contents.cache }),
    }),
    String,
  );
  await knowledge.ensureFresh(host);
  const { hosts, documents } = servicesOn(new NamespaceHost(''));
  const { connections, catalog } = hostSources();
  await openPath({ catalog, connections, hosts, documents, knowledge })(path, from);
  states = ['node1', 'worker'].map((name) => connections.stateOf(name).kind);
  return editor.commands.map(([id, uri]) => [id, String(uri)]);
}

test('a link to a plugin shows its page', async () => {
  expect(await follow('/opt/cni/bin/bridge')).toEqual([
    ['vscode.openWith', expect.stringMatching(/^cni-result:\/bridge\.md\?plugin/)],
  ]);
});

test('in a file of a host, the facts of that host are used', async () => {
  const [shown] = await follow('/opt/cni/bin/bridge', 'node1', 'cni-host:/node1/etc/cni/net.d/a.conflist');
  expect(shown).toEqual(['vscode.openWith', expect.stringContaining('node1')]);
});

test('a link to a file of this machine opens the file itself', async () => {
  const file = join(directory, 'resolv.conf');
  expect(await follow(file, 'sandbox', 'cni-host:/local/')).toEqual([['vscode.open', `file://${file}`]]);
});

test('a link to a file of a host connects the host first, but not in a workspace that is not trusted', async () => {
  await follow('/etc/cni/net.d/a.conflist', 'sandbox', 'cni-host:/node1/').catch(() => undefined);
  expect(states).toEqual(['ready', 'idle']);
  editor.isTrusted = false;
  await follow('/etc/cni/net.d/a.conflist', 'sandbox', 'cni-host:/node1/').catch(() => undefined);
  expect(states).toEqual(['idle', 'idle']);
});

test('a link to another file opens it, and a missing path is reported', async () => {
  const file = join(directory, 'resolv.conf');
  expect(await follow(file)).toEqual([['vscode.open', vscode.Uri.file(file).toString()]]);
  resetEditor();
  expect(await follow('/opt/cni/bin/bridge', 'node1')).toEqual([]);
  expect(editor.messages[0]?.text).toContain('/opt/cni/bin/bridge does not exist.');
});
