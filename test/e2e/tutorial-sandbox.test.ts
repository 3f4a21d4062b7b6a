import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Session } from './editor/session.ts';
import { attachByRightClick, completeMtu, seeTrees, wrapByQuickFix } from './tutorial.ts';

let session: Session;

beforeAll(async () => {
  session = await Session.start();
});

afterAll(() => session.stop());

test('the tutorial in the sandbox: from a refused file to a network in a namespace, and back', async () => {
  onTestFailed(() => session.keepEvidence('tutorial-sandbox'));
  const { workbench } = session;
  const { notifications } = workbench;
  await workbench.openFile('10-myptp.conflist');
  await wrapByQuickFix(session);
  await completeMtu(session);
  const added = await attachByRightClick(session, 'ns1');
  expect(added).toMatch(/ns1 in the sandbox: eth0 has 172\.16\.29\.2\/24\..*unsaved text of 10-myptp\.conflist/);
  const result = workbench.editorOf('myptp — ns1 — eth0');
  await expect.poll(() => result.text()).toContain('"address": "172.16.29.2/24"');
  await seeTrees(session, ['ns1', 'myptp — eth0  172.16.29.2/24'], ['myptp — eth0  ns1 · 172.16.29.2/24']);
  await session.readmePicture('overview');

  await workbench.view('Cached Results').rightClick('myptp', 'Check');
  expect(await notifications.message('is as it was added')).toContain('eth0 of ns1');
  await workbench.view('Cached Results').rightClick('myptp', 'Open Cached File');
  await expect.poll(() => workbench.editorOf('myptp-cnitool-').text()).toContain('"kind": "cniCacheV1"');

  await workbench.view('Namespaces').rightClick('myptp', 'Delete');
  expect(await notifications.message(/^Deleted/)).toContain('eth0 is gone');
  await seeTrees(session, ['ns1  empty'], []);
  await workbench.view('Namespaces').rightClick('ns1', 'Delete Namespace');
  await seeTrees(session, [], []);
  expect(await workbench.view('Namespaces').welcome()).toContain('There are no network namespaces');
  expect(await workbench.view('Cached Results').welcome()).toContain('Nothing has been added');
});
