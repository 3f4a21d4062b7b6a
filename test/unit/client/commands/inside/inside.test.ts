import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { captureInNamespace } from '../../../../../client/commands/inside/capture.ts';
import { namespaceProfile, openTerminal } from '../../../../../client/commands/inside/open-terminal.ts';
import { pingFromNamespace, traceFromNamespace } from '../../../../../client/commands/inside/reach.ts';
import { Settings } from '../../../../../client/editor/settings.ts';
import { namespaceNodes } from '../../../../../client/views/namespace-rows.ts';
import type { Command, CommandOutcome } from '../../../../../engine/host/host.ts';
import { editor, events, resetEditor } from '../../../../stand-in/editor.ts';
import { NamespaceHost, servicesOn } from '../run-services.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'cni-inside-'));

beforeEach(resetEditor);
afterAll(() => rmSync(directory, { recursive: true }));

type Answer = { readonly stdout?: string | Uint8Array; readonly stderr?: string; readonly exitCode?: number };

/** A host whose programs answer as the test says; `ran` has the words after the program. */
class AnsweringHost extends NamespaceHost {
  readonly commands: (readonly string[])[] = [];
  readonly answers: (words: readonly string[]) => Answer | undefined;

  constructor(answers: (words: readonly string[]) => Answer | undefined) {
    super('');
    this.answers = answers;
    this.namespaces.add('ns1');
  }

  override run(command: Command): Promise<CommandOutcome> {
    const words = command.argv.slice(4);
    this.commands.push(command.argv[0] === 'rm' ? command.argv : words);
    const answer = this.answers(words);
    if (answer === undefined || words[0] === 'list') {
      return super.run(command);
    }
    const { stdout = '', stderr = '', exitCode = 0 } = answer;
    const output = { stdout: Buffer.from(stdout), stderr: Buffer.from(stderr) };
    return Promise.resolve({ kind: 'exited', exitCode, ...output, startedAt: 0, durationMs: 1 });
  }
}

async function stage(answers: (words: readonly string[]) => Answer | undefined) {
  const host = new AnsweringHost(answers);
  const shown: string[][] = [];
  const services = servicesOn(host);
  const documents = { showPage: (...all: string[]) => Promise.resolve(void shown.push(all)) };
  const sources = { ...services, documents, settings: new Settings() };
  const [namespaces, cache] = [await services.runner().listNamespaces(), { attachments: [], unreadable: [] }];
  const [row] = namespaceNodes({ kind: 'ready', host: 'sandbox', namespaces, cache });
  return { host, sources, shown, row };
}

test('a terminal runs the file that was written on the host, which is removed when it is closed', async () => {
  const { host, sources, row } = await stage(() => ({}));
  await openTerminal(sources)(row);
  const [terminal] = editor.terminals;
  expect(terminal).toMatchObject({ name: 'ns1 — sandbox', shellPath: '/bin/sh' });
  const [file = ''] = terminal?.shellArgs ?? [];
  expect(host.commands.at(-1)).toEqual([file]);
  events.closedTerminal.fire({ name: 'another' });
  events.closedTerminal.fire({ name: 'ns1 — sandbox' });
  events.closedTerminal.fire({ name: 'ns1 — sandbox' });
  expect(host.commands.filter(([program]) => program === 'rm')).toEqual([['rm', '-f', file]]);
});

test('the profile prompts for a namespace, and in Restricted Mode for trust', async () => {
  const { sources } = await stage(() => ({}));
  const failures: unknown[] = [];
  let asked = 0;
  namespaceProfile(
    sources,
    () => (asked += 1),
    (error) => failures.push(error),
  );
  const profile = editor.profiles.get('cni.namespaceShell');
  editor.choose = (labels) => labels[0];
  expect(await profile?.provideTerminalProfile()).toMatchObject({ options: { name: 'ns1 — sandbox' } });
  const shown: string[] = [];
  for (const name of ['another', 'ns1 — sandbox', 'ns1 — sandbox']) {
    events.openedTerminal.fire({ name, show: () => void shown.push(name) });
  }
  expect(shown).toEqual(['ns1 — sandbox']);
  editor.choose = () => undefined;
  expect(await profile?.provideTerminalProfile()).toBeUndefined();
  editor.isTrusted = false;
  expect(await profile?.provideTerminalProfile()).toBeUndefined();
  expect([asked, failures]).toEqual([1, []]);
});

