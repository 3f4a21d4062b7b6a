import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { configuration } from '../configuration.ts';
import { Session } from '../editor/session.ts';
import { sandboxShell } from '../machine.ts';
import { addToNewNamespace } from './new-namespace.ts';

const reference = process.env['CNI_WORKBENCH_PLUGINS'] ?? '/usr/lib/cni';

/** A plugin whose ADD adds a route and a bridge that its DEL leaves. */
const leaky = `#!/bin/sh
PATH=$PATH:/usr/sbin:/sbin
[ "$CNI_COMMAND" = ADD ] || exit 0
ip link add cni7 type bridge >&2
ip route add blackhole 10.77.0.0/24 >&2
echo '{"cniVersion":"1.0.0"}'
`;

const removeLeak = 'ip route del blackhole 10.77.0.0/24; ip link del cni7';

const ipam = { type: 'host-local', subnet: '10.87.0.0/24', routes: [{ dst: '0.0.0.0/0' }] };
const plugins = [{ type: 'bridge', bridge: 'br87', isGateway: true, ipMasq: true, ipam }, { type: 'sbr' }];
const home = `${JSON.stringify({ cniVersion: '1.0.0', name: 'home', plugins }, undefined, 2)}\n`;

let session: Session;
/** The namespace with the network "home". */
let namespace: string;

beforeAll(async () => {
  session = await Session.start({
    files: { 'leaky.conflist': configuration('web', { type: 'leaky' }), 'home.conflist': home },
    settings: (directory) => ({
      'cni.pluginPath': [join(directory, 'plugins'), reference],
      'diffEditor.useInlineViewWhenSpaceIsLimited': false,
    }),
    prepare: async (directory) => {
      await mkdir(join(directory, 'plugins'));
      await writeFile(join(directory, 'plugins', 'leaky'), leaky);
      await chmod(join(directory, 'plugins', 'leaky'), 0o755);
    },
  });
});

afterAll(() => session.stop());

/** The changes on the host, in the inspector. */
const changes = (): Locator => session.workbench.shownPage().locator('section', { hasText: 'Changes on the host' });

/** Opens the inspector of the newest operation, and returns its changes on the host as "sign text remark". */
async function inspectedChanges(verb: string): Promise<string[]> {
  const { workbench } = session;
  await workbench.command('View: Close All Editors');
  await workbench.command('CNI: Inspect Operation');
  await expect.poll(() => workbench.shownPage().locator('h1').innerText()).toMatch(new RegExp(`^${verb} `));
  const rows = await changes().locator('tr').allInnerTexts();
  return rows.map((row) => row.replaceAll(/\s+/g, ' ').trim());
}

/** Opens the diff editor of the inspected operation. */
async function openDiff(title: string): Promise<void> {
  const { workbench } = session;
  await workbench.shownPage().locator('vscode-button', { hasText: 'Show Host Changes' }).click();
  await workbench.page.locator('.tab.active', { hasText: title }).waitFor();
}

test('after ADD the diff editor shows links, addresses, routes, rules and the reservation of the sandbox', async () => {
  onTestFailed(() => session.keepEvidence('host-changes-add'));
  const { workbench } = session;
  namespace = await addToNewNamespace(session, 'home.conflist', 'c1');
  await workbench.notifications.message(/^Added "home"/);
  expect(await inspectedChanges('ADD')).toContainEqual(expect.stringMatching(/^\+ link br87: bridge up/));
  await session.picture('host-changes-inspector');
  await openDiff('ADD of "home": Host before ↔ after');
  await expect.poll(() => workbench.diffSide('modified')).toContain('link br87 bridge');
  await session.picture('host-changes-add');
  const after = await workbench.diffSide('modified');
  const [, address = ''] = /address eth0 (10\.87\.0\.\d+)\/24/.exec(after) ?? [];
  for (const line of [
    'address br87 10.87.0.1/24',
    'iptables nat -A POSTROUTING -s ',
    `reservation /var/lib/cni/networks/home/${address} `,
    `In the namespace /var/run/netns/${namespace}:`,
    'route IPv4 default via 10.87.0.1 dev eth0 table 100',
    `from ${address} lookup 100`,
  ]) {
    expect(after).toContain(line);
  }
  expect(await workbench.diffSide('original')).toBe('');
  expect(await sandboxShell(namespace, 'ip -o -4 addr show br87')).toContain('10.87.0.1/24');
  expect(await sandboxShell(namespace, 'iptables-save -t nat')).toContain(`-s ${address}/32 `);
  expect(await sandboxShell(namespace, `cat /var/lib/cni/networks/home/${address}`)).toContain('eth0');
  expect(await sandboxShell(namespace, `ip netns exec ${namespace} ip rule`)).toContain(`from ${address} lookup 100`);
});

