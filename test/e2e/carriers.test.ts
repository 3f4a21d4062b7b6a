import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Session } from './editor/session.ts';

const deployment = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n';

const configMap = `apiVersion: v1
kind: ConfigMap
metadata:
  name: cni-config
data:
  readme: not a configuration
  10-quay.conflist: |
    {
      "cniVersion": "1.0.0",
      "name": "quay",
      "plugins": [
        { "type": "ptp", "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.33.0.0/24" }]] } }
      ]
    }
`;

const template = `{{- if .Values.network.enabled }}
apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: {{ .Release.Name }}-pier
spec:
  config: |
    {
      "cniVersion": "1.0.0",
      "name": "pier",
      "type": "macvlan",
      "master": "{{ .Values.network.master }}",
      {{- if .Values.network.mtu }}
      "mtu": {{ .Values.network.mtu }},
      {{- end }}
      "mode": "brige",
      "ipam": { "type": "dhcp" }
    }
{{- end }}
`;

let session: Session;

beforeAll(async () => {
  session = await Session.start({
    files: {
      'deployment.yaml': deployment,
      'network.yaml': '',
      'config-map.yaml': configMap,
      'chart/templates/pier.yaml': template,
    },
  });
});

afterAll(() => session.stop());

/** Whether the language server of this session runs. */
async function hasServer(): Promise<boolean> {
  const processes = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(processes.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return commands.some((command) => command.includes(dirname(session.folder)) && command.includes('dist/server.js'));
}

test('a YAML file without a configuration does not start the language server', async () => {
  onTestFailed(() => session.keepEvidence('carriers-other'));
  const { workbench } = session;
  await workbench.openFile('deployment.yaml');
  await workbench.editor.cursorAfter('name: web');
  await workbench.page.keyboard.type('\n  namespace: shop');
  await workbench.page.waitForTimeout(2000);
  expect([await hasServer(), await workbench.editor.lenses()]).toEqual([false, []]);
  await workbench.page.keyboard.press('Control+S');
});

test('a NetworkAttachmentDefinition is completed in an empty file, fixed and run', async () => {
  onTestFailed(() => session.keepEvidence('carriers-definition'));
  const { workbench } = session;
  const { editor, page } = workbench;
  await workbench.openFile('network.yaml');
  await editor.focus();
  await page.keyboard.type('Netw');
  const suggestions = await editor.suggestions();
  await session.pictureAsItIs('carriers-snippets');
  await suggestions.filter({ hasText: 'NetworkAttachmentDefinition' }).first().click();
  await expect.poll(() => editor.text()).toContain('kind: NetworkAttachmentDefinition');
  await page.keyboard.type('pier');
  await page.keyboard.press('Escape');
  await expect.poll(() => editor.lenses()).toEqual(['Add to Namespace…', 'Test in Sandbox', 'Edit as JSON']);
  expect(await editor.squiggles().count()).toBe(0);

  // A key of the plugin, with the indentation of the block.
  await editor.cursorAfter('"isGateway": true,');
  await page.keyboard.type(' "');
  const keys = await editor.suggestions();
  await session.pictureAsItIs('carriers-completion');
  await keys.filter({ hasText: 'hairpinMode' }).first().click();
  await expect.poll(() => editor.text()).toContain('"hairpinMode": ');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+S');
  const path = join(session.folder, 'network.yaml');
  await expect.poll(() => readFile(path, 'utf8')).toContain('"hairpinMode": ');

  // A mistake, fixed by its quick fix.
  await editor.cursorAfter('"isGateway": t');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('"t');
  await editor.cursorAfter('"isGateway": "true');
  await page.keyboard.type('"');
  await editor.squiggles().first().waitFor();
  await session.pictureAsItIs('carriers-mistake');
  await editor.cursorAfter('"isGateway": "tr');
  const fixes = await editor.quickFixes();
  await session.pictureAsItIs('carriers-fixes');
  await fixes.first().click();
  await expect.poll(() => editor.text()).toContain('"isGateway": true');
  await expect.poll(() => editor.squiggles().count()).toBe(0);

  await editor.lens('Test in Sandbox').click();
  const passed = 'Test of "pier" passed. ADD assigned 10.22.0.2/16 to eth0; CHECK and DEL succeeded.';
  expect(await workbench.notifications.message('Test of "pier"')).toBe(passed);
  await session.picture('carriers-tested');
});

test('a ConfigMap is edited as JSON, and never overwritten', async () => {
  onTestFailed(() => session.keepEvidence('carriers-config-map'));
  const { workbench } = session;
  const { editor, page } = workbench;
  const path = join(session.folder, 'config-map.yaml');
  await workbench.openFile('config-map.yaml');
  await editor.lens('Edit as JSON').click();
  const tab = page.locator('.tab.active[data-resource-name="10-quay.conflist"]');
  await tab.waitFor();
  await expect.poll(() => editor.language()).toContain('CNI');
  await session.picture('carriers-as-json');
  await editor.cursorAfter('"type": "ptp",');
  await page.keyboard.type(' "mtu": 1400,');
  await page.keyboard.press('Control+S');
  await expect.poll(() => readFile(path, 'utf8')).toBe(configMap.replace('"ptp",', '"ptp", "mtu": 1400,'));

  // A change in both editors.
  await page.keyboard.type(' "ipMasq": true,');
  await workbench.openFile('config-map.yaml');
  await editor.cursorAfter('"mtu": 14');
  await page.keyboard.type('4');
  await page.keyboard.press('Control+S');
  await expect.poll(() => readFile(path, 'utf8')).toContain('"mtu": 14400');
  await page.keyboard.press('Control+Tab');
  await tab.waitFor();
  await page.keyboard.press('Control+S');
  await workbench.notifications.with('changed in the meantime and was not overwritten').waitFor();
  await session.picture('carriers-conflict');
  expect(await readFile(path, 'utf8')).not.toContain('ipMasq');
  await workbench.notifications.message('changed in the meantime and was not overwritten');
  await workbench.command('File: Revert File');
  await expect.poll(() => editor.text()).toContain('"mtu": 14400');
});

test('unsaved changes of such an editor outlive the window', async () => {
  onTestFailed(() => session.keepEvidence('carriers-restored'));
  const { workbench } = session;
  const { editor, page } = workbench;
  const path = join(session.folder, 'config-map.yaml');
  const tab = page.locator('.tab.active[data-resource-name="10-quay.conflist"]');
  await editor.cursorAfter('"mtu": 14400,');
  await page.keyboard.type(' "ipMasq": true,');
  await page.waitForTimeout(2000);
  await workbench.reload();
  await tab.waitFor();
  await editor.cursorAfter('"ipMasq": true,');
  await page.keyboard.press('Control+S');
  await expect.poll(() => readFile(path, 'utf8')).toContain('"ipMasq": true');
  await page.keyboard.press('Control+F4');
  await workbench.openFile('config-map.yaml');
  await editor.lens('Edit as JSON').click();
  await expect.poll(() => editor.text()).toContain('"ipMasq": true');
});

test('a Helm template is checked around its actions', async () => {
  onTestFailed(() => session.keepEvidence('carriers-template'));
  const { workbench } = session;
  const { editor } = workbench;
  await workbench.openFile('pier.yaml');
  await expect.poll(() => editor.squiggles().count()).toBe(1);
  await editor.cursorAfter('"mast');
  await workbench.command('Show or Focus Hover');
  await expect.poll(() => editor.hovered()).toContain('Documentation of macvlan');
  await session.pictureAsItIs('carriers-template');
  await workbench.page.keyboard.press('Escape');
  await workbench.command('Fold All');
  await expect.poll(() => editor.text()).not.toContain('"macvlan"');
  await workbench.command('Unfold All');
  await editor.cursorAfter('"brig');
  const fixes = await editor.quickFixes();
  await fixes.first().click();
  await expect.poll(() => editor.text()).toContain('"mode": "bridge"');
  await expect.poll(() => editor.squiggles().count()).toBe(0);
});

test('a setting hides all of it, and shows it again', async () => {
  onTestFailed(() => session.keepEvidence('carriers-setting'));
  const { workbench } = session;
  const { editor, page } = workbench;
  const settings = join(session.folder, '.vscode');
  await workbench.openFile('pier.yaml');
  await editor.cursorAfter('"mode": "bridge');
  await page.keyboard.type('d');
  await editor.squiggles().first().waitFor();
  await mkdir(settings);
  await writeFile(join(settings, 'settings.json'), '{ "cni.embedded.enabled": false }');
  await expect.poll(async () => [await editor.squiggles().count(), await editor.lenses()]).toEqual([0, []]);
  await writeFile(join(settings, 'settings.json'), '{}');
  await expect.poll(async () => [await editor.squiggles().count(), (await editor.lenses()).length]).toEqual([1, 3]);
});
