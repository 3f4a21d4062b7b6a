import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';

const bridge = (subnet: string) => ({ type: 'bridge', ipam: { type: 'host-local', ranges: [[{ subnet }]] } });

let session: Session;

beforeAll(async () => {
  session = await Session.start({
    files: {
      'net.d/10-web.conflist': configuration('web', bridge('10.77.0.0/24')),
      '20-other.conflist': configuration('other', bridge('10.78.0.0/24')),
      '.vscode/settings.json': '{\n  "editor.minimap.enabled": false,\n  "cni.host": ""\n}\n',
    },
    settings: () => ({ 'cni.hosts': [{ name: 'node1', kind: 'exec', command: ['/bin/false'] }] }),
  });
});

afterAll(() => session.stop());

/** Returns the labels of the quick pick, without icons. */
async function offered(): Promise<string[]> {
  const { quickInput } = session.workbench;
  await quickInput.choices();
  const rows = await quickInput.widget
    .locator('.monaco-list-row .quick-input-list-row:first-child .label-name')
    .allInnerTexts();
  return rows.map((label) => label.replace(/^\W+/, ''));
}

/** Returns the commands of the extension that the command palette finds for a text. */
async function inPalette(text: string): Promise<string[]> {
  const { page, quickInput } = session.workbench;
  await page.keyboard.press('F1');
  const found = await quickInput.search(`>${text}`);
  await quickInput.dismiss();
  return found.filter((label) => label.startsWith('CNI: '));
}

test('the first step of the walkthrough opens a network without problems', async () => {
  onTestFailed(() => session.keepEvidence('offers-starter'));
  const { workbench } = session;
  const { quickInput } = workbench;
  await workbench.command('CNI: New Network Configuration…');
  for (const row of ['Bridge with port mappings', 'From a pool of each host', 'IPv4']) {
    await quickInput.choose(row);
  }
  for (const prompt of ['IPv4 subnet', 'First and last', 'Gateway', 'Name of the network']) {
    await quickInput.acceptLine(prompt);
  }
  await quickInput.choose('New untitled file');
  await expect.poll(() => workbench.editor.text()).toContain('"name": "mynet"');
  await expect.poll(() => workbench.editor.lenses()).toEqual(['Add to Namespace…', 'Test in Sandbox']);
  expect(await workbench.editor.squiggles().count()).toBe(0);
  expect(await workbench.editor.squiggles('warning').count()).toBe(0);
  await session.picture('offers-starter');
});

