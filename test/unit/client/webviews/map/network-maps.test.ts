import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { readMapFacts } from '../../../../../client/webviews/map/map-facts.ts';
import { NetworkMaps } from '../../../../../client/webviews/map/network-maps.ts';
import type { NamedHost } from '../../../../../engine/host/index.ts';
import { activate, documentOf, editor, events, resetEditor } from '../../../../stand-in/editor.ts';
import { namespace } from '../../../engine/host/network/made-network.ts';
import { attachment, host as madeHost } from './made-map.ts';

beforeEach(resetEditor);

const sandbox: NamedHost = { name: 'sandbox', spec: { kind: 'sandbox' } };
const plan = { network: 'web', interfaces: [] };
const link =
  '1: lo: <LOOPBACK,UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT\\    link/loopback 00:00:00:00:00:00 brd 0';

/** The output of a script: both scripts end their sections with `end`. */
const outputOf = (nonce: string): string =>
  [
    ['netns own', '100 4'],
    ['links 100', link],
    ['read 100', ''],
    ['end -', ''],
  ]
    .map(([title, text]) => `\n${nonce} ${title}\n${text}\n`)
    .join('');

/** Maps of a sandbox that answers with its own namespace only. */
function stage(state: 'ready' | 'idle' = 'ready', hosts = { selected: sandbox }) {
  const stored: string[] = [];
  const listeners: ((name: string) => void)[] = [];
  const planned: string[] = [];
  let readings = 0;
  const maps = new NetworkMaps({
    catalog: { find: (name) => (name === 'sandbox' ? sandbox : undefined) },
    connections: { stateOf: () => ({ kind: state }) },
    hosts,
    knowledge: {
      onDidInvalidate: (listener) => {
        listeners.push(listener);
        return { dispose: () => undefined };
      },
    },
    documents: {
      put: (name, key, text) => {
        stored.push(text);
        return vscode.Uri.from({ scheme: 'cni-result', path: `/${name}`, query: key });
      },
    },
    server: {
      ensureStarted: () => Promise.resolve(),
      request: (_, { text }) => {
        planned.push(text);
        return Promise.resolve(plan);
      },
    },
    runnerOn: () => ({
      name: 'sandbox',
      host: {
        label: 'the sandbox',
        run: ({ argv }) => {
          readings += 1;
          const stdout = new TextEncoder().encode(outputOf(argv[4] ?? ''));
          return Promise.resolve({
            kind: 'exited',
            exitCode: 0,
            stdout,
            stderr: new Uint8Array(),
            startedAt: 0,
            durationMs: 0,
          });
        },
      },
      cachedAttachments: () => Promise.resolve({ attachments: [], unreadable: [] }),
      readCacheFile: () => Promise.resolve(undefined),
    }),
  });
  return {
    maps,
    stored,
    planned,
    invalidate: () => listeners.forEach((one) => one('sandbox')),
    readings: () => readings,
  };
}

const configuration = documentOf(vscode.Uri.file('/w/10-web.conflist'), '{"name": "web"}');

test('the map of a host opens in a tab that stays, with what the last edited configuration would add', async () => {
  const { maps, stored, planned } = stage();
  events.active.fire({ document: configuration });
  await maps.show(sandbox);
  expect(planned).toEqual(['{"name": "web"}']);
  expect(readMapFacts(stored[0] ?? '')).toMatchObject({
    host: 'sandbox',
    network: { namespaces: [{ kind: 'own', isRead: true }] },
    plan: { network: 'web', fileName: '10-web.conflist', uri: 'file:///w/10-web.conflist' },
  });
  expect(editor.commands).toEqual([
    [
      'vscode.openWith',
      expect.objectContaining({ path: '/sandbox.cni-map.json', query: 'sandbox' }),
      'cni.map',
      { preview: false, viewColumn: vscode.ViewColumn.Active },
    ],
  ]);
});

