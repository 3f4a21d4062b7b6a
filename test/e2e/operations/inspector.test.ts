import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { failedAdd } from '../../unit/client/webviews/operation/failed-add.ts';
import { Session } from '../editor/session.ts';
import { machineState, sandboxShell, stateChanges } from '../machine.ts';
import { addToNewNamespace } from './new-namespace.ts';

const longName = 'a-network-whose-name-is-so-long-that-no-tab-shows-all-of-it.example.org';
const reference = process.env['CNI_WORKBENCH_PLUGINS'] ?? '/usr/lib/cni';

/** A plugin that prints on stderr what the earlier ones did in the namespace. */
const witness = `#!/bin/sh
PATH=$PATH:/usr/sbin:/sbin
[ "$CNI_COMMAND" = ADD ] || exit 0
ip netns exec "\${CNI_NETNS##*/}" sh -c 'ip -o -4 addr show eth0; cat /proc/sys/net/ipv4/conf/eth0/rp_filter' >&2
echo '{"cniVersion":"1.0.0"}'
`;

const ptp = { type: 'ptp', ipam: { type: 'host-local', subnet: '10.84.0.0/24' } };

/** Returns a network whose tuning sets a sysctl of an interface. The password is for the export. */
function network(name: string, sysctl: string, last: string): string {
  const tuning = { type: 'tuning', sysctl: { [sysctl]: '1' }, args: { password: 'hunter2' } };
  return `${JSON.stringify({ cniVersion: '1.0.0', name, plugins: [ptp, tuning, { type: last }] }, undefined, 2)}\n`;
}

/** The namespace has no eth1. */
const failing = (name: string): string => network(name, 'net.ipv4.conf.eth1.arp_filter', 'bandwidth');

let session: Session;
/** The namespace to which the network "web" cannot be added. */
let namespace: string;

beforeAll(async () => {
  session = await Session.start({
    files: {
      'web.conflist': failing('web'),
      'long.conflist': failing(longName),
      'good.conflist': network('good', 'net.ipv4.conf.eth0.rp_filter', 'witness'),
      'failed.cni-operation.json': JSON.stringify(failedAdd()),
      'broken.cni-operation.json': '{"verb": "ADD"}',
    },
    settings: (directory) => ({ 'cni.pluginPath': [join(directory, 'plugins'), reference] }),
    prepare: async (directory) => {
      await mkdir(join(directory, 'plugins'));
      await writeFile(join(directory, 'plugins', 'witness'), witness);
      await chmod(join(directory, 'plugins', 'witness'), 0o755);
    },
  });
  await session.workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
});

afterAll(() => session.stop());

const page = (): FrameLocator => session.workbench.shownPage();
const heading = (): Promise<string> => page().locator('h1').innerText();
const failedTitle = (): string => `ADD web to ${namespace} on sandbox failed`;
const selected = (): Promise<string> => page().locator('[role=treeitem][aria-selected=true]').innerText();
const shownTab = (): Locator => page().locator('vscode-tab-panel:not([hidden])');
const button = (title: string): Locator => page().locator('vscode-button', { hasText: title }).first();

/** Returns the rows of the view "Operations", which is collapsed at first. */
async function operations(): Promise<string[]> {
  await session.workbench.view('Operations').unfold();
  return session.workbench.view('Operations').rows();
}

/** Selects a plugin of the chain and one of its tabs. */
async function select(plugin: string, tab: string): Promise<void> {
  await page().locator('[role=treeitem]', { hasText: plugin }).first().click();
  await page().locator('vscode-tab-header', { hasText: tab }).click();
}

