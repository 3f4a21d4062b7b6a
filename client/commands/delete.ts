import * as vscode from 'vscode';
import type { CachedAttachment } from '../cached-attachment.ts';
import type { CommandHandler } from '../command-ids.ts';
import type { Services } from '../services.ts';
import { deletePicked } from './attachment-operations.ts';
import { pickAttachment } from './pick-attachment.ts';

/** «Delete»: DEL of an attachment with the configuration that ADD cached. */
export function deleteAttachment(services: Services): CommandHandler {
  return async (target) => {
    const picked = await pickAttachment(services, target, vscode.l10n.t('Delete'));
    if (picked === undefined || !(await isMeant(picked.attachment))) {
      return;
    }
    await deletePicked(services, picked);
  };
}

/** Attachments of other runtimes belong to containers that may be running: those are not deleted by a slip. */
async function isMeant({ containerID, network }: CachedAttachment): Promise<boolean> {
  if (containerID.startsWith('cnitool-')) {
    return true;
  }
  const confirm = vscode.l10n.t('Delete');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete {0} of the container {1}?', network, containerID),
    {
      modal: true,
      detail: vscode.l10n.t('Another runtime added it. If the container is running, it loses this network.'),
    },
    confirm,
  );
  return answer === confirm;
}
