import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Session } from './editor/session.ts';

const first = `{
  "cniVersion": "0.4.0",
  "cniVersions": ["1.0.0"],
  "name": "first",
  "plugins": [
    {
      "type": "bridge",
      "isGateway": true,
      "ipMasq": true,
      "ipam": {
        "type": "host-local",
        "ranges": [[{ "subnet": "10.88.0.0/16" }]],
        "routes": [{ "dst": "0.0.0.0/0" }],
        "dataDir": "/var/lib/cni/nowhere"
      }
    },
    {
      "type": "portmap",
      "capabilities": { "portMappings": true }
    }
  ]
}
`;

/** Three problems with a certain fix, a missing name, a bridge whose CHECK fails, and an unknown key. */
const mistaken = `{
  "cniVersion": "1.0.0",
  "plugins": [
    {
      "type": "bridge",
      "isGatway": "true",
      "nonsense": 1,
    }
  ]
}
`;

/** Style findings (an old form of a range, 0.3.0) and a hint (a name that libcni replaces), but no problem. */
const opinions = `{
  "cniVersion": "0.3.0",
  "name": "opinions",
  "plugins": [
    {
      "type": "bridge",
      "name": "own",
      "isDefaultGateway": true,
      "ipam": {
        "type": "host-local",
        "subnet": "10.72.0.0/24"
      }
    }
  ]
}
`;

/** A list with a trailing comma in a file whose extension is for single plugins. */
const listed = '{ "cniVersion": "1.0.0", "name": "listed", "plugins": [{ "type": "loopback" },] }\n';

/** Delegates of multus: macvlan, and flannel, which delegates to a bridge. */
const handedOn = `{
  "cniVersion": "1.0.0",
  "name": "handed",
  "plugins": [
    {
      "type": "multus",
      "kubeconfig": "/etc/cni/net.d/multus.kubeconfig",
      "delegates": [
        {
          "cniVersion": "1.0.0",
          "name": "lan",
          "type": "macvlan",
          "master": "eth0",
          "mode": "bridge",
          "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.70.0.0/16", "rangeStart": "10.71.0.1" }]] }
        },
        { "cniVersion": "1.0.0", "name": "pods", "type": "flannel", "delegate": { "hairpinMode": true, "mtu": 20 } }
      ]
    }
  ]
}
`;

let session: Session;

beforeAll(async () => {
  session = await Session.start({
    files: {
      'net.d/10-first.conflist': first,
      'net.d/20-second.conflist': '{ "cniVersion": "1.0.0", "name": "second", "plugins": [] }\n',
      'net.d/30-third.conflist': '',
      'net.d/first/10-tuning.conf': '{ "type": "tuning", "mtu": 1400 }\n',
      '40-mistaken.conflist': mistaken,
      '60-handed.conflist': handedOn,
      'other/net.d/50-listed.conf': listed,
      'other/60-opinions.conflist': opinions,
    },
    settings: () => ({
      'cni.rules.R074': 'error',
      'cni.rules.R086': 'off',
      '[cni]': { 'editor.codeActionsOnSave': { 'source.fixAll.cni': 'explicit' } },
    }),
  });
});

afterAll(() => session.stop());

test('code lenses and inlay hints are shown in a configuration', async () => {
  onTestFailed(() => session.keepEvidence('language-lenses'));
  const { workbench } = session;
  await workbench.openFile('10-first.conflist');
  await expect.poll(() => workbench.editor.lenses()).toEqual(['Add to Namespace…', 'Test in Sandbox']);
  await expect.poll(() => workbench.editor.text()).toContain('65,533 usable, gateway 10.88.0.1');
  expect(await workbench.editor.text()).toContain('libcni uses 1.0.0');
  await session.picture('language-lenses');

  await workbench.openFile('10-tuning.conf');
  await expect.poll(() => workbench.editor.language()).toContain('CNI');
  await expect.poll(() => workbench.editor.lenses()).toEqual([]);
});

test('a hover explains a subnet', async () => {
  onTestFailed(() => session.keepEvidence('language-hover'));
  const { workbench } = session;
  await workbench.openFile('10-first.conflist');
  await workbench.editor.hoverOver('10.88.0.0/16');
  await expect.poll(() => workbench.editor.hovered()).toContain('10.88.0.0 – 10.88.255.255, 65,536 addresses');
  const text = await workbench.editor.hovered();
  expect(text).toContain('Gateway: 10.88.0.1');
  expect(text).toContain('Documentation of host-local');
  // It appears gradually.
  await workbench.page.waitForTimeout(500);
  await session.readmePictureAsItIs('hover', { x: 352, y: 36, width: 800, height: 420 });
});

