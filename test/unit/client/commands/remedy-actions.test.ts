import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { goToLineAction, hostRemedyActions, remedyActions } from '../../../../client/commands/remedy-actions.ts';
import { WorkbenchError } from '../../../../engine/errors/workbench-error.ts';
import type { HostSpec } from '../../../../engine/host/host.ts';
import { CNIError, type Operation, type PluginOutcome } from '../../../../engine/libcni/index.ts';
import { documentOf, editor, open, resetEditor } from '../../../stand-in/editor.ts';
import { TrialHost } from '../operations/trial-host.ts';

beforeEach(resetEditor);

/** A host that is reached by ssh. */
class RemoteHost extends TrialHost {
  override readonly spec: HostSpec = { kind: 'ssh', destination: 'node1' };
}

const host = new TrialHost('');

function failed(error: CNIError, outcome: PluginOutcome = { kind: 'notFound' }): Operation {
  const step = { index: 0, pluginType: 'bridge', env: {}, stdin: new Uint8Array(), outcome, error } as const;
  const steps = [{ ...step, verb: 'ADD' } as const];
  return { verb: 'ADD', network: 'web', startedAt: 0, durationMs: 1, state: 'failed', steps, error };
}

const missing = failed(new CNIError('failed to find plugin "bridge" in path [/opt/cni/bin]'));
const notStarted = (reason: string): Operation =>
  failed(new CNIError('failed'), { kind: 'notStarted', pluginPath: '/p/bridge', reason });

/** Presses the only button, and returns its title with the command that it ran. */
function press(actions: readonly { readonly title: string; readonly run: () => unknown }[]): unknown {
  const [action] = actions;
  action?.run();
  return [actions.length, action?.title, editor.commands.at(-1)];
}

test.each<[string, Operation, unknown]>([
  ['a missing plugin', missing, [1, 'Install Plugins…', ['cni.installPlugins', 'local']]],
  ['no privilege', failed(new CNIError('operation not permitted')), [1, 'Select Host…', ['cni.selectHost']]],
  ['a missing program', failed(new CNIError('exec: "iptables": executable file not found in $PATH')), terminal()],
  ['a plugin without the execute permission', notStarted('permission denied'), terminal()],
  [
    'a plugin for another architecture',
    notStarted('exec format error'),
    [1, 'Install Plugins…', ['cni.installPlugins', 'local']],
  ],
  ['another failure', failed(new CNIError('odd')), [0, undefined, undefined]],
])('the button after %s carries out the remedy', (_, operation, expected) => {
  expect(press(remedyActions(operation, host, 'sandbox'))).toEqual(expected);
});

function terminal(): unknown {
  return [1, 'Open Terminal', ['workbench.action.terminal.new']];
}

test('on a remote host, plugins are installed there, and a terminal of this machine does not help', () => {
  const remote = new RemoteHost('');
  expect(press(remedyActions(missing, remote, 'node1'))).toEqual([
    1,
    'Install Plugins…',
    ['cni.installPlugins', 'node1'],
  ]);
  expect(remedyActions(notStarted('permission denied'), remote, 'node1')).toEqual([]);
});

test.each([
  ['unreachable', [1, 'Edit Host…', ['cni.editHosts']]],
  ['hostSetting', [1, 'Edit Host…', ['cni.editHosts']]],
  ['hostKey', terminal()],
  ['noUserNamespaces', terminal()],
  ['timedOut', [0, undefined, undefined]],
])('the button after a problem with a host (%s) carries out the remedy', (code, expected) => {
  expect(press(hostRemedyActions(code))).toEqual(expected);
  const cause = new WorkbenchError({ code, message: 'No.', remedy: 'Try.' });
  const operation = failed(new CNIError('No.', undefined, { cause }));
  expect(remedyActions(operation, host, 'sandbox').map(({ title }) => title)).toEqual(
    hostRemedyActions(code).map(({ title }) => title),
  );
});

test.each([
  ['{\n  "name": "web",\n  "cniVersion": "0.1.0"\n}', 2],
  ['{\n  "name": "web"\n}', 0],
])('Go to Line finds the line in %j as it is now', async (text, line) => {
  const document = documentOf(vscode.Uri.file('/ws/web.conflist'), text);
  open(document);
  await goToLineAction({ uri: document.uri }, /"cniVersion"/).run();
  expect(editor.commands).toMatchObject([['showTextDocument', document, { selection: { start: { line } } }]]);
});
