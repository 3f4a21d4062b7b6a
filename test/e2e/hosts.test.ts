import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { packArchive, sha256Of } from '../host/hosts/plugin-archive.ts';
import { presence, untilTouched } from '../host/ssh/waiting-key.ts';
import { Session } from './editor/session.ts';
import { StandInNode } from './stand-in-node.ts';

const isRoot = process.getuid?.() === 0;
const passphrase = 'a phrase that must stay secret';
const network = configuration('hostsnet', { type: 'ptp', ipam: { type: 'host-local', subnet: '10.77.0.0/24' } });
const plugins = process.env['CNI_WORKBENCH_PLUGINS'] ?? '/usr/lib/cni';
/** A plugin directory of the node that does not exist yet. */
const newPlugins = '/run/cni/bin';
const longName = 'a-node-with-a-name-that-no-side-bar-shows-all-of.example.org';

/** A replacement for ssh whose key waits for a touch; other hosts use the real ssh. */
const keyedSsh = (directory: string, node: readonly string[]): string => `#!/bin/sh
case " $* " in *" keyed "*) ;; *) exec /usr/bin/ssh "$@" ;; esac
${untilTouched(directory)}
exec ${node.join(' ')} /bin/sh
`;

let node: StandInNode;
let keys: string;
let session: Session;
/** Steps that undo the setup, even if it failed halfway. */
const undo: (() => Promise<void>)[] = [];

beforeAll(async () => {
  if (!isRoot) {
    return;
  }
  keys = await mkdtemp(join(tmpdir(), 'cni-workbench-keys-'));
  undo.unshift(() => rm(keys, { recursive: true }));
  node = await StandInNode.start();
  undo.unshift(() => node.stop());
  const configFile = await node.sshConfiguration(keys, passphrase);
  await writeFile(join(keys, 'ssh'), keyedSsh(keys, node.command), { mode: 0o755 });
  const places = { confDir: node.confDir, pluginPath: [newPlugins, plugins] };
  session = await Session.start({
    files: { 'hostsnet.conflist': network },
    // The editor uses the PATH of a login shell.
    prepare: (directory) => writeFile(join(directory, '.profile'), `PATH='${keys}':$PATH\n`),
    settings: () => ({
      'cni.hosts': [
        { name: 'node', kind: 'exec', command: node.command, ...places },
        { name: 'far', kind: 'ssh', destination: 'far', configFile, ...places, pluginPath: [newPlugins] },
        { name: 'keyed', kind: 'ssh', destination: 'keyed', ...places },
        { name: 'lab', kind: 'kubernetes', via: 'debug' },
        { name: longName, kind: 'exec', command: ['sh', '-c', 'echo no such node >&2; exit 1'] },
      ],
    }),
  });
  undo.unshift(() => session.stop());
  await session.workbench.openFile('hostsnet.conflist');
  await session.workbench.showContainer('CNI');
  // Visible views read the selected host. The tree renders only visible rows.
  await session.workbench.view('Hosts').row('selected · connected').waitFor();
  for (const title of ['Namespaces', 'Cached Results']) {
    await session.workbench.view(title).fold();
  }
});

afterAll(async () => {
  for (const step of undo) {
    await step();
  }
});

beforeEach((context) => {
  if (!isRoot) {
    context.skip('not root: the stand-in for a node needs separate namespaces');
  }
});

const hosts = () => session.workbench.view('Hosts');

/** The row of a host, as its label and description. */
async function rowOf(name: string): Promise<string | undefined> {
  return (await hosts().rows()).find((row) => row.startsWith(name));
}

test('hosts of the settings are listed, and none is connected automatically', async () => {
  onTestFailed(() => session.keepEvidence('hosts-list'));
  await expect
    .poll(() => hosts().rows())
    .toEqual([
      // The views show the selected host, so it is read.
      'sandbox  selected · connected',
      'local  not connected',
      'node  not connected',
      'far  not connected',
      'keyed  not connected',
      `${longName}  not connected`,
    ]);
});

test('a host is connected and used, the network is added there, and every message names it', async () => {
  onTestFailed(() => session.keepEvidence('hosts-use'));
  const { workbench } = session;
  await hosts().rightClick(/^node/, 'Connect Host');
  await expect.poll(() => rowOf('node')).toBe('node  connected');
  await hosts().rightClick(/^node/, 'Use This Host');
  await workbench.statusItem('CNI: node').waitFor();
  await workbench.openFile('hostsnet.conflist');
  await workbench.rightClick(workbench.editor.line('host-local'), 'Add to Namespace…');
  await workbench.quickInput.choose(/Create/);
  await workbench.quickInput.enter('Create a namespace', 'h1');
  expect(await workbench.notifications.message(/^Added/)).toMatch(
    /^Added "hostsnet" to "h1" on "node"\. Interface eth0 has 10\.77\.0\./,
  );
  expect(await node.run('ls /var/lib/cni/networks/hostsnet')).toContain('10.77.0.2');
});

