import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { Session } from './editor/session.ts';
import { attachByRightClick, checkByRow, deleteByRow, wrapByQuickFix } from './tutorial.ts';

let session: Session;

beforeAll(async () => {
  session = await Session.start();
});

afterAll(() => session.stop());

test('the tutorial, in the sandbox: from a refused file to a network in a namespace and back', async () => {
  onTestFailed(() => session.keepEvidence('tutorial-sandbox'));
  const { workbench } = session;
  await workbench.openFile('10-myptp.conflist');
  await wrapByQuickFix(session);
  await attachByRightClick(session, 'ns1');
  await checkByRow(session, 'myptp');
  await deleteByRow(session, 'myptp');
  expect(await workbench.view('Cached Results').welcome()).toContain('Nothing has been added');
});
