import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { Session } from './editor/session.ts';
import { StandInNode } from './stand-in-node.ts';

const obstacle =
  process.getuid?.() !== 0
    ? 'not root: the stand-in for a node needs separate namespaces'
    : existsSync('/usr/sbin/sshd')
      ? undefined
      : 'there is no sshd';

const network = JSON.stringify(
  {
    cniVersion: '1.0.0',
    name: 'cutnet',
    plugins: [{ type: 'ptp', ipam: { type: 'host-local', subnet: '10.78.0.0/24' } }, { type: 'slow' }],
  },
  null,
  2,
);

let node: StandInNode;
let session: Session;
let own: string;
const undo: (() => Promise<void>)[] = [];

/** A plugin that waits until the file `wait` is deleted, if the file names its verb. */
const slow = (directory: string): string => `#!/bin/sh
input=$(cat)
if [ "$(cat ${directory}/wait 2>/dev/null)" = "$CNI_COMMAND" ]; then
  : >${directory}/began
  while [ -e ${directory}/wait ]; do sleep 0.05; done
fi
[ "$CNI_COMMAND" != ADD ] || printf '%s' "$input" | sed 's/^.*"prevResult":\\(.*\\),"type":"slow"}$/\\1/'
`;

beforeAll(async () => {
  if (obstacle !== undefined) {
    return;
  }
  own = await mkdtemp(join(tmpdir(), 'cni-workbench-cut-'));
  undo.unshift(() => rm(own, { recursive: true }));
  const plugins = join(own, 'plugins');
  await mkdir(plugins);
  await writeFile(join(plugins, 'slow'), slow(own), { mode: 0o755 });
  node = await StandInNode.start();
  undo.unshift(() => node.stop());
  const configFile = await node.sshConfiguration(join(own, 'keys'), '');
  const pluginPath = [plugins, process.env['CNI_WORKBENCH_PLUGINS'] ?? '/usr/lib/cni'];
  session = await Session.start({
    files: { 'cutnet.conflist': network },
    settings: () => ({
      'cni.host': 'far',
      'cni.hosts': [{ name: 'far', kind: 'ssh', destination: 'far', configFile, pluginPath }],
    }),
  });
  undo.unshift(() => session.stop());
});

afterAll(async () => {
  for (const step of undo) {
    await step();
  }
});

beforeEach((context) => {
  if (obstacle !== undefined) {
    context.skip(obstacle);
  }
});

/** Cuts every connection to the node while the slow plugin runs. On the node, the plugin then finishes. */
async function cutWhileRunning(): Promise<void> {
  await expect.poll(() => existsSync(join(own, 'began')), { timeout: 60_000 }).toBe(true);
  await node.cutConnections();
  await rm(join(own, 'began'));
  await rm(join(own, 'wait'));
}

const hold = (verb: string): Promise<void> => writeFile(join(own, 'wait'), verb);

test('cut in the middle of ADD: the outcome is unknown, the host is inspected, and Delete removes what exists', async () => {
  onTestFailed(() => session.keepEvidence('cut-add'));
  const { workbench } = session;
  const { notifications, quickInput } = workbench;
  await hold('ADD');
  await workbench.openFile('cutnet.conflist');
  await workbench.rightClick(workbench.editor.line('host-local'), 'Add to Namespace…');
  await workbench.dialog.answer('Host "far"', 'Connect');
  await quickInput.choose(/Create/);
  await quickInput.enter('Create a namespace', 'c1');
  await cutWhileRunning();

  const toast = notifications.with('its outcome is unknown');
  await toast.waitFor();
  const message = await toast.locator('.notification-list-item-message').innerText();
  expect(message).toMatch(
    /^Connection lost during ADD of "cutnet"; its outcome is unknown\. Found on "far": interface eth0 with 10\.78\.0\.2\/24, (?:fe80\S+, )?reserved address 10\.78\.0\.2\.$/,
  );
  const buttons = toast.locator('.monaco-button');
  expect(await buttons.allInnerTexts()).toEqual(expect.arrayContaining(['Delete']));
  expect(await buttons.allInnerTexts()).not.toContain('Check');
  await workbench.statusItem('CNI: far').waitFor();
  await session.picture('cut-add');

  await notifications.press('its outcome is unknown', 'Delete');
  expect(await notifications.message(/^Deleted/)).toContain('on "far"');
  expect(await node.run('ip -n c1 -br link')).not.toContain('eth0');
  expect(await node.run('ls /var/lib/cni/networks/cutnet')).not.toContain('10.78.0.2');
});

test('cut in the middle of CHECK: the cached result is found, and Check is offered and used', async () => {
  onTestFailed(() => session.keepEvidence('cut-check'));
  const { workbench } = session;
  const { notifications, quickInput } = workbench;
  await workbench.openFile('cutnet.conflist');
  await workbench.rightClick(workbench.editor.line('host-local'), 'Add to Namespace…');
  await quickInput.choose('c1');
  await notifications.message(/^Added/);
  await workbench.showContainer('CNI');
  await hold('CHECK');
  await workbench.view('Cached Results').rightClick('cutnet', 'Check Attachment…');
  await cutWhileRunning();
  const toast = notifications.with('its outcome is unknown');
  await toast.waitFor();
  const message = await toast.locator('.notification-list-item-message').innerText();
  expect(message).toMatch(/Found on "far": .*cached result\.$/);
  await session.picture('cut-check');
  await notifications.press('its outcome is unknown', 'Check');
  await notifications.message('still matches the ADD result');
});
