import { beforeEach, expect, test, vi } from 'vitest';
import * as vscode from 'vscode';
import { testInSandbox } from '../../../../client/commands/test-in-sandbox.ts';
import type { RuntimeArguments } from '../../../../engine/arguments/runtime-arguments.ts';
import { NetworkRunner } from '../../../../client/operations/network-runner.ts';
import { ChangeRecorder } from '../../../../engine/host/index.ts';
import { activate, configure, documentOf, editor, resetEditor } from '../../../stand-in/editor.ts';
import { LeakyHost, NamespaceHost, servicesOn } from './run-services.ts';

beforeEach(resetEditor);

/** Tests the configuration in front in a sandbox whose plugins fail where `failing` says so. */
async function run(
  failing = '',
  text = '{"cniVersion":"1.0.0","name":"web","plugins":[{"type":"bridge"}]}',
  last: RuntimeArguments = {},
  host = new NamespaceHost(failing),
) {
  let disposals = 0;
  host.dispose = () => Promise.resolve(void (disposals += 1));
  const { settings, follower, embedded, log, documents, lastArguments } = servicesOn(new NamespaceHost(''));
  const places = { pluginPath: ['/plugins'], cacheDir: '/cache', confDir: '/net.d', isThisMachine: true };
  activate(documentOf(vscode.Uri.parse('untitled:web.conflist'), text));
  const trialRunner = (): NetworkRunner =>
    new NetworkRunner('sandbox', host, places, new ChangeRecorder(() => undefined));
  await lastArguments.remember('web', last);
  await testInSandbox({ settings, follower, embedded, log, documents, lastArguments, trialRunner })();
  return { host, disposals, message: editor.messages.find(({ isModal }) => !isModal) };
}

test('a network is added, checked and deleted in a sandbox that ends afterwards', async () => {
  configure({ 'cni.interfaceName': 'net7' });
  const { host, disposals, message } = await run();
  expect([host.ran, disposals]).toEqual([['ADD bridge', 'CHECK bridge', 'DEL bridge'], 1]);
  expect(message).toMatchObject({ severity: 'info', buttons: ['Show Log'] });
  expect(message?.text).toContain('net7');
  expect(editor.progresses).toEqual(['Testing "web" in a new sandbox']);
});

test.each(['ADD bridge', 'CHECK bridge', 'DEL bridge'])(
  'a failed %s is an error, and the sandbox is gone too',
  async (failing) => {
    const { disposals, message } = await run(failing);
    expect([message?.severity, message?.buttons, disposals]).toEqual(['error', ['Explain', 'Inspect', 'Show Log'], 1]);
  },
);

test('the last arguments of the network are used and reported', async () => {
  const plugins = [{ type: 'bridge' }, { type: 'portmap', capabilities: { portMappings: true } }];
  const text = JSON.stringify({ cniVersion: '1.0.0', name: 'web', plugins });
  const last = {
    ifName: 'net3',
    capabilityArgs: { portMappings: [{ hostPort: 1, containerPort: 2, protocol: 'tcp' }] },
  };
  const { message, host } = await run('', text, last);
  expect(message?.text).toMatch(/ to net3; .* Last arguments: 1:2\/tcp · Interface name: net3\.$/);
  expect(host.inputs[1]).toMatchObject({ runtimeConfig: last.capabilityArgs });
});

test('the values of secret keys in CNI_ARGS are masked', async () => {
  const { message } = await run('', undefined, {
    args: [
      ['IgnoreUnknown', '1'],
      ['TOKEN', 'hunter2'],
    ],
  });
  expect(message?.text).toMatch(/Last arguments: CNI_ARGS: IgnoreUnknown=1;TOKEN=\*\*\*\.$/);
});

test('the sandbox is read before it ends, so that a failure can be explained with what was there', async () => {
  editor.answer = () => 'Explain';
  const { message } = await run('ADD bridge');
  expect(message?.buttons).toContain('Explain');
  const [id, argument] = editor.commands.at(-1) ?? [];
  expect(id).toBe('cni.explainFailure');
  expect(argument).toMatchObject({ hostName: 'sandbox', failure: { plugin: 'bridge', message: 'no room' } });
  const { surveyed } = Object(argument);
  expect(await surveyed).toMatchObject({ host: 'sandbox', answer: { kind: 'ok', value: { confDir: '/net.d' } } });
});

test('a configuration that libcni rejects does not run', async () => {
  const { host, disposals, message } = await run('', '{');
  expect([host.ran, disposals]).toEqual([[], 0]);
  expect(message?.text).toMatch(/^libcni rejects web\.conflist: /);
});

test('what DEL leaves behind is a warning, and its button compares the host before and after', async () => {
  editor.answer = () => 'Show Host Changes';
  const { message } = await run('', undefined, {}, new LeakyHost(''));
  expect(message).toMatchObject({
    severity: 'warning',
    text: 'DEL of "web" succeeded, but left this behind: + rule IPv4 9: from 10.0.0.2 lookup 9',
    buttons: ['Show Host Changes', 'Show Log'],
  });
  await vi.waitFor(() => expect(editor.commands.at(-1)?.[0]).toBe('vscode.diff'));
});
