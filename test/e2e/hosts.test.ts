import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { packArchive, sha256Of } from '../host/plugin-archive.ts';
import { presence, untilTouched } from '../host/waiting-key.ts';
import { Session } from './editor/session.ts';
import { StandInNode } from './stand-in-node.ts';

const isRoot = process.getuid?.() === 0;
const passphrase = 'a phrase that nobody may see';
const network = configuration('hostsnet', { type: 'ptp', ipam: { type: 'host-local', subnet: '10.77.0.0/24' } });
const plugins = process.env['CNI_WORKBENCH_PLUGINS'] ?? '/usr/lib/cni';
/** A directory of the node for plugins that is not there yet. */
const newPlugins = '/run/cni/bin';
const longName = 'a-node-with-a-name-that-no-side-bar-shows-all-of.example.org';

/** Stands in for an ssh whose key waits to be touched; other hosts are the real one's. */
const keyedSsh = (directory: string, node: readonly string[]): string => `#!/bin/sh
case " $* " in *" keyed "*) ;; *) exec /usr/bin/ssh "$@" ;; esac
${untilTouched(directory)}
exec ${node.join(' ')} /bin/sh
`;

let node: StandInNode;
let keys: string;
let session: Session;
/** Undoes what was set up, also where that did not come to its end. */
const undo: (() => Promise<void>)[] = [];

