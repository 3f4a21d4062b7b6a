import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';

const longName = 'a-network-whose-name-is-so-long-that-no-side-bar-shows-all-of-it.example.org';
const files = {
  'long.conflist': configuration(longName, {
    type: 'ptp',
    ipam: { type: 'host-local', subnet: '10.123.0.0/24' },
  }),
};

let session: Session;

beforeAll(async () => {
  session = await Session.start({ files });
});

afterAll(() => session.stop());

test('by keyboard alone: create a namespace, add, check in the tree', async () => {
  onTestFailed(() => session.keepEvidence('keyboard'));
  const { workbench } = session;
  const { keyboard } = workbench.page;
  await workbench.openFile('long.conflist');
  await workbench.commandByKeyboard('CNI: Add to Namespace');
  await workbench.quickInput.titled('for "a-network').waitFor();
  await keyboard.press('Enter');
  await workbench.quickInput.enter('Create a namespace', 'a-namespace-with-a-rather-long-name');
  await workbench.notifications.with(/^Added/).waitFor();

  const namespaces = workbench.view('Namespaces');
  await workbench.command('View: Show CNI');
  await namespaces.row('a-namespace').waitFor();
  await workbench.command('CNI: Focus on Namespaces View');
  await namespaces.focused().waitFor();
  // A namespace with attachments is expanded.
  await expect.poll(async () => (await namespaces.rows())[1]).toContain(' — ');
  await keyboard.press('Home');
  await keyboard.press('ArrowDown');
  await keyboard.press('Shift+F10');
  await workbench.chooseByKeyboard('Check Attachment…');
  await workbench.notifications.with('still matches the ADD result').waitFor();
});

test.each([
  ['light', 'Default Light Modern'],
  ['dark', 'Default Dark Modern'],
  ['high-contrast', 'Default High Contrast'],
])('the views can be read in the theme %s, with names longer than the side bar', async (name, theme) => {
  onTestFailed(() => session.keepEvidence(`theme-${name}`));
  const { workbench } = session;
  await workbench.command('Preferences: Color Theme');
  await workbench.quickInput.type(theme.replace('Default ', ''));
  await workbench.page.keyboard.press('Enter');
  await workbench.showContainer('CNI');
  await expect.poll(() => workbench.view('Cached Results').rows()).toHaveLength(1);
  await session.picture(`theme-${name}`);
});
