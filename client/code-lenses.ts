import * as vscode from 'vscode';

/** At the head of a configuration: what can be done with it. On this side, for the commands are the editor's. */
export class ConfigurationLenses implements vscode.CodeLensProvider {
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const text = document.getText();
    const start = text.indexOf('{');
    // A side-loaded fragment or an empty file is no network, and cannot be added.
    if (start < 0 || /\/net\.d\/[^/]+\/[^/]+\.conf$/.test(document.uri.path)) {
      return [];
    }
    const position = document.positionAt(start);
    const range = new vscode.Range(position, position);
    const commands: readonly (readonly [string, string])[] = [
      ['cni.addToNamespace', vscode.l10n.t('Add to Namespace…')],
      ['cni.check', vscode.l10n.t('Check')],
      ['cni.delete', vscode.l10n.t('Delete')],
      ['cni.testInSandbox', vscode.l10n.t('Test in Sandbox')],
    ];
    return commands.map(
      ([command, title]) => new vscode.CodeLens(range, { command, title, arguments: [document.uri] }),
    );
  }
}
