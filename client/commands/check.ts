import * as vscode from 'vscode';
import type { CommandHandler } from '../command-ids.ts';
import type { Services } from '../services.ts';
import { checkPicked } from './attachment-operations.ts';
import { pickAttachment } from './pick-attachment.ts';

/** «Check»: asks the plugins whether an attachment still is as ADD left it, with the configuration that ADD used. */
export function check(services: Services): CommandHandler {
  return async (target) => {
    const picked = await pickAttachment(services, target, vscode.l10n.t('Check'));
    if (picked !== undefined) {
      await checkPicked(services, picked);
    }
  };
}
