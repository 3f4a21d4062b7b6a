import * as vscode from 'vscode';
import type { NamedHost } from '../../engine/host/host.ts';
import { FileChangedError, HostFiles } from '../../engine/host/index.ts';
import { isFileError } from '../../engine/libcni/index.ts';
import type { CommandHandler } from '../command-ids.ts';
import { hostFilePath, hostScheme, splitHostFilePath } from '../host-file-path.ts';
import { isHostNode } from '../host-nodes.ts';
import { hostPlace } from '../host-text.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { pickDocument, targetDocument } from './configuration-document.ts';
import { connected, givenHost } from './connect-host.ts';

const extensions = ['.conf', '.conflist', '.json'];

/** «Open Configuration of Host…»: from a row of the view Hosts that file, else one of the configuration directory of the selected host. */
export function openHostFile(services: Services): CommandHandler {
  return async (target) => {
    const named = givenHost(services, target) ?? services.hosts.selected;
    const title = vscode.l10n.t('Open a configuration of {0}', named.name);
    const path =
      isHostNode(target) && target.kind === 'hostFile' ? target.path : await pickFile(services, named, title);
    if (path === undefined) {
      return;
    }
    await connected(services, named);
    await vscode.window.showTextDocument(hostUri(named, path));
  };
}

/** «Compare with Host…»: the file of the host on the left, the text of the editor on the right. */
export function compareWithHost(services: Services): CommandHandler {
  return async (target) => {
    const named = givenHost(services, target) ?? services.hosts.selected;
    const document = await ownDocument(target, vscode.l10n.t('Compare which file?'));
    if (document === undefined) {
      return;
    }
    const ownName = baseName(document.uri.path);
    const title = vscode.l10n.t('Compare {0} with which file of {1}?', ownName, named.name);
    const path =
      isHostNode(target) && target.kind === 'hostFile' ? target.path : await pickFile(services, named, title, ownName);
    if (path === undefined) {
      return;
    }
    await connected(services, named);
    await vscode.commands.executeCommand(
      'vscode.diff',
      hostUri(named, path),
      document.uri,
      vscode.l10n.t('{0} on {1} ↔ {2}', baseName(path), named.name, ownName),
    );
  };
}

/** «Save to Host…»: the text of the editor, saved or not, into the configuration directory of a host, when the user said yes to host and path. */
export function saveToHost(services: Services): CommandHandler {
  return async (target) => {
    const named = givenHost(services, target) ?? services.hosts.selected;
    const document = await ownDocument(target, vscode.l10n.t('Save which file to {0}?', named.name));
    const path = document === undefined ? undefined : await askPath(services, named, document);
    if (document === undefined || path === undefined) {
      return;
    }
    const host = await connected(services, named);
    const place = hostPlace(vscode.l10n.t, named.spec.kind, host.label);
    const files = new HostFiles(host);
    const before = await files.stat(path).catch(undefinedWhenAbsent);
    if (!(await isMeant(path, place, before?.modifiedAt))) {
      return;
    }
    try {
      await files.write(path, new TextEncoder().encode(document.getText()), {
        create: before === undefined,
        overwrite: before !== undefined,
        makeDirectories: true,
        ...(before === undefined ? {} : { onlyVersion: before.version }),
      });
    } catch (error) {
      if (!(error instanceof FileChangedError) && !(isFileError(error) && error.code === 'EEXIST')) {
        throw error;
      }
      notify('error', vscode.l10n.t('{0} was changed {1} in the meantime. Nothing was written.', path, place), []);
      return;
    }
    services.log.info(`Saved ${document.uri.toString(true)} to ${path} ${place}`);
    services.knowledge.invalidate(named.name);
    notify('info', vscode.l10n.t('Saved {0} {1}.', path, place), [
      { title: vscode.l10n.t('Open'), run: () => vscode.window.showTextDocument(hostUri(named, path)) },
    ]);
  };
}

function hostUri({ name }: NamedHost, path: string): vscode.Uri {
  return vscode.Uri.from({ scheme: hostScheme, path: hostFilePath(name, path) });
}

/** The document that goes to a host: what the command was called on where that is a file, else the one in the editor. */
async function ownDocument(target: unknown, title: string): Promise<vscode.TextDocument | undefined> {
  return (await targetDocument(isHostNode(target) ? undefined : target)) ?? (await pickDocument(title));
}

async function pickFile(
  services: Services,
  named: NamedHost,
  title: string,
  preferred?: string,
): Promise<string | undefined> {
  const host = await connected(services, named);
  const { confDir } = services.placesOf(named);
  const found = await host.configFiles.readDir(confDir, extensions);
  const same = found.find(({ path }) => baseName(path) === preferred);
  if (same !== undefined) {
    return same.path;
  }
  if (found.length === 0) {
    const place = hostPlace(vscode.l10n.t, named.spec.kind, host.label);
    notify('info', vscode.l10n.t('There is no network configuration in {0} {1}.', confDir, place), []);
    return undefined;
  }
  const items = found.map(({ path }) => ({ label: baseName(path), description: path, path }));
  return (await vscode.window.showQuickPick(items, { title }))?.path;
}

/** A file of the host goes back to where it is; any other into the configuration directory, by its own name or another. */
async function askPath(
  services: Services,
  named: NamedHost,
  { uri }: vscode.TextDocument,
): Promise<string | undefined> {
  const { confDir } = services.placesOf(named);
  const own = uri.scheme === hostScheme ? splitHostFilePath(uri.path) : undefined;
  const name = baseName(uri.path);
  const value = own?.host === named.name ? own.path : `${confDir}/${extensionOf(name) ? name : `${name}.conflist`}`;
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Save {0} to {1}', name, named.name),
    prompt: vscode.l10n.t('Path on the host. Runtimes take the first file of {0} by name.', confDir),
    value,
    valueSelection: [value.lastIndexOf('/') + 1, value.length],
    validateInput: (path) => {
      if (!/^\/.*[^/]$/.test(path)) {
        return vscode.l10n.t('Write an absolute path of a file.');
      }
      return extensionOf(path)
        ? undefined
        : vscode.l10n.t('Runtimes read only files that end in .conflist, .conf or .json.');
    },
  });
}

async function isMeant(path: string, place: string, modifiedAt: number | undefined): Promise<boolean> {
  const confirm = modifiedAt === undefined ? vscode.l10n.t('Save') : vscode.l10n.t('Overwrite');
  const answer = await vscode.window.showWarningMessage(
    modifiedAt === undefined
      ? vscode.l10n.t('Save {0} {1}?', path, place)
      : vscode.l10n.t('Overwrite {0} {1}?', path, place),
    {
      modal: true,
      detail:
        modifiedAt === undefined
          ? vscode.l10n.t('There is no such file yet. Container runtimes of the host may use it at once.')
          : vscode.l10n.t(
              'It was last changed on {0}. Its mode and owner stay. Container runtimes of the host may use it at once.',
              new Date(modifiedAt).toLocaleString(vscode.env.language),
            ),
    },
    confirm,
  );
  return answer === confirm;
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
