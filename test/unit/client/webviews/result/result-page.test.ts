import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import type { ResultModel } from '../../../../../client/webviews/result/result-model.ts';
import { resultPage } from '../../../../../client/webviews/result/result-page.ts';
import { editor, resetEditor } from '../../../../stand-in/editor.ts';
import { failedAdd } from '../operation/failed-add.ts';

const shown: (readonly string[])[] = [];
let recorded: string | undefined;
let openings = 0;

const page = resultPage({
  documents: { show: (...all) => Promise.resolve(void shown.push(all)) },
  history: {
    find: ({ verb, startedAt }) =>
      recorded === undefined
        ? undefined
        : {
            uri: recorded,
            verb: 'ADD',
            network: verb,
            startedAt: `${startedAt}`,
            durationMs: 1,
            state: 'ok',
            host: 'worker-1',
          },
  },
  catalog: {
    find: (name) => (name === undefined ? undefined : { name, spec: { kind: name === 'sandbox' ? name : 'local' } }),
  },
  onDidShow: () => (openings += 1),
});

const uri = vscode.Uri.from({ scheme: 'cni-result', path: '/web — ns1 — eth0.cni-result.json', query: 'result:x:1' });
const cacheUri = vscode.Uri.from({ scheme: 'cni-result', path: '/web-1-eth0.cni-result.json', query: 'cache:sandbox' });

beforeEach(() => {
  resetEditor();
  shown.length = 0;
  recorded = undefined;
  openings = 0;
});

const steps = failedAdd().steps.slice(0, 2);
const stdout = steps[1]?.stdout;
const result = JSON.parse(typeof stdout === 'string' ? stdout : '');
const added = JSON.stringify({ ...failedAdd(), state: 'ok', error: undefined, rollback: undefined, steps, result });
const cached = JSON.stringify({
  kind: 'cniCacheV1',
  containerId: 'c1',
  config: Buffer.from('{"name":"web","plugins":[]}').toString('base64'),
  ifName: 'eth0',
  networkName: 'web',
  netns: '/proc/42/ns/net',
  cniArgs: [['K8S_POD_NAME', 'a']],
  capabilityArgs: { mac: 'aa' },
  result,
});

async function modelOf(text: string, of = uri): Promise<ResultModel> {
  const reading = await page.read({ uri: of, text });
  if (reading.kind === 'problem') {
    throw new Error(reading.message);
  }
  return reading.model;
}

test('the page of an ADD names network, namespace, host, duration and version, and who made what', async () => {
  const { title, stateText, facts, buttons, tables } = await modelOf(added);
  expect([title, stateText]).toEqual(['web in ns1', 'added']);
  expect(facts.map(({ text }) => text)).toEqual([
    'worker-1',
    expect.stringContaining('2026'),
    '84 ms',
    'spec 1.0.0',
    expect.stringMatching(/^container cnitool-/),
  ]);
  expect(buttons.map((button) => button.title)).toEqual(['Show JSON', 'Inspect the Run']);
  expect(tables.map(({ caption }) => caption)).toEqual(['Interfaces', 'Routes', 'DNS']);
  expect(tables[0]?.rows[0]?.at(-1)).toEqual([{ text: 'bridge' }]);
  expect(openings).toBe(1);
});

test('a cached file shows its result, its arguments and its configuration, but not who made what', async () => {
  const { title, stateText, facts, buttons, tables, texts } = await modelOf(cached, cacheUri);
  expect([title, stateText]).toEqual(['web in 42', 'cached']);
  expect(facts.map(({ text }) => text)).toEqual(['sandbox', 'spec 1.0.0', 'container c1']);
  expect(buttons.map(({ id }) => id)).toEqual(['json']);
  expect(tables.map(({ caption }) => caption)).toEqual(['Interfaces', 'Routes', 'DNS', 'Arguments']);
  expect(tables[0]?.columns).not.toContain('Made by');
  expect(texts).toEqual([{ title: 'Configuration that ADD used', text: '{\n  "name": "web",\n  "plugins": []\n}' }]);
  expect((await modelOf(cached.replace('/proc/42/ns/net', ''), cacheUri)).title).toBe('web (eth0)');
});

