import { beforeEach, describe, expect, test } from 'vitest';
import * as vscode from 'vscode';
import {
  explainError,
  explainFailure,
  explainTerminalError,
  goToLine,
} from '../../../../../client/commands/explain/explain-error.ts';
import { explainActions } from '../../../../../client/commands/remedy-actions.ts';
import { CNIError } from '../../../../../engine/libcni/index.ts';
import type { Requests } from '../../../../../protocol/messages.ts';
import { documentOf, editor, open as show, resetEditor } from '../../../../stand-in/editor.ts';
import { exited, madeUpHost } from '../../../engine/fleet/made-up-host.ts';
import { StagedHost } from '../../hosts/hosts.ts';
import { hostSources } from '../host-sources.ts';

beforeEach(resetEditor);

const failure = 'plugin type="bridge" name="pods" failed (add): no IP ranges specified';

/** Pages that were shown: name, key, text. */
let pages: (readonly [name: string, key: string, markdown: string])[];
beforeEach(() => {
  pages = [];
});

const documents = {
  showPage: (name: string, key: string, markdown: string) => Promise.resolve(void pages.push([name, key, markdown])),
};

/** What the server was asked about a host. */
let asked: Requests['cni/hostEvidence']['params'][];
beforeEach(() => {
  asked = [];
});

/** Explains with hosts that have nothing; the server has one sentence about each failure. */
function explaining() {
  const host = madeUpHost(() => Promise.resolve(exited('')));
  const store = { ...host.store, list: () => Promise.resolve([]) };
  return {
    ...hostSources(() => ({ ...host, store })),
    questions: { askedMs: 0 },
    placesOf: () => ({ pluginPath: [], cacheDir: '/var/lib/cni', confDir: '/etc/cni/net.d', isThisMachine: false }),
    server: {
      ensureStarted: () => Promise.resolve(),
      request: (_: string, params: Requests['cni/hostEvidence']['params']) => {
        asked.push(params);
        return Promise.resolve(params.clues.map((clue) => (clue === null ? [] : ['cni0 has 10.244.1.1/24.'])));
      },
    },
    documents,
  };
}

/** Opens a log with the cursor in a line, or a selection of lines. */
function open(
  lines: readonly string[],
  { cursor = 0, selected = '', name = 'kubelet.log', uri = vscode.Uri.file(`/logs/${name}`) } = {},
): void {
  const document = {
    uri,
    languageId: 'plaintext',
    getText: (range?: unknown) => (range === undefined ? lines.join('\n') : selected),
    lineAt: (line: number) => ({ text: lines[line] ?? '' }),
  };
  const selection = { isEmpty: selected === '', active: { line: cursor }, start: { line: cursor } };
  editor.activeTextEditor = { document, selection };
}

const lineOf = (line: number): string => encodeURIComponent(JSON.stringify(['file:///logs/kubelet.log', line]));

