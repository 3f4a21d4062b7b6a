import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest';
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

beforeAll(async () => {
  if (!isRoot) return;
  session = await Session.start({
    files: { 'net.d/10-web.conflist': network('10.5.0.0/24') },
    prepare: async (directory) => {
      place = directory;
      for (const [name, subnet] of [
        ['good', '10.5.0.0/24'],
        ['drifted', '10.6.0.0/24'],
      ] as const) {
        await mkdir(join(directory, name));
        await writeFile(join(directory, name, '10-web.conflist'), network(subnet));
      }
    },
    settings: (directory) => {
      place = directory;
      const own = ['unshare', '--net', '--mount', '--'];
      return { 'cni.hosts': [node('good', own), node('drifted', own), node('dead', ['/bin/false'])] };
    },
  });
});

afterAll(async () => {
  if (isRoot) await session.stop();
});

beforeEach((context) => {
  if (!isRoot) context.skip('not root: the stand-ins for nodes need namespaces of their own');
});

test('a group is compared for the file in the editor: the matrix names what differs and who is dead', async () => {
  onTestFailed(() => session.keepEvidence('many-hosts'));
  const { workbench } = session;
  const { page, quickInput, notifications } = workbench;
  await workbench.openFile('10-web.conflist');
  await workbench.command('CNI: Compare Hosts…');
  await quickInput.titled('Compare which hosts for 10-web.conflist?').waitFor();
  await quickInput.choose(/edge/);
  await page.keyboard.press('Enter');
  const preview = page.frameLocator('iframe.webview').frameLocator('iframe');
  await preview.getByText('Hosts for 10-web.conflist').waitFor();
  const rows = await preview.locator('tbody tr').allInnerTexts();
  expect(rows).toHaveLength(3);
  expect(rows.find((row) => row.startsWith('good'))).not.toContain('✗');
  expect(rows.find((row) => row.startsWith('drifted'))).toContain('✗ differs');
  expect(rows.find((row) => row.startsWith('dead'))).toContain('? not reached');
  await preview.getByText('differs from 10-web.conflist here: plugins[0].ipam.subnet').waitFor();
  await session.picture('many-hosts');
  const summary = '3 hosts: 1 finding, 1 not reached.';
  await notifications.press(summary, 'Open as JSON');
  await expect.poll(() => workbench.editorOf('Hosts.json').text()).toContain('"unreached": 1');
});