test.each([
  [5, 'info', '10.0.0.1 answered 5 of 5 packets from "ns1", after 0.2 ms on average.'],
  [2, 'warning', '10.0.0.1 answered 2 of 5 packets from "ns1", after 0.2 ms on average.'],
  [0, 'error', '10.0.0.1 did not answer "ns1".'],
])('a ping with %d of 5 answers is reported, and its output is a page', async (received, severity, text) => {
  const times = received === 0 ? '' : 'rtt min/avg/max/mdev = 0.1/0.2/0.3/0.1 ms\n';
  const stdout = `5 packets transmitted, ${received} received, x% packet loss\n${times}`;
  const { host, sources, shown, row } = await stage(() => ({ stdout }));
  editor.type = () => '10.0.0.1';
  editor.answer = ({ buttons }) => buttons[0];
  await pingFromNamespace(sources)(row);
  expect(host.commands.at(-1)?.slice(0, 2)).toEqual(['/var/run/netns/ns1', 'ping']);
  expect(editor.messages).toMatchObject([{ severity, text, buttons: ['Show Output'] }]);
  expect(shown[0]?.[2]).toContain('    5 packets transmitted');
  expect(editor.inputs[0]?.validateInput?.('-f')).toBe('Enter an IP address or a host name.');
});

/** Only tracepath is there, and the second router does not answer. */
const onlyTracepath = (words: readonly string[]): Answer =>
  words[1] === 'traceroute'
    ? { exitCode: 127, stderr: 'cni-workbench-missing traceroute debian\n' }
    : { stdout: ' 1:  10.0.0.1  0.1ms\n 2:  no reply\n' };

test('a trace names the last router, and falls back to tracepath', async () => {
  const { sources, row } = await stage(onlyTracepath);
  editor.type = () => '4.2.2.2';
  await traceFromNamespace(sources)(row);
  expect(editor.messages).toMatchObject([
    { severity: 'warning', text: 'The way from "ns1" to 4.2.2.2 ends after 10.0.0.1.' },
  ]);
  const none = await stage(({ 1: tool = '' }) => ({ exitCode: 127, stderr: `cni-workbench-missing ${tool} alpine\n` }));
  await expect(traceFromNamespace(none.sources)(none.row)).rejects.toMatchObject({
    message: 'The program "traceroute" is missing on the sandbox.',
    problem: { remedy: expect.stringContaining('apk add traceroute') },
  });
});

/** A .pcap file with two packets. */
const packets = Buffer.concat([
  Buffer.from('d4c3b2a1', 'hex'),
  Buffer.alloc(20),
  ...[4, 4].map(() => Buffer.concat([Buffer.alloc(8), Buffer.from('0400000004000000', 'hex'), Buffer.alloc(4)])),
]);

/** Programs of a capture whose first poll has `packets`, and which ends at the next one. */
function capturing(complaint: string, bytes: Uint8Array = packets) {
  return ([verb, , offset]: readonly string[]): Answer | undefined => {
    switch (verb) {
      case 'start':
        return { stdout: '/tmp/.cni-workbench-capture-1' };
      case 'poll':
        return offset === '0' && bytes.length > 0 ? { stdout: bytes } : { exitCode: 45 };
      case 'complaint':
        return { stdout: complaint };
      case 'stop':
      case 'remove':
        return {};
      case undefined:
      default:
        return { stdout: '1: lo: <LOOPBACK>\n2: eth0@if3: <UP>\n' };
    }
  };
}

test('a capture writes the file, shows the count while it runs, and leaves nothing on the host', async () => {
  const { host, sources, row } = await stage(capturing(''));
  const file = path.join(directory, 'ns1-eth0.pcap');
  editor.saveDialog = vscode.Uri.file(file);
  editor.choose = (labels) => labels[2];
  editor.type = () => 'tcp  port 80';
  await captureInNamespace(sources)(row);
  expect(readFileSync(file)).toEqual(packets);
  expect(host.commands).toContainEqual(['start', '/var/run/netns/ns1', 'eth0', '300', '20000000', 'tcp', 'port', '80']);
  expect(host.commands.at(-1)).toEqual(['remove', '/tmp/.cni-workbench-capture-1']);
  expect(editor.notifications[0]?.reports).toContain('2 packets, 1 kB');
  expect(editor.messages).toMatchObject([{ severity: 'info', text: 'Captured in "ns1": 2 packets, 1 kB.' }]);
});

test('a capture that did not start is reported with the message of tcpdump', async () => {
  const { sources, row } = await stage(capturing('tcpdump: syntax error\n', Buffer.alloc(0)));
  editor.saveDialog = vscode.Uri.file(path.join(directory, 'none.pcap'));
  editor.choose = (labels) => labels[0];
  editor.type = () => 'nonsense';
  await expect(captureInNamespace(sources)(row)).rejects.toMatchObject({ code: 'captureFailed' });
  expect(existsSync(path.join(directory, 'none.pcap'))).toBe(true);
});

test('each prompt of a capture can be canceled', async () => {
  const { host, sources, row } = await stage(capturing(''));
  await captureInNamespace(sources)(row);
  editor.choose = (labels) => labels[0];
  await captureInNamespace(sources)(row);
  editor.type = () => '';
  await captureInNamespace(sources)(row);
  editor.saveDialog = vscode.Uri.parse('vscode-remote://x/y.pcap');
  await captureInNamespace(sources)(row);
  expect(host.commands.filter(([verb]) => verb === 'start')).toEqual([]);
  expect(editor.messages.map(({ text }) => text)).toEqual(['Packets can only be saved to a file of this machine.']);
});
