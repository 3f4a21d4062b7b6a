import * as l10n from '@vscode/l10n';
import type { CachedAttachment } from '../../engine/libcni/operation/cached-attachment.ts';
import { deleteQuestion } from '../operations/delete-question.ts';
import { selectedAttachments, selectedNamespaces } from '../views/selected-rows.ts';
import { isNamespaceNode } from '../views/tree-nodes.ts';
import { deletePicked } from './attachment-operations.ts';
import type { AttachmentSources } from './check.ts';
import type { CommandHandler } from './command-ids.ts';
import { hostShortName } from '../hosts/host-text.ts';
import { deleteNamespaces } from './namespaces.ts';
import { asCached, pickAttachment, type PickedAttachment } from './pickers/attachment.ts';
import { isConfirmed } from '../editor/notify.ts';

/**
 * "Delete from Namespace…": runs DEL of attachments with the configuration that ADD cached, after a confirmation. The
 * Delete key also calls it on rows of namespaces.
 */
export function deleteAttachment(sources: AttachmentSources): CommandHandler {
  return async (target) => {
    const runner = sources.runner();
    if (isNamespaceNode(target)) {
      await deleteNamespaces(sources, runner, selectedNamespaces(sources.selections, target, 'namedOnly'));
      return;
    }
    // The key was pressed in an empty tree.
    const picked = target === null ? [] : await pickAttachments(sources, target);
    const attachments = picked.map(({ attachment }) => attachment);
    if (picked.length > 0 && (await isDeletionConfirmed(attachments, hostShortName(runner.name)))) {
      // A failed DEL does not stop the others.
      for (const one of picked) {
        await deletePicked(sources, one, runner);
      }
    }
  };
}

async function pickAttachments(sources: AttachmentSources, target: unknown): Promise<readonly PickedAttachment[]> {
  const selected = selectedAttachments(sources.selections, target);
  if (selected.length > 0) {
    return selected.map((attachment) => asCached(attachment));
  }
  const picked = await pickAttachment(sources.runner, target, l10n.t('Select an attachment to delete'));
  return picked === undefined ? [] : [picked];
}

function isDeletionConfirmed(attachments: readonly CachedAttachment[], host: string): Promise<boolean> {
  const confirm = l10n.t('Delete');
  const { message, detail } = deleteQuestion(attachments, host);
  return isConfirmed(message, detail, confirm);
}
