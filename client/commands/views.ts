import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commaList } from '../../engine/text/listing.ts';
import { withoutPrefix } from '../../engine/libcni/operation/cached-attachment.ts';
import type { CommandHandler } from './command-ids.ts';
import { notify } from '../editor/notify.ts';
import type { Journal } from '../editor/journal.ts';
import type { ResultDocuments } from '../editor/result-documents.ts';
import type { HostKnowledge } from '../hosts/host-knowledge.ts';
import type { SelectedInventory } from '../hosts/selected-inventory.ts';
import type { SelectedRunner } from '../operations/network-runner.ts';
import { selectedAttachments } from '../views/selected-rows.ts';
import { isTreeNode } from '../views/tree-nodes.ts';
import type { TreeSelections } from '../views/tree-selections.ts';
import { openPage } from '../webviews/page-editor.ts';
import { cacheKey, resultExtension } from '../webviews/result/result-page.ts';

/** "Refresh" of both trees. */
export function refresh(inventory: Pick<SelectedInventory, 'refresh'>): CommandHandler {
  return () => inventory.refresh();
}

/** Dependencies of "Open Cached File". */
export interface CachedFileSources {
  readonly runner: SelectedRunner;
  readonly knowledge: Pick<HostKnowledge, 'invalidate'>;
  readonly documents: Pick<ResultDocuments, 'put'>;
}

/** "Open Cached File": shows the file of the host as a page. */
export function openCachedResult(sources: CachedFileSources): CommandHandler {
  return async (node) => {
    if (!isTreeNode(node) || (node.kind !== 'attachment' && node.kind !== 'unreadable')) {
      return;
    }
    const path = node.kind === 'attachment' ? node.attachment.cacheFile : node.file.cacheFile;
    const runner = sources.runner();
    const bytes = await runner.readCacheFile(path);
    if (bytes === undefined) {
      sources.knowledge.invalidate(runner.name);
      notify('warning', l10n.t('{0} no longer exists.', path), []);
      return;
    }
    const name = `${path.slice(path.lastIndexOf('/') + 1)}${resultExtension}`;
    const uri = sources.documents.put(name, cacheKey(runner.name), new TextDecoder().decode(bytes));
    await openPage('result', uri, true);
  };
}

/** "Copy Address": copies addresses without their prefix lengths, one per line. */
export function copyAddress(selections: Pick<TreeSelections, 'rows'>): CommandHandler {
  return async (target) => {
    const [attachment, ...others] = selectedAttachments(selections, target);
    if (attachment === undefined) {
      return;
    }
    if (others.length > 0) {
      await copy([attachment, ...others].flatMap(({ addresses }) => addresses).map(withoutPrefix));
      return;
    }
    const addresses = attachment.addresses.map((address) => withoutPrefix(address));
    const [only] = addresses;
    if (only === undefined) {
      notify('info', l10n.t('"{0}" has no address.', attachment.network), []);
      return;
    }
    const title = l10n.t('Select an address to copy');
    const address = addresses.length === 1 ? only : await vscode.window.showQuickPick(addresses, { title });
    if (address !== undefined) {
      await copy([address]);
    }
  };
}

/** Copies addresses to the clipboard, one per line. */
async function copy(addresses: readonly string[]): Promise<void> {
  await vscode.env.clipboard.writeText(addresses.join('\n'));
  vscode.window.setStatusBarMessage(l10n.t('Copied {0}', commaList(addresses)), 3000);
}

/** "Show Log". The argument `failure` scrolls to the last failure. */
export function showLog(log: Pick<Journal, 'show'>): CommandHandler {
  return (at) => log.show(at === 'failure' ? 'failure' : 'end');
}
