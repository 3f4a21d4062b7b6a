import { expect } from 'vitest';
import type { Session } from './editor/session.ts';

/** The open tutorial file: see what is wrong with it, and let the quick fix wrap it. */
export async function wrapByQuickFix({ workbench }: Session): Promise<void> {
  const { editor } = workbench;
  await editor.squiggles().first().waitFor();
  expect((await workbench.problems()).join('\n')).toContain('R032');
  await workbench.page.keyboard.press('Control+J');
  await editor.cursorAfter('"type');
  const fixes = await editor.quickFixes();
  await fixes.filter({ hasText: /wrap/i }).first().click();
  await expect.poll(() => editor.text()).toContain('"plugins": [');
  await expect.poll(() => editor.squiggles().count()).toBe(0);
}

/** Right-click the text, Add to Namespace…, a new namespace on the way; the result opens. */
export async function attachByRightClick({ workbench }: Session, namespace: string): Promise<void> {
  const { editor, quickInput, notifications } = workbench;
  await workbench.rightClick(editor.line('host-local'), 'Add to Namespace…');
  await quickInput.choose(/Create|New/);
  await quickInput.enter(namespace);
  expect(await notifications.message(/^Added/)).toContain(namespace);
  await workbench.showContainer('CNI');
  await workbench.view('Cached Results').row('myptp').waitFor();
  await workbench.view('Namespaces').expand(namespace);
}

export async function checkByRow({ workbench }: Session, network: string): Promise<void> {
  await workbench.view('Cached Results').rightClick(network, 'Check');
  await workbench.notifications.message('is as it was added');
}

export async function deleteByRow({ workbench }: Session, network: string): Promise<void> {
  await workbench.view('Cached Results').rightClick(network, 'Delete');
  await workbench.notifications.message(/^Deleted/);
  await expect.poll(() => workbench.view('Cached Results').rows()).toEqual([]);
}
