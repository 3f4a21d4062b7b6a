import type { Session } from '../editor/session.ts';
import { freshName } from '../fresh-name.ts';

/** Adds a file of the workspace to a new namespace, up to the point where the plugins run. Returns the namespace. */
export async function addToNewNamespace(session: Session, file: string, name: string): Promise<string> {
  await session.workbench.openFile(file);
  await session.workbench.command('CNI: Add to Namespace…');
  return createNamespace(session, name);
}

/**
 * Answers the question for a namespace with a new one, and returns its name. The first time, the sandbox has to start.
 */
export async function createNamespace({ workbench }: Session, name: string): Promise<string> {
  const namespace = freshName(name);
  const { quickInput } = workbench;
  const creation = quickInput.widget.locator('.monaco-list-row', { hasText: 'Create Namespace…' });
  await creation.waitFor({ timeout: 60_000 });
  await creation.click();
  await quickInput.enter('Create a namespace', namespace);
  return namespace;
}
