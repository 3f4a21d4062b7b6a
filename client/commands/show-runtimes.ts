import * as vscode from 'vscode';
import type { CommandHandler } from '../command-ids.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { pickDocument, targetDocument } from './configuration-document.ts';

/** «Show What Each Runtime Loads»: a page about the directory of a configuration, worked out by the language server. */
export function showRuntimes(services: Services): CommandHandler {
  return async (target) => {
    const title = vscode.l10n.t('Show what each runtime loads from the directory of which file?');
    const document = (await targetDocument(target)) ?? (await pickDocument(title));
    if (document === undefined) {
      return;
    }
    const uri = document.uri.toString();
    await services.server.ensureStarted();
    await services.neighbours.send(document.uri);
    const answer: unknown = await services.server.request('cni/runtimes', { textDocument: { uri } });
    if (!isPage(answer)) {
      notify('error', vscode.l10n.t('The language server did not answer. See the log of CNI Language Server.'), []);
      return;
    }
    const page = services.documents.put('Runtimes.md', answer.directory, answer.markdown);
    try {
      await vscode.commands.executeCommand('markdown.showPreviewToSide', page);
    } catch (error) {
      // Without the editor's Markdown extension the page is read as text.
      services.log.debug(`Markdown preview: ${String(error)}`);
      await services.documents.show('Runtimes.md', answer.directory, answer.markdown);
    }
  };
}

function isPage(answer: unknown): answer is { readonly directory: string; readonly markdown: string } {
  if (typeof answer !== 'object' || answer === null || !('directory' in answer) || !('markdown' in answer)) {
    return false;
  }
  return typeof answer.directory === 'string' && typeof answer.markdown === 'string';
}
