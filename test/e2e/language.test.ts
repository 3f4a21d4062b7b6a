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

/** Mistakes that have one sure cure each, and a key that nobody reads. */
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

/** A list with a comma too many in a file whose name is for single plugins. */
const listed = '{ "cniVersion": "1.0.0", "name": "listed", "plugins": [{ "type": "loopback" },] }\n';

/** What multus hands on: to macvlan, and to flannel, which hands it on to a bridge. */
const handedOn = `{
  "cniVersion": "1.0.0",
  "name": "handed",
  "plugins": [
    {
      "type": "multus",
      "kubeconfig": "/etc/cni/net.d/multus.kubeconfig",
      "delegates": [
        {
          "type": "macvlan",
          "master": "eth0",
          "mode": "bridge",
          "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.70.0.0/16", "rangeStart": "10.71.0.1" }]] }
        },
        { "type": "flannel", "delegate": { "hairpinMode": true, "mtu": 20 } }
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
    },
    settings: () => ({
      'cni.rules.R074': 'error',
      'cni.rules.R086': 'off',
      '[cni]': { 'editor.codeActionsOnSave': { 'source.fixAll.cni': 'explicit' } },
    }),
  });
});

afterAll(() => session.stop());

test('above a configuration stands what can be done with it, in it what holds without being written', async () => {
  onTestFailed(() => session.keepEvidence('language-lenses'));
  const { workbench } = session;
  await workbench.openFile('10-first.conflist');
  await expect
    .poll(() => workbench.editor.lenses())
    .toEqual(['Add to Namespace…', 'Check', 'Delete', 'Test in Sandbox']);
  await expect.poll(() => workbench.editor.text()).toContain('65,533 usable, gateway 10.88.0.1');
  expect(await workbench.editor.text()).toContain('libcni takes 1.0.0');
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
  expect(text).toContain('Gateway 10.88.0.1');
  expect(text).toContain('Documentation of host-local');
  await session.pictureAsItIs('language-hover');
});

test('a path leads to what is there', async () => {
  onTestFailed(() => session.keepEvidence('language-path'));
  const { workbench } = session;
  await workbench.openFile('10-first.conflist');
  await workbench.editor.cursorAfter('/var/lib/cni/no');
  await workbench.command('Open Link');
  expect(await workbench.notifications.message('There is no /var/lib/cni/nowhere')).toContain('when the plugin runs');
});

test('an empty file is completed to a whole network that is in nobody’s way', async () => {
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

test('what a plugin hands on to others is checked, explained and completed as theirs', async () => {
  onTestFailed(() => session.keepEvidence('language-delegates'));
  const { workbench } = session;
  const { editor } = workbench;
  await workbench.openFile('60-handed.conflist');
  await expect.poll(() => editor.squiggles().count()).toBe(2);
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

test('saving mends what has one sure cure; the severity of a rule is a setting', async () => {
  onTestFailed(() => session.keepEvidence('language-save'));
  const { workbench } = session;
  await workbench.openFile('40-mistaken.conflist');
  await workbench.editor.squiggles().first().waitFor();
  await workbench.editor.cursorAfter('"nonsense": 1');
  await workbench.page.keyboard.press('Control+S');
  const path = join(session.folder, '40-mistaken.conflist');
  await expect.poll(() => readFile(path, 'utf8')).toContain('"isGateway": true');
  const saved = await readFile(path, 'utf8');
  expect(saved).toContain('"name": "mistaken"');
  expect(JSON.parse(saved)).toMatchObject({ plugins: [{ type: 'bridge', isGateway: true, nonsense: 1 }] });
  await expect.poll(() => workbench.editor.squiggles().count()).toBe(1);
});

test('Fix All renames a file whose name is the mistake; saving leaves the name', async () => {
  onTestFailed(() => session.keepEvidence('language-fix-all'));
  const { workbench } = session;
  const folder = join(session.folder, 'other', 'net.d');
  await workbench.openFile('50-listed.conf');
  await workbench.editor.squiggles().first().waitFor();
  await workbench.editor.cursorAfter('"listed"');
  await workbench.page.keyboard.press('Control+S');
  await expect.poll(() => readFile(join(folder, '50-listed.conf'), 'utf8')).toBe(listed.replace(',]', ']'));
  await workbench.command('Fix All');
  await expect.poll(() => readdir(folder)).toEqual(['50-listed.conflist']);
  await workbench.page.locator('.tab', { hasText: '50-listed.conflist' }).waitFor();
  await expect.poll(() => workbench.editor.squiggles().count()).toBe(0);
});

test('the language item tells the version, the schemas and the host', async () => {
  onTestFailed(() => session.keepEvidence('language-status'));
  const { workbench } = session;
  await workbench.openFile('10-first.conflist');
  const status = await workbench.languageStatus();
  await session.pictureAsItIs('language-status');
  expect(status).toContain('CNI 1.0.0');
  expect(status).toContain('built-in schemas · runs in: sandbox');
});

test('the view of the runtimes shows who takes which file, and follows the text', async () => {
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
  await workbench.page.locator('.tab', { hasText: 'Runtimes.md' }).waitFor();
  const preview = workbench.page.frameLocator('iframe.webview').frameLocator('iframe');
  await preview.getByText('What each runtime loads').waitFor();
  await session.picture('language-runtimes-page');
});

test('Test in Sandbox runs from above the text', async () => {
  onTestFailed(() => session.keepEvidence('language-trial'));
  const { workbench } = session;
  await workbench.openFile('10-first.conflist');
  await workbench.editor.lens('Test in Sandbox').click();
  expect(await workbench.notifications.message(/^first works in the sandbox/)).toContain('10.88.0.2');
});
