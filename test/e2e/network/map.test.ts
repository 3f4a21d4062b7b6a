import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator, Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { Session } from '../editor/session.ts';
import { sandboxShell } from '../machine.ts';

const isRoot = process.getuid?.() === 0;
/** A name that no other sandbox on this machine has. */
const namespace = `shop-${process.pid}`;

const network = `${JSON.stringify(
  {
    cniVersion: '1.0.0',
    name: 'web',
    plugins: [
      {
        type: 'bridge',
        bridge: 'br-web',
        isGateway: true,
        ipMasq: true,
        ipam: { type: 'host-local', subnet: '10.88.7.0/24', routes: [{ dst: '0.0.0.0/0' }] },
      },
    ],
  },
  undefined,
  2,
)}\n`;

let session: Session;
let map: FrameLocator;

const node = (title: string): Locator => map.locator('.node', { hasText: title });
const edges = async (kind: string): Promise<number> => map.locator(`.edge.${kind}`).count();
async function textOf(title: string): Promise<string> {
  const texts = await node(title).first().locator('text').allTextContents();
  return texts.join('\n');
}

const inSandbox = (line: string): Promise<string> => sandboxShell(namespace, line);

beforeAll(async () => {
  session = await Session.start({ files: { 'net.d/10-web.conflist': network } });
  map = session.workbench.webview();
});

afterAll(() => session.stop());

beforeEach((context) => {
  if (!isRoot) {
    context.skip('not root: the test changes the sandbox from outside');
  }
});

test('what the open configuration would add is dashed, with the next free address', async () => {
  onTestFailed(() => session.keepEvidence('map-planned'));
  const { workbench } = session;
  await workbench.openFile('10-web.conflist');
  await workbench.command('CNI: Show Network Map');
  await map.locator('h1', { hasText: 'Network of sandbox' }).waitFor({ timeout: 60_000 });
  await expect.poll(() => textOf('If 10-web.conflist were added')).toContain('10.88.7.2/24 (next free)');
  expect(await node('br-web').getAttribute('class')).toContain('planned');
  expect(await edges('planned')).toBe(2);
  await session.picture('map-planned');
});

test('after ADD the namespace is real, and the next address is planned', async () => {
  onTestFailed(() => session.keepEvidence('map-added'));
  const { workbench } = session;
  await workbench.command('View: Focus First Editor Group');
  await workbench.command('CNI: Add to Namespace…');
  await workbench.quickInput.choose(/Create/);
  await workbench.quickInput.enter('Create a namespace', namespace);
  await workbench.notifications.message(/^Added "web"/);
  // Only one page is visible then.
  await workbench.page.locator('.tab', { hasText: '.cni-result.json' }).click();
  await workbench.command('View: Close Editor');
  await workbench.page.locator('.tab', { hasText: 'sandbox.cni-map.json' }).click();
  await expect.poll(() => textOf(namespace)).toContain('eth0 10.88.7.2/24 · web');
  await expect.poll(() => textOf('If 10-web.conflist were added')).toContain('10.88.7.3/24 (next free)');
  expect(await node('br-web').getAttribute('class')).toContain('live');
  expect(await map.locator('.labels').allTextContents()).toEqual(
    expect.arrayContaining([expect.stringContaining('masquerade 10.88.7.2'), 'default via 10.88.7.1']),
  );
  expect(await inSandbox(`ip -n ${namespace} -o -4 address show dev eth0`)).toContain('10.88.7.2/24');
  await workbench.command('View: Toggle Maximize Editor Group');
  await session.picture('map-added');
});

test('a route that is removed in the namespace is gone from the map, and the difference is marked', async () => {
  onTestFailed(() => session.keepEvidence('map-route'));
  const before = await edges('route');
  await inSandbox(`ip -n ${namespace} route del default`);
  expect(await inSandbox(`ip -n ${namespace} route show default`)).toBe('');
  await map.locator('vscode-button', { hasText: 'Refresh' }).click();
  await expect.poll(() => edges('route')).toBe(before - 1);
  expect(await textOf(namespace)).toContain('Route 0.0.0.0/0 is missing');
  expect(await map.locator('main > p').first().innerText()).toContain('Different from cached results: 1');
});

test('what a container left is marked, and leads to the reservations', async () => {
  onTestFailed(() => session.keepEvidence('map-leftover'));
  await inSandbox('printf vanished >/var/lib/cni/networks/web/10.88.7.99');
  await map.locator('vscode-button', { hasText: 'Refresh' }).click();
  await expect.poll(() => textOf('10.88.7.99')).toContain('reserved by a container that is gone');
  expect(await node('10.88.7.99').getAttribute('class')).toContain('leftover');
  await session.readmePicture('network-map', { x: 352, y: 36, width: 924, height: 470 });
});

