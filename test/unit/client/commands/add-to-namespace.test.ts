import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { addToNamespace } from '../../../../client/commands/add-to-namespace.ts';
import { editor, resetEditor, type ShownMessage } from '../../../stand-in/editor.ts';
import type { PluginCommand, PluginOutcome } from '../../../../engine/libcni/index.ts';
import { NamespaceHost, servicesOn } from './run-services.ts';

let directory: string;
let file: vscode.Uri;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cni-workbench-add-'));
  file = vscode.Uri.file(join(directory, 'web.conflist'));
  await writeFile(file.fsPath, '{"cniVersion":"1.0.0","name":"web","plugins":[{"type":"bridge"}]}');
});

afterAll(() => rm(directory, { recursive: true }));

beforeEach(() => {
  resetEditor();
  editor.choose = (labels) => labels.find((label) => label.includes('Create Namespace'));
  editor.type = () => 'ns1';
});

/** Adds the file to a new namespace and presses `button` on the message about it. */
async function add(host: NamespaceHost, button?: string): Promise<ShownMessage | undefined> {
  editor.answer = ({ buttons }) => buttons.find((label) => label === button);
  await addToNamespace(servicesOn(host))(file);
  // The button works while the command is over already.
  await new Promise((resolve) => setTimeout(resolve, 50));
  return editor.messages.find(({ isModal }) => !isModal);
}

test('after a failed ADD, a button deletes the namespace that was created for it without a question', async () => {
  const host = new NamespaceHost('ADD bridge');
  const message = await add(host);
  expect(message?.text).toBe('Adding "web" to "ns1" on "sandbox" failed and was rolled back. bridge reports: no room');
  expect(message?.buttons).toEqual(['Delete Namespace', 'Explain', 'Inspect', 'Show Log']);
  expect([...host.namespaces]).toEqual(['ns1']);
  resetEditor();
  editor.choose = (labels) => labels.find((label) => label.includes('Create Namespace'));
  editor.type = () => 'ns2';
  await add(host, 'Delete Namespace');
  expect([...host.namespaces]).toEqual(['ns1']);
  expect(editor.messages.filter(({ isModal }) => isModal)).toEqual([]);
});

test('a failed ADD in an existing namespace does not offer to delete it', async () => {
  const host = new NamespaceHost('ADD bridge');
  host.namespaces.add('old');
  editor.choose = () => 'old';
  const message = await add(host);
  expect(message?.buttons).toEqual(['Explain', 'Inspect', 'Show Log']);
});

test('a successful ADD reports the address', async () => {
  const message = await add(new NamespaceHost(''));
  expect(message).toMatchObject({ severity: 'info', buttons: ['Show Log'] });
  expect(message?.text).toBe('Added "web" to "ns1" on "sandbox". Interface eth0 has 10.0.0.2/24.');
});

test('a failure before ADD also offers to delete the new namespace', async () => {
  const host = new NamespaceHost('');
  host.list = () => Promise.reject(new Error('no such host'));
  await expect(add(host)).rejects.toThrow('no such host');
  expect(editor.messages).toMatchObject([{ text: 'The new namespace "ns1" was kept.', buttons: ['Delete Namespace'] }]);
});

/** A host whose first ADD fails with this message. */
class FailingOnceHost extends NamespaceHost {
  readonly interfaces: (string | undefined)[] = [];
  #message: string | undefined;

  constructor(message: string) {
    super('');
    this.#message = message;
  }

  override async execPlugin(command: PluginCommand): Promise<PluginOutcome> {
    const outcome = await super.execPlugin(command);
    const msg = this.#message;
    if (command.env['CNI_COMMAND'] !== 'ADD') {
      return outcome;
    }
    this.interfaces.push(command.env['CNI_IFNAME']);
    this.#message = undefined;
    const stdout = new TextEncoder().encode(JSON.stringify({ cniVersion: '1.0.0', code: 999, msg }));
    return msg === undefined || outcome.kind !== 'exited' ? outcome : { ...outcome, exitCode: 1, stdout };
  }
}

