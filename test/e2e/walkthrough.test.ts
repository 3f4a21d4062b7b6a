import { afterAll, beforeAll, expect, onTestFailed, test } from 'vitest';
import { configuration } from './configuration.ts';
import { Session } from './editor/session.ts';

const network = configuration('web', {
  type: 'ptp',
  ipam: { type: 'host-local', subnet: '10.79.0.0/24', resolvConf: '/etc/resolv.conf' },
});

let session: Session;

beforeAll(async () => {
  session = await Session.start({ files: { 'web.conflist': network } });
});

afterAll(() => session.stop());

/** Returns which steps of the open walkthrough are ticked. */
async function ticks(): Promise<boolean[]> {
  const boxes = session.workbench.page.locator('.getting-started-step .codicon[role="checkbox"]');
  const states = await boxes.evaluateAll((all) => all.map((box) => box.getAttribute('aria-checked')));
  return states.map((state) => state === 'true');
}

/** Shows the tab of the walkthrough. */
async function showWalkthrough(): Promise<void> {
  await session.workbench.page.locator('.tab', { hasText: 'Welcome' }).first().click();
}

test('each step of the walkthrough is ticked by what people do, not only by its button', async () => {
  onTestFailed(() => session.keepEvidence('walkthrough'));
  const { workbench } = session;
  const { editor, notifications, page, quickInput } = workbench;
  await page.keyboard.press('Control+B');
  await workbench.command('Welcome: Open Walkthrough...');
  await quickInput.choose('Get Started with CNI');
  const steps = page.locator('.getting-started-step');
  await expect.poll(ticks).toEqual([false, false, false, false]);
  const description = page.frameLocator('iframe.webview').last().frameLocator('iframe#active-frame').locator('body');
  for (const [step, text] of ['Ctrl+Space', 'status bar', 'prevResult', 'standard error'].entries()) {
    await steps.nth(step).click();
    await description.getByText(text).waitFor();
    await session.picture(`walkthrough-${step + 1}`);
  }
  await page.keyboard.press('Control+B');
  expect(await ticks()).toEqual([false, false, false, false]);

  await workbench.openFile('web.conflist');
  await expect.poll(() => editor.lenses()).toEqual(['Add to Namespace…', 'Test in Sandbox']);
  await showWalkthrough();
  await expect.poll(ticks).toEqual([true, false, false, false]);

  await workbench.openFile('web.conflist');
  await editor.lens('Add to Namespace…').click();
  await quickInput.choose('Create Namespace…');
  await quickInput.enter('Create a namespace', 'w1');
  await notifications.message(/^Added "web"/);
  await showWalkthrough();
  // The page of the result opened next to the configuration.
  await expect.poll(ticks).toEqual([true, true, true, true]);
});

test('files of the sandbox are read-only in the editor', async () => {
  onTestFailed(() => session.keepEvidence('sandbox-read-only'));
  const { workbench } = session;
  const { editor, page } = workbench;
  await workbench.openFile('web.conflist');
  await editor.cursorAfter('/etc/resolv');
  await workbench.command('Open Link');
  await page.locator('.tab.active[data-resource-name="resolv.conf"]').waitFor();
  await editor.line('').waitFor();
  const before = await editor.text();
  await editor.line('').click();
  await page.keyboard.type('# changed');
  await page.locator('.monaco-editor-overlaymessage', { hasText: 'read-only' }).waitFor();
  await session.pictureAsItIs('sandbox-read-only');
  expect(await editor.text()).toBe(before);
  expect(await page.locator('.tab.active.dirty').count()).toBe(0);
});
