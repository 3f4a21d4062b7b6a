import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Session } from '../editor/session.ts';
import { sandboxShell } from '../machine.ts';
import { createNamespace } from './new-namespace.ts';

/** Results have the MTU since spec 1.1.0, which the reference plugins v1.9.1 know. Those of Debian know 1.0.0. */
const built = process.env['CNI_WORKBENCH_TEST_PLUGINS'];
const cniVersion = built === undefined ? '1.0.0' : '1.1.0';

/** No reference plugin reports the MTU, so this one adds it to the result. */
const wide = `#!/bin/sh
[ "$CNI_COMMAND" = ADD ] || exit 0
sed 's/.*"prevResult"://; s/,"type":"wide".*$//; s/"name":"eth0"/"name":"eth0","mtu":1400/'
`;

const mac = '02:00:00:00:85:02';
const port = 18_085;
const address = /^10\.85\.0\.\d+\/24$/;
const portMappings = [{ hostPort: port, containerPort: 80, protocol: 'tcp' }];

const bridge = {
  type: 'bridge',
  bridge: 'br85',
  isGateway: true,
  mtu: 1400,
  ipam: {
    type: 'host-local',
    ranges: [[{ subnet: '10.85.0.0/24' }]],
    routes: [{ dst: '0.0.0.0/0' }, { dst: '192.0.2.0/24', gw: '10.85.0.7' }],
  },
  dns: { nameservers: ['10.85.0.53'], domain: 'example.org', search: ['shop.example.org'] },
};

const shop = `${JSON.stringify(
  {
    cniVersion,
    name: 'shop',
    plugins: [
      bridge,
      { type: 'tuning', mac },
      { type: 'wide' },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  },
  undefined,
  2,
)}\n`;

const front = { network: 'shop', cniArgs: 'IgnoreUnknown=1;K8S_POD_NAME=web-0', capabilityArgs: { portMappings } };
const profile = `${JSON.stringify({ 'cni.profiles': { front } }, undefined, 2)}\n`;

let session: Session;
let namespace: string;
let assigned: string;

beforeAll(async () => {
  session = await Session.start({
    files: { 'shop.conflist': shop, '.vscode/settings.json': profile },
    settings: (directory) => ({
      'cni.pluginPath': [join(directory, 'plugins'), built ?? '/usr/lib/cni'],
      'diffEditor.useInlineViewWhenSpaceIsLimited': false,
    }),
    prepare: async (directory) => {
      await mkdir(join(directory, 'plugins'));
      await writeFile(join(directory, 'plugins', 'wide'), wide, { mode: 0o755 });
    },
  });
});

afterAll(() => session.stop());

const page = (): FrameLocator => session.workbench.shownPage();
const heading = (): Promise<string> => page().locator('h1').innerText();

/** Returns the rows of the table with this caption, each as its cells. */
async function table(caption: string): Promise<string[][]> {
  const rows = await page().locator('table', { hasText: caption }).locator('tbody tr').all();
  const texts = rows.map((row) => row.locator('th, td').allInnerTexts());
  return (await Promise.all(texts)).map((cells) => cells.map((cell) => cell.replaceAll(/\s+/g, ' ').trim()));
}

/** Runs a command in the namespace of the test. */
const inNamespace = (line: string): Promise<string> => sandboxShell(namespace, `ip netns exec ${namespace} ${line}`);

test('after ADD with a profile the result shows what each plugin made, as it is in the namespace', async () => {
  onTestFailed(() => session.keepEvidence('result-added'));
  const { workbench } = session;
  await workbench.openFile('shop.conflist');
  await workbench.editor.lens('Add with "front"…').click();
  namespace = await createNamespace(session, 'shop-1');
  const added = await workbench.notifications.message(`Added "shop" to "${namespace}"`);
  expect(added).toContain(`${port}/tcp → 80`);
  await expect.poll(heading).toBe(`shop in ${namespace} added`);

  const [eth0 = [], ...others] = await table('Interfaces');
  const [mtu, makers] = built === undefined ? [[], 'bridge tuning MAC'] : [['1400'], 'bridge tuning MAC wide MTU'];
  assigned = eth0[1] ?? '';
  expect(eth0).toEqual([`eth0 in ${namespace}`, expect.stringMatching(address), '10.85.0.1', mac, ...mtu, makers]);
  expect(others.map(([name]) => name)).toEqual(['br85 on the host', expect.stringMatching(/^veth\w+ on the host$/)]);
  expect(await table('Routes')).toEqual([
    ['0.0.0.0/0', '10.85.0.1 (gateway of the address)', 'bridge'],
    ['192.0.2.0/24', '10.85.0.7', 'bridge'],
  ]);
  expect(await table('DNS')).toEqual([
    ['Name servers', '10.85.0.53'],
    ['Domain', 'example.org'],
    ['Search', 'shop.example.org'],
  ]);
  expect(await table('Mapped ports')).toEqual([[`${port}/tcp → 80 inside the sandbox only`]]);
  expect(await table('Arguments')).toEqual([
    ['IgnoreUnknown CNI_ARGS', '1'],
    ['K8S_POD_NAME CNI_ARGS', 'web-0'],
    ['portMappings capability', JSON.stringify(portMappings)],
  ]);

  expect(await inNamespace('ip -o addr show eth0')).toContain(` ${assigned} `);
  expect(await inNamespace('ip -o link show eth0')).toMatch(new RegExp(`mtu 1400 .*link/ether ${mac}`));
  const routes = await inNamespace('ip route');
  expect(routes).toContain('default via 10.85.0.1 ');
  expect(routes).toContain('192.0.2.0/24 via 10.85.0.7 ');
  const [name = '', , , hardwareAddress = ''] = others[0] ?? [];
  expect(await sandboxShell(namespace, `ip -o link show ${name.split(' ')[0]}`)).toContain(hardwareAddress);
  await workbench.page.keyboard.press('Control+2');
  await workbench.command('View: Toggle Maximize Editor Group');
  await session.readmePicture('result', { x: 352, y: 36, width: 924, height: 732 });
  await workbench.command('View: Toggle Maximize Editor Group');
});