/** Adds the file to an existing namespace, where ADD fails with `message`, and presses `button`. */
async function addWithRemedy(message: string, button: string) {
  const host = new FailingOnceHost(message);
  host.namespaces.add('ns1');
  editor.choose = () => 'ns1';
  const failure = await add(host, button);
  return { host, failure };
}

test('Create Namespace and Retry creates a namespace that was deleted meanwhile, and adds again', async () => {
  const message = 'failed to open netns "/run/netns/ns1": failed to Statfs "/run/netns/ns1": no such file or directory';
  const { host, failure } = await addWithRemedy(message, 'Create Namespace and Retry');
  expect(failure?.buttons).toEqual(['Create Namespace and Retry', 'Explain', 'Inspect', 'Show Log']);
  expect([...host.namespaces]).toEqual(['ns1']);
  expect(editor.messages.at(-1)?.text).toMatch(/^Added "web" to "ns1"/);
});

test('Choose Interface Name… adds again with another name', async () => {
  editor.type = () => 'net5';
  const message = 'failed to create veth: container veth name ("eth0") peer provided ("x") already exists';
  const { host, failure } = await addWithRemedy(message, 'Choose Interface Name…');
  expect(failure?.buttons).toEqual(['Choose Interface Name…', 'Explain', 'Inspect', 'Show Log']);
  expect(host.interfaces).toEqual(['eth0', 'net5']);
  expect(editor.inputs.at(-1)?.value).toBe('eth1');
  expect(editor.messages.at(-1)?.text).toContain('Interface net5 has');
});

test.each([
  ['Release Address', ['DEL bridge']],
  [undefined, []],
])('Release Address… runs DEL after a confirmation: %s', async (answer, more) => {
  const host = new FailingOnceHost('10.0.0.2 has been allocated to cnitool-1, duplicate allocation is not allowed');
  host.namespaces.add('ns1');
  editor.choose = () => 'ns1';
  editor.answer = ({ isModal }) => (isModal ? answer : 'Release Address…');
  await addToNamespace(servicesOn(host))(file);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(host.ran).toEqual(['ADD bridge', 'DEL bridge', ...more]);
  expect(editor.messages[0]?.buttons).toEqual(['Release Address…', 'Explain', 'Inspect', 'Show Log']);
  expect(editor.messages[1]).toMatchObject({
    isModal: true,
    text: 'Release the address of "web" (eth0) in "ns1"?',
    buttons: ['Release Address'],
  });
});

test.each([
  ['incompatible CNI versions; config is "1.0.0", plugin supports ["0.1.0"]', '"cniVersion"'],
  ['failed to find plugin "bridge" in path [/plugins]', undefined],
])('Go to Line leads to the key that must change: %s', async (message, key) => {
  const { failure } = await addWithRemedy(message, 'Go to Line');
  expect(failure?.buttons).toEqual(
    key === undefined
      ? ['Install Plugins…', 'Explain', 'Inspect', 'Show Log']
      : ['Go to Line', 'Explain', 'Inspect', 'Show Log'],
  );
  expect(editor.commands.filter(([id]) => id === 'showTextDocument')).toHaveLength(key === undefined ? 0 : 1);
});

test('Go to Line leads to the type of an unknown plugin', async () => {
  await writeFile(file.fsPath, '{"cniVersion":"1.0.0","name":"web","plugins":[\n{"type":"no-such"}]}');
  const { failure } = await addWithRemedy('failed to find plugin "no-such" in path [/plugins]', 'Go to Line');
  expect(failure?.buttons).toEqual(['Go to Line', 'Explain', 'Inspect', 'Show Log']);
  await expect.poll(() => editor.commands.some(([id]) => id === 'showTextDocument')).toBe(true);
  const [, , options] = editor.commands.find(([id]) => id === 'showTextDocument') ?? [];
  expect(options).toMatchObject({ selection: { start: { line: 1 } } });
});
