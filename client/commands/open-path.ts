import * as vscode from 'vscode';
import type { CommandHandler } from '../command-ids.ts';
import { hostFilePath, hostScheme, splitHostFilePath } from '../host-file-path.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';

/**
 * What a link to a path does: opens the file, lets one choose of a directory, or says that nothing is there. Arguments:
 * the absolute path, and the URI of the document that names it, whose file system it is looked up in.
 */
export function openPath(services: Services): CommandHandler {
  return async (path, from) => {
    if (typeof path !== 'string' || typeof from !== 'string') {
      return;
    }
    await open(addressOf(services, vscode.Uri.parse(from), path));
  };
}

/** On the host of the document; for one on this machine, on the selected host if that is in use and another. */
function addressOf({ hosts }: Services, document: vscode.Uri, path: string): vscode.Uri {
  if (document.scheme === hostScheme) {
    const { host } = splitHostFilePath(document.path);
    return document.with({ path: hostFilePath(host, path) });
  }
  if (document.scheme !== 'file' && document.scheme !== 'untitled') {
    return document.with({ path });
  }
  const isElsewhere = hosts.state.kind === 'ready' && hosts.host.spec.kind !== 'local';
  return isElsewhere
    ? vscode.Uri.from({ scheme: hostScheme, path: hostFilePath(hosts.selected.name, path) })
    : vscode.Uri.file(path);
}

async function open(uri: vscode.Uri): Promise<void> {
  const stat = await statOf(uri);
  if (stat === undefined) {
    const { path } = uri.scheme === hostScheme ? splitHostFilePath(uri.path) : uri;
    notify('info', vscode.l10n.t('There is no {0} here. It may be made when the plugin runs.', path), []);
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