describe('"Explain Error…" explains', () => {
  test('the selection, even if only the user says that it is about CNI', async () => {
    open(['a', 'invalid CIDR address: 10.1.2.3'], { cursor: 1, selected: 'invalid CIDR address: 10.1.2.3' });
    await explainError(explaining())();
    expect(pages[0]?.[2]).toContain('# Invalid configuration');
    expect(pages[0]?.[2]).toContain(`| First line | [2](<command:cni.goToLine?${lineOf(1)}>) |`);
  });

  test('the current line, with place, plugin, remedy and links', async () => {
    open(['all is well', failure], { cursor: 1 });
    await explainError(explaining())();
    const [[name, key, page] = ['', '', '']] = pages;
    expect([name, key]).toEqual(['Explanation.md', 'file:///logs/kubelet.log']);
    expect(page).toMatch(/^# Invalid configuration\n\nhost-local has no range\.\n\n\*\*Remedy\*\*: Add /);
    expect(page).toContain('> `no IP ranges specified`');
    expect(page).toContain('| Plugin | bridge |');
    expect(page).toContain('docs/rules/R139.md>');
    expect(page).toContain('config.go:132 (v1.9.1)');
  });

  test('the whole log if the current line has no failure', async () => {
    open(['all is well', failure, failure]);
    await explainError(explaining())();
    expect(pages[0]?.[2]).toContain('| Lines | 2 |');
  });

  test('a pasted text, with the clipboard as proposal if it has a failure', async () => {
    open(['all is well'], { name: 'notes.txt' });
    editor.clipboard = failure;
    editor.type = () => 'plugin type="house" failed (add): the moon';
    await explainError(explaining())();
    expect(editor.inputs[0]).toMatchObject({ title: 'Explain Error', value: failure });
    expect(pages[0]?.[2]).toContain('# Unknown failure');
  });

  test('nothing, and says so, if the text has no failure', async () => {
    open(['all is well'], { name: 'notes.txt' });
    editor.type = () => 'hello';
    await explainError(explaining())();
    expect(pages).toEqual([]);
    expect(editor.messages[0]?.text).toContain('The text has no CNI failure.');
  });
});

test('the page and the notification offer what helps', async () => {
  open(['', failure], { cursor: 1 });
  editor.answer = ({ buttons }) => buttons.at(-1);
  await explainError(explaining())();
  expect(pages[0]?.[2]).toContain(
    `\n[Go to Line](<command:cni.goToLine?${lineOf(1)}>) · [Show Plugin](<command:cni.showPlugin?`,
  );
  expect(pages[0]?.[2]).toMatch(/ · \[Check Host\]\(<command:.*> '.*"sandbox"'\) · \[Compare Hosts…\]\(<command:cni/);
  expect(editor.messages[0]?.buttons).toEqual(['Go to Line', 'Show Plugin', 'Check Host']);
  expect(editor.commands).toContainEqual(['cni.checkHost', 'sandbox']);
});

const stale = '"cni0" already has an IP address different from 10.244.3.1/24';

describe('with the facts of the selected host, the page says what is the case there', () => {
  test('on a connected host', async () => {
    const sources = explaining();
    const node = sources.catalog.find('node1');
    await sources.hosts.select(node ?? { name: '', spec: { kind: 'local' } });
    sources.connections.hostOf(sources.hosts.selected);
    open([stale], { selected: stale });
    await explainError(sources)();
    expect(asked).toMatchObject([{ host: { host: 'node1' }, clues: [{ rule: 'R177', names: ['cni0'] }] }]);
    expect(pages[0]?.[2]).toContain('\n**On "node1"**: cni0 has 10.244.1.1/24.\n');
  });

  test('in a file of another host', async () => {
    const sources = explaining();
    const worker = sources.catalog.find('worker');
    sources.connections.hostOf(worker ?? sources.hosts.selected);
    open([stale], { selected: stale, uri: vscode.Uri.parse('cni-host:/worker/var/log/kubelet.log') });
    await explainError(sources)();
    expect(pages[0]?.[2]).toContain('**On "worker"**');
  });

  test('but no host is connected for it, and nothing runs in a workspace that is not trusted', async () => {
    const host = new StagedHost();
    const sources = { ...explaining(), ...hostSources(() => host) };
    await sources.hosts.select(sources.catalog.find('node1') ?? sources.hosts.selected);
    open([stale], { selected: stale });
    await explainError(sources)();
    expect(pages[0]?.[2]).toContain('Connect "node1" and explain the error again');
    expect(pages[0]?.[2]).toContain('[Connect Host](<command:cni.connectHost?%5B%22node1%22%5D>)');
    host.become({ kind: 'ready' });
    editor.isTrusted = false;
    await explainError(sources)();
    expect(pages[1]?.[2]).not.toContain('Connect "node1"');
    expect(asked).toEqual([]);
  });
});

test('a failed operation is explained with its place in the configuration', async () => {
  const text = '{"name": "web", "cniVersion": "1.0.0",\n "plugins": [\n  {"type": "ptp"},\n  {"type": "bridge"}]}';
  const document = documentOf(vscode.Uri.file('/ws/web.conflist'), text);
  show(document);
  const error = new CNIError('no IP ranges specified', { code: 7, details: 'token=abcdefgh12345678' });
  const step = { index: 1, verb: 'ADD', pluginType: 'bridge', env: {}, stdin: new Uint8Array(), error } as const;
  const operation = { verb: 'ADD', network: 'web', startedAt: 0, durationMs: 1, state: 'failed' } as const;
  const [button] = explainActions(
    { ...operation, steps: [step], error },
    {
      hostName: 'sandbox',
      config: text,
      configuration: { uri: document.uri },
    },
  );
  expect(button?.title).toBe('Explain');
  button?.run();
  const [, argument] = editor.commands.at(-1) ?? [];
  await explainFailure(explaining())(argument);
  const [[name, key, page] = ['', '', '']] = pages;
  expect([name, key]).toEqual(['Explanation.md', 'sandbox web']);
  expect(page).toContain('host-local has no range');
  expect(page).toContain('token=***');
  expect(page).toContain('| Plugin | bridge |\n| Code | 7 |');
  expect(page).toContain('[4](<command:cni.goToLine?');
  expect(explainActions({ ...operation, state: 'cancelled', steps: [], error }, { hostName: 'sandbox' })).toEqual([]);
  await goToLine()(document.uri.toString(), 3);
  expect(editor.commands.at(-1)).toMatchObject(['showTextDocument', document, { selection: { start: { line: 3 } } }]);
});

test.each([
  ['without a selection', () => undefined, ''],
  [
    'whose selection cannot be copied',
    () => {
      throw new Error('no terminal');
    },
    'Error: no terminal',
  ],
])('a terminal %s keeps the clipboard, which is not explained', async (_name, copy, problem) => {
  editor.clipboard = failure;
  editor.run = copy;
  const outcome = explainTerminalError(explaining())().then(
    () => '',
    (error: unknown) => String(error),
  );
  expect(await outcome).toBe(problem);
  expect(pages).toEqual([]);
  expect(editor.clipboard).toBe(failure);
});

test('the terminal explains its selection and keeps the clipboard', async () => {
  editor.clipboard = 'mine';
  editor.run = (id) => {
    if (id === 'workbench.action.terminal.copySelection') {
      editor.clipboard = failure;
    }
  };
  await explainTerminalError(explaining())();
  expect(pages[0]?.[2]).toContain('host-local has no range');
  expect(editor.clipboard).toBe('mine');
});
