import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';
import { machineState, stateChanges } from './machine.ts';

const isRoot = process.getuid?.() === 0;
const plugins = process.env['CNI_WORKBENCH_PLUGINS'] ?? '/usr/lib/cni';

const failure =
  'plugin type="bridge" name="web" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.5.0.1-10.5.0.2';
const log = [
  'Nov 30 12:00:00 node kubelet[612]: I1130 12:00:00.101010     612 kubelet.go:2421] "SyncLoop ADD" source="api" pods=["shop/web-0"]',
  `Nov 30 12:00:01 node kubelet[612]: E1130 12:00:01.202020     612 pod_workers.go:1301] "Error syncing pod, skipping" err="failed to setup network for sandbox \\"0a1b2c3d4e5f\\": ${failure.replaceAll('"', String.raw`\"`)}" pod="shop/web-0"`,
  'Nov 30 12:00:02 node kubelet[612]: I1130 12:00:02.303030     612 kubelet.go:2421] "SyncLoop UPDATE" source="api" pods=["shop/web-0"]',
];

let session: Session;
let place = '';

beforeAll(async () => {
  if (!isRoot) {
    return;
  }
  session = await Session.start({
    files: {
      'kubelet.log': `${log.join('\n')}\n`,
      'notes.txt': 'The weather is fine.\n',
      'lan.conflist': configuration('lan', { type: 'ptp', ipam: { type: 'host-local', subnet: '10.6.0.0/32' } }),
      'small.conflist': configuration('small', { type: 'house' }),
    },
    prepare: (directory) => breakNode(directory),
    settings: (directory) => {
      place = directory;
      // Its namespaces and cached results stay in its own mounts.
      const mounts = 'mount -t tmpfs none /run/netns && mount -t tmpfs none /var/lib/cni && exec "$@"';
      const command = ['unshare', '--net', '--mount', '--', 'sh', '-c', mounts, 'node'];
      const node = { name: 'node', kind: 'exec', command, pluginPath: [plugins], confDir: join(place, 'net.d') };
      return { 'cni.hosts': [node], 'cni.host': 'node' };
    },
  });
  await session.workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
});

afterAll(async () => {
  if (isRoot) {
    await session.stop();
  }
});

beforeEach(async (context) => {
  if (!isRoot) {
    context.skip('not root: the stand-in for a node needs separate namespaces');
  }
  await session.workbench.command('View: Close All Editors');
  await session.workbench.command('Notifications: Clear All Notifications');
});

/** A node whose first network has no free address, and whose second one lacks its plugin. */
async function breakNode(directory: string): Promise<void> {
  const data = join(directory, 'data');
  const ipam = { type: 'host-local', subnet: '10.5.0.0/30', dataDir: data };
  await mkdir('/run/netns', { recursive: true });
  await mkdir('/var/lib/cni', { recursive: true });
  await mkdir(join(directory, 'net.d'));
  await mkdir(join(data, 'web'), { recursive: true });
  await writeFile(join(data, 'web', '10.5.0.2'), '0a1b2c3d4e5f\neth0');
  const files = {
    '10-web.conflist': configuration('web', { type: 'bridge', bridge: 'br-web', isGateway: true, ipam }),
    '20-house.conflist': configuration('house', { type: 'house' }),
  };
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(directory, 'net.d', name), text);
  }
}

/** Puts a text on the clipboard. */
async function copy(text: string): Promise<void> {
  await session.workbench.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
}

/** Waits for a page with this heading, and returns its text. */
async function pageText(heading: string): Promise<string> {
  await session.workbench.shownPage().locator('h1', { hasText: heading }).waitFor();
  return session.workbench.shownPage().locator('body').innerText();
}

test('Check This Host on a broken host: the page lists causes and opens the files, and the host is unchanged', async () => {
  onTestFailed(() => session.keepEvidence('check-host'));
  const { workbench } = session;
  const before = await machineState();
  await workbench.command('CNI: Check This Host');
  await workbench.quickInput.choose('node');
  const text = await pageText('Check of node');
  expect(text).toMatch(/A plugin is missing\s+There is no plugin "house"/);
  expect(text).toContain('All addresses are reserved');
  expect(text).toMatch(/reserves 1 of 1 addresses of 10\.5\.0\.0\/30/);
  expect(await workbench.notifications.message(/problem/)).toMatch(/problems? on node/);
  await session.picture('check-host');
  await session.workbench.shownPage().getByRole('link', { name: '10-web.conflist' }).first().click();
  await workbench.page.locator('.tab', { hasText: '10-web.conflist' }).waitFor();
  await expect.poll(() => workbench.editorOf('10-web.conflist').text()).toContain('"subnet": "10.5.0.0/30"');
  expect(await readdir(join(place, 'data', 'web'))).toEqual(['10.5.0.2']);
  expect(await readdir(join(place, 'net.d'))).toEqual(['10-web.conflist', '20-house.conflist']);
  // Other tests may change other networks of this machine.
  expect(stateChanges(before, await machineState()).filter((line) => /10\.5\.|web|house/.test(line))).toEqual([]);
});

test('Explain Error… of a selection in a log: cause, what is the case on the selected host, and actions', async () => {
  onTestFailed(() => session.keepEvidence('explain-selection'));
  const { workbench } = session;
  const { page } = workbench;
  await workbench.command('CNI: Select Host…');
  await workbench.quickInput.choose('node');
  await workbench.openFile('kubelet.log');
  await workbench.editor.cursorAfter('"Error syncing pod');
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await workbench.command('CNI: Explain Error…');
  const text = await pageText('No address assigned');
  expect(text).toMatch(/On "node":\s+.*\/data\/web on node reserves 1 of 1 addresses of 10\.5\.0\.0\/30/);
  expect(text).toMatch(/Pod\s+web-0/);
  expect(text).toMatch(/First line\s+2/);
  await session.picture('explanation');
});

test('by keyboard alone the actions are the first links, and reservations of the network lead to their files', async () => {
  onTestFailed(() => session.keepEvidence('explain-reservations'));
  const { workbench } = session;
  const { page } = workbench;
  await workbench.openFile('kubelet.log');
  await workbench.command('CNI: Explain Error…');
  await pageText('No address assigned');
  await session.workbench.shownPage().locator('h1').click();
  await page.keyboard.press('Tab');
  expect(await session.workbench.shownPage().locator(':focus').innerText()).toBe('Go to Line');
  await page.keyboard.press('Tab');
  expect(await session.workbench.shownPage().locator(':focus').innerText()).toBe('Show Plugin');
  await session.workbench.shownPage().getByRole('link', { name: 'Show Reservations' }).click();
  const reservations = await pageText('Reservations of network "web" on "node"');
  expect(reservations).toMatch(/10\.5\.0\.2\s+0a1b2c3d4e5f\s+eth0\s+no attachment/);
  await session.picture('reservations');
  await session.workbench.shownPage().getByRole('link', { name: '10.5.0.2' }).click();
  await expect.poll(() => workbench.editorOf('10.5.0.2').text()).toContain('0a1b2c3d4e5f');
});

test('the links of an explanation go to the line, and show the plugin on the host', async () => {
  onTestFailed(() => session.keepEvidence('explain-links'));
  const { workbench } = session;
  await workbench.openFile('kubelet.log');
  await workbench.command('CNI: Explain Error…');
  await pageText('No address assigned');
  await session.workbench.shownPage().getByRole('link', { name: 'Go to Line' }).click();
  await workbench.page.locator('[id="status.editor.selection"]', { hasText: 'Ln 2, Col 1' }).waitFor();
  // The page of the plugin opens next to the active editor, or in a new tab if that is a page, which a click makes active.
  await session.workbench.shownPage().locator('h1').click();
  await workbench.page.locator('.editor-group-container.active .tab', { hasText: 'Explanation.md' }).waitFor();
  await session.workbench.shownPage().getByRole('link', { name: 'Show Plugin' }).click();
  await expect
    .poll(() => session.workbench.shownPage().locator('table').innerText())
    .toMatch(/Program\s+\/.*\/(bridge|host-local)\n/);
});

test('Explain Error… proposes the clipboard, and takes a pasted text', async () => {
  onTestFailed(() => session.keepEvidence('explain-clipboard'));
  const { workbench } = session;
  const { page, quickInput } = workbench;
  await workbench.openFile('notes.txt');
  await copy(failure);
  await workbench.command('CNI: Explain Error…');
  await quickInput.titled('Explain Error').waitFor();
  expect(await quickInput.widget.locator('input').first().inputValue()).toBe(failure);
  await page.keyboard.press('Enter');
  expect(await pageText('No address assigned')).toContain('10.5.0.0/30');
  await workbench.command('View: Close All Editors');

  await workbench.openFile('notes.txt');
  await copy('hello');
  await workbench.command('CNI: Explain Error…');
  await quickInput.enter('Explain Error', 'plugin type="moon" name="x" failed (add): out of cheese');
  expect(await pageText('Unknown failure')).toContain('out of cheese');
  await session.picture('explanation-unknown');
});

test('a text without a failure opens no page, and the message says what to do', async () => {
  onTestFailed(() => session.keepEvidence('explain-none'));
  const { workbench } = session;
  await workbench.openFile('notes.txt');
  await workbench.command('CNI: Explain Error…');
  await workbench.quickInput.enter('Explain Error', 'The weather is fine.');
  expect(await workbench.notifications.message(/no CNI failure/)).toContain('Select the line with the error');
  expect(await workbench.page.locator('.tab', { hasText: 'Explanation.md' }).count()).toBe(0);
});

test('the context menu of a terminal explains its selection', async () => {
  onTestFailed(() => session.keepEvidence('explain-terminal'));
  const { workbench } = session;
  const { page } = workbench;
  await workbench.command('Terminal: Create New Terminal');
  const screen = page.locator('.terminal-wrapper.active .xterm-screen').first();
  await screen.waitFor();
  // A shell that still starts loses what is typed.
  const explain = async (): Promise<string> => {
    await page.locator('.terminal-wrapper.active').first().click();
    await page.keyboard.type('clear; grep "Error syncing" kubelet.log');
    await page.keyboard.press('Enter');
    await page.waitForTimeout(2000);
    await workbench.command('Terminal: Select All');
    await workbench.rightClick(screen, 'Explain CNI Error');
    const body = workbench.shownPage().locator('body');
    return body.innerText({ timeout: 10_000 }).catch(() => '');
  };
  await expect.poll(explain, { timeout: 80_000 }).toContain('No address assigned');
  expect(await pageText('No address assigned')).toContain('web-0');
  await session.picture('explanation-terminal');
  await workbench.command('Terminal: Kill All Terminals');
});

test('Explain on a failed ADD says what is the case on the host, and goes to the plugin', async () => {
  onTestFailed(() => session.keepEvidence('explain-add'));
  const { workbench } = session;
  await workbench.openFile('small.conflist');
  await workbench.command('CNI: Add to Namespace…');
  await workbench.quickInput.choose(/Create Namespace/);
  await workbench.quickInput.enter('Create a namespace', `e${Date.now()}`);
  await workbench.notifications.press(/failed/, 'Explain');
  const text = await pageText('Plugin cannot run');
  expect(text).toMatch(/On "node": There is no plugin "house" on node in/);
  expect(text).toMatch(/Network\s+small/);
  await session.picture('explanation-add');
  await session.workbench.shownPage().getByRole('link', { name: 'Go to Line' }).click();
  await workbench.page.locator('[id="status.editor.selection"]', { hasText: 'Ln 6, Col 1' }).waitFor();
  expect(await readFile(join(session.folder, 'small.conflist'), 'utf8')).toContain('"type": "house"');
});

test('Explain after a failed Test in Sandbox names the cause, and goes to the plugin', async () => {
  onTestFailed(() => session.keepEvidence('explain-trial'));
  const { workbench } = session;
  await workbench.openFile('lan.conflist');
  await workbench.editor.lens('Test in Sandbox').click();
  await workbench.notifications.press(/"lan" .*failed/, 'Explain');
  const text = await pageText('Invalid configuration');
  expect(text).toContain('A range of host-local is not valid: Network 10.6.0.0/32 too small to allocate from.');
  expect(text).toMatch(/Plugin\s+ptp/);
  expect(text).toMatch(/Network\s+lan/);
  await session.picture('explanation-trial');
  await session.workbench.shownPage().getByRole('link', { name: 'Go to Line' }).click();
  await workbench.page.locator('[id="status.editor.selection"]', { hasText: 'Ln 6, Col 1' }).waitFor();
});

test('Explain after a failed Test in Sandbox says what that sandbox had, although it has ended', async () => {
  onTestFailed(() => session.keepEvidence('explain-trial-host'));
  const { workbench } = session;
  await workbench.openFile('small.conflist');
  await workbench.command('CNI: Test in Sandbox');
  await workbench.notifications.press(/"small" .*failed/, 'Explain');
  const text = await pageText('Plugin cannot run');
  expect(text).toMatch(/On "sandbox": There is no plugin "house" on .*sandbox in/);
  expect(text).not.toContain('On "node"');
  await session.picture('explanation-trial-host');
});

test.each([
  ['light', 'Default Light Modern'],
  ['dark', 'Default Dark Modern'],
  ['high-contrast', 'Default High Contrast'],
])('the pages can be read in the theme %s', async (name, theme) => {
  onTestFailed(() => session.keepEvidence(`explain-theme-${name}`));
  const { workbench } = session;
  await workbench.useTheme(theme.replace('Default ', ''));
  await workbench.openFile('kubelet.log');
  await workbench.command('CNI: Explain Error…');
  await pageText('No address assigned');
  await session.picture(`explanation-${name}`);
  await workbench.command('CNI: Check This Host');
  await workbench.quickInput.choose('node');
  expect(await pageText('Check of node')).toContain('Remedy');
  await session.picture(`check-host-${name}`);
});
