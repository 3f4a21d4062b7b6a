import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandHandler } from './command-ids.ts';
import { connected, type Connector } from './connect-host.ts';
import { hostFilePath, hostScheme, splitHostFilePath } from '../host-files/host-file-path.ts';
import { notify } from '../editor/notify.ts';
import { isPageActive, type ResultDocuments } from '../editor/result-documents.ts';
import type { HostCatalog } from '../hosts/host-catalog.ts';
import type { HostKnowledge } from '../hosts/host-knowledge.ts';
import type { HostSelection } from '../hosts/host-selection.ts';
import { pluginAt, pluginPage } from '../views/plugin-page.ts';

/** Dependencies of links to paths. */
export interface PathSources {
  readonly catalog: Pick<HostCatalog, 'find'>;
  readonly connections: Connector;
  readonly hosts: Pick<HostSelection, 'selected' | 'state' | 'host'>;
  readonly knowledge: Pick<HostKnowledge, 'of'>;
  readonly documents: Pick<ResultDocuments, 'showPage'>;
}

/**
 * Follows a link to a path: shows the page of a plugin, opens a file, lists a directory, or reports that the path does not
 * exist. Arguments: the absolute path, and the URI of the document with the link, in whose file system the path is.
 */
export function openPath(sources: PathSources): CommandHandler {
  return async (path, from) => {
    if (typeof path !== 'string' || typeof from !== 'string') {
      return;
    }
    const document = vscode.Uri.parse(from);
    if (!(await showPlugin(sources, document, path))) {
      const uri = addressOf(sources, document, path);
      await connectHostOf(sources, uri);
      await open(uri);
    }
  };
}

/** Shows the page of a plugin instead of its binary. Returns false when the path is not that of a plugin. */
async function showPlugin(sources: PathSources, document: vscode.Uri, path: string): Promise<boolean> {
  const { hosts, knowledge, documents } = sources;
  const host = document.scheme === hostScheme ? splitHostFilePath(document.path).host : hosts.selected.name;
  const known = knowledge.of(host);
  const facts = known.kind === 'unknown' ? undefined : known.contents?.facts;
  const plugin = facts === undefined ? undefined : pluginAt(facts, path);
  if (facts === undefined || plugin === undefined) {
    return false;
  }
  await documents.showPage(`${plugin.name}.md`, `plugin:${host}:${path}`, pluginPage(plugin, facts));
  return true;
}

/**
 * Returns the URI of a path on the host of the document, which is a file for this machine. A local document uses the selected
 * host when that is connected.
 */
function addressOf({ catalog, hosts }: PathSources, document: vscode.Uri, path: string): vscode.Uri {
  if (document.scheme === hostScheme) {
    const { host } = splitHostFilePath(document.path);
    if (catalog.find(host)?.spec.kind === 'local') {
      return vscode.Uri.file(path);
    }
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

/** Connects the host of a file, which a page can name although it is no longer connected. Rejects with HostError. */
async function connectHostOf({ catalog, connections }: PathSources, { scheme, path }: vscode.Uri): Promise<void> {
  const named = scheme === hostScheme ? catalog.find(splitHostFilePath(path).host) : undefined;
  if (named !== undefined && vscode.workspace.isTrusted) {
    await connected(connections, named);
  }
}

async function open(uri: vscode.Uri): Promise<void> {
  const stat = await statOf(uri);
  if (stat === undefined) {
    const { path } = uri.scheme === hostScheme ? splitHostFilePath(uri.path) : uri;
    notify('info', l10n.t('{0} does not exist. A plugin may create it when it runs.', path), []);
  } else if ((stat.type & vscode.FileType.Directory) === 0) {
    await vscode.commands.executeCommand(
      'vscode.open',
      uri,
      ...(isPageActive() ? [{ viewColumn: vscode.ViewColumn.One }] : []),
    );
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
    notify('info', l10n.t('{0} is empty.', directory.path), []);
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
