import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { hostScheme, splitHostFilePath } from './host-file-path.ts';
import type { HostConnections } from '../hosts/host-connections.ts';
import type { HostFileSystem } from './host-file-system.ts';
import { commandAction, notify } from '../editor/notify.ts';

/**
 * Reports editors of files whose host is not connected, for example after a window is restored. VS Code shows only
 * "unexpected error" there, so a notification gives the reason and offers to connect, which reloads the file.
 */
export class HostFileEditors implements vscode.Disposable {
  readonly #connections: Pick<HostConnections, 'stateOf'>;
  readonly #subscription: vscode.Disposable;
  /** The hosts that were reported since they were last connected. */
  readonly #reported = new Set<string>();

  constructor(
    files: Pick<HostFileSystem, 'onDidMissHost'>,
    connections: Pick<HostConnections, 'stateOf' | 'onDidChange'>,
  ) {
    this.#connections = connections;
    this.#subscription = vscode.Disposable.from(
      files.onDidMissHost((uri) => this.#report(uri)),
      connections.onDidChange((name) => this.#onConnection(name)),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #report(uri: vscode.Uri): void {
    const { host, path } = splitHostFilePath(uri.path);
    if (this.#reported.has(host) || !shownFiles(host).some(({ input }) => input.uri.toString() === uri.toString())) {
      return;
    }
    this.#reported.add(host);
    notify('warning', l10n.t('{0} is on host "{1}", which is not connected.', path, host), [
      commandAction(l10n.t('Connect'), 'cni.connectHost', host),
    ]);
  }

  #onConnection(name: string): void {
    if (this.#connections.stateOf(name).kind !== 'ready' || !this.#reported.delete(name)) {
      return;
    }
    const read = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const { input, group, isActive, isPreview } of shownFiles(name)) {
      // The editor reads a hidden tab when the user selects it.
      if (isActive && !read.has(input.uri.toString())) {
        const options = { viewColumn: group.viewColumn, preview: isPreview, preserveFocus: true };
        void vscode.window.showTextDocument(input.uri, options).then(undefined, () => undefined);
      }
    }
  }
}

/** Returns the tabs with files of a host. */
function shownFiles(host: string): (vscode.Tab & { readonly input: vscode.TabInputText })[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      (tab): tab is vscode.Tab & { readonly input: vscode.TabInputText } => tab.input instanceof vscode.TabInputText,
    )
    .filter(({ input: { uri } }) => uri.scheme === hostScheme && splitHostFilePath(uri.path).host === host);
}
