import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Host, NamedHost } from '../../engine/host/host.ts';
import { hasCode } from '../../engine/errors/workbench-error.ts';
import { HostFiles } from '../../engine/host/index.ts';
import { isFileError, type StoredFile } from '../../engine/libcni/index.ts';
import { knownDirectories, usualConfigurations } from '../../engine/libcni/known-directories.ts';
import type { CommandHandler } from './command-ids.ts';
import { hostFilePath, hostScheme, splitHostFilePath } from '../host-files/host-file-path.ts';
import { isHostNode } from '../views/host-node.ts';
import { isBuiltIn } from '../hosts/host-order.ts';
import { hostShortName } from '../hosts/host-text.ts';
import { networkName } from '../operations/network-name.ts';
import type { HostCatalog } from '../hosts/host-catalog.ts';
import type { HostKnowledge } from '../hosts/host-knowledge.ts';
import { type HostPlaces, keepsFiles } from '../hosts/host-locations.ts';
import type { HostSelection } from '../hosts/host-selection.ts';
import type { Journal } from '../editor/journal.ts';
import { commandAction, isConfirmed, notify } from '../editor/notify.ts';
import { pickDocument, targetDocument } from './pickers/configuration.ts';
import { connected, type Connector, givenHost } from './connect-host.ts';
import { type HostChoice, pickHost } from './pickers/host.ts';
import { fileItem, sortedByLabel } from '../editor/pick-items.ts';

/** Dependencies of commands that read configurations of hosts. */
export interface HostFileSources {
  readonly catalog: Pick<HostCatalog, 'find'>;
  readonly connections: Connector;
  readonly hosts: Pick<HostSelection, 'selected'>;
  readonly placesOf: (named: NamedHost) => HostPlaces;
}

/** Dependencies of "Save to Host…". */
export type SaveSources = HostFileSources &
  HostChoice & {
    readonly knowledge: Pick<HostKnowledge, 'invalidate'>;
    readonly log: Pick<Journal, 'info'>;
  };

const extensions = ['.conf', '.conflist', '.json'];

/** "Open Configuration of Host…": opens the file of a row of the Hosts view, else prompts for one of the selected host. */
export function openHostFile(sources: HostFileSources): CommandHandler {
  return async (target) => {
    const named = givenHost(sources.catalog, target) ?? sources.hosts.selected;
    const title = l10n.t('Select a configuration of "{0}"', hostShortName(named.name));
    const path = isHostNode(target) && target.kind === 'hostFile' ? target.path : await pickFile(sources, named, title);
    if (path === undefined) {
      return;
    }
    await connected(sources.connections, named);
    await vscode.window.showTextDocument(hostUri(named, path));
  };
}

/** "Compare with Host…": shows the file of the host on the left, the text of the editor on the right. */
export function compareWithHost(sources: HostFileSources): CommandHandler {
  return async (target) => {
    const named = givenHost(sources.catalog, target) ?? sources.hosts.selected;
    const document = await localDocument(target, l10n.t('Select a file to compare'));
    if (document === undefined) {
      return;
    }
    const ownName = baseName(document.uri.path);
    const title = l10n.t('Select a file of "{0}" to compare with {1}', hostShortName(named.name), ownName);
    const path =
      isHostNode(target) && target.kind === 'hostFile' ? target.path : await pickFile(sources, named, title, ownName);
    if (path === undefined) {
      return;
    }
    await connected(sources.connections, named);
    await showDiff(named, path, document);
  };
}

async function showDiff(named: NamedHost, path: string, { uri }: vscode.TextDocument): Promise<void> {
  const title = `${baseName(path)} (${hostShortName(named.name)}) ↔ ${baseName(uri.path)}`;
  await vscode.commands.executeCommand('vscode.diff', hostUri(named, path), uri, title);
}

/** "Save to Host…": writes the text of the editor, saved or not, to the configuration directory of a host, after a confirmation. */
export function saveToHost(sources: SaveSources): CommandHandler {
  return async (target) => {
    const document = await localDocument(target, l10n.t('Select a file to save to a host'));
    const named = document === undefined ? undefined : await saveTarget(sources, target, document);
    if (document === undefined || named === undefined) {
      return;
    }
    const host = await connected(sources.connections, named);
    const { confDir } = await readDirectory(host, sources.placesOf(named));
    const path = await askPath(confDir, named, document);
    if (path === undefined) {
      return;
    }
    const hostName = hostShortName(named.name);
    const files = new HostFiles(host);
    const before = await files.stat(path).catch(undefinedWhenAbsent);
    if (!(await isWriteConfirmed(path, hostName, before?.modifiedAt))) {
      return;
    }
    try {
      await files.write(path, new TextEncoder().encode(document.getText()), {
        create: before === undefined,
        overwrite: before !== undefined,
        makeDirectories: true,
        onlyVersion: before?.version,
      });
    } catch (error) {
      if (!hasCode(error, 'fileChanged') && !(isFileError(error) && error.code === 'EEXIST')) {
        throw error;
      }
      notify('error', l10n.t('{0} changed on "{1}" in the meantime. Nothing was written.', path, hostName), [
        { title: l10n.t('Compare'), run: () => showDiff(named, path, document) },
      ]);
      return;
    }
    const names = { file: document.uri.toString(true), path, host: hostName };
    sources.log.info(l10n.t('Saved {file} to {path} on "{host}"', names));
    sources.knowledge.invalidate(named.name);
    notify('info', l10n.t('Saved {0} on "{1}".', path, hostName), [
      { title: l10n.t('Open'), run: () => vscode.window.showTextDocument(hostUri(named, path)) },
    ]);
  };
}

