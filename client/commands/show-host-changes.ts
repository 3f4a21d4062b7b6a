import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { changesTexts } from '../../engine/host/index.ts';
import {
  type ChangeDocument,
  isDocumentProblem,
  type Operation,
  type OperationDocument,
  readOperationDocument,
} from '../../engine/libcni/index.ts';
import { notify, showLogAction } from '../editor/notify.ts';
import type { ResultDocuments } from '../editor/result-documents.ts';
import { leakText } from '../operations/network-trial.ts';
import type { CommandHandler } from './command-ids.ts';

/** Dependencies of "Show Host Changes". */
export interface HostChangeSources {
  readonly documents: Pick<ResultDocuments, 'put'>;
}

/** An operation whose changes are shown. */
type ChangedOperation = Pick<OperationDocument, 'verb' | 'network' | 'changes'>;

/** "Show Host Changes": compares the host before and after an operation, given by the address of its document. */
export function showHostChanges({ documents }: HostChangeSources): CommandHandler {
  return async (target) => {
    if (!(target instanceof vscode.Uri)) {
      return;
    }
    const document = readOperationDocument(new TextDecoder().decode(await vscode.workspace.fs.readFile(target)));
    if (isDocumentProblem(document)) {
      notify('error', document.problem, []);
    } else if (document.changes === undefined) {
      notify(
        'info',
        l10n.t('The changes of this operation were not recorded. "cni.recordHostChanges" names the hosts.'),
        [
          {
            title: l10n.t('Open Settings'),
            run: () => vscode.commands.executeCommand('workbench.action.openSettings', 'cni.recordHostChanges'),
          },
        ],
      );
    } else {
      await openHostChanges(documents, document, target.toString());
    }
  };
}

/** Warns about what DEL left behind that it should have removed. Its button shows all changes. */
export function warnOfLeaks(
  { documents }: HostChangeSources,
  del: Pick<Operation, 'verb' | 'network' | 'changes' | 'startedAt'>,
  leaks: readonly ChangeDocument[],
): void {
  notify('warning', leakText(del.network, leaks), [
    {
      title: l10n.t('Show Host Changes'),
      run: () => openHostChanges(documents, del, `${del.startedAt}`),
    },
    showLogAction('end'),
  ]);
}

/** Opens the diff editor on what an operation changed. `key` identifies the operation. */
export async function openHostChanges(
  documents: HostChangeSources['documents'],
  { verb, network, changes = [] }: ChangedOperation,
  key: string,
): Promise<void> {
  const { before, after } = changesTexts(changes);
  await vscode.commands.executeCommand(
    'vscode.diff',
    documents.put(`${network} before.txt`, key, before),
    documents.put(`${network} after.txt`, key, after),
    l10n.t('{0} of "{1}": Host before ↔ after', verb, network),
    { preview: false },
  );
}
