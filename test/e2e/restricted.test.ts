import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';

/**
 * Starts the editor as an ordinary user (uid 1000) who cannot create user namespaces and whose sudo does not work: inside
 * a user namespace that allows one more, which the second `unshare` uses up.
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
    workspaceTrust: true,
  });
  await session.workbench.openFile('a.conflist');
});

afterAll(() => session.stop());

/** Trusts the workspace, unless an earlier attempt has. */
async function trustWorkspace(): Promise<void> {
  const { workbench } = session;
  if (await workbench.statusItem('Restricted Mode').isVisible()) {
    await workbench.command('Workspaces: Manage Workspace Trust');
    await workbench.page.locator('.workspace-trust-editor .monaco-button', { hasText: 'Trust' }).first().click();
    await workbench.statusItem('Restricted Mode').waitFor({ state: 'hidden' });
    await workbench.command('View: Close Editor');
  }
}

test('in Restricted Mode nothing runs in a namespace, and the view says why', async () => {
  onTestFailed(() => session.keepEvidence('restricted-mode'));
  const { workbench } = session;
  const { page, quickInput } = workbench;
  await workbench.showContainer('CNI');
  const view = workbench.view('Namespaces');
  await expect.poll(() => view.welcome()).toContain('Running plugins requires a trusted workspace.');
  expect(await view.rows()).toEqual([]);
  await view.pane.locator('.pane-header').hover();
  for (const action of ['Create Namespace…', 'Refresh', 'Show Network Map']) {
    expect(await view.pane.locator(`.pane-header .action-label[aria-label*="${action}"]`).count()).toBe(0);
  }
  await page.keyboard.press('F1');
  await expect.poll(() => quickInput.search('>CNI: Show Log')).toContain('CNI: Show Log');
  for (const command of ['Open Terminal', 'Ping…', 'Trace…', 'Capture…', 'Test Connection…']) {
    await quickInput.type(`>CNI: ${command}`);
    await page.waitForTimeout(300);
    await expect.poll(() => quickInput.choices()).not.toContain('CNI: Show Log');
    expect(await quickInput.choices()).not.toContain(`CNI: ${command}`);
  }
  await quickInput.dismiss();
  await session.picture('restricted-mode');
});

test('language features all work: problems, hover, completion', async () => {
  onTestFailed(() => session.keepEvidence('restricted-language'));
  const { workbench } = session;
  const { editor, page } = workbench;
  await editor.squiggles().first().waitFor();
  const problems = (await workbench.problems()).join('\n');
  expect(problems).toContain('"mtu" must be of type integer, not string');
  expect(problems).toContain('Did you mean "isGateway"?');
  await page.keyboard.press('Control+J');
  await editor.hoverOver('bridge');
  await expect.poll(() => editor.hovered()).toContain('Connects the containers of a host through a Linux bridge');
  await editor.cursorAfter('"type": "bridge"');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('"is');
  const suggestions = await editor.suggestions();
  expect(await suggestions.allInnerTexts()).toContain('isGateway');
  await page.keyboard.press('Escape');
});

test('running in the sandbox reports that user namespaces are not available, and the log has the remedy', async () => {
  onTestFailed(() => session.keepEvidence('restricted-sandbox'));
  const { workbench } = session;
  await trustWorkspace();
  await workbench.command('CNI: Create Namespace…');
  const message = await workbench.notifications.message('The sandbox cannot be created');
  expect(message).toContain('uid 1000');
  await workbench.command('CNI: Show Log');
  await expect.poll(() => session.log()).toContain('"local", as root or with sudo');
  await workbench.command('View: Hide Panel');
  await workbench.showContainer('CNI');
  await expect
    .poll(() => workbench.view('Namespaces').rows())
    .toEqual([
      expect.stringMatching(/^The sandbox cannot be created for uid 1000 .*"local"/),
      'Try Again',
      'Select Host…',
      'Show Log',
    ]);
  await session.picture('refused');
});

test('running on this machine reports that root or sudo is missing, and the log has the remedy', async () => {
  onTestFailed(() => session.keepEvidence('restricted-local'));
  const { workbench } = session;
  await workbench.command('CNI: Select Host…');
  await workbench.quickInput.choose('local');
  await workbench.command('CNI: Create Namespace…');
  const message = await workbench.notifications.message('Plugins on this machine need root');
  expect(message).toContain('uid 1000');
  await workbench.command('CNI: Show Log');
  await expect.poll(() => session.log()).toContain('Use the sandbox, which needs no root');
});
