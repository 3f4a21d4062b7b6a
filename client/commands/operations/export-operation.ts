import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { maskedDocument } from '../../../engine/libcni/index.ts';
import { commandAction, notify } from '../../editor/notify.ts';
import { writeOwnFile } from '../../editor/write-own-file.ts';
import { documentName } from '../../operations/operation-history.ts';
import type { CommandHandler } from '../command-ids.ts';
import { recordedOperation, type RecordedSources } from './recorded-operation.ts';

/** "Export Operation…": writes the document with masked secrets to a file that only its owner can read. */
export function exportOperation(sources: RecordedSources): CommandHandler {
  return async (target) => {
    const recorded = await recordedOperation(sources, target);
    if (recorded === undefined) {
      return;
    }
    const name = documentName(recorded.document).replaceAll(/[ \u2014]+/g, '-');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    const file = await vscode.window.showSaveDialog({
      title: l10n.t('Export the operation with masked secrets'),
      // A dialog of a remote window would append ".cni-operation.json" to a name that has it already.
      filters: { [l10n.t('CNI operation')]: ['json'] },
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
    });
    if (file !== undefined) {
      await writeOwnFile(file, `${JSON.stringify(maskedDocument(recorded.document), undefined, 2)}\n`);
      notify('info', l10n.t('Exported to {0}. Known secrets are masked; read it before you share it.', file.path), [
        commandAction(l10n.t('Open'), 'vscode.openWith', file, 'default'),
      ]);
    }
  };
}
