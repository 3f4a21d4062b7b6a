import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { compareText, type CompareDocument } from '../../../../../client/webviews/compare/compare-document.ts';
import { compareModel, comparePage } from '../../../../../client/webviews/compare/compare-page.ts';
import { nextOrder, orderGroups } from '../../../../../client/webviews/pages/compare/order-groups.ts';
import { editor, resetEditor } from '../../../../stand-in/editor.ts';

beforeEach(resetEditor);

const link = 'https://rules.example/R171';
const finding = (text: string) => ({
  state: 'finding' as const,
  text,
  reasons: ['It is missing.'],
  cure: 'Install it.',
  rules: [{ rule: 'R171', link }],
});
const good = (text: string) => ({ state: 'good' as const, text });
const host = (name: string, plugins: CompareDocument['hosts'][number]['cells'][string]) => ({
  host: name,
  state: 'ok',
  durationMs: 1,
  cells: { plugins, order: good('used') },
});
const document: CompareDocument = {
  file: 'web.conflist',
  findings: 1,
  unreached: 1,
  hosts: [
    host('node-10', good('10 plugins')),
    host('node-2', good('9 plugins')),
    host('node-1', finding('without ptp')),
    host('node-3', { state: 'unknown', text: 'not reached' }),
    host('node-4', good('9 plugins')),
  ],
  summary: '5 hosts compared.',
  checks: { plugins: 'The plugins run.' },
  uri: 'file:///ws/web.conflist',
};
const uri = vscode.Uri.parse('cni-result:/Hosts.cni-compare.json');

test('there is a row for each group of equal hosts, and a column for each check', () => {
  const { title, summary, checks, groups, buttons } = compareModel(document);
  expect([title, summary]).toEqual(['Hosts for web.conflist', '5 hosts compared.']);
  expect(checks).toEqual([
    { name: 'plugins', meaning: 'The plugins run.', isSame: false },
    { name: 'order', meaning: '', isSame: true },
  ]);
  expect(groups.map(({ hosts }) => hosts)).toEqual([['node-10'], ['node-2', 'node-4'], ['node-1'], ['node-3']]);
  expect(groups[2]?.cells[0]).toEqual({
    mark: '✗',
    tone: 'bad',
    rank: 0,
    text: 'without ptp',
    reasons: ['It is missing.'],
    remedy: 'Install it.',
    rules: ['R171'],
  });
  expect(buttons.map(({ id }) => id)).toEqual(['file', 'json']);
});

test('the document of the command line is enough', () => {
  const { file: _, findings, unreached, hosts } = document;
  const { title, buttons, groups } = compareModel({ findings, unreached, hosts });
  expect([title, groups.length]).toEqual(['Hosts with their own networks', 4]);
  expect(buttons.map(({ id }) => id)).toEqual(['json']);
});

test('rows are sorted by host or by any check, findings first, and the other way around', () => {
  const { groups } = compareModel(document);
  const sorted = (order: Parameters<typeof orderGroups>[1]) => orderGroups(groups, order).map(({ hosts }) => hosts[0]);
  expect(sorted(undefined)).toEqual(['node-10', 'node-2', 'node-1', 'node-3']);
  const byHost = nextOrder(undefined, 'host');
  expect(sorted(byHost)).toEqual(['node-1', 'node-2', 'node-3', 'node-10']);
  expect(sorted(nextOrder(byHost, 'host'))).toEqual(['node-10', 'node-3', 'node-2', 'node-1']);
  const byPlugins = nextOrder(byHost, 0);
  expect(sorted(byPlugins)).toEqual(['node-1', 'node-3', 'node-2', 'node-10']);
  expect(sorted(nextOrder(byPlugins, 0))).toEqual(['node-10', 'node-2', 'node-3', 'node-1']);
  expect(sorted(nextOrder(undefined, 1))).toEqual(['node-10', 'node-2', 'node-1', 'node-3']);
});

test('the buttons open the compared file, the document and the page of a rule', async () => {
  const text = compareText(document);
  expect(await comparePage.read({ uri, text })).toEqual({ kind: 'model', model: compareModel(document) });
  await comparePage.act({ kind: 'file' }, { uri, text });
  await comparePage.act({ kind: 'json' }, { uri, text });
  expect(editor.commands).toMatchObject([
    ['showTextDocument', { path: '/ws/web.conflist' }, undefined],
    ['vscode.openWith', uri, 'default'],
  ]);
  await comparePage.act({ kind: 'rule', rule: 'R171' }, { uri, text });
  await comparePage.act({ kind: 'rule', rule: 'R999' }, { uri, text });
  await comparePage.act({ kind: 'rule', rule: 'R171' }, { uri, text: text.replaceAll('https:', 'command:') });
  expect(editor.opened).toEqual([link]);
});

test('another text is a problem, and does nothing', async () => {
  for (const text of ['', '{', '{"hosts":[{}]}', '{"hosts":[{"host":"a","cells":{"plugins":{}}}]}']) {
    expect(await comparePage.read({ uri, text })).toMatchObject({ kind: 'problem' });
    await comparePage.act({ kind: 'json' }, { uri, text });
  }
  expect(editor.commands).toEqual([]);
});
