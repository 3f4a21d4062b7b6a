import * as vscode from 'vscode';
import { hostScheme, splitHostFilePath } from './host-file-path.ts';
import type { HostConnections } from './host-connections.ts';
import type { HostFileSystem } from './host-file-system.ts';
import { notify } from './notify.ts';

/**
 * Editors of files whose host is not connected, such as those that come back with a window. VS Code calls that an
 * unexpected error and shows no reason, so a message says it and offers the connection; with that the file is there.
 */
export class HostFileEditors implements vscode.Disposable {
  readonly #connections: HostConnections;
  readonly #subscription: vscode.Disposable;
  /** The hosts that were told about since they were last connected. */
  readonly #told = new Set<string>();

  constructor(files: HostFileSystem, connections: HostConnections) {
    this.#connections = connections;
    this.#subscription = vscode.Disposable.from(
      files.onDidMissHost((uri) => this.#tell(uri)),
      connections.onDidChange((name) => this.#onConnection(name)),
    );
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #tell(uri: vscode.Uri): void {
    const { host, path } = splitHostFilePath(uri.path);
    if (this.#told.has(host) || !shownFiles(host).some(({ input }) => input.uri.toString() === uri.toString())) {
      return;
    }
    this.#told.add(host);
    notify('warning', vscode.l10n.t('{0} is on the host {1}, which is not connected.', path, host), [
      { title: vscode.l10n.t('Connect'), run: () => vscode.commands.executeCommand('cni.connectHost', host) },
    ]);
  }

  #onConnection(name: string): void {
    if (this.#connections.stateOf(name).kind !== 'ready' || !this.#told.delete(name)) {
      return;
    }
    const read = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
    for (const { input, group, isActive, isPreview } of shownFiles(name)) {
      // One behind another is read when it comes to the front.
      if (isActive && !read.has(input.uri.toString())) {
        const options = { viewColumn: group.viewColumn, preview: isPreview, preserveFocus: true };
        void vscode.window.showTextDocument(input.uri, options).then(undefined, () => undefined);
      }
    }
  }
}

/** The tabs with files of a host. */
function shownFiles(host: string): (vscode.Tab & { readonly input: vscode.TabInputText })[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      (tab): tab is vscode.Tab & { readonly input: vscode.TabInputText } => tab.input instanceof vscode.TabInputText,
    )
    .filter(({ input: { uri } }) => uri.scheme === hostScheme && splitHostFilePath(uri.path).host === host);
}
