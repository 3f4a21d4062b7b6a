import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { compareHosts } from '../../../../client/commands/compare-hosts.ts';
import { readCompare } from '../../../../client/webviews/compare/compare-document.ts';
import { comparisonOf } from '../../../../language/fleet/comparison.ts';
import type { Requests } from '../../../../protocol/messages.ts';
import { activate, configure, documentOf, editor, resetEditor } from '../../../stand-in/editor.ts';
import { exited, madeUpHost } from '../../engine/fleet/made-up-host.ts';
import { hostSources, rowOf } from './host-sources.ts';

beforeEach(resetEditor);

const text = '{"cniVersion":"1.0.0","name":"web","plugins":[{"type":"bridge"}]}';

/** Compares hosts that have nothing; without a server nothing answers. */
function stage(isServerThere = true) {
  const host = madeUpHost(() => Promise.resolve(exited('')));
  const store = { ...host.store, list: () => Promise.resolve([]) };
  const sources = hostSources(() => ({ ...host, store }));
  const asked: Requests['cni/compareHosts']['params'][] = [];
  const shown: string[][] = [];
  const show = (...all: string[]): Promise<void> => Promise.resolve(void shown.push(all));
  const warnings: string[] = [];
  const compare = compareHosts({
    ...sources,
    questions: { askedMs: 0 },
    placesOf: () => ({ pluginPath: [], cacheDir: '/var/lib/cni', confDir: '/etc/cni/net.d', isThisMachine: false }),
    log: { warn: (line) => warnings.push(line) },
    server: {
      ensureStarted: () => Promise.resolve(),
      request: (_, params) => {
        asked.push(params);
        return Promise.resolve(isServerThere ? comparisonOf(params.file, params.hosts) : undefined);
      },
    },
    documents: {
      show,
      put: (...all) => {
        shown.push(all);
        return vscode.Uri.from({ scheme: 'cni-result', path: `/${all[0]}` });
      },
    },
  });
  return { sources, compare, asked, shown, warnings };
}

test('the hosts of the rows are compared for the active configuration, on a page', async () => {
  const { sources, compare, asked, shown } = stage();
  activate(documentOf(vscode.Uri.parse('untitled:web.conflist'), text));
  const rows = ['node1', 'worker', 'sandbox'].map(rowOf);
  sources.selections.add(() => rows);
  editor.answer = ({ buttons }) => buttons.find((label) => label === 'Open as JSON');
  await compare(rows[0]);
  expect(asked.map(({ file, hosts }) => [file, hosts.map(({ host }) => host)])).toEqual([
    [{ name: 'web.conflist', text }, ['node1', 'worker']],
  ]);
  expect(shown.map(([name, key]) => [name, key])).toEqual([
    ['Hosts.cni-compare.json', 'web.conflist'],
    ['Hosts.json', 'web.conflist'],
  ]);
  expect(readCompare(shown[0]?.[2] ?? '')).toMatchObject({ file: 'web.conflist', uri: 'untitled:web.conflist' });
  expect(editor.commands.at(-1)).toMatchObject([
    'vscode.openWith',
    { path: '/Hosts.cni-compare.json' },
    'cni.compare',
    {},
  ]);
  expect(editor.messages).toMatchObject([{ severity: 'warning', buttons: ['Open as JSON', 'Compare Again'] }]);
  expect(editor.progresses).toEqual(['Comparing hosts']);
});

test('without a configuration, hosts are selected individually, by group or by cluster, each with its own networks', async () => {
  const { sources, compare, asked } = stage();
  configure({
    'cni.hosts': [
      { name: 'a', kind: 'ssh', destination: 'a', group: 'edge' },
      { name: 'b', kind: 'ssh', destination: 'b', group: 'edge' },
      { name: 'c', kind: 'exec', command: ['sh'] },
      { name: 'k', kind: 'kubernetes', via: 'debug', kubectl: '/nowhere/kubectl' },
    ],
  });
  expect(sources.catalog.problems).toEqual([]);
  const offered: unknown[] = [];
  editor.choose = (_, items) => {
    offered.push(...items.map(({ label, description }) => [label, description]));
    return '$(server-environment) edge';
  };
  await compare();
  expect(offered).toEqual([
    ['$(server-environment) edge', 'group'],
    ['$(layers) k', 'cluster'],
    ['$(server) a', 'edge'],
    ['$(server) b', 'edge'],
    ['$(server) c', ''],
    ['$(server) local', ''],
  ]);
  expect(asked.map(({ file, hosts }) => [file, hosts.map(({ host }) => host)])).toEqual([[undefined, ['a', 'b']]]);
});

test('an unreachable cluster is cleaned up, and failures of that are logged', async () => {
  const { compare, asked, warnings } = stage();
  configure({ 'cni.hosts': [{ name: 'k', kind: 'kubernetes', via: 'debug', kubectl: '/nowhere/kubectl' }] });
  editor.choose = () => '$(layers) k';
  await compare();
  expect(asked[0]?.hosts).toMatchObject([{ host: 'k', answer: { kind: 'failed' } }]);
  expect(warnings).toEqual([expect.stringContaining('kubectl: ')]);
});

test('nothing is compared without a selection, or when libcni rejects the configuration', async () => {
  const { compare, asked } = stage();
  await compare();
  activate(documentOf(vscode.Uri.parse('untitled:web.conflist'), '{'));
  await compare(rowOf('node1'));
  expect(asked).toEqual([]);
});

test('a server that does not answer is an error; hosts without findings are not', async () => {
  const { compare, shown } = stage(false);
  editor.answer = () => 'Restart Language Server';
  await compare(rowOf('node1'));
  await Promise.resolve();
  expect(editor.commands).toEqual([['cni.restartServer']]);
  expect([editor.messages, shown]).toMatchObject([
    [{ severity: 'error', buttons: ['Restart Language Server', 'Show Log'] }],
    [],
  ]);
  resetEditor();
  const again = stage();
  const answers = ['Compare Again'];
  editor.answer = () => answers.shift();
  await again.compare(rowOf('node1'));
  await expect.poll(() => again.asked.length).toBe(2);
});