test('without a configuration nothing is planned', async () => {
  const { maps, stored, planned } = stage();
  await maps.show(sandbox);
  expect(planned).toEqual([]);
  expect(readMapFacts(stored[0] ?? '')?.plan).toBeUndefined();
});

test.each([
  ['connected', 'ready', 4],
  ['not connected', 'idle', 2],
] as const)('an open map of a host that is %s is read again after an operation accordingly', async (_, state, most) => {
  const { maps, stored, invalidate, readings } = stage(state);
  await maps.show(sandbox);
  invalidate();
  expect(readings()).toBe(2);
  const uri = vscode.Uri.from({ scheme: 'cni-result', path: '/sandbox.cni-map.json', query: 'sandbox' });
  editor.tabs = [{ label: 'sandbox.cni-map.json', input: new vscode.TabInputCustom(uri, 'cni.map') }];
  invalidate();
  await expect.poll(readings).toBe(most);
  await expect.poll(() => stored.length).toBe(most / 2);
});

test('the map is read again when its configuration was saved', async () => {
  const { maps, planned } = stage();
  activate(configuration);
  events.active.fire({ document: configuration });
  await maps.show(sandbox);
  const uri = vscode.Uri.from({ scheme: 'cni-result', path: '/sandbox.cni-map.json', query: 'sandbox' });
  editor.tabs = [{ label: 'sandbox.cni-map.json', input: new vscode.TabInputCustom(uri, 'cni.map') }];
  events.save.fire(documentOf(vscode.Uri.file('/w/other.conflist'), '{}'));
  expect(planned).toHaveLength(1);
  events.save.fire(configuration);
  await expect.poll(() => planned.length).toBe(2);
});

test('in a workspace that is not trusted nothing is read', async () => {
  const { maps, readings } = stage();
  editor.isTrusted = false;
  const facts = { ...madeHost(() => []), host: 'sandbox' };
  await maps.refresh(facts);
  await maps.open(facts, { kind: 'result', attachment: attachment('web', '10.88.0.2/16') });
  expect(readings()).toBe(0);
  expect(editor.commands.map(([id]) => id)).toEqual(['workbench.trust.manage', 'workbench.trust.manage']);
  editor.isTrusted = true;
  await maps.refresh(facts);
  expect(readings()).toBe(2);
});

test('a namespace leads to its row and to a terminal', async () => {
  const { maps } = stage();
  const revealed: string[] = [];
  maps.onDidReveal((path) => revealed.push(path));
  const web = namespace('web');
  const facts = { ...madeHost(() => [web]), host: 'sandbox' };
  await maps.open(facts, { kind: 'tree', namespace: web });
  expect(revealed).toEqual(['/var/run/netns/web']);
  await maps.open(facts, { kind: 'terminal', namespace: web });
  expect(editor.commands.at(-1)).toMatchObject([
    'cni.openTerminal',
    { kind: 'namespace', namespace: { name: 'web', path: '/var/run/netns/web' } },
  ]);
});

test('a namespace of another host is shown after that host was selected', async () => {
  const hosts: { selected: NamedHost } = { selected: sandbox };
  const { maps } = stage('ready', hosts);
  const revealed: string[] = [];
  maps.onDidReveal((path) => revealed.push(path));
  const web = namespace('web');
  const facts = { ...madeHost(() => [web]), host: 'node1' };
  const button = 'Use "node1" and Continue';
  await maps.open(facts, { kind: 'tree', namespace: web });
  expect([revealed, editor.commands]).toEqual([[], []]);
  expect(editor.messages).toMatchObject([{ text: 'The Namespaces view shows "sandbox".', buttons: [button] }]);
  editor.answer = () => button;
  editor.run = (id) => {
    if (id === 'cni.useHost') {
      hosts.selected = { name: 'node1', spec: { kind: 'ssh', destination: 'node1' } };
    }
    return undefined;
  };
  await maps.open(facts, { kind: 'tree', namespace: web });
  await expect.poll(() => revealed).toEqual(['/var/run/netns/web']);
  expect(editor.commands).toEqual([['cni.useHost', 'node1']]);
});
