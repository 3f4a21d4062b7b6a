import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CommandHandler } from './command-ids.ts';
import type { EmbeddedConfigurations } from '../embedded/embedded-configurations.ts';
import { embeddedUri } from '../embedded/embedded-uri.ts';
import { notify } from '../editor/notify.ts';
import { pickEmbedded, targetCarrier } from './pickers/embedded.ts';

/** "Edit as JSON": opens an embedded configuration in a separate editor. Arguments: the URI of the carrier, and a place. */
export function editAsJSON(embedded: Pick<EmbeddedConfigurations, 'of' | 'isCarrier'>): CommandHandler {
  return async (target, place) => {
    const carrier = await targetCarrier(embedded, target);
    if (carrier === undefined) {
      notify('info', l10n.t('Open a file that contains a network configuration first.'), []);
      return;
    }
    const title = l10n.t('Select a network configuration to edit');
    const picked = await pickEmbedded(embedded, carrier, place, title);
    if (picked !== undefined) {
      const document = await vscode.workspace.openTextDocument(embeddedUri(carrier.uri, picked.embedded));
      await vscode.window.showTextDocument(document, { preview: false });
    }
  };
}
