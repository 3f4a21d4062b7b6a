import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { Session } from '../editor/session.ts';
import { Terminal } from '../editor/terminal.ts';
import { sandboxShell, shell } from '../machine.ts';
import { additionLine, bridgeNetwork } from './sandbox-networks.ts';

const isRoot = process.getuid?.() === 0;
/** A name that no other sandbox on this machine has. */
const client = `client-${process.pid}`;
const server = `server-${process.pid}`;
const [from, to] = ['10.88.1.2', '10.88.2.2'] as const;
const port = 8080;

const front = bridgeNetwork('front', '10.88.1.0/24');
const back = bridgeNetwork('back', '10.88.2.0/24');

let session: Session;
let terminal: Terminal;

const inSandbox = (line: string): Promise<string> => sandboxShell(client, line);
const tree = () => session.workbench.view('Namespaces');

/** Runs a command in a namespace of the sandbox, and leaves it running. */
const startInside = (namespace: string, command: string): Promise<string> =>
  inSandbox(`ip netns exec ${namespace} setsid ${command} >/dev/null 2>&1 </dev/null &`);

/** Puts a program in place of Wireshark into the editor's PATH, which the editor reads from a login shell. */
async function addWireshark(directory: string): Promise<void> {
  const program = `#!/bin/sh\nprintf '%s\\n' "$@" >'${directory}/opened'\n`;
  await writeFile(join(directory, 'wireshark'), program, { mode: 0o755 });
  await writeFile(join(directory, '.profile'), `export PATH="${directory}:$PATH"\n`);
}

beforeAll(async () => {
  if (!isRoot) {
    return;
  }
  session = await Session.start({
    env: { DISPLAY: ':99' },
    prepare: addWireshark,
    files: { '10-front.conflist': front.text, '20-back.conflist': back.text },
    settings: () => ({ 'terminal.integrated.gpuAcceleration': 'off' }),
  });
  const { workbench } = session;
  terminal = new Terminal(workbench.page);
  await workbench.showContainer('CNI');
  await workbench.command('CNI: Create Namespace…');
  await workbench.quickInput.enter('Create a namespace', client);
  await tree().row(client).waitFor();
  await inSandbox(additionLine({ namespace: client, network: front }));
  await inSandbox(additionLine({ namespace: server, network: back }));
  const listen = `require("net").createServer().listen(${port})`;
  await startInside(server, `${process.execPath} -e '${listen}'`);
  for (const title of ['Cached Results', 'Hosts']) {
    await workbench.view(title).fold();
  }
  await tree().titleAction('Refresh');
  await tree().row(server).waitFor();
});

afterAll(async () => {
  if (isRoot) {
    await session.stop();
  }
});

beforeEach((context) => {
  if (!isRoot) {
    context.skip('not root: the test changes the sandbox from outside');
  }
});

test('Open Terminal opens a shell in the namespace', async () => {
  onTestFailed(() => session.keepEvidence('inside-terminal'));
  const { workbench } = session;
  await tree().rightClick(client, 'Open Terminal');
  await expect.poll(() => terminal.text()).toContain(`Shell in namespace "${client}" on "sandbox".`);
  await terminal.enter('ip -br addr');
  await expect.poll(() => terminal.text()).toMatch(new RegExp(String.raw`eth0@\S+ +UP +${from}/24`));
  const inode = (await inSandbox(`stat -L -c %i /run/netns/${client}`)).trim();
  await terminal.enter('readlink /proc/self/ns/net');
  await expect.poll(() => terminal.text()).toContain(`net:[${inode}]`);
  await session.picture('inside-terminal');
  await terminal.enter('exit');
  await workbench.page.locator('.terminal-wrapper').waitFor({ state: 'detached' });
});

