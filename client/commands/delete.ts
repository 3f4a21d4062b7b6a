import * as vscode from 'vscode';
import type { Operation } from '../../engine/libcni/index.ts';
import type { CachedAttachment } from '../cached-attachment.ts';
import type { CommandHandler } from '../command-ids.ts';
import { deletedText, operationFailureText, sentences } from '../message-text.ts';
import { notify, severityOf, showLogAction } from '../notify.ts';
import type { Services } from '../services.ts';
import { changedFileText, pickAttachment, subjectOf, type PickedAttachment } from './pick-attachment.ts';

/** «Delete»: DEL of an attachment with the configuration that ADD cached. */
export function deleteAttachment(services: Services): CommandHandler {
  return async (target) => {
    const picked = await pickAttachment(services, target, vscode.l10n.t('Delete'));
    if (picked === undefined || !(await isMeant(picked.attachment))) {
      return;
    }
    const operation = await runDelete(services, picked);
    services.inventory.invalidate();
    const subject = subjectOf(services, picked.attachment);
    if (operation.state === 'ok') {
      notify('info', sentences(deletedText(vscode.l10n.t, subject), changedFileText(picked)), [showLogAction()]);
    } else {
      notify(severityOf(operation), deleteFailureText(services, picked.attachment, operation), [showLogAction()]);
    }
  };
}

/** DEL under a progress. */
export function runDelete(services: Services, { attachment, list }: PickedAttachment): Promise<Operation> {
  const { place } = subjectOf(services, attachment);
  return services.follower.follow(
    { title: deleteTitle(services, attachment), place, pluginCount: list.plugins.length },
    (following) => services.runner().del(list, attachment, following),
  );
}

/** What to say of a DEL that did not go well. */
export function deleteFailureText(services: Services, attachment: CachedAttachment, operation: Operation): string {
  return operationFailureText(vscode.l10n.t, deleteTitle(services, attachment), operation);
}

function deleteTitle(services: Services, attachment: CachedAttachment): string {
  const { network, namespace, place } = subjectOf(services, attachment);
  return vscode.l10n.t('Deleting {0} from {1} {2}', network, namespace, place);
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
