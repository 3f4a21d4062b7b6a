import * as vscode from 'vscode';
import { withoutPrefix } from '../cached-attachment.ts';
import type { CommandHandler } from '../command-ids.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { isTreeNode } from '../tree-nodes.ts';

/** «Refresh» of both trees. */
export function refresh(services: Services): CommandHandler {
  return () => services.inventory.refresh();
}

/** «Open Cached File»: the file as it is on the host, indented, read-only. */
export function openCachedResult(services: Services): CommandHandler {
  return async (node) => {
    if (!isTreeNode(node) || (node.kind !== 'attachment' && node.kind !== 'unreadable')) {
      return;
    }
    const path = node.kind === 'attachment' ? node.attachment.cacheFile : node.file.cacheFile;
    const bytes = await services.runner().readCacheFile(path);
    if (bytes === undefined) {
      services.inventory.invalidate();
      notify('warning', vscode.l10n.t('{0} is gone.', path), []);
      return;
    }
    const name = `${path.slice(path.lastIndexOf('/') + 1)}.json`;
    await services.documents.show(
      name,
      `cache:${services.hosts.selected.name}`,
      indented(new TextDecoder().decode(bytes)),
    );
  };
}

/** «Copy Address»: without the prefix length, as other programs want it. */
export function copyAddress(): CommandHandler {
  return async (node) => {
    if (!isTreeNode(node) || node.kind !== 'attachment') {
      return;
    }
    const addresses = node.attachment.addresses.map((address) => withoutPrefix(address));
    const [only] = addresses;
    if (only === undefined) {
      notify('info', vscode.l10n.t('{0} has no address.', node.attachment.network), []);
      return;
    }
    const title = vscode.l10n.t('Copy which address?');
    const address = addresses.length === 1 ? only : await vscode.window.showQuickPick(addresses, { title });
    if (address !== undefined) {
      await vscode.env.clipboard.writeText(address);
      vscode.window.setStatusBarMessage(vscode.l10n.t('Copied {0}', address), 3000);
    }
  };
}

/** «Show Log»: every step of every operation. */
export function showLog(services: Services): CommandHandler {
  return async () => {
    const text = await services.log.show();
    if (text !== undefined) {
      await services.documents.show('CNI.log', 'log', text, 'end');
    }
  };
}

/** A cache file is one line; text that is no JSON stays as it is, for that is what is wrong with it. */
function indented(text: string): string {
  try {
    return `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`;
  } catch {
    return text;
  }
}
