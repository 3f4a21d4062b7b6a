import { spawn } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { Session } from '../editor/session.ts';
import { useMachine } from '../../machine-lock.ts';
import { machineState, revertMachine, shell, type MachineState } from '../machine.ts';
import { createNamespace } from './new-namespace.ts';

const isRoot = process.getuid?.() === 0;
const prefix = `e2e-port-${process.pid}`;
const port = 18_089;
const bridge = 'brport';
const greeting = 'hello from the namespace';

const ipam = { type: 'host-local', ranges: [[{ subnet: '10.89.0.0/24' }]], routes: [{ dst: '0.0.0.0/0' }] };
const plugins = [
  { type: 'bridge', bridge, isGateway: true, ipam },
  { type: 'portmap', capabilities: { portMappings: true } },
];
const site = `${JSON.stringify({ cniVersion: '1.0.0', name: 'site', plugins }, undefined, 2)}\n`;
const portMappings = [{ hostPort: port, containerPort: 80, protocol: 'tcp' }];
const profiles = { 'cni.profiles': { public: { network: 'site', capabilityArgs: { portMappings } } } };

const server = `require('http').createServer((request, response) => response.end(${JSON.stringify(greeting)})).listen(80)`;

let session: Session;
/** The namespace of the last attempt. */
let namespace = '';
let before: MachineState;
/** Ends the server in the namespace. */
let endServer = (): void => undefined;

useMachine();

beforeAll(async () => {
  if (!isRoot) {
    return;
  }
  before = await machineState();
  session = await Session.start({
    files: { 'site.conflist': site, '.vscode/settings.json': JSON.stringify(profiles) },
    settings: () => ({ 'cni.host': 'local', 'cni.recordHostChanges': ['local'] }),
  });
});

afterAll(async () => {
  if (!isRoot) {
    return;
  }
  endServer();
  await session.stop();
  await shell(
    `ip netns list | grep -o '^${prefix}[^ ]*' | xargs -rn1 ip netns del; ip link del ${bridge} 2>/dev/null; true`,
  );
  await revertMachine(before, 'site');
});

beforeEach((context) => {
  if (!isRoot) {
    context.skip('not root: portmap changes the machine');
  }
});

/** Starts a web server in the namespace. */
async function serve(): Promise<void> {
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, '-e', server], { stdio: 'ignore' });
  endServer = () => void child.kill();
  await expect.poll(() => shell(`ip netns exec ${namespace} ss -Hltn`)).toContain(':80 ');
}

test('Open Port opens the mapped port, and the server in the namespace answers', async () => {
  onTestFailed(() => session.keepEvidence('open-port'));
  const { workbench } = session;
  await workbench.openFile('site.conflist');
  await workbench.editor.lens('Add with "public"…').click();
  namespace = await createNamespace(session, prefix);
  await workbench.notifications.with(`Mapped: ${port}/tcp → 80.`).waitFor();
  await serve();
  await session.pictureAsItIs('open-port');
  const opened = workbench.page.context().waitForEvent('page');
  await workbench.notifications.press(/^Added "site"/, `Open Port ${port}`);
  const answer = await opened;
  await expect.poll(() => answer.locator('body').innerText()).toBe(greeting);
  await answer.close();
  expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe(greeting);
});

test('the table of mapped ports opens the port, too', async () => {
  onTestFailed(() => session.keepEvidence('open-port-table'));
  const { page } = session.workbench;
  const opened = page.context().waitForEvent('page');
  await session.workbench
    .shownPage()
    .getByRole('button', { name: `Open Port ${port}` })
    .click();
  const answer = await opened;
  await expect.poll(() => answer.locator('body').innerText()).toBe(greeting);
  await answer.close();
});

test('DEL removes the mapping, and the inspector shows what it removed and what stays on purpose', async () => {
  onTestFailed(() => session.keepEvidence('open-port-deleted'));
  const { workbench } = session;
  await workbench.showContainer('CNI');
  await workbench.view('Cached Results').rightClick('site', 'Delete from Namespace…');
  await workbench.dialog.answer('Delete "site" from', 'Delete');
  await expect.poll(() => workbench.view('Cached Results').rows(), { timeout: 60_000 }).toEqual([]);
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed');
  expect(await shell('iptables-save')).not.toContain(`${port}`);
  await workbench.command('View: Close All Editors');
  await workbench.command('CNI: Inspect Operation');
  const inspector = workbench.shownPage();
  await expect
    .poll(() => inspector.locator('h1').innerText())
    .toMatch(new RegExp(`^DEL site in ${namespace} .*succeeded$`));
  const chain = await inspector.locator('[role=treeitem]').allInnerTexts();
  expect(chain.map((row) => row.split('\n')[0])).toEqual(['portmap', 'bridge']);
  const changes = inspector.locator('section', { hasText: 'Changes on the host' });
  const removed = (await changes.locator('.removed').allInnerTexts()).join('\n');
  expect(removed).toMatch(new RegExp(`--dports? ${port} `));
  const remaining = await changes.locator('tr:not(.removed)').allInnerTexts();
  expect(remaining).toContainEqual(expect.stringMatching(new RegExp(`link ${bridge}[^]*stays on purpose`)));
  expect(remaining.filter((row) => row.includes('leak'))).toEqual([]);
  expect(await shell(`ip -o link show ${bridge}`)).toContain(bridge);
  await session.picture('open-port-deleted');
});
