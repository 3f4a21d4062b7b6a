import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';
import { seeTrees } from './tutorial.ts';

const network = configuration('web', { type: 'ptp', ipam: { type: 'host-local', subnet: '10.78.0.0/24' } });
const resultTab = 'web — r1 — eth0.cni-result.json';

let session: Session;

beforeAll(async () => {
  session = await Session.start({
    files: { 'web.conflist': network, 'other.conflist': network.replace('web', 'other') },
  });
  const { workbench } = session;
  await workbench.openFile('web.conflist');
  await workbench.command('CNI: Add to Namespace…');
  await workbench.quickInput.choose(/Create/);
  await workbench.quickInput.enter('Create a namespace', 'r1');
  await workbench.notifications.message(/^Added "web" to "r1"/);
  // The next page would take the place of a preview.
  await workbench.page.locator('.tab', { hasText: resultTab }).dblclick();
  await workbench.command('View: Focus First Editor Group');
});

afterAll(() => session.stop());

test('the link on the key "type" shows the page of the plugin', async () => {
  onTestFailed(() => session.keepEvidence('reload-plugin'));
  const { workbench } = session;
  // The link needs the host facts in the server. The editor requests links when a file is activated.
  const link = workbench.page.locator('.detected-link', { hasText: /^type$/ });
  await expect
    .poll(async () => {
      await workbench.openFile('other.conflist');
      await workbench.openFile('web.conflist');
      await workbench.page.waitForTimeout(1000);
      return link.count();
    })
    .toBeGreaterThan(0);
  await workbench.editor.cursorAfter('"type": "ptp');
  await workbench.page.keyboard.press('Home');
  for (let step = 0; step < 3; step += 1) {
    await workbench.page.keyboard.press('ArrowRight');
  }
  await workbench.command('Open Link');
  await workbench.page.locator('.tab', { hasText: 'ptp.md' }).waitFor();
  const page = workbench.shownPage();
  await expect.poll(() => page.locator('table').innerText()).toMatch(/Program\s+\/.*\/ptp\n/);
  await session.picture('plugin-page');
});

test('after Reload Window results are readable, and the lost sandbox is reported and can be recreated', async () => {
  onTestFailed(() => session.keepEvidence('reload-window'));
  const { workbench } = session;
  await workbench.reload();
  const lost = 'The sandbox ended with the window. Lost namespaces: r1 (web).';
  await workbench.notifications.with(lost).waitFor();
  await workbench.page.locator('.tab', { hasText: resultTab }).click();
  await expect.poll(() => workbench.shownPage().locator('table').first().innerText()).toContain('10.78.0.2/24');
  await workbench.page.locator('.tab', { hasText: 'ptp.md' }).waitFor();
  await session.picture('reload');
  await workbench.notifications.press(lost, 'Add Again');
  expect(await workbench.notifications.message(/^Recreated in the sandbox/)).toContain('r1 (web).');
  await seeTrees(session, ['r1', 'web — eth0  10.78.0.2/24'], ['web — eth0  r1 · 10.78.0.2/24']);
});

test('a sandbox that the user ends is not reported', async () => {
  onTestFailed(() => session.keepEvidence('reload-ended'));
  const { workbench } = session;
  await workbench.view('Hosts').rightClick(/^sandbox/, 'Disconnect Host');
  await workbench.dialog.answer('End the sandbox?', 'End Sandbox');
  await expect.poll(() => workbench.view('Namespaces').rows()).toEqual([]);
  await workbench.reload();
  await workbench.view('Hosts').row('sandbox').waitFor();
  expect(await workbench.notifications.texts()).toEqual([]);
});