test('a link to a missing path reports that', async () => {
  onTestFailed(() => session.keepEvidence('language-path'));
  const { workbench } = session;
  await workbench.openFile('10-first.conflist');
  await workbench.editor.cursorAfter('/var/lib/cni/no');
  await workbench.command('Open Link');
  expect(await workbench.notifications.message('/var/lib/cni/nowhere does not exist.')).toContain('when it runs');
});

test('an empty file is completed to a network without conflicts', async () => {
  onTestFailed(() => session.keepEvidence('language-completion'));
  const { workbench } = session;
  const { editor } = workbench;
  await workbench.openFile('30-third.conflist');
  await editor.focus();
  const suggestions = await editor.suggestions();
  expect(await suggestions.allInnerTexts()).toEqual(
    expect.arrayContaining([expect.stringContaining('network: bridge')]),
  );
  await session.pictureAsItIs('language-completion');
  await suggestions.filter({ hasText: 'network: bridge' }).first().click();
  await expect.poll(() => editor.text()).toContain('"name": "third"');
  expect(await editor.text()).toContain('"subnet": "10.89.0.0/16"');
  expect(await editor.text()).toContain('"bridge": "cni1"');
  await workbench.page.keyboard.press('Escape');
  await workbench.page.keyboard.press('Control+S');
});

test('delegated configurations are checked, explained and completed', async () => {
  onTestFailed(() => session.keepEvidence('language-delegates'));
  const { workbench } = session;
  const { editor } = workbench;
  await workbench.openFile('60-handed.conflist');
  await expect.poll(() => editor.squiggles().count()).toBe(2);
  // Lenses that appear move the lines.
  await expect.poll(() => editor.lenses()).toContain('Test in Sandbox');
  await editor.hoverOver('hairpinMode');
  await expect.poll(() => editor.hovered()).toContain('Documentation of bridge');
  await session.pictureAsItIs('language-delegate-hover');
  await editor.cursorAfter('"mode": "bridge",');
  await workbench.page.keyboard.type(' "');
  const labels = async () => (await editor.suggestions()).allInnerTexts();
  await expect.poll(labels).toEqual(expect.arrayContaining([expect.stringContaining('linkInContainer')]));
  await session.pictureAsItIs('language-delegate-completion');
  await workbench.page.keyboard.press('Escape');
  await workbench.page.keyboard.press('Control+Z');
});

test('saving applies certain fixes; the severity of a rule is a setting', async () => {
  onTestFailed(() => session.keepEvidence('language-save'));
  const { workbench } = session;
  await workbench.openFile('40-mistaken.conflist');
  await workbench.editor.squiggles().first().waitFor();
  await workbench.editor.cursorAfter('"nonsense": 1');
  await workbench.page.keyboard.press('Control+S');
  const path = join(session.folder, '40-mistaken.conflist');
  await expect.poll(() => readFile(path, 'utf8')).toContain('"isGateway": true');
  const saved = await readFile(path, 'utf8');
  expect(saved).not.toContain('"name"');
  expect(JSON.parse(saved)).toMatchObject({ plugins: [{ type: 'bridge', isGateway: true, nonsense: 1 }] });
  await expect.poll(() => workbench.editor.squiggles().count()).toBe(3);
});

test('saving and Fix All do not rename a file', async () => {
  onTestFailed(() => session.keepEvidence('language-fix-all'));
  const { workbench } = session;
  const folder = join(session.folder, 'other', 'net.d');
  await workbench.openFile('50-listed.conf');
  await workbench.editor.squiggles().first().waitFor();
  await workbench.editor.cursorAfter('"listed"');
  await workbench.page.keyboard.press('Control+S');
  await expect.poll(() => readFile(join(folder, '50-listed.conf'), 'utf8')).toBe(listed.replace(',]', ']'));
  await workbench.command('Fix All');
  await expect.poll(() => workbench.editor.squiggles().count()).toBe(1);
  expect(await readdir(folder)).toEqual(['50-listed.conf']);
});

test('a style finding is not shown, and offered as a refactoring', async () => {
  onTestFailed(() => session.keepEvidence('language-opinion'));
  const { workbench } = session;
  await workbench.openFile('60-opinions.conflist');
  await workbench.editor.cursorAfter('"subne');
  await workbench.page.keyboard.press('Control+Shift+R');
  await workbench.page.getByText('Move to "ranges"').waitFor();
  await session.pictureAsItIs('language-opinion');
  await workbench.page.keyboard.press('Escape');
  for (const severity of ['error', 'warning', 'info'] as const) {
    expect(await workbench.editor.squiggles(severity).count()).toBe(0);
  }
});

