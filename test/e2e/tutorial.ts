import { expect } from 'vitest';
import type { Session } from './editor/session.ts';

/** In the open tutorial file, finds the problem and applies the quick fix that wraps the configuration into a list. */
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

/** Completes a key of the plugin from its first letters, and enters a value. */
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

/** Adds the network from the context menu to a new namespace, and returns the message. */
export async function attachByRightClick({ workbench }: Session, namespace: string): Promise<string> {
  const { editor, quickInput, notifications } = workbench;
  await workbench.rightClick(editor.line('host-local'), 'Add to Namespace…');
  await quickInput.choose(/Create/);
  await quickInput.enter('Create a namespace', namespace);
  return notifications.message(/^Added/);
}

/** The collapsed rows of what is live in a namespace, in English and Chinese. */
const liveSections = /^(?:Interfaces|Routes|Rules|Neighbors|Listening Sockets|接口|路由|规则|邻居|监听套接字) {2}\d+$/;

/** Whether a row is one of {@link liveSections}. */
const isLiveSection = (row: string): boolean => liveSections.test(row);

/** Waits until both trees show these rows (texts or matchers), with expanded namespaces. Rows of what is live do not count. */
export async function seeTrees(
  { workbench }: Session,
  namespaces: readonly unknown[],
  cachedResults: readonly unknown[],
  titles = { namespaces: 'Namespaces', cachedResults: 'Cached Results' },
): Promise<void> {
  await workbench.showContainer('CNI');
  const tree = workbench.view(titles.namespaces);
  await expect.poll(() => workbench.view(titles.cachedResults).rows()).toEqual(cachedResults);
  await expect
    .poll(async () => {
      await tree.expandRoots();
      return (await tree.rows()).filter((row) => !isLiveSection(row));
    })
    .toEqual(namespaces);
}
