import { expect } from 'vitest';
import type { Session } from './editor/session.ts';

/** The open tutorial file: see what is wrong with it, and let the quick fix wrap it. */
export async function wrapByQuickFix(session: Session): Promise<void> {
  const { workbench } = session;
  const { editor } = workbench;
  await editor.squiggles().first().waitFor();
  expect((await workbench.problems()).join('\n')).toContain('R032');
  await workbench.page.keyboard.press('Control+J');
  await editor.cursorAfter('"type');
  const fixes = await editor.quickFixes();
  await session.readmePicture('quick-fix', { x: 352, y: 36, width: 640, height: 370 });
  await fixes.filter({ hasText: /wrap/i }).first().click();
  await expect.poll(() => editor.text()).toContain('"plugins": [');
  await expect.poll(() => editor.squiggles().count()).toBe(0);
}

/** A key of the plugin that the person has forgotten: typed in part, taken from the suggestions, given a value. */
export async function completeMtu({ workbench }: Session): Promise<void> {
  const { editor, page } = workbench;
  await editor.cursorAfter('"ipMasq": true,');
  await page.keyboard.press('Enter');
  await page.keyboard.type('"mt');
  const suggestions = await editor.suggestions();
  await suggestions.filter({ hasText: 'mtu' }).first().click();
  await expect.poll(() => editor.text()).toContain('"mtu": ');
  await page.keyboard.type('1400');
  await expect.poll(() => editor.text()).toMatch(/"mtu": 1400,\n/);
  await expect.poll(() => editor.squiggles().count()).toBe(0);
}

/** Right-click the text, Add to Namespace…, a new namespace on the way; gives the message. */
export async function attachByRightClick({ workbench }: Session, namespace: string): Promise<string> {
  const { editor, quickInput, notifications } = workbench;
  await workbench.rightClick(editor.line('host-local'), 'Add to Namespace…');
  await quickInput.choose(/Create/);
  await quickInput.enter('Create a namespace', namespace);
  return notifications.message(/^Added/);
}

/** Waits until both trees show these rows (texts, or vitest's matchers of them), the namespaces unfolded. */
export async function seeTrees(
  { workbench }: Session,
  namespaces: readonly unknown[],
  cachedResults: readonly unknown[],
): Promise<void> {
  await workbench.showContainer('CNI');
  const tree = workbench.view('Namespaces');
  await expect.poll(() => workbench.view('Cached Results').rows()).toEqual(cachedResults);
  await expect
    .poll(async () => {
      await tree.expandAll();
      return tree.rows();
    })
    .toEqual(namespaces);
}
