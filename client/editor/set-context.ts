import * as vscode from 'vscode';
import { contextKeyDefaults, type ContextKeys } from './context-keys.ts';

/** Sets a context key for `when` clauses. */
export function setContext<K extends keyof ContextKeys>(key: K, value: ContextKeys[K]): void {
  void vscode.commands.executeCommand('setContext', key, value);
}

/** Sets every context key to its initial value. */
export function resetContext(): void {
  for (const [key, value] of Object.entries(contextKeyDefaults)) {
    void vscode.commands.executeCommand('setContext', key, value);
  }
}