test('the map is used by keyboard, searched, and read aloud', async () => {
  onTestFailed(() => session.keepEvidence('map-keyboard'));
  const { page } = session.workbench;
  await map.locator('.node[tabindex="0"]').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  const focused = map.locator('.node:focus');
  await expect
    .poll(() => focused.getAttribute('aria-label'))
    .toMatch(/^br-web · bridge, 10\.88\.7\.1\/24, connected to /);
  expect(await focused.getAttribute('aria-pressed')).toBe('true');
  expect(await map.locator('#details h2').first().innerText()).toBe('br-web · bridge');
  await map.locator('input[type=search]').fill('10.88.7.99');
  await expect.poll(() => map.locator('.node.namespace').count()).toBe(0);
  expect(await map.locator('.node').count()).toBe(3);
  await map.locator('input[type=search]').fill('');
  await map.locator('vscode-checkbox').click();
  await expect.poll(() => node('If 10-web.conflist').count()).toBe(0);
  expect(await node(namespace).count()).toBe(1);
  await map.locator('vscode-checkbox').click();
  const width = async (): Promise<number> => (await map.locator('.map svg').boundingBox())?.width ?? 0;
  const small = await width();
  await map.locator('vscode-button', { hasText: 'Zoom In' }).click();
  await expect.poll(width).toBeGreaterThan(small * 1.2);
  await map.locator('vscode-button', { hasText: 'Fit' }).click();
});

test('a node leads to its row in the tree', async () => {
  onTestFailed(() => session.keepEvidence('map-tree'));
  const { workbench } = session;
  await workbench.command('CNI: Group Namespaces…');
  await workbench.quickInput.choose('By Network');
  await node(namespace).click();
  expect(await map.locator('#details').innerText()).toContain('10.88.7.0/24 dev eth0');
  await map.locator('#details vscode-button', { hasText: 'Show in Namespaces View' }).click();
  await expect.poll(() => workbench.view('Namespaces').focused().innerText()).toContain(namespace);
});

test('the map is exported as SVG, with the colors of the theme', async () => {
  onTestFailed(() => session.keepEvidence('map-export'));
  const { workbench } = session;
  await map.locator('vscode-button', { hasText: 'Export as SVG…' }).click();
  const file = join(session.folder, 'sandbox.svg');
  await workbench.quickInput.enterPath('Export the map as SVG', file);
  await workbench.notifications.message(/^Exported to/);
  const svg = await readFile(file, 'utf8');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  expect(svg).toContain('10.88.7.2/24');
  expect(svg).toContain('stroke-dasharray="5px, 4px"');
  expect(svg).not.toMatch(/class=|var\(|<!--/);
});

test('the map follows the theme and a narrow window', async () => {
  onTestFailed(() => session.keepEvidence('map-themes'));
  const { workbench } = session;
  await workbench.page.locator('.tab', { hasText: 'sandbox.cni-map.json' }).click();
  for (const theme of ['Light Modern', 'Dark High Contrast', 'Dark Modern']) {
    await workbench.useTheme(theme);
    expect(await node(namespace).count()).toBe(1);
    await session.picture(`map-${theme}`);
  }
  await workbench.page.setViewportSize({ width: 640, height: 400 });
  await session.picture('map-zoomed');
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
});

test('100 namespaces are one node, and are drawn within a second', async () => {
  onTestFailed(() => session.keepEvidence('map-many'));
  await inSandbox(`for number in $(seq 100); do
      ip netns add "many$number"
      ip link add "vm$number" type veth peer name eth0 netns "many$number"
      ip link set "vm$number" master br-web up
      ip -n "many$number" address add "10.88.7.$((100 + number))/24" dev eth0
      ip -n "many$number" link set eth0 up
      ip -n "many$number" route add default via 10.88.7.1
    done`);
  await map.locator('vscode-button', { hasText: 'Refresh' }).click();
  await node('100 namespaces').waitFor();
  await session.picture('map-many');
  await node('100 namespaces').click();
  await map.locator('#details vscode-button', { hasText: 'Show Each' }).click();
  await expect.poll(() => map.locator('.node.namespace').count()).toBe(102);
  // Their bridge is in the middle of the picture, and its details have the button that groups them again.
  expect(await map.locator('.node:focus').getAttribute('aria-label')).toMatch(/^br-web/);
  expect(await map.locator('#details').innerText()).toContain('Group');
  const took = Number(await map.locator('.map').getAttribute('data-took'));
  console.error(`100 namespaces one by one: laid out in ${took} ms`);
  await session.picture('map-each');
});
