import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FrameLocator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
import { thief } from '../host/hosts/thief.ts';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';

const isRoot = process.getuid?.() === 0;
const plugins = process.env['CNI_WORKBENCH_PLUGINS'] ?? '/usr/lib/cni';
const network = (subnet: string): string =>
  configuration('web', { type: 'bridge', bridge: 'br-web', ipam: { type: 'host-local', subnet } });

let session: Session;
let place = '';

/** A host of the group, whose configurations are in a directory of its name. */
const node = (name: string, command: readonly string[]) => ({
  name,
  kind: 'exec',
  command,
  group: 'edge',
  pluginPath: [plugins],
  confDir: join(place, name),
});

const rowsOf = (table: FrameLocator): Promise<string[]> => table.locator('tbody tr').allInnerTexts();

/** Hosts with the same results share a row. */
const hostOf = (row: string): string | undefined => /good|drifted|dead/.exec(row)?.[0];

beforeAll(async () => {
  if (!isRoot) {
    return;
  }
  session = await Session.start({
    files: { 'net.d/10-web.conflist': network('10.5.0.0/24') },
    prepare: async (directory) => {
      place = directory;
      await writeFile(join(directory, 'thief'), thief, { mode: 0o755 });
      for (const [name, subnet] of [
        ['good', '10.5.0.0/24'],
        ['twin', '10.5.0.0/24'],
        ['drifted', '10.6.0.0/24'],
      ] as const) {
        await mkdir(join(directory, name));
        await writeFile(join(directory, name, '10-web.conflist'), network(subnet));
      }
    },
    settings: (directory) => {
      place = directory;
      const own = ['unshare', '--net', '--mount', '--'];
      const hostile = { name: 'thief', kind: 'exec', command: [join(place, 'thief'), join(place, 'stolen'), 'sh'] };
      const nodes = ['good', 'twin', 'drifted'].map((name) => node(name, own));
      return { 'cni.hosts': [...nodes, node('dead', ['/bin/false']), hostile] };
    },
  });
});

afterAll(async () => {
  if (isRoot) {
    await session.stop();
  }
});

beforeEach((context) => {
  if (!isRoot) {
    context.skip('not root: the stand-ins for nodes need separate namespaces');
  }
});

test('a group is compared for the file in the editor: the matrix shows differences and unreachable hosts', async () => {
  onTestFailed(() => session.keepEvidence('many-hosts'));
  const { workbench } = session;
  const { page, quickInput } = workbench;
  await workbench.openFile('10-web.conflist');
  await workbench.command('CNI: Compare Hosts…');
  await quickInput.titled('Select hosts to compare for 10-web.conflist').waitFor();
  await quickInput.choose(/edge/);
  await page.keyboard.press('Enter');
  const table = workbench.webview();
  await table.getByText('Hosts for 10-web.conflist').waitFor();
  const rows = await rowsOf(table);
  expect(rows).toHaveLength(3);
  expect(rows.find((row) => row.includes('2 hosts: good…'))).not.toContain('✗');
  expect(rows.find((row) => row.startsWith('drifted'))).toContain('✗ differs');
  expect(rows.find((row) => row.startsWith('dead'))).toContain('? not reached');
  // The first finding is selected.
  await table.locator('#details', { hasText: 'The difference is in plugins[0].ipam.subnet' }).waitFor();
  await workbench.command('View: Toggle Maximize Editor Group');
  await session.readmePicture('compare-hosts', { x: 352, y: 36, width: 924, height: 640 });
  await workbench.command('View: Toggle Maximize Editor Group');
  await table.getByText('4 hosts compared. 1 finding. 1 host not reached.').waitFor();
  await table.getByText('Open as JSON').click();
  await expect.poll(() => workbench.editor.text()).toContain('"unreached": 1');
  await workbench.command('View: Close Editor');
});