test('Inspect of a failed ADD shows the failing step first, its meaning, and its line in the file', async () => {
  onTestFailed(() => session.keepEvidence('inspector-failed'));
  const { workbench } = session;
  namespace = await addToNewNamespace(session, 'web.conflist', 'i1');
  await workbench.notifications.press(`Adding "web" to "${namespace}"`, 'Inspect');
  await expect.poll(heading).toBe(failedTitle());
  expect(await selected()).toMatch(/tuning[^]*✕/);
  const rows = await page().locator('[role=treeitem]').allInnerTexts();
  expect(rows.map((row) => row.split('\n')[0])).toEqual(
    expect.arrayContaining(['ptp', 'host-local (called by ptp)', 'tuning', 'bandwidth']),
  );
  expect(rows[0]).toMatch(/^ptp\s+\d[\d.]* ms\s+✓$/);
  const card = page().locator('.card.error');
  expect(await card.innerText()).toContain('The kernel has no setting /proc/sys/net/ipv4/conf/eth1/arp_filter');
  expect(await card.locator('code').innerText()).toMatch(/open \/proc\/sys.*: no such file or directory/);
  expect(await page().locator('.row.unreached').innerText()).toContain('bandwidth');
  await session.readmePicture('inspector', { x: 352, y: 36, width: 924, height: 732 });
  await button('Go to Line 15').click();
  await expect.poll(() => workbench.page.locator('#status\\.editor\\.selection').innerText()).toBe('Ln 15, Col 1');
  expect(await sandboxShell(namespace, `ip netns exec ${namespace} ip -o link`)).not.toContain('eth0');
});

test('after Reload Window the inspector shows the same, with the tab that was selected', async () => {
  onTestFailed(() => session.keepEvidence('inspector-reload'));
  const { workbench } = session;
  await workbench.page.locator('.tab', { hasText: 'ADD web' }).click();
  await select('ptp', 'stdin');
  await expect.poll(() => shownTab().locator('pre').innerText()).toContain('"type": "ptp"');
  await workbench.reload();
  await expect.poll(heading, { timeout: 60_000 }).toBe(failedTitle());
  expect(await selected()).toContain('ptp');
  await expect.poll(() => shownTab().locator('pre').innerText()).toContain('"type": "ptp"');
  await workbench.notifications.press('The sandbox ended with the window.', 'Add Again');
  await workbench.notifications.message(/^Recreated in the sandbox/);
});

test('by keyboard alone: from the view to the inspector, through the chain and the tabs', async () => {
  onTestFailed(() => session.keepEvidence('inspector-keyboard'));
  const { workbench } = session;
  const { keyboard } = workbench.page;
  await workbench.command('View: Close All Editors');
  // The first time, the view opens; a tree without rows does not take the focus.
  await workbench.command('CNI: Focus on Operations View');
  await workbench.view('Operations').row('ADD web').waitFor();
  await workbench.command('CNI: Focus on Operations View');
  await workbench.view('Operations').focused().waitFor();
  expect((await operations())[0]).toMatch(new RegExp(`^ADD web {2}${namespace} · .* ms$`));
  await session.picture('operations-view');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await page().locator('h1').waitFor();
  await workbench.command('View: Focus Active Editor Group');
  const focused = page().locator(':focus');
  const pressUntil = async (key: string, isThere: () => Promise<boolean>): Promise<void> => {
    for (let step = 0; step < 12 && !(await isThere().catch(() => false)); step += 1) {
      await keyboard.press(key);
    }
  };
  await pressUntil('Tab', async () => (await focused.getAttribute('role', { timeout: 1000 })) === 'treeitem');
  await keyboard.press('Home');
  await expect.poll(selected).toContain('ptp');
  await keyboard.press('ArrowDown');
  await expect.poll(() => focused.getAttribute('aria-label')).toMatch(/^host-local \(called by ptp\), succeeded/);
  await keyboard.press('End');
  await expect.poll(selected).toContain('bandwidth');
  await keyboard.press('Home');
  await pressUntil('Tab', async () => (await focused.innerText({ timeout: 1000 })) === 'prevResult so far');
  await keyboard.press('ArrowRight');
  await keyboard.press('Enter');
  await expect.poll(() => shownTab().locator('pre').innerText()).toContain('"type": "ptp"');
  await session.picture('inspector-keyboard');
});