test('Show JSON, Inspect the Run, and the diff of prevResult by each plugin open from the result', async () => {
  onTestFailed(() => session.keepEvidence('result-inspect'));
  const { workbench } = session;
  const button = (title: string) => page().locator('vscode-button', { hasText: title }).first();
  await workbench.page
    .locator('.tab', { hasText: `shop — ${namespace}` })
    .first()
    .click();
  await button('Show JSON').click();
  await workbench.page.locator('.tab.active[data-resource-name$=".json"]').waitFor();
  await expect.poll(() => workbench.editor.text()).toContain('"interfaces": [');
  const shown = await workbench.editor.text();
  expect(shown).toContain(`"mac": "${mac}"`);
  expect(shown).toContain(`"sandbox": "/var/run/netns/${namespace}"`);
  await session.picture('result-json');
  await workbench.command('View: Close Editor');
  await button('Inspect the Run').click();
  await expect.poll(heading).toBe(`ADD shop to ${namespace} on sandbox succeeded`);
  await page().locator('[role=treeitem]', { hasText: 'tuning' }).click();
  await expect
    .poll(() => page().locator('vscode-tab-panel:not([hidden]) .added').allInnerTexts())
    .toEqual([expect.stringMatching(new RegExp(`${mac}[^]*tuning`))]);
  await session.picture('result-inspect');
  await button('Open in Diff Editor').click();
  await workbench.page.locator('.tab.active', { hasText: 'tuning: prevResult ↔ result' }).waitFor();
  await expect.poll(() => workbench.diffSide('modified')).toContain(`"mac": "${mac}"`);
  expect(await workbench.diffSide('original')).toMatch(new RegExp(`"mac": "(?!${mac})[^"]*",\\s+"name": "eth0"`));
  await session.picture('result-diff');
});

test('a cached file shows the same, with its arguments and the configuration that ADD used', async () => {
  onTestFailed(() => session.keepEvidence('result-cached'));
  const { workbench } = session;
  await workbench.command('View: Close All Editors');
  await workbench.showContainer('CNI');
  await workbench.view('Cached Results').rightClick(`${namespace} ·`, 'Open Cached File');
  await expect.poll(heading).toBe(`shop in ${namespace} cached`);
  expect((await table('Interfaces'))[0]).toEqual(
    expect.arrayContaining([`eth0 in ${namespace}`, expect.stringMatching(address), mac]),
  );
  expect((await table('Arguments')).map(([name]) => name)).toContain('K8S_POD_NAME CNI_ARGS');
  expect(JSON.parse(await page().locator('pre').innerText())).toEqual(JSON.parse(shop));
  await session.picture('result-cached');
  await workbench.view('Namespaces').expand(namespace);
  await workbench.view('Namespaces').rightClick(/^shop —/, 'Check Attachment…');
  await workbench.notifications.message('still matches the ADD result');
});

test.each([
  ['light', 'Light Modern'],
  ['dark', 'Dark Modern'],
  ['high-contrast', 'Dark High Contrast'],
])('the cached result can be read in the theme %s', async (name, theme) => {
  onTestFailed(() => session.keepEvidence(`result-${name}`));
  await session.workbench.useTheme(theme);
  await expect.poll(heading).toBe(`shop in ${namespace} cached`);
  await session.picture(`result-${name}`);
});

test('at 200 % zoom nothing scrolls sideways, and each value has the name of its column', async () => {
  onTestFailed(() => session.keepEvidence('result-zoom'));
  const { workbench } = session;
  await workbench.page.setViewportSize({ width: 640, height: 400 });
  const widths = () =>
    page()
      .locator('html')
      .evaluate((html) => [html.scrollWidth, html.clientWidth]);
  await expect.poll(async () => (await widths())[1]).toBeLessThan(640);
  const [scroll, client] = await widths();
  expect(scroll).toBe(client);
  expect(await page().locator('td', { hasText: mac }).getAttribute('data-title')).toBe('MAC');
  // The headings of the columns are only for screen readers.
  expect((await page().locator('thead').first().boundingBox())?.width).toBeLessThan(2);
  await session.picture('result-zoom');
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
});

test('after DEL the namespace is empty, and the history has both operations', async () => {
  onTestFailed(() => session.keepEvidence('result-deleted'));
  const { workbench } = session;
  await workbench.view('Cached Results').rightClick(`${namespace} ·`, 'Delete from Namespace…');
  await workbench.dialog.answer('Delete "shop" from', 'Delete');
  await workbench.notifications.message(/^Deleted/);
  expect(await inNamespace('ip -o link')).not.toContain('eth0');
  expect(await sandboxShell(namespace, 'iptables-save')).not.toContain(assigned.replace('/24', ':80'));
  await workbench.view('Operations').unfold();
  await workbench.view('Operations').row('DEL shop').waitFor();
  const rows = await workbench.view('Operations').rows();
  expect(rows.slice(0, 3).map((row) => row.split('  ')[0])).toEqual(['DEL shop', 'CHECK shop', 'ADD shop']);
});
