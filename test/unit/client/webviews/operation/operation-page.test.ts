import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import type { OperationModel } from '../../../../../client/webviews/operation/operation-model.ts';
import { operationPage } from '../../../../../client/webviews/operation/operation-page.ts';
import type { OperationDocument } from '../../../../../engine/libcni/index.ts';
import { editor, resetEditor } from '../../../../stand-in/editor.ts';
import { failedAdd, failedList } from './failed-add.ts';

let directory: string;
const shown: (readonly [name: string, text: string])[] = [];

const documents = {
  show: (name: string, _: string, text: string) => Promise.resolve(void shown.push([name, text])),
  showPage: (name: string, _: string, text: string) => Promise.resolve(void shown.push([name, text])),
  put: (name: string, _: string, text: string) => {
    shown.push([name, text]);
    return vscode.Uri.parse(`cni-result:/${name}`);
  },
};
const page = operationPage({ documents, catalog: { find: () => undefined } });
const uri = vscode.Uri.parse('cni-result:/a.cni-operation.json');

beforeEach(async () => {
  resetEditor();
  shown.length = 0;
  directory = await mkdtemp(join(tmpdir(), 'cni-workbench-inspector-'));
});

afterEach(() => rm(directory, { recursive: true }));

async function modelOf(document: OperationDocument): Promise<OperationModel> {
  const reading = await page.read({ uri, text: JSON.stringify(document) });
  if (reading.kind === 'problem') {
    throw new Error(reading.message);
  }
  return reading.model;
}

const act = (document: OperationDocument, button: string, row?: string): Promise<void> =>
  page.act({ button, row }, { uri, text: JSON.stringify(document) });

test('the heading says what ran where and how it ended', async () => {
  const { title, stateText, state, facts } = await modelOf(failedAdd());
  expect([title, state, stateText]).toEqual(['ADD web to ns1 on worker-1', 'failed', 'failed']);
  expect(facts.slice(1).map(({ text }) => text)).toEqual([
    '84 ms',
    'container cnitool-b9…c7c',
    'eth0',
    'rolled back in 61 ms',
  ]);
  expect(facts[2]?.title).toMatch(/^container cnitool-b9598e10a2b9598e10a2c7c$/);
});

test('the chain has the calls of plugins, the failed step and those that were not reached', async () => {
  const { sections, firstSelected } = await modelOf(failedAdd());
  const rows = sections[0]?.rows ?? [];
  expect(rows.map(({ id, level, name, state, duration }) => [id, level, name, state, duration])).toEqual([
    ['0', 1, 'bridge', 'ok', '44 ms'],
    ['0.0', 2, 'host-local (called by bridge)', 'ok', '7.4 ms'],
    ['1', 1, 'portmap', 'ok', '32 ms'],
    ['2', 1, 'tuning', 'failed', '8.0 ms'],
    ['3', 1, 'bandwidth', 'unreached', ''],
  ]);
  expect(rows.map(({ startMs }) => startMs)).toEqual([0, 18, 44, 76, undefined]);
  expect(firstSelected).toBe('2');
  expect(sections[1]).toMatchObject({ title: 'Rollback, 61 ms', state: 'ok' });
  expect(sections[1]?.rows.map(({ name }) => name)).toEqual(['tuning', 'portmap', 'bridge']);
});

test('the first step is selected after a success, and nothing is a problem', async () => {
  const { firstSelected, problem, sections } = await modelOf(
    failedAdd({ state: 'ok', error: undefined, rollback: undefined, steps: failedAdd().steps.slice(0, 2) }),
  );
  expect([firstSelected, problem, sections.length]).toEqual(['0', undefined, 1]);
});

test('a step shows what it made of the result, and a failed one what was there', async () => {
  const { sections } = await modelOf(failedAdd());
  const rows = sections[0]?.rows ?? [];
  const linesOf = (id: string): readonly string[] => {
    const content = rows.find((row) => row.id === id)?.tabs[0]?.content;
    return content?.kind === 'diff' ? content.lines.map(({ sign, text, by }) => `${sign} ${text} | ${by}`) : [];
  };
  expect(linesOf('0')).toContain('+ ips[0]: 10.88.0.10/16 via 10.88.0.1 on eth0 | bridge');
  expect(linesOf('2')).toEqual([
    '  interfaces[0]: cni0 mac 42:15:6d:11:09:aa | bridge',
    '  interfaces[1]: vethd41c3e mac ce:b3:1c:68:86:20 | bridge',
    '  interfaces[2]: eth0 mac 76:d3:73:25:fc:05 sandbox /run/netns/ns1 | bridge',
    '  ips[0]: 10.88.0.10/16 via 10.88.0.1 on eth0 | bridge',
    '  routes[0]: 0.0.0.0/0 | bridge',
  ]);
});