test('check and delete are offered when the network has an attachment, with their full titles', async () => {
  onTestFailed(() => session.keepEvidence('offers-lenses'));
  const { workbench } = session;
  const { page, quickInput, notifications } = workbench;
  await workbench.openFile('10-web.conflist');
  await workbench.command('CNI: Create Namespace…');
  await quickInput.enter('Create a namespace', 'ns10');
  await workbench.command('CNI: Create Namespace…');
  await quickInput.enter('Create a namespace', 'ns2');
  expect(await inPalette('CNI: Check')).not.toContain('CNI: Check Attachment…');
  await workbench.editor.focus();
  await page.keyboard.press('Control+K');
  await page.keyboard.press('a');
  await quickInput.titled('Select a namespace on "sandbox" for "web"').waitFor();
  expect(await offered()).toEqual(['ns2', 'ns10', 'Create Namespace…']);
  await quickInput.choose('ns10');
  await notifications.message(/^Added "web/);
  await workbench.openFile('10-web.conflist');
  await expect
    .poll(() => workbench.editor.lenses())
    .toEqual(['Add to Namespace…', 'Check Attachment…', 'Delete from Namespace…', 'Test in Sandbox']);
  await session.picture('offers-lenses');
  expect(await inPalette('CNI: Check')).toContain('CNI: Check Attachment…');
  await workbench.openFile('20-other.conflist');
  await expect.poll(() => workbench.editor.lenses()).toEqual(['Add to Namespace…', 'Test in Sandbox']);
  await page.keyboard.press('Control+K');
  await page.keyboard.press('a');
  await quickInput.titled('Select a namespace on "sandbox" for "other"').waitFor();
  expect(await quickInput.widget.innerText()).toContain('web (eth0)');
  await session.pictureAsItIs('offers-namespaces');
  await quickInput.choose('ns2');
  await notifications.message(/^Added "other/);
});

test('Delete works on the focused row, and on all selected rows', async () => {
  onTestFailed(() => session.keepEvidence('offers-delete'));
  const { workbench } = session;
  const { page, dialog } = workbench;
  await workbench.showContainer('CNI');
  const results = workbench.view('Cached Results');
  await expect.poll(() => results.rows()).toHaveLength(2);
  await results.row('other').click();
  await results.row('web').click({ modifiers: ['Control'] });
  await page.keyboard.press('Delete');
  const asked = await dialog.answer('Delete 2 attachments on "sandbox"?', 'Cancel');
  expect(asked).toMatch(/other — ns2: Interface eth0.*web — ns10: Interface eth0/s);
  const tree = workbench.view('Namespaces');
  await workbench.command('CNI: Focus on Namespaces View');
  await tree.focused().waitFor();
  // The last namespace is the first row, with its attachment and what is live in it below.
  await expect.poll(async () => (await tree.rows())[0]).toBe('ns10');
  await page.keyboard.press('Home');
  await page.keyboard.press('Delete');
  expect(await dialog.answer('Delete namespace', 'Delete Attachments and Namespace')).toContain('ns10');
  await expect.poll(async () => (await tree.rows())[0]).toBe('ns2');
  await expect.poll(() => results.rows()).toEqual([expect.stringMatching(/^other/)]);
});

test('the sandbox does not offer commands that store files', async () => {
  onTestFailed(() => session.keepEvidence('offers-sandbox'));
  const { workbench } = session;
  const { page, quickInput } = workbench;
  const entries = async (host: RegExp): Promise<string> => {
    await workbench.view('Hosts').row(host).click({ button: 'right' });
    const menu = page.locator('.monaco-menu-container .monaco-menu');
    await menu.waitFor();
    const text = await menu.innerText();
    await page.keyboard.press('Escape');
    return text;
  };
  expect(await entries(/^sandbox/)).not.toMatch(/Save to Host|Install Reference Plugins/);
  expect(await entries(/^local/)).toMatch(/Save to Host.*Install Reference Plugins/s);
  await workbench.openFile('20-other.conflist');
  await workbench.command('CNI: Save to Host…');
  await quickInput.titled('Select a host to save 20-other.conflist to').waitFor();
  expect(await offered()).toEqual(['local', 'node1', 'Add Host…']);
  await quickInput.dismiss();
});

test('the setting cni.host is completed with the names of all hosts', async () => {
  onTestFailed(() => session.keepEvidence('offers-host'));
  const { workbench } = session;
  const { editor, page } = workbench;
  await workbench.openFile('settings.json');
  await editor.cursorAfter('"cni.host": "');
  // VS Code itself offers the default when it has loaded the settings.
  const labels = async () => (await editor.suggestions()).locator('.label-name').allInnerTexts();
  await expect
    .poll(async () => {
      await page.keyboard.press('Escape');
      return labels();
    })
    .toEqual(['"sandbox"', '"local"', '"node1"']);
  await session.pictureAsItIs('offers-host');
  await page.locator('.suggest-widget.visible .monaco-list-row', { hasText: 'node1' }).click();
  await expect.poll(() => editor.text()).toContain('"cni.host": "node1"');
});

test('settings are in groups, and a rule is found by its name', async () => {
  onTestFailed(() => session.keepEvidence('offers-settings'));
  const { workbench } = session;
  const { page } = workbench;
  await workbench.command('Preferences: Open Settings (UI)');
  await page.locator('.settings-editor .suggest-input-container').first().waitFor();
  await page.keyboard.type('binary-missing');
  await page.locator('.settings-editor .setting-item-contents', { hasText: 'Rules' }).first().waitFor();
  await session.picture('offers-rule');
  await page.keyboard.press('Control+A');
  await page.keyboard.type('@ext:cni-workbench.cni-workbench');
  const contents = page.locator('.settings-toc-container');
  await expect.poll(() => contents.innerText()).toMatch(/Hosts.*Problems.*Editor.*Files.*Server/s);
  await session.picture('offers-settings');
});