test('Copy as Shell copies lines that repeat the calls', async () => {
  onTestFailed(() => session.keepEvidence('inspector-copy'));
  const { workbench } = session;
  await button('Copy as Shell').click();
  await workbench.statusItem('Copied the calls of 2 plugins').waitFor();
  const copied: string = await workbench.page.evaluate('navigator.clipboard.readText()');
  const [first = '', second = '', ...others] = copied.trimEnd().split('\n');
  expect(others).toEqual([]);
  const addresses = `ip netns exec ${namespace} ip -o -4 addr show eth0`;
  expect(JSON.parse(await sandboxShell(namespace, first))).toMatchObject({
    interfaces: [expect.anything(), { name: 'eth0', sandbox: `/var/run/netns/${namespace}` }],
    ips: [{ address: expect.stringMatching(/^10\.84\.0\.\d+\/24$/), gateway: '10.84.0.1' }],
  });
  expect(await sandboxShell(namespace, addresses)).toContain('10.84.0.');
  const failure = await sandboxShell(namespace, `${second} || echo "exit $?"`);
  expect(failure).toContain(await page().locator('.card.error code').innerText());
  expect(failure).toMatch(/exit 1\n$/);
  await sandboxShell(namespace, first.replace(/CNI_COMMAND='?ADD'?/, 'CNI_COMMAND=DEL'));
  await expect(sandboxShell(namespace, addresses)).rejects.toThrow('does not exist');
});

test('Export… masks secrets and writes a file for its owner only; opening it only displays it', async () => {
  onTestFailed(() => session.keepEvidence('inspector-export'));
  const { workbench } = session;
  const file = join(session.folder, 'exported.cni-operation.json');
  await button('Export…').click();
  await workbench.quickInput.enterPath('Export the operation', file);
  expect(await workbench.notifications.message(/^Exported to/)).toContain(file);
  const text = await readFile(file, 'utf8');
  expect(text).toContain('***');
  expect(text).not.toContain('hunter2');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await workbench.openTab('exported.cni-operation.json');
  await expect.poll(heading).toBe(failedTitle());
  await select('tuning', 'stdin');
  await expect.poll(() => shownTab().locator('pre').innerText()).toContain('"password": "***"');
  const before = await operations();
  await button('Run Again in Sandbox…').click();
  expect(await workbench.notifications.message('cannot run')).toContain('its values are masked: stdin.args.password');
  expect(await operations()).toEqual(before);
  expect(await sandboxShell(namespace, `ip netns exec ${namespace} ip -o link`)).not.toContain('eth0');
});

test('Run Again asks first, runs in a new sandbox and shows the new operation', async () => {
  onTestFailed(() => session.keepEvidence('inspector-again'));
  const { workbench } = session;
  const before = await machineState();
  const { length } = await operations();
  await workbench.page.locator('.tab', { hasText: 'ADD web' }).click();
  await button('Run Again in Sandbox…').click();
  await workbench.dialog.with('Run ADD of "web" again in a new sandbox?').waitFor();
  await session.pictureAsItIs('inspector-again-question');
  const asked = await workbench.dialog.answer('Run ADD of "web" again in a new sandbox?', 'Run');
  expect(asked).toContain('ptp, host-local, tuning.');
  await expect.poll(operations).toHaveLength(length + 1);
  await expect.poll(heading).toBe(failedTitle());
  expect(await sandboxShell(namespace, `ip netns exec ${namespace} ip -o link`)).not.toContain('eth0');
  // Other tests may change other networks of this machine.
  expect(stateChanges(before, await machineState()).filter((line) => /10\.84\.|web/.test(line))).toEqual([]);
  await session.picture('inspector-again');
});