test.each([
  ['', 'the file is empty', 0],
  ['{"kind": "cniCacheV1", "conf', 'unexpected end of JSON input', 1],
  ['{"cniVersion": "0.4.0"}', 'the file is not of kind cniCacheV1', 1],
])('the damaged file %j says why, and its text can be shown', async (text, reason, count) => {
  const { title, state, problem, buttons } = await modelOf(text, cacheUri);
  expect([title, state, problem]).toEqual(['web-1-eth0', 'damaged', `libcni cannot use this file: ${reason}.`]);
  expect(buttons).toHaveLength(count);
});

test('an operation without a result, and one that is not complete, are problems', async () => {
  expect(await page.read({ uri, text: JSON.stringify(failedAdd()) })).toEqual({
    kind: 'problem',
    message: expect.stringContaining('has no result'),
  });
  expect(await page.read({ uri, text: '{"verb": "ADD"}' })).toMatchObject({ kind: 'problem' });
});

test('Show JSON opens the result of an ADD and the whole cached file', async () => {
  await page.act({ button: 'json' }, { uri, text: added });
  await page.act({ button: 'json' }, { uri: cacheUri, text: cached });
  await page.act({ button: 'unknown' }, { uri: cacheUri, text: cached });
  expect(shown).toEqual([
    ['web — ns1 — eth0.json', 'result:x:1', expect.stringMatching(/^\{\n {2}"cniVersion": "1.0.0",[^]*\n\}\n$/)],
    ['web-1-eth0.json', 'cache:sandbox', expect.stringMatching(/^\{\n {2}"kind": "cniCacheV1"/)],
  ]);
});

test('Inspect the Run opens the operation of the history, else the document of the page', async () => {
  await page.act({ button: 'inspect' }, { uri, text: added });
  recorded = 'cni-result:/ADD%20web.cni-operation.json?key';
  await page.act({ button: 'inspect' }, { uri, text: added });
  expect(editor.commands.map(([command, of, viewType]) => [command, String(of), viewType])).toEqual([
    ['vscode.openWith', uri.toString(), 'cni.operation'],
    ['vscode.openWith', vscode.Uri.parse(recorded).toString(), 'cni.operation'],
  ]);
});

test('mapped ports open in the browser where they can be reached, and are named where they cannot', async () => {
  const portMappings = [
    { hostPort: 8080, containerPort: 80, protocol: 'tcp' },
    { hostPort: 53, containerPort: 53, protocol: 'udp' },
  ];
  const config = JSON.stringify({
    cniVersion: '1.0.0',
    name: 'web',
    plugins: [{ type: 'bridge' }, { type: 'portmap', capabilities: { portMappings: true } }],
  });
  const document = { ...JSON.parse(added), host: 'local', capabilityArgs: { portMappings }, source: { config } };
  const text = JSON.stringify(document);
  const mapped = (await modelOf(text)).tables.find(({ caption }) => caption === 'Mapped ports');
  expect(mapped?.rows).toEqual([
    [[{ text: '8080/tcp → 80' }], [{ text: 'Open Port 8080', button: 'open 0' }]],
    [[{ text: '53/udp → 53' }], []],
  ]);
  await page.act({ button: 'open 0' }, { uri, text });
  await page.act({ button: 'open 1' }, { uri, text });
  expect(editor.opened).toEqual([expect.stringMatching(/^http:..localhost:8080/)]);
  const file = {
    ...JSON.parse(cached),
    config: Buffer.from(config).toString('base64'),
    capabilityArgs: { portMappings },
  };
  const inSandbox = (await modelOf(JSON.stringify(file), cacheUri)).tables[3];
  expect(inSandbox?.rows[0]).toEqual([[{ text: '8080/tcp → 80', note: 'inside the sandbox only' }]]);
  await page.act({ button: 'open 0' }, { uri: cacheUri, text: JSON.stringify(file) });
  expect(editor.opened).toHaveLength(1);
});