test('the error has its meaning, the exact text of the plugin and a remedy', async () => {
  const { problem } = await modelOf(failedAdd());
  expect(problem).toMatchObject({
    title: expect.stringContaining('/proc/sys/net/ipv4/conf/eth1/arp_filter'),
    source: 'tuning, code 999:',
    text: 'open /proc/sys/net/ipv4/conf/eth1/arp_filter: no such file or directory',
    remedy: expect.stringContaining('IFNAME'),
    buttons: [{ title: 'Run Again in Sandbox…' }, { title: 'Copy as Shell' }, { title: 'Explain' }],
  });
  await act(failedAdd(), 'explain');
  expect(editor.commands).toMatchObject([
    ['cni.explainFailure', { hostName: 'worker-1', failure: { plugin: 'tuning', explanation: {} } }],
  ]);
});

test('Go to Line leads to what the error names in the file, also below the line where an embedded configuration starts', async () => {
  const file = vscode.Uri.file(join(directory, 'web.conflist'));
  await writeFile(file.fsPath, `${failedList}\n${failedList}`);
  const at = async (fragment: string): Promise<string | undefined> => {
    const document = failedAdd({ source: { uri: file.with({ fragment }).toString(), config: failedList } });
    return (await modelOf(document)).problem?.buttons[0]?.title;
  };
  const line = failedList.split('\n').findIndex((text) => text.includes('arp_filter'));
  const count = failedList.split('\n').length;
  expect(await at('')).toBe(`Go to Line ${line + 1}`);
  expect(await at(`L${count + 1}`)).toBe(`Go to Line ${count + line + 1}`);
  await act(failedAdd({ source: { uri: file.toString() } }), 'goToLine');
  const selection = new vscode.Range(new vscode.Position(line, 0), new vscode.Position(line, 0));
  expect(editor.commands).toMatchObject([['showTextDocument', { uri: { path: file.path } }, { selection }]]);
});

test('buttons of a step copy its call, open a stream and compare the results', async () => {
  await act(failedAdd(), 'copyShell', '0.0');
  expect(editor.clipboard).toMatch(
    /^printf %s '\{"name":"web"\}' \| CNI_COMMAND='ADD' .* '\/opt\/cni\/bin\/host-local'$/,
  );
  expect(editor.clipboard).not.toContain('HOME');
  await act(failedAdd(), 'stdout', '2');
  await act(failedAdd(), 'diff', '0');
  expect(shown.map(([name]) => name)).toEqual(['tuning stdout.json', 'bridge prevResult.json', 'bridge result.json']);
  expect(editor.commands.at(-1)?.slice(0, 1)).toEqual(['vscode.diff']);
});

test('buttons that run something are commands, which ask for trust and confirmation', async () => {
  await act(failedAdd(), 'cni.runAgain');
  await act(failedAdd(), 'cni.runAgain', '2');
  await act(failedAdd(), 'cni.exportOperation');
  await act(failedAdd(), 'workbench.action.quit');
  await act(failedAdd(), 'remedy 7');
  expect(editor.commands).toEqual([
    ['cni.runAgain', uri],
    ['cni.runAgain', uri, 2],
    ['cni.exportOperation', uri],
  ]);
});

test('a document that is not one is a problem with its reason', async () => {
  expect(await page.read({ uri, text: '{"verb": "ADD"}' })).toEqual({
    kind: 'problem',
    message: expect.stringContaining('"network"'),
  });
});

test('output that is not UTF-8 or long is shown as far as possible', async () => {
  const [step, ...rest] = failedAdd().steps;
  const long = 'x'.repeat(200_000);
  const steps = step === undefined ? [] : [{ ...step, stdout: { base64: '/w==' }, stderr: long }, ...rest];
  const { sections } = await modelOf(failedAdd({ steps }));
  const tabs = sections[0]?.rows[0]?.tabs ?? [];
  expect(tabs.find(({ id }) => id === 'stdout')?.content).toEqual({
    kind: 'text',
    text: '/w==',
    note: 'Not UTF-8; shown as base64.',
  });
  const stderr = tabs.find(({ id }) => id === 'stderr')?.content;
  expect(stderr?.kind === 'text' ? [stderr.text.length, stderr.note] : []).toEqual([
    100_000,
    'Only the first 100000 characters are shown.',
  ]);
});