test('Run Again from Here… runs the earlier steps first, and a step with the input as edited', async () => {
  onTestFailed(() => session.keepEvidence('inspector-edited'));
  const { workbench } = session;
  const { keyboard } = workbench.page;
  const place = await addToNewNamespace(session, 'good.conflist', 'i2');
  const filter = `ip netns exec ${place} cat /proc/sys/net/ipv4/conf/eth0/rp_filter`;
  await workbench.notifications.message(`Added "good" to "${place}"`);
  expect(await sandboxShell(place, filter)).toBe('1\n');
  await workbench.command('View: Close All Editors');
  await workbench.command('CNI: Inspect Operation');
  await expect.poll(heading).toBe(`ADD good to ${place} on sandbox succeeded`);
  await select('witness', 'stderr');
  await expect.poll(() => shownTab().locator('pre').innerText()).toMatch(/10\.84\.0\.\d+\/24[^]*\n1$/);
  await page().locator('[role=treeitem]', { hasText: 'tuning' }).first().click();
  await button('Run Again from Here…').click();
  const question = 'Run ADD of "good" again in a new sandbox, from tuning?';
  expect(await workbench.dialog.answer(question, 'Edit Input…')).toContain('ptp, host-local, tuning, witness.');
  await workbench.notifications.message('Edit the input of tuning, then run it.');
  await workbench.editor.cursorAfter('rp_filter": "1');
  await keyboard.press('Backspace');
  await keyboard.type('2');
  await keyboard.press('Control+Home');
  await session.picture('inspector-input');
  const { length } = await operations();
  await workbench.editor.lens('Run in Sandbox').click();
  await expect.poll(operations).toHaveLength(length + 1);
  await expect
    .poll(async () => {
      await select('witness', 'stderr');
      return shownTab().locator('pre').innerText({ timeout: 2000 });
    })
    .toMatch(/10\.84\.0\.\d+\/24[^]*\n2$/);
  await session.picture('inspector-edited');
  expect(await sandboxShell(place, filter)).toBe('1\n');
});

test.each([
  ['light', 'Light Modern'],
  ['dark', 'Dark Modern'],
  ['high-contrast', 'Dark High Contrast'],
  ['high-contrast-light', 'Light High Contrast'],
])('a file with an operation can be read in the theme %s', async (name, theme) => {
  onTestFailed(() => session.keepEvidence(`inspector-${name}`));
  const { workbench } = session;
  await workbench.useTheme(theme);
  await workbench.openTab('failed.cni-operation.json');
  await expect.poll(heading).toBe('ADD web to ns1 on worker-1 failed');
  expect(await selected()).toContain('tuning');
  await session.picture(`inspector-${name}`);
});

test('at 200 % zoom and with long names nothing scrolls sideways', async () => {
  onTestFailed(() => session.keepEvidence('inspector-zoom'));
  const { workbench } = session;
  await workbench.command('View: Close All Editors');
  await addToNewNamespace(session, 'long.conflist', 'a-namespace-with-a-rather-long-name-too');
  await workbench.notifications.press(/^Adding "a-network/, 'Inspect');
  await page().locator('h1').waitFor();
  await workbench.command('Notifications: Clear All Notifications');
  await workbench.page.setViewportSize({ width: 640, height: 400 });
  const width = () =>
    page()
      .locator('html')
      .evaluate((html) => [html.scrollWidth, html.clientWidth]);
  await expect.poll(async () => (await width())[0]).toBeLessThan(640);
  const [scroll, client] = await width();
  expect(scroll).toBe(client);
  await session.picture('inspector-zoom');
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
});

test('a file that is not an operation says why', async () => {
  onTestFailed(() => session.keepEvidence('inspector-broken'));
  await session.workbench.openTab('broken.cni-operation.json');
  await expect.poll(() => page().locator('[role=alert]').innerText()).toContain('"network" is missing or wrong');
  await session.picture('inspector-broken');
});
