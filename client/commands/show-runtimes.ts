import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandHandler } from './command-ids.ts';
import { commandAction, notify } from '../editor/notify.ts';
import type { RuntimesView } from '../views/runtimes-view.ts';
import { pickDocument, targetDocument } from './pickers/configuration.ts';

/** "Show What Each Runtime Loads": shows the Runtimes view for a folder, or for the folder of a configuration. */
export function showRuntimes(runtimes: Pick<RuntimesView, 'show'>): CommandHandler {
  return async (target) => {
    const uri = (await folderTarget(target)) ?? (await documentTarget(target));
    if (uri !== undefined) {
      await runtimes.show(uri);
    }
  };
}

/** "Open Runtimes Page": shows the Runtimes view as a table. */
export function showRuntimesPage(runtimes: Pick<RuntimesView, 'showPage'>): CommandHandler {
  return async () => {
    if (!(await runtimes.showPage())) {
      notify(
        'info',
        l10n.t('Open a network configuration first. The page shows what each runtime loads from its directory.'),
        [commandAction(l10n.t('Choose Configuration…'), 'cni.showRuntimes')],
      );
    }
  };
}

/** Returns the URI of a file in the folder, which need not exist; undefined for a target that is not a folder. */
async function folderTarget(target: unknown): Promise<vscode.Uri | undefined> {
  if (!(target instanceof vscode.Uri)) {
    return undefined;
  }
  const { type } = await vscode.workspace.fs.stat(target);
  return (type & vscode.FileType.Directory) === 0 ? undefined : vscode.Uri.joinPath(target, 'any.conflist');
}

async function documentTarget(target: unknown): Promise<vscode.Uri | undefined> {
  const title = l10n.t('Select a file; its directory will be analyzed');
  const document = (await targetDocument(target)) ?? (await pickDocument(title));
  return document?.uri;
}
