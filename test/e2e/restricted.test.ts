import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';

/**
 * Starts the editor as an ordinary user (uid 1000) who can make no user namespace and whose sudo does not work: inside
 * a user namespace that may hold one more, which the second `unshare` uses up.
 */
const restricted = [
  'unshare',
  '--map-root-user',
  'sh',
  '-c',
  'echo 1 > /proc/sys/user/max_user_namespaces; exec unshare --user --map-user=1000 --map-group=1000 "$@"',
  'sh',
];

let session: Session;

beforeAll(async () => {
  session = await Session.start({
    files: { 'a.conflist': configuration('a', { type: 'bridge', isGatway: true, mtu: 'big' }) },
    env: { CNI_PATH: '/nonexistent' },
    prefix: restricted,
  });
  await session.workbench.openFile('a.conflist');
});

afterAll(() => session.stop());

test('language features all work: problems, hover, completion', async () => {
  onTestFailed(() => session.keepEvidence('restricted-language'));
  const { workbench } = session;
  const { editor, page } = workbench;
  await editor.squiggles().first().waitFor();
  const problems = (await workbench.problems()).join('\n');
  expect(problems).toContain('"mtu" must be an integer, not a string');
  expect(problems).toContain('did you mean "isGateway"?');
  await page.keyboard.press('Control+J');
  await editor.hoverOver('bridge');
  await expect.poll(() => editor.hovered()).toContain('Connects containers of one host through a Linux bridge');
  await editor.cursorAfter('"type": "bridge"');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('"is');
  const suggestions = await editor.suggestions();
  expect(await suggestions.allInnerTexts()).toContain('isGateway');
  await page.keyboard.press('Escape');
});

test('running in the sandbox says that user namespaces are refused, and what to do', async () => {
  onTestFailed(() => session.keepEvidence('restricted-sandbox'));
  const { workbench } = session;
  await workbench.command('CNI: Create Namespace…');
  const message = await workbench.notifications.message('The sandbox cannot be made');
  expect(message).toContain('uid 1000');
  expect(message).toContain('Or use the host "local", as root or with sudo');
  await workbench.showContainer('CNI');
  await expect
    .poll(() => workbench.view('Namespaces').rows())
    .toEqual([
      expect.stringMatching(/^The sandbox cannot be made for uid 1000 .*"local"/),
      'Try Again',
      'Select Host…',
      'Show Log',
    ]);
  await session.picture('refused');
});

test('running on this machine says that root or sudo is missing, and what to do', async () => {
  onTestFailed(() => session.keepEvidence('restricted-local'));
  const { workbench } = session;
  await workbench.command('CNI: Select Host…');
  await workbench.quickInput.choose('local');
  await workbench.command('CNI: Create Namespace…');
  const message = await workbench.notifications.message('Running plugins on this machine needs root');
  expect(message).toContain('You are uid 1000');
  expect(message).toContain('Use the sandbox, which needs no root');
});