test('after the comparison a failed host still shows its reason', async () => {
  onTestFailed(() => session.keepEvidence('many-hosts-failed'));
  const { workbench } = session;
  await workbench.showContainer('CNI');
  const row = workbench.view('Hosts').row(/^dead/);
  await expect.poll(() => row.innerText()).toMatch(/failed: Could not start a shell/);
  await expect.poll(() => workbench.view('Hosts').row(/^good/).innerText()).toContain('not connected');
});

test('the comparison is sorted, unfolded and read by keyboard, and remains after a reload', async () => {
  onTestFailed(() => session.keepEvidence('many-hosts-table'));
  const { workbench } = session;
  const { keyboard } = workbench.page;
  await workbench.page.locator('.tab', { hasText: 'Hosts.cni-compare.json' }).click();
  const table = workbench.webview();
  const drift = table.locator('thead th', { hasText: 'drift' });
  await drift.locator('button').focus();
  await keyboard.press('Enter');
  expect(await drift.getAttribute('aria-sort')).toBe('ascending');
  expect((await rowsOf(table)).map(hostOf)).toEqual(['drifted', 'dead', 'good']);
  await keyboard.press('Enter');
  expect(await drift.getAttribute('aria-sort')).toBe('descending');
  expect((await rowsOf(table)).map(hostOf)).toEqual(['good', 'dead', 'drifted']);
  const fold = table.locator('tbody button[aria-expanded]');
  await fold.focus();
  await keyboard.press('Enter');
  expect(await fold.getAttribute('aria-expanded')).toBe('true');
  expect(await table.locator('tbody li').allInnerTexts()).toEqual(['good', 'twin']);
  // The last column is outside of the visible part of the table until the keyboard leads there.
  await table.locator('.cell[tabindex="0"]').focus();
  await keyboard.press('End');
  const last = table.locator('.cell:focus');
  expect(await last.getAttribute('aria-pressed')).toBe('true');
  await expect.poll(() => table.locator('#details h2').innerText()).toContain('attachments');
  const [box, grid] = [await last.boundingBox(), await table.locator('.grid').boundingBox()];
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual((grid?.x ?? 0) + (grid?.width ?? 0));
  await workbench.command('View: Toggle Maximize Editor Group');
  for (const theme of ['Light Modern', 'Dark High Contrast', 'Dark Modern']) {
    await workbench.useTheme(theme);
    await session.picture(`compare-page-${theme}`);
  }
  // As at 200 % zoom.
  await workbench.page.setViewportSize({ width: 640, height: 400 });
  await session.picture('compare-page-zoomed');
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
  await workbench.command('View: Toggle Maximize Editor Group');
  await workbench.reload();
  const restored = workbench.webview();
  await restored.locator('thead').waitFor({ timeout: 60_000 });
  await expect.poll(async () => (await rowsOf(restored)).map(hostOf)).toEqual(['good', 'dead', 'drifted']);
  expect(await restored.locator('#details h2').innerText()).toContain('attachments');
  expect(await restored.locator('tbody li').allInnerTexts()).toEqual(['good', 'twin']);
  await restored.locator('vscode-button', { hasText: 'Open 10-web.conflist' }).click();
  await workbench.page.locator('.editor-group-container.active .tab.active', { hasText: '10-web.conflist' }).waitFor();
});

test('a forged prompt of a remote host names the host, on one line', async () => {
  onTestFailed(() => session.keepEvidence('many-hosts-question'));
  const { workbench } = session;
  await workbench.showContainer('CNI');
  await workbench.view('Hosts').rightClick(/^thief/, 'Connect Host');
  const box = workbench.quickInput.titled('Host "thief"');
  await box.waitFor();
  await expect
    .poll(() => box.innerText())
    .toContain('sudo on host "thief" asks: [2K [1A[node1] Enter passphrase for key /home/me/.ssh/id:');
  await session.picture('many-hosts-question');
  await workbench.page.keyboard.press('Escape');
  await expect
    .poll(() =>
      workbench
        .view('Hosts')
        .row(/^thief/)
        .innerText(),
    )
    .toContain('got no answer');
});
