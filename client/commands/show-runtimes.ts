import * as vscode from 'vscode';
import type { CommandHandler } from '../command-ids.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { pickDocument, targetDocument } from './configuration-document.ts';

/** «Show What Each Runtime Loads»: the view Runtimes, for a folder, or for the folder of a configuration. */
export function showRuntimes(services: Services): CommandHandler {
  return async (target) => {
    const uri = (await folderTarget(target)) ?? (await documentTarget(target));
    if (uri !== undefined) {
      await services.runtimes.show(uri);
    }
  };
}

/** «Open as Page»: what the view Runtimes shows as a Markdown preview. */
export function showRuntimesPage(services: Services): CommandHandler {
  return async () => {
    if (!(await services.runtimes.showPage())) {
      notify('info', vscode.l10n.t('Open a network configuration first: the page is about the files beside it.'), []);
    }
  };
}

/** For a folder, the address of a file in it, whatever its name. */
async function folderTarget(target: unknown): Promise<vscode.Uri | undefined> {
  if (!(target instanceof vscode.Uri)) {
    return undefined;
  }
  const { type } = await vscode.workspace.fs.stat(target);
  return (type & vscode.FileType.Directory) === 0 ? undefined : vscode.Uri.joinPath(target, 'any.conflist');
}

async function documentTarget(target: unknown): Promise<vscode.Uri | undefined> {
  const title = vscode.l10n.t('Show what each runtime loads from the directory of which file?');
  const document = (await targetDocument(target)) ?? (await pickDocument(title));
  return document?.uri;
}
