import * as vscode from 'vscode';
import type { CommandHandler } from '../command-ids.ts';
import { notify } from '../notify.ts';

/**
 * What a link to a path does: opens the file, lets one choose of a directory, or says that nothing is there. Arguments:
 * the absolute path, and the URI of the document that names it, whose file system it is looked up in.
 */
export function openPath(): CommandHandler {
  return async (path, from) => {
    if (typeof path !== 'string' || typeof from !== 'string') {
      return;
    }
    const document = vscode.Uri.parse(from);
    const isElsewhere = document.scheme === 'vscode-vfs' || document.scheme === 'vscode-remote';
    await open(isElsewhere ? document.with({ path }) : vscode.Uri.file(path));
  };
}

async function open(uri: vscode.Uri): Promise<void> {
  const stat = await statOf(uri);
  if (stat === undefined) {
    notify('info', vscode.l10n.t('There is no {0} here. It may be made when the plugin runs.', uri.path), []);
  } else if ((stat.type & vscode.FileType.Directory) === 0) {
    await vscode.commands.executeCommand('vscode.open', uri);
  } else {
    await openInside(uri);
  }
}

async function openInside(directory: vscode.Uri): Promise<void> {
  const entries = await vscode.workspace.fs.readDirectory(directory);
  const items = entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, type]) => ({
      label: name,
      iconPath: new vscode.ThemeIcon((type & vscode.FileType.Directory) === 0 ? 'file' : 'folder'),
      uri: vscode.Uri.joinPath(directory, name),
    }));
  if (items.length === 0) {
    notify('info', vscode.l10n.t('{0} is empty.', directory.path), []);
    return;
  }
  const picked = await vscode.window.showQuickPick(items, { title: directory.path });
  if (picked !== undefined) {
    await open(picked.uri);
  }
}

async function statOf(uri: vscode.Uri): Promise<vscode.FileStat | undefined> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
      return undefined;
    }
    throw error;
  }
}