beforeAll(async () => {
  if (!isRoot) return;
  keys = await mkdtemp(join(tmpdir(), 'cni-workbench-keys-'));
  undo.unshift(() => rm(keys, { recursive: true }));
  node = await StandInNode.start();
  undo.unshift(() => node.stop());
  const configFile = await node.sshConfiguration(keys, passphrase);
  await writeFile(join(keys, 'ssh'), keyedSsh(keys, node.command), { mode: 0o755 });
  const places = { confDir: node.confDir, pluginPath: [newPlugins, plugins] };
  session = await Session.start({
    files: { 'hostsnet.conflist': network },
    // The editor takes the PATH of a login shell.
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
  // The views look at the selected host when they are seen. The tree draws only the rows that there is room for.
  await session.workbench.view('Hosts').row('in use · connected').waitFor();
  for (const title of ['Namespaces', 'Cached Results']) await session.workbench.view(title).fold();
});

afterAll(async () => {
  for (const step of undo) await step();
});

beforeEach((context) => {
  if (!isRoot) context.skip('not root: the stand-in for a node needs namespaces of its own');
});

const hosts = () => session.workbench.view('Hosts');

/** The row of a host, as its label and description. */
async function rowOf(name: string): Promise<string | undefined> {
  return (await hosts().rows()).find((row) => row.startsWith(name));
}

test('hosts of the settings are there, and none of them is connected by itself', async () => {
  onTestFailed(() => session.keepEvidence('hosts-list'));
  await expect
    .poll(() => hosts().rows())
    .toEqual([
      // The views show the selected host, so that one is looked at.
      'sandbox  in use · connected',
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
    /^Added hostsnet to h1 on node: eth0 has 10\.77\.0\./,
  );
  expect(await node.run('ls /var/lib/cni/networks/hostsnet')).toContain('10.77.0.2');
});

test('below the host stands what is on it, and is read again after an operation', async () => {
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

test('plugins are installed from an archive of this machine, and stand below the host then', async () => {
  onTestFailed(() => session.keepEvidence('hosts-install'));
  const { workbench } = session;
  const { quickInput } = workbench;
  const archive = packArchive({ 'brand-new': { from: join(plugins, 'loopback') } });
  undo.unshift(() => rm(dirname(archive), { recursive: true }));
  await hosts().rightClick(/^node/, 'Install Reference Plugins…');
  await quickInput.enter('Install into which directory of the host?', newPlugins);
  await quickInput.choose('Archive of this machine…');
  await quickInput.enterPath('Archive with the plugins', archive);
  const asked = await workbench.dialog.answer('Install the reference plugins on node?', 'Install');
  expect(asked).toContain(`Directory: ${newPlugins}`);
  expect(asked).toContain(`SHA-256: ${sha256Of(archive)}, as it should be`);
  expect(asked).toContain('The directory is empty or not there yet.');
  await workbench.notifications.message(`Installed 1 plugins in ${newPlugins} of node.`);
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
])('the host with what is on it can be read in the theme %s', async (name, theme) => {
  onTestFailed(() => session.keepEvidence(`hosts-theme-${name}`));
  await session.workbench.useTheme(theme);
  await hosts().expand(/^node/);
  await hosts().collapse(/^Plugins/);
  await hosts().expand(/^Reservations/);
  await expect.poll(() => hosts().rows()).toContainEqual(expect.stringMatching(/^10\.77\.0\.2 {2}hostsnet/));
  await session.picture(`hosts-theme-${name}`);
});

test('the text of the editor is saved to the host after a question that names host and path', async () => {
  onTestFailed(() => session.keepEvidence('hosts-save'));
  const { workbench } = session;
  const path = `${node.confDir}/10-hostsnet.conflist`;
  await workbench.openFile('hostsnet.conflist');
  await workbench.command('CNI: Save to Host…');
  await workbench.quickInput.enter('Save hostsnet.conflist to node', path);
  expect(await workbench.dialog.answer('Save', 'Save')).toContain(`${path} on node?`);
  await workbench.notifications.message(`Saved ${path} on node.`);
  expect(await node.run(`cat ${path}`)).toBe(network);
});

test('a file of the host is opened from the view, saved with its mode kept, and never over a change of somebody else', async () => {
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
  // As long as before: what VS Code itself takes for unchanged.
  await node.run(`sed -i s/10.77.1.0/10.77.9.0/ ${path}`);
  await page.keyboard.type('2');
  await page.keyboard.press('Control+S');
  await workbench.notifications.message('was changed on node since it was read, so nothing was written');
  expect(await node.run(`cat ${path}`)).toContain('10.77.9.0/24');
  await page.keyboard.press('Control+S');
  await expect.poll(() => node.run(`cat ${path}`)).toContain('10.77.12.0/24');
  // Only then has the editor looked at what it wrote.
  await expect.poll(() => page.locator('.tab.active.dirty').count()).toBe(0);
  await node.run(`echo changed > ${path}`);
  await page.keyboard.type('2');
  await page.keyboard.press('Control+S');
  await workbench.notifications.message(/newer/);
  expect(await node.run(`cat ${path}`)).toBe('changed\n');
});

test("the host's file is compared with the editor's", async () => {
  onTestFailed(() => session.keepEvidence('hosts-compare'));
  const { workbench } = session;
  await workbench.command('File: Revert File');
  await node.run(`echo '${network}' > ${node.confDir}/10-hostsnet.conflist`);
  await workbench.openFile('hostsnet.conflist');
  await workbench.command('CNI: Compare with Host…');
  await workbench.quickInput.choose('10-hostsnet.conflist');
  const tab = workbench.page.locator('.tab.active', { hasText: '10-hostsnet.conflist on node ↔ hostsnet.conflist' });
  await tab.waitFor();
  // One column or two, by the room that there is.
  const diff = workbench.page.locator('.monaco-diff-editor .view-line', { hasText: 'hostsnet' });
  await expect.poll(() => diff.count()).toBeGreaterThan(0);
  await session.picture('hosts-compare');
  await hosts().collapse(/^node/);
});

test('a host that does not answer says why, in the view and in a message', async () => {
  onTestFailed(() => session.keepEvidence('hosts-failed'));
  const { workbench } = session;
  await hosts().rightClick(/^a-node/, 'Connect Host');
  expect(await workbench.notifications.message('no such node')).toContain('gave no shell');
  await expect.poll(() => rowOf(longName)).toMatch(/failed: .*no such node/);
  await session.picture('hosts-failed');
});

test('over ssh: an unknown host key and the passphrase are asked for in the editor, and the answers are in no log', async () => {
  onTestFailed(() => session.keepEvidence('hosts-ssh'));
  if (!existsSync('/usr/sbin/sshd')) return;
  const { workbench } = session;
  await hosts().rightClick(/^far/, 'Connect Host');
  const asked = await workbench.dialog.answer('CNI host far', 'Yes, Connect');
  expect(asked).toContain('authenticity of host');
  await workbench.quickInput.titled('CNI host far').waitFor();
  await session.picture('hosts-passphrase');
  await workbench.quickInput.enter('CNI host far', passphrase);
  await expect.poll(() => rowOf('far')).toBe('far  connected');
  await workbench.command('CNI: Show Log');
  const log = workbench.editorOf('CNI.log');
  await expect.poll(() => log.text()).toContain('hostsnet');
  expect(await log.text()).not.toContain(passphrase);
});

test('over ssh: that a key waits to be touched is shown until it is touched', async () => {
  onTestFailed(() => session.keepEvidence('hosts-touch'));
  const { workbench } = session;
  await hosts().rightClick(/^keyed/, 'Connect Host');
  const notice = workbench.notifications.with(`CNI host keyed: ${presence}`);
  await notice.waitFor();
  await session.picture('hosts-touch');
  await writeFile(join(keys, 'touched'), '');
  await expect.poll(() => rowOf('keyed')).toBe('keyed  connected');
  await expect.poll(() => notice.count()).toBe(0);
});

test('a file of a host that is not in use is checked against what is on that host', async () => {
  onTestFailed(() => session.keepEvidence('hosts-facts'));
  if (!existsSync('/usr/sbin/sshd')) return;
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

test('after the window was loaded anew the host in use is still that, and its file is there once somebody connects it', async () => {
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
  await expect.poll(() => rowOf('node')).toBe('node  in use · not connected');
  const path = `${node.confDir}/10-hostsnet.conflist`;
  await workbench.notifications.with(`${path} is on the host node, which is not connected.`).waitFor();
  await session.picture('hosts-reload');
  await workbench.notifications.press('which is not connected', 'Connect');
  await workbench.editor.line('hostsnet').waitFor();
  await expect.poll(() => rowOf('node')).toBe('node  in use · connected');
  const namespaces = workbench.view('Namespaces');
  await namespaces.unfold();
  await expect.poll(() => namespaces.rows()).toContainEqual(expect.stringMatching(/^h1/));
  await namespaces.fold();
});

test('a host is disconnected, another is added by a command and forgotten again', async () => {
  onTestFailed(() => session.keepEvidence('hosts-forget'));
  const { workbench } = session;
  await hosts().rightClick(/^node/, 'Disconnect Host');
  await expect.poll(() => rowOf('node')).toBe('node  in use · not connected');
  await workbench.command('CNI: Add Host…');
  await workbench.quickInput.choose('By a command');
  await workbench.quickInput.titled('Add a host by a command').waitFor();
  await workbench.quickInput.type('docker exec -i "my box"');
  await workbench.page.keyboard.press('Enter');
  await workbench.quickInput.widget.filter({ hasText: 'The name by which' }).waitFor();
  await workbench.quickInput.type('lab');
  await expect.poll(() => workbench.quickInput.message()).toContain('There is already a host or cluster "lab".');
  await session.pictureAsItIs('hosts-name-taken');
  await workbench.quickInput.type('my box');
  await expect.poll(() => workbench.quickInput.message()).toContain('The name by which');
  await workbench.page.keyboard.press('Enter');
  await workbench.notifications.message('Added the host my box.');
  await expect.poll(() => rowOf('my box')).toBe('my box  not connected');
  await hosts().rightClick(/^my box/, 'Forget Host');
  await workbench.dialog.answer('Forget the host my box?', 'Forget Host');
  await expect.poll(() => rowOf('my box')).toBeUndefined();
});