test('after DEL what stays on purpose is told apart from a leak', async () => {
  onTestFailed(() => session.keepEvidence('host-changes-del'));
  const { workbench } = session;
  await workbench.showContainer('CNI');
  await workbench.view('Cached Results').rightClick(`${namespace} ·`, 'Delete from Namespace…');
  await workbench.dialog.answer('Delete "home" from', 'Delete');
  await workbench.notifications.message(/^Deleted "home"/);
  const rows = await inspectedChanges('DEL');
  expect(rows).toContainEqual(expect.stringMatching(/^- link eth0: veth /));
  expect(rows).toContainEqual(
    expect.stringMatching(/^- reservation \/var\/lib\/cni\/networks\/home\/10\.87\.0\.\d+: /),
  );
  const kept = rows.filter((row) => !row.startsWith('-'));
  expect(kept).toContainEqual(expect.stringMatching(/^\+ link br87: bridge /));
  expect(kept).toContainEqual(expect.stringContaining('last_reserved_ip.0'));
  expect(kept.filter((row) => !row.endsWith(' stays on purpose'))).toEqual([]);
  await session.picture('host-changes-del');
  expect(await sandboxShell(namespace, 'ip -o link show br87')).toContain('br87');
  expect(await sandboxShell(namespace, `ip netns exec ${namespace} ip -o link`)).not.toContain('eth0');
  expect(await sandboxShell(namespace, 'iptables-save -t nat')).not.toContain('10.87.0.');
  expect(await sandboxShell(namespace, 'ls /var/lib/cni/networks/home')).toBe('last_reserved_ip.0\nlock\n');
});

const warning = 'DEL of "web" succeeded, but left this behind: + route IPv4 blackhole 10.77.0.0/24';

test('DEL warns about a route that it left, and the inspector calls only that a leak', async () => {
  onTestFailed(() => session.keepEvidence('host-changes-leak'));
  const { workbench } = session;
  // An attempt that failed may have left it, too.
  await sandboxShell(namespace, `${removeLeak} 2>/dev/null; true`);
  const other = await addToNewNamespace(session, 'leaky.conflist', 'c2');
  await workbench.notifications.message(/^Added "web"/);
  await workbench.view('Cached Results').rightClick(other, 'Delete from Namespace…');
  await workbench.dialog.answer('Delete "web" from', 'Delete');
  await workbench.notifications.message(warning);
  const rows = await inspectedChanges('DEL');
  expect(rows.map((row) => row.replace(/(cni7: bridge) .* stays/, '$1 stays'))).toEqual([
    '+ link cni7: bridge stays on purpose',
    '+ route IPv4: blackhole 10.77.0.0/24 leak',
  ]);
  await session.picture('host-changes-leak');
  expect(await sandboxShell(other, 'ip route show 10.77.0.0/24')).toContain('blackhole');
  await sandboxShell(other, removeLeak);
});

test('Test in Sandbox warns about a leak, and shows the host before and after in the diff editor', async () => {
  onTestFailed(() => session.keepEvidence('host-changes-trial'));
  const { workbench } = session;
  const { page, notifications } = workbench;
  await workbench.openFile('leaky.conflist');
  await workbench.command('CNI: Test in Sandbox');
  await notifications.with(warning).waitFor();
  await session.pictureAsItIs('host-changes-warning');
  await notifications.press(warning, 'Show Host Changes');
  await page.locator('.tab.active', { hasText: 'DEL of "web": Host before ↔ after' }).waitFor();
  await expect.poll(() => workbench.diffSide('modified')).toContain('ip route delete blackhole 10.77.0.0/24');
  await session.picture('host-changes-trial');
  // The sandbox of the test ended with all of it.
  expect(await sandboxShell(namespace, 'ip -o link; ip route')).not.toMatch(/cni7|10\.77\.0\.0/);
});
