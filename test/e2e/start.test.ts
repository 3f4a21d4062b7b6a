import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';

/** Lists two containers, one of which is a node of kind, and opens a shell. */
const docker = `#!/bin/sh
case $1 in
  ps)
    echo '{"Names":"web","Image":"registry.example.org/team/web-frontend:2026.11","Labels":""}'
    echo '{"Names":"lab-worker","Image":"kindest/node:v1.33.1","Labels":"io.x-k8s.kind.cluster=lab"}' ;;
  exec) shift 3; exec "$@" ;;
esac
`;

const minikube = {
  Name: 'minikube',
  Status: 'OK',
  Config: { Driver: 'docker', Nodes: [{ Name: '', ControlPlane: true }] },
};

const inventory = `[edge]
edge[01:02].example.org ansible_user=root
secret.example.org ansible_host="{{ vault_host }}"
`;

let session: Session;
let tools = '';

beforeAll(async () => {
  tools = await mkdtemp(join(tmpdir(), 'cni-workbench-tools-'));
  await writeFile(join(tools, 'docker'), docker, { mode: 0o755 });
  await writeFile(join(tools, 'minikube'), `#!/bin/sh\necho '${JSON.stringify({ valid: [minikube] })}'\n`, {
    mode: 0o755,
  });
  await writeFile(join(tools, 'kubectl'), '#!/bin/sh\necho kind-lab\n', { mode: 0o755 });
  session = await Session.start({
    files: {
      'net.d/10-web.conflist': configuration('mynet', {
        type: 'bridge',
        bridge: 'cni0',
        ipam: { type: 'host-local', ranges: [[{ subnet: '10.88.0.0/16' }]] },
      }),
      'inventory.ini': inventory,
      'inventories/lab.yaml': 'lab:\n  hosts:\n    lab01.example.org:\n      ansible_user: root\n',
    },
    prepare: async (directory) => {
      // The editor takes the PATH of the login shell.
      await writeFile(join(directory, '.profile'), `PATH='${tools}':$PATH\n`);
      await mkdir(join(directory, '.ssh'));
      await writeFile(join(directory, '.ssh', 'config'), 'Host far-node\n  User root\n');
    },
  });
});

afterAll(async () => {
  await session.stop();
  await rm(tools, { recursive: true });
});

test('a new network is written to the folder, with Back, without a problem', async () => {
  onTestFailed(() => session.keepEvidence('start-new'));
  const { workbench } = session;
  const { page, quickInput, editor } = workbench;
  await workbench.command('CNI: New Network Configuration…');
  await quickInput.titled('New Network Configuration').waitFor();
  await session.picture('start-purpose');
  await quickInput.choose('Point-to-point links');
  await expect.poll(() => quickInput.choices()).toContain('From a pool of each host');
  await page
    .getByLabel('Back', { exact: true })
    .or(page.locator('.quick-input-titlebar .codicon-quick-input-back'))
    .first()
    .click();
  await quickInput.choose('Bridge with port mappings');
  await quickInput.choose('From a pool of each host');
  await quickInput.choose('IPv4');
  await quickInput.widget.filter({ hasText: 'IPv4 subnet' }).waitFor();
  await quickInput.type('10.88.4.0/24');
  await expect.poll(() => quickInput.message()).toBe('10.88.4.0/24 overlaps with 10.88.0.0/16 of "mynet".');
  await session.picture('start-overlap');
  await quickInput.type('10.88.4.0');
  await expect.poll(() => quickInput.message()).toContain('10.88.4.0');
  await session.picture('start-invalid');
  await quickInput.type('10.93.0.0/16');
  await quickInput.acceptLine('IPv4 subnet');
  await quickInput.acceptLine('First and last address', '10.93.1.10 - 10.93.1.99');
  await quickInput.acceptLine('Gateway');
  await quickInput.acceptLine('Name of the network', 'shop');
  await session.picture('start-place');
  await quickInput.choose('Folder');
  await expect.poll(() => editor.text()).toContain('"name": "shop"');
  await expect.poll(() => editor.lenses()).toEqual(['Add to Namespace…', 'Test in Sandbox']);
  expect(await editor.squiggles().count()).toBe(0);
  expect(await editor.squiggles('warning').count()).toBe(0);
  const written: unknown = JSON.parse(await readFile(join(session.folder, '10-shop.conflist'), 'utf8'));
  expect(written).toMatchObject({ plugins: [{ bridge: 'cni1' }, { type: 'portmap' }] });
  await session.picture('start-written');
});

test('Add Host lists what the tools of the machine and an inventory know', async () => {
  onTestFailed(() => session.keepEvidence('start-hosts'));
  const { workbench } = session;
  const { quickInput, notifications } = workbench;
  await workbench.command('CNI: Add Host…');
  await quickInput.titled('Add Host').waitFor();
  await expect
    .poll(async () => (await quickInput.choices()).map((label) => label.trim()))
    .toEqual(
      expect.arrayContaining([
        'lab-worker',
        'minikube',
        'web',
        'kind-lab',
        'far-node',
        'edge01.example.org',
        'edge02.example.org',
        'lab01.example.org',
      ]),
    );
  await session.picture('start-hosts');
  expect(await quickInput.widget.innerText()).toContain('which only Ansible can evaluate');
  await quickInput.choose('lab-worker');
  await notifications.message('Added host "lab-worker".');
  await workbench.command('CNI: Add Host…');
  const again = async () => (await quickInput.choices()).map((label) => label.trim());
  await expect.poll(again).toContain('web');
  expect(await again()).not.toContain('lab-worker');
  await quickInput.dismiss();
});

test('completion of types puts the plugins of the host in use first', async () => {
  onTestFailed(() => session.keepEvidence('start-completion'));
  const { workbench } = session;
  const { page, editor } = workbench;
  await workbench.command('CNI: Create Namespace…');
  await workbench.quickInput.enter('Create a namespace', 'ns1');
  await workbench.openFile('10-web.conflist');
  await editor.cursorAfter('"type": "bridge');
  await page.keyboard.press('Backspace');
  for (let letter = 0; letter < 'bridg'.length; letter += 1) {
    await page.keyboard.press('Backspace');
  }
  await expect
    .poll(
      async () => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+Space');
        const rows = await editor.suggestions();
        return (await rows.allInnerTexts()).slice(0, 3).join('\n');
      },
      { timeout: 30_000 },
    )
    .toContain('installed on');
  await session.pictureAsItIs('start-completion');
  await page.keyboard.press('Escape');
});