/** Returns the host of the row, else the selected one. Prompts for another when that host cannot keep files. */
async function saveTarget(
  sources: SaveSources,
  target: unknown,
  { uri }: vscode.TextDocument,
): Promise<NamedHost | undefined> {
  const named = givenHost(sources.catalog, target) ?? sources.hosts.selected;
  return keepsFiles(named)
    ? named
    : pickHost(sources, l10n.t('Select a host to save {0} to', baseName(uri.path)), 'withAddition', keepsFiles);
}

function hostUri({ name }: NamedHost, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: hostScheme, path: hostFilePath(name, path) });
}

/** Returns the file that the command was called on, else the one in the active editor. */
async function localDocument(target: unknown, title: string): Promise<vscode.TextDocument | undefined> {
  return (await targetDocument(isHostNode(target) ? undefined : target)) ?? (await pickDocument(title));
}

async function pickFile(
  sources: HostFileSources,
  named: NamedHost,
  title: string,
  preferred?: string,
): Promise<string | undefined> {
  const host = await connected(sources.connections, named);
  const { confDir, found } = await readDirectory(host, sources.placesOf(named));
  const same = found.find(({ path }) => baseName(path) === preferred);
  if (same !== undefined) {
    return same.path;
  }
  if (found.length === 0) {
    const message = l10n.t('"{0}" has no network configuration in {1}.', hostShortName(named.name), confDir);
    notify('info', message, isBuiltIn(named) ? [] : [commandAction(l10n.t('Edit Host…'), 'cni.editHosts')]);
    return undefined;
  }
  const items = found.map(({ path, bytes }) => {
    const network = networkName(new TextDecoder().decode(bytes));
    return { ...fileItem(path.slice(confDir.length + 1), network), path };
  });
  return (await vscode.window.showQuickPick(sortedByLabel(items), { title, matchOnDescription: true }))?.path;
}

/** Lists the configuration directory of a host, which is the first known one that has configurations. */
async function readDirectory(
  host: Pick<Host, 'configFiles'>,
  { confDir }: HostPlaces,
): Promise<{ readonly confDir: string; readonly found: readonly StoredFile[] }> {
  for (const directory of confDir === undefined
    ? knownDirectories.map(({ configurations }) => configurations)
    : [confDir]) {
    const found = await host.configFiles.readDir(directory, extensions);
    if (found.length > 0) {
      return { confDir: directory, found };
    }
  }
  return { confDir: confDir ?? usualConfigurations, found: [] };
}

/** Prompts for the path. A file of this host keeps its path; any other file goes to the configuration directory. */
async function askPath(confDir: string, named: NamedHost, { uri }: vscode.TextDocument): Promise<string | undefined> {
  const own = uri.scheme === hostScheme ? splitHostFilePath(uri.path) : undefined;
  const name = baseName(uri.path);
  const value = own?.host === named.name ? own.path : `${confDir}/${extensionOf(name) ? name : `${name}.conflist`}`;
  return vscode.window.showInputBox({
    title: l10n.t('Save {0} to "{1}"', name, hostShortName(named.name)),
    prompt: l10n.t('Path on the host. Most runtimes load the first file of {0}, in order of names.', confDir),
    value,
    valueSelection: [value.lastIndexOf('/') + 1, value.length],
    validateInput: (path) => {
      if (!/^\/.*[^/]$/.test(path)) {
        return l10n.t('Enter the absolute path of a file.');
      }
      return extensionOf(path)
        ? undefined
        : l10n.t('Runtimes only read files with the extension .conflist, .conf or .json.');
    },
  });
}

async function isWriteConfirmed(path: string, host: string, modifiedAt: number | undefined): Promise<boolean> {
  const confirm = modifiedAt === undefined ? l10n.t('Save') : l10n.t('Overwrite');
  const question =
    modifiedAt === undefined ? l10n.t('Save {0} on "{1}"?', path, host) : l10n.t('Overwrite {0} on "{1}"?', path, host);
  const detail =
    modifiedAt === undefined
      ? l10n.t('This creates the file. Container runtimes on the host may use it immediately.')
      : l10n.t(
          'Last changed {0}. Its mode and owner are kept. Container runtimes on the host may use it immediately.',
          new Date(modifiedAt).toLocaleString(vscode.env.language),
        );
  return isConfirmed(question, detail, confirm);
}

function undefinedWhenAbsent(error: unknown): undefined {
  if (isFileError(error) && error.code === 'ENOENT') {
    return undefined;
  }
  throw error;
}

function extensionOf(name: string): boolean {
  return extensions.some((extension) => name.endsWith(extension));
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
