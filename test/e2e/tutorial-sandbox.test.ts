import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Session } from './editor/session.ts';
import { attachByRightClick, completeMtu, seeTrees, wrapByQuickFix } from './tutorial.ts';

let session: Session;

beforeAll(async () => {
  session = await Session.start();
});

afterAll(() => session.stop());

test('the tutorial in the sandbox: from a rejected file to a network in a namespace, and back', async () => {
  onTestFailed(() => session.keepEvidence('tutorial-sandbox'));
  const { workbench } = session;
  const { notifications } = workbench;
  await workbench.openFile('10-myptp.conflist');
  await wrapByQuickFix(session);
  await completeMtu(session);
  const added = await attachByRightClick(session, 'ns1');
  expect(added).toMatch(
    /"ns1" on "sandbox"\. Interface eth0 has 172\.16\.29\.2\/24\..*unsaved text of 10-myptp\.conflist/,
  );
  await workbench.page.locator('.tab', { hasText: 'myptp — ns1 — eth0.cni-result.json' }).waitFor();
  const page = workbench.shownPage();
  const rowOf = (name: string): Promise<string> =>
    page.locator('.data tbody tr', { hasText: name }).first().innerText();
  await expect.poll(() => page.locator('h1').innerText()).toBe('myptp in ns1 added');
  expect(await rowOf('eth0')).toMatch(
    /^eth0 in ns1\s+172\.16\.29\.2\/24\s+172\.16\.29\.1\s+([0-9a-f]{2}:){5}[0-9a-f]{2}[^]*ptp$/,
  );
  expect(await rowOf('0.0.0.0/0')).toMatch(/172\.16\.29\.1[^]*ptp$/);
  await seeTrees(session, ['ns1', 'myptp — eth0  172.16.29.2/24'], ['myptp — eth0  ns1 · 172.16.29.2/24']);
  await session.readmePicture('overview');

  await workbench.view('Cached Results').rightClick('myptp', 'Check Attachment…');
  expect(await notifications.message('still matches the ADD result')).toContain('eth0 in "ns1"');
  await workbench.view('Cached Results').rightClick('myptp', 'Open Cached File');
  await expect.poll(() => page.locator('h1').innerText()).toBe('myptp in ns1 cached');
  expect(await rowOf('eth0')).toContain('172.16.29.2/24');
  expect(await page.locator('pre').innerText()).toContain('"name": "myptp"');
  await session.picture('cached-file');
  await page.locator('vscode-button', { hasText: 'Show JSON' }).click();
  await expect.poll(() => workbench.editorOf('myptp-cnitool-').text()).toContain('"kind": "cniCacheV1"');

  await workbench.view('Namespaces').rightClick('myptp', 'Delete from Namespace…');
  await workbench.dialog.with('Delete "myptp" from "ns1"').waitFor();
  await session.pictureAsItIs('delete-question');
  const asked = await workbench.dialog.answer('Delete "myptp" from "ns1" on "sandbox"?', 'Delete');
  expect(asked).toContain('Interface eth0 with 172.16.29.2/24 will be removed.');
  expect(await notifications.message(/^Deleted/)).toContain('"myptp" (eth0)');
  await seeTrees(session, ['ns1  empty'], []);
  await workbench.view('Namespaces').rightClick('ns1', 'Delete Namespace');
  await seeTrees(session, [], []);
  expect(await workbench.view('Namespaces').welcome()).toContain('This host has no namespaces');
  expect(await workbench.view('Cached Results').welcome()).toContain('This host has no attachments');
});