test('the language status shows the version, the schemas and the host', async () => {
  onTestFailed(() => session.keepEvidence('language-status'));
  const { workbench } = session;
  await workbench.openFile('10-first.conflist');
  const status = await workbench.languageStatus();
  await session.pictureAsItIs('language-status');
  expect(status).toContain('CNI 1.0.0');
  expect(status).toContain('Built-in schemas; plugins run on "sandbox"');
});

test('the Runtimes view shows which runtime loads which file, and follows the text', async () => {
  onTestFailed(() => session.keepEvidence('language-runtimes'));
  const { workbench } = session;
  await workbench.openFile('20-second.conflist');
  await workbench.command('CNI: Show What Each Runtime Loads');
  const view = workbench.view('What Runtimes Load');
  await expect
    .poll(() => view.rows())
    .toEqual(expect.arrayContaining(['containerd (CRI)  first', 'CRI-O  first, skipped: 1']));
  await view.expand('CRI-O');
  await expect.poll(() => view.rows()).toContain('20-second.conflist  skipped');
  await session.picture('language-runtimes');
  await workbench.openFile('20-second.conflist');
  await workbench.editor.cursorAfter('"plugins": [');
  await workbench.page.keyboard.type('{ "type": "loopback" }');
  await expect.poll(() => view.rows()).toContain('20-second.conflist  loaded · second');
  await view.titleAction('Open Runtimes Page');
  await workbench.page.locator('.tab', { hasText: 'Runtimes.cni-runtimes.json' }).waitFor();
  const table = workbench.webview();
  await expect.poll(() => table.locator('thead th').allInnerTexts()).toContain('CRI-O');
  const cells = (file: string) => table.locator('tbody tr', { hasText: file }).locator('td').allInnerTexts();
  expect((await cells('20-second.conflist'))[2]).toBe('✓ loaded');
  await workbench.command('View: Toggle Maximize Editor Group');
  await session.readmePicture('runtimes', { x: 352, y: 36, width: 924, height: 732 });
});

test('the cells of the Runtimes page give their reasons by keyboard, and remain after a reload', async () => {
  onTestFailed(() => session.keepEvidence('language-runtimes-page'));
  const { workbench } = session;
  const { keyboard } = workbench.page;
  const table = workbench.webview();
  await table.locator('tbody .cell').first().click();
  await keyboard.press('ArrowRight');
  await keyboard.press('ArrowDown');
  const focused = table.locator('.cell:focus');
  expect(await focused.getAttribute('aria-pressed')).toBe('true');
  const title = await table.locator('#details h2').innerText();
  expect(title).toContain('containerd (CRI)');
  await keyboard.press('End');
  await expect.poll(() => table.locator('#details h2').innerText()).toContain('Nomad');
  for (const theme of ['Light Modern', 'Dark High Contrast', 'Dark Modern']) {
    await workbench.useTheme(theme);
    await session.picture(`runtimes-page-${theme}`);
  }
  // As at 200 % zoom.
  await workbench.page.setViewportSize({ width: 640, height: 400 });
  await expect.poll(async () => (await table.locator('main').boundingBox())?.width).toBeLessThan(640);
  await session.picture('runtimes-page-zoomed');
  const [scroll, client] = await table.locator('html').evaluate((html) => [html.scrollWidth, html.clientWidth]);
  expect(scroll).toBe(client);
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
  await workbench.reload();
  await table.locator('#details h2').waitFor({ timeout: 60_000 });
  await expect.poll(() => table.locator('#details h2').innerText()).toContain('Nomad');
  await workbench.webview().locator('tbody tr', { hasText: '20-second.conflist' }).locator('button.link').click();
  await workbench.page
    .locator('.editor-group-container.active .tab.active', { hasText: '20-second.conflist' })
    .waitFor();
  await workbench.command('View: Close All Editors');
});

test('Test in Sandbox runs from its code lens', async () => {
  onTestFailed(() => session.keepEvidence('language-trial'));
  const { workbench } = session;
  await workbench.openFile('10-first.conflist');
  await workbench.editor.lens('Test in Sandbox').click();
  expect(await workbench.notifications.message(/^Test of "first" passed/)).toContain('10.88.0.2');
});