test('the terminal profile "Shell in Namespace" prompts for the namespace', async () => {
  onTestFailed(() => session.keepEvidence('inside-profile'));
  const { workbench } = session;
  await workbench.command('Create New Terminal (With Profile)');
  await workbench.quickInput.choose('Shell in Namespace');
  await workbench.quickInput.titled('Select a namespace for the terminal').waitFor();
  await session.pictureAsItIs('inside-profile');
  await workbench.quickInput.choose(server);
  // The first line of the shell may scroll away while the panel opens.
  await expect.poll(() => terminal.text()).toMatch(/[#$]\s*$/);
  await terminal.enter('ip -br addr');
  await expect.poll(() => terminal.text()).toContain(`${to}/24`);
  await terminal.enter('exit');
  await workbench.page.locator('.terminal-wrapper').waitFor({ state: 'detached' });
});

test('Ping and Trace, by keyboard, report who answered', async () => {
  onTestFailed(() => session.keepEvidence('inside-reach'));
  const { workbench } = session;
  const { notifications, quickInput, page } = workbench;
  await workbench.command('CNI: Focus on Namespaces View');
  await tree().focusRow(client);
  await page.keyboard.press('Shift+F10');
  await workbench.chooseByKeyboard('Ping…');
  await quickInput.titled(`Ping from "${client}"`).waitFor();
  await quickInput.type('--help');
  await expect.poll(() => quickInput.message()).toContain('Enter an IP address or a host name.');
  await quickInput.enter(`Ping from "${client}"`, to);
  expect(await notifications.message(`${to} answered`)).toContain(`packets from "${client}", after`);
  await workbench.command('CNI: Trace…');
  await quickInput.choose(client);
  await quickInput.enter(`Trace from "${client}"`, to);
  await notifications.with(`${to} answered at hop 2 on the way from "${client}"`).waitFor();
  await notifications.press('answered at hop 2', 'Show Output');
  const output = workbench.webview().locator('body');
  await expect.poll(() => output.innerText()).toMatch(new RegExp(`1 +10.88.1.1[^]*2 +${to}`));
  await session.picture('inside-trace');
  await workbench.command('View: Close All Editors');
});

test('Test Connection names the rule that drops the packets, and succeeds when it is gone', async () => {
  onTestFailed(() => session.keepEvidence('inside-connection'));
  const { workbench } = session;
  const { notifications, quickInput } = workbench;
  const rule = `FORWARD -s ${from}/32 -j DROP`;
  await inSandbox(`iptables -D ${rule} 2>/dev/null; iptables -A ${rule}`);
  await tree().row(client).click();
  await tree()
    .row(server)
    .click({ modifiers: ['Control'] });
  await tree().rightClick(client, 'Test Connection…');
  await quickInput.enter(`Test connection to "${server}"`, String(port));
  await notifications.with(`-A ${rule}`).waitFor({ timeout: 60_000 });
  await notifications.press(`-A ${rule}`, 'Show Details');
  const details = workbench.webview().locator('body');
  await details.getByText(`"${client}" to "${server}" on "sandbox"`).waitFor({ timeout: 60_000 });
  const seen = await details.innerText();
  expect(seen).toContain(`${from} → ${to}`);
  expect(seen).toContain(`-A ${rule}`);
  await tree().expand('Interfaces');
  await tree().expand('Routes');
  await session.picture('inside-connection');
  await workbench.command('CNI: Test Connection…');
  await quickInput.choose(client);
  await quickInput.titled(`Select the namespace that "${client}" connects to`).waitFor();
  await quickInput.choose(server);
  await quickInput.enter(`Test connection to "${server}"`, String(port));
  await notifications.with(`-A ${rule}`).waitFor({ timeout: 60_000 });
  await inSandbox(`iptables -D ${rule}`);
  await notifications.press(`-A ${rule}`, 'Test Again');
  await notifications.with(`"${client}" reaches port`).waitFor({ timeout: 60_000 });
  await notifications.message(`"${client}" reaches port ${port} of "${server}" (${to}).`);
});

test('Capture counts packets while it runs, stops, and the file has them', async () => {
  onTestFailed(() => session.keepEvidence('inside-capture'));
  const { workbench } = session;
  const { notifications, quickInput, page } = workbench;
  const file = join(session.folder, 'front.pcap');
  await startInside(client, `ping -i 0.2 -w 90 10.88.1.1`);
  // A click on one row ends the selection of two, which has another menu.
  await tree().row(client).click();
  await tree().rightClick(client, 'Capture…');
  await quickInput.titled('Select the interface to capture on').waitFor();
  expect((await quickInput.choices()).map((choice) => choice.trim())).toEqual(['All Interfaces', 'lo', 'eth0']);
  await quickInput.choose('eth0');
  await quickInput.acceptLine('Filter of tcpdump', 'icmp');
  await quickInput.enterPath('Save captured packets', file);
  const progress = page.locator('.notification-list-item', { hasText: `Capturing in "${client}"` }).first();
  await expect.poll(() => progress.innerText()).toMatch(/[1-9]\d* packets, \d+ kB/);
  await session.picture('inside-capture');
  await progress.locator('.monaco-button', { hasText: 'Cancel' }).click();
  const captured = await notifications.with(`Captured in "${client}"`).innerText();
  await session.pictureAsItIs('inside-captured');
  await notifications.press(`Captured in "${client}"`, 'Open in Wireshark');
  const opened = join(session.folder, '..', 'opened');
  await expect.poll(() => readFile(opened, 'utf8').catch(() => '')).toBe(`${file}\n`);
  const pcap = await readFile(file);
  const packets = Number(/: (\d+) packets?,/.exec(captured)?.[1]);
  expect(pcap.readUInt32LE(0)).toBe(0xa1_b2_c3_d4);
  // Each packet has a header of 16 bytes and an Ethernet frame of 98.
  expect([packets > 0, pcap.length]).toEqual([true, 24 + packets * (16 + 98)]);
  await expect.poll(() => inSandbox('cat /proc/[0-9]*/comm 2>/dev/null || true')).not.toContain('tcpdump');
});

test('a missing program is named with its package', async () => {
  onTestFailed(() => session.keepEvidence('inside-missing'));
  const { workbench } = session;
  const { notifications, quickInput } = workbench;
  // Only in the sandbox, which has its own mounts.
  const program = (await shell('command -v tcpdump')).trim();
  await inSandbox(`umount ${program} 2>/dev/null; mount --bind /dev/null ${program}`);
  await tree().row(client).click();
  await tree().rightClick(client, 'Capture…');
  await quickInput.choose('All Interfaces');
  await quickInput.acceptLine('Filter of tcpdump');
  await quickInput.enterPath('Save captured packets', join(session.folder, 'none.pcap'));
  await notifications.with('The program "tcpdump" is missing').waitFor();
  await session.picture('inside-missing');
  await notifications.press('The program "tcpdump" is missing', 'Show Log');
  await expect.poll(() => session.log()).toContain('Install the package "tcpdump"');
});