test('the contents of a host are shown below it, and read again after an operation', async () => {
  onTestFailed(() => session.keepEvidence('hosts-contents'));
  const { workbench } = session;
  await workbench.command('View: Show CNI');
  await workbench.command('CNI: Focus on Hosts View');
  await hosts().expand(/^node/);
  await expect.poll(async () => (await hosts().rows()).join('\n')).toMatch(/^Reservations {2}1$/m);
  const rows = await hosts().rows();
  expect(rows.find((row) => row.startsWith('Plugins'))).toMatch(/^Plugins {2}\d+ · \//);
  expect(rows).toEqual(expect.arrayContaining(['Configuration Files  0', 'Cached Results  1']));
  await session.picture('hosts');
  await hosts().collapse(/^node/);
});

test('plugins are installed from a local archive and then shown below the host', async () => {
  onTestFailed(() => session.keepEvidence('hosts-install'));
  const { workbench } = session;
  const { quickInput } = workbench;
  const archive = packArchive({ 'brand-new': { from: join(plugins, 'loopback') } });
  undo.unshift(() => rm(dirname(archive), { recursive: true }));
  await hosts().rightClick(/^node/, 'Install Reference Plugins…');
  await quickInput.enter('Enter the directory on the host to install into', newPlugins);
  await quickInput.choose('Local archive…');
  await quickInput.enterPath('Select the archive with the plugins', archive);
  await workbench.dialog.with('Install the reference plugins on "node"?').waitFor();
  await session.pictureAsItIs('hosts-install-question');
  const asked = await workbench.dialog.answer('Install the reference plugins on "node"?', 'Install');
  expect(asked).toContain(`Directory: ${newPlugins}`);
  expect(asked).toContain(`SHA-256: ${sha256Of(archive)} (verified)`);
  expect(asked).toContain('Plugins: brand-new');
  expect(asked).toContain('The plugins are copied there and run once with VERSION.');
  expect(asked).toContain('The directory is empty or does not exist.');
  await workbench.notifications.message(`Installed 1 plugins in ${newPlugins} on "node".`);
  expect(await node.run(`ls ${newPlugins}`)).toBe('brand-new\n');
  await hosts().expand(/^node/);
  await hosts().expand(/^Plugins/);
  await expect.poll(() => hosts().rows()).toContainEqual(expect.stringMatching(/^brand-new {2}spec 1\.\d/));
  await session.picture('hosts-install');
});

test.each([
  ['dark', 'Dark Modern'],
  ['high-contrast', 'Dark High Contrast'],
  ['high-contrast-light', 'Light High Contrast'],
  ['light', 'Light Modern'],
])('the contents of a host are readable in the theme %s', async (name, theme) => {
  onTestFailed(() => session.keepEvidence(`hosts-theme-${name}`));
  await session.workbench.useTheme(theme);
  await hosts().expand(/^node/);
  await hosts().collapse(/^Plugins/);
  await hosts().expand(/^Reservations/);
  await expect.poll(() => hosts().rows()).toContainEqual(expect.stringMatching(/^10\.77\.0\.2 {2}hostsnet/));
  await session.picture(`hosts-theme-${name}`);
});

test('the text of the editor is saved to the host after a confirmation that names host and path', async () => {
  onTestFailed(() => session.keepEvidence('hosts-save'));
  const { workbench } = session;
  const path = `${node.confDir}/10-hostsnet.conflist`;
  await workbench.openFile('hostsnet.conflist');
  await workbench.command('CNI: Save to Host…');
  await workbench.quickInput.enter('Save hostsnet.conflist to "node"', path);
  expect(await workbench.dialog.answer('Save', 'Save')).toContain(`${path} on "node"?`);
  await workbench.notifications.message(`Saved ${path} on "node".`);
  expect(await node.run(`cat ${path}`)).toBe(network);
});

test('a file of the host is opened from the view and saved with its mode, and changes on the host are not overwritten', async () => {
  onTestFailed(() => session.keepEvidence('hosts-files'));
  const { workbench } = session;
  const { editor, page } = workbench;
  const path = `${node.confDir}/10-hostsnet.conflist`;
  await node.run(`chmod 640 ${path}`);
  await hosts().expand(/^node/);
  await hosts().expand('Configuration Files');
  await hosts().row('10-hostsnet.conflist').click();
  await editor.line('10.77.0.0/24').waitFor();
  await page.locator('.tab.active[data-resource-name="10-hostsnet.conflist"]').waitFor();
  await editor.cursorAfter('10.77.0');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('1');
  await page.keyboard.press('Control+S');
  await expect.poll(() => node.run(`cat ${path}`)).toContain('10.77.1.0/24');
  expect(await node.run(`stat -c %a ${path}`)).toBe('640\n');
  await session.picture('hosts-file');
  // With the same length, VS Code itself does not detect the change.
  await node.run(`sed -i s/10.77.1.0/10.77.9.0/ ${path}`);
  await page.keyboard.type('2');
  await page.keyboard.press('Control+S');
  await workbench.notifications.message('was changed on node after it was read, so nothing was written');
  expect(await node.run(`cat ${path}`)).toContain('10.77.9.0/24');
  await page.keyboard.press('Control+S');
  await expect.poll(() => node.run(`cat ${path}`)).toContain('10.77.12.0/24');
  // After that, the editor has read the file that it wrote.
  await expect.poll(() => page.locator('.tab.active.dirty').count()).toBe(0);
  await node.run(`echo changed > ${path}`);
  await page.keyboard.type('2');
  await page.keyboard.press('Control+S');
  await workbench.notifications.message(/newer/);
  expect(await node.run(`cat ${path}`)).toBe('changed\n');
});

test('the file of the host is compared with the text of the editor', async () => {
  onTestFailed(() => session.keepEvidence('hosts-compare'));
  const { workbench } = session;
  await workbench.command('File: Revert File');
  await node.run(`echo '${network}' > ${node.confDir}/10-hostsnet.conflist`);
  await workbench.openFile('hostsnet.conflist');
  await workbench.command('CNI: Compare with Host…');
  await workbench.quickInput.choose('10-hostsnet.conflist');
  const tab = workbench.page.locator('.tab.active', { hasText: '10-hostsnet.conflist (node) ↔ hostsnet.conflist' });
  await tab.waitFor();
  // One column or two, depending on the space.
  const diff = workbench.page.locator('.monaco-diff-editor .view-line', { hasText: 'hostsnet' });
  await expect.poll(() => diff.count()).toBeGreaterThan(0);
  await session.picture('hosts-compare');
  await hosts().collapse(/^node/);
});

test('Edit Hosts in Settings opens the settings file with the hosts, and does not change it', async () => {
  onTestFailed(() => session.keepEvidence('hosts-edit'));
  const { workbench } = session;
  await workbench.command('CNI: Edit Hosts in Settings');
  const settings = workbench.page.locator('.modal-editor-part');
  await settings.locator('.view-line', { hasText: '"cni.hosts"' }).waitFor();
  await settings.locator('.view-line', { hasText: '"name": "node"' }).waitFor();
  expect(await settings.locator('.tab.dirty, .dirty').count()).toBe(0);
  await session.picture('hosts-edit');
  await workbench.page.keyboard.press('Escape');
  await settings.waitFor({ state: 'hidden' });
});

test('the reason why a host does not answer is shown in the view and in a message', async () => {
  onTestFailed(() => session.keepEvidence('hosts-failed'));
  const { workbench } = session;
  await hosts().rightClick(/^a-node/, 'Connect Host');
  expect(await workbench.notifications.message('no such node')).toContain('Could not start a shell');
  await expect.poll(() => rowOf(longName)).toMatch(/failed: .*no such node/);
  await session.picture('hosts-failed');
});

test('over ssh: the editor prompts for an unknown host key and the passphrase, and does not log the answers', async () => {
  onTestFailed(() => session.keepEvidence('hosts-ssh'));
  if (!existsSync('/usr/sbin/sshd')) {
    return;
  }
  const { workbench } = session;
  await hosts().rightClick(/^far/, 'Connect Host');
  const asked = await workbench.dialog.answer('Host "far"', 'Connect');
  expect(asked).toContain('authenticity of host');
  await workbench.quickInput.titled('Host "far"').waitFor();
  await session.picture('hosts-passphrase');
  await workbench.quickInput.enter('Host "far"', 'a wrong phrase');
  await expect
    .poll(() => workbench.quickInput.titled('Host "far"').innerText())
    .toContain('Your last answer was not accepted. Enter passphrase for key');
  await session.picture('hosts-passphrase-again');
  await workbench.quickInput.enter('Host "far"', passphrase);
  await expect.poll(() => rowOf('far')).toBe('far  connected');
  await workbench.command('CNI: Show Log');
  await expect.poll(() => session.log()).toContain('ADD hostsnet');
  const log = await session.log();
  for (const answer of ['a wrong phrase', passphrase]) {
    expect(log).not.toContain(answer);
  }
  await workbench.command('View: Hide Panel');
});

test('over ssh: a notification is shown while a key waits for a touch', async () => {
  onTestFailed(() => session.keepEvidence('hosts-touch'));
  const { workbench } = session;
  await hosts().rightClick(/^keyed/, 'Connect Host');
  const notice = workbench.notifications.with(`Host "keyed": ${presence}`);
  await notice.waitFor();
  await session.picture('hosts-touch');
  await writeFile(join(keys, 'touched'), '');
  await expect.poll(() => rowOf('keyed')).toBe('keyed  connected');
  await expect.poll(() => notice.count()).toBe(0);
});

test('a file of a host that is not selected is checked with the facts of that host', async () => {
  onTestFailed(() => session.keepEvidence('hosts-facts'));
  if (!existsSync('/usr/sbin/sshd')) {
    return;
  }
  const { workbench } = session;
  await hosts().collapse(/^node/);
  await hosts().expand(/^far/);
  await hosts().expand('Configuration Files');
  await hosts().row('10-hostsnet.conflist').click();
  await workbench.editor.focused('far');
  await workbench.problems();
  const problems = workbench.page.locator('.markers-panel .monaco-list-row');
  await expect
    .poll(() => problems.allInnerTexts())
    .toContainEqual(expect.stringContaining('There is no plugin "host-local" on far over ssh'));
  await session.picture('hosts-facts');
  await workbench.command('View: Hide Panel');
  await hosts().collapse(/^far/);
});

test('after a reload the host is still selected, and its file is shown after it is connected', async () => {
  onTestFailed(() => session.keepEvidence('hosts-reload'));
  const { workbench } = session;
  await hosts().expand(/^node/);
  await hosts().expand('Configuration Files');
  await hosts().row('10-hostsnet.conflist').click();
  await workbench.editor.focused('node');
  await hosts().collapse(/^node/);
  await workbench.reload();
  await workbench.statusItem('CNI: node').waitFor();
  await workbench.showContainer('CNI');
  await expect.poll(() => rowOf('node')).toBe('node  selected · not connected');
  const path = `${node.confDir}/10-hostsnet.conflist`;
  await workbench.notifications.with(`${path} is on host "node", which is not connected.`).waitFor();
  await session.picture('hosts-reload');
  await workbench.notifications.press('which is not connected', 'Connect');
  await workbench.editor.line('hostsnet').waitFor();
  await expect.poll(() => rowOf('node')).toBe('node  selected · connected');
  const namespaces = workbench.view('Namespaces');
  await namespaces.unfold();
  await expect.poll(() => namespaces.rows()).toContainEqual(expect.stringMatching(/^h1/));
  await namespaces.fold();
});

test('a host is disconnected, and another is added by command and forgotten', async () => {
  onTestFailed(() => session.keepEvidence('hosts-forget'));
  const { workbench } = session;
  await hosts().rightClick(/^node/, 'Disconnect Host');
  await expect.poll(() => rowOf('node')).toBe('node  selected · not connected');
  await workbench.command('CNI: Add Host…');
  await workbench.quickInput.choose('Command…');
  await workbench.quickInput.titled('Add Host by Command').waitFor();
  await workbench.quickInput.type('docker exec -i "my box"');
  await workbench.page.keyboard.press('Enter');
  await workbench.quickInput.widget.filter({ hasText: 'Name of the host' }).waitFor();
  await workbench.quickInput.type('lab');
  await expect
    .poll(() => workbench.quickInput.message())
    .toContain('A host or cluster with the name "lab" already exists.');
  await session.pictureAsItIs('hosts-name-taken');
  await workbench.quickInput.type('my box');
  await expect.poll(() => workbench.quickInput.message()).toContain('Name of the host');
  await workbench.page.keyboard.press('Enter');
  await workbench.notifications.message('Added host "my box".');
  await expect.poll(() => rowOf('my box')).toBe('my box  not connected');
  await hosts().rightClick(/^my box/, 'Forget Host');
  await workbench.dialog.answer('Forget host "my box"?', 'Forget Host');
  await expect.poll(() => rowOf('my box')).toBeUndefined();
});
