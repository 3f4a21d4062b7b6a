import * as vscode from 'vscode';
import type { HostCatalog } from './host-catalog.ts';
import { inPickOrder } from './host-order.ts';
import { hostValueAt } from './host-setting.ts';
import { hostDescription } from './host-text.ts';

const settingsFiles = ['**/settings.json', '**/*.code-workspace'].map((pattern) => ({ language: 'jsonc', pattern }));

/** Completes the setting `cni.host` in settings files with the names of all hosts. */
export function completeHostSetting(catalog: HostCatalog): vscode.Disposable {
  const provider: vscode.CompletionItemProvider = {
    provideCompletionItems(document, { line, character }) {
      const value = hostValueAt(document.lineAt(line).text, character);
      if (value === undefined) {
        return [];
      }
      // VS Code itself proposes the default value, the sandbox.
      const others = inPickOrder(catalog.hosts).filter(({ name }) => name !== 'sandbox');
      return others.map(({ name, spec }, index) => {
        const item = new vscode.CompletionItem(JSON.stringify(name), vscode.CompletionItemKind.Value);
        item.detail = hostDescription(spec);
        item.sortText = String(index).padStart(4, '0');
        item.range = new vscode.Range(line, value.start, line, value.end);
        return item;
      });
    },
  };
  return vscode.languages.registerCompletionItemProvider(settingsFiles, provider, '"', ':', ' ');
}
