import * as l10n from '@vscode/l10n';
import type { CommandHandler } from './command-ids.ts';
import type { SelectedRunner } from '../operations/network-runner.ts';
import { selectedAttachments } from '../views/selected-rows.ts';
import type { TreeSelections } from '../views/tree-selections.ts';
import { checkPicked, type OperationSources } from './attachment-operations.ts';
import { asCached, pickAttachment } from './pickers/attachment.ts';

/** Dependencies of commands on the attachments of the selected host. */
export interface AttachmentSources extends OperationSources {
  readonly runner: SelectedRunner;
  readonly selections: Pick<TreeSelections, 'rows'>;
}

/** "Check Attachment…": runs CHECK of attachments with the configuration that ADD used. */
export function check(sources: AttachmentSources): CommandHandler {
  return async (target) => {
    const selected = selectedAttachments(sources.selections, target);
    if (selected.length > 0) {
      for (const attachment of selected) {
        await checkPicked(sources, asCached(attachment), sources.runner());
      }
      return;
    }
    const picked = await pickAttachment(sources.runner, target, l10n.t('Select an attachment to check'));
    if (picked !== undefined) {
      await checkPicked(sources, picked, sources.runner());
    }
  };
}
