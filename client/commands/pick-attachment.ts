import * as vscode from 'vscode';
import { attachmentLabel } from '../attachment-label.ts';
import type { CachedAttachment } from '../cached-attachment.ts';
import { isSameConfiguration, loadCachedConfiguration } from '../configuration-text.ts';
import type { NetworkConfigList } from '../../engine/libcni/index.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { isTreeNode } from '../tree-nodes.ts';
import { loadDocument, targetDocument } from './configuration-document.ts';
import { placeOf } from './place.ts';

/** The attachment a command is about. */
export interface PickedAttachment {
  readonly attachment: CachedAttachment;
  /** The configuration that ADD used: the file's while it is the same, else the cached one. */
  readonly list: NetworkConfigList;
  /** Name of the file it was picked from, when that is no longer the configuration that ADD used. */
  readonly changedFile?: string;
}

/** From a row its attachment; from a file the one of its network, or the one chosen of several; else one chosen of all. */
export async function pickAttachment(
  services: Services,
  target: unknown,
  title: string,
): Promise<PickedAttachment | undefined> {
  if (isTreeNode(target)) {
    return target.kind === 'attachment' ? asCached(target.attachment) : undefined;
  }
  const document = await targetDocument(target);
  if (document === undefined) {
    const { attachments } = await services.runner().cachedAttachments();
    const none = vscode.l10n.t('Nothing has been added {0} yet.', placeOf(services));
    const chosen = await choose(services, attachments, title, none);
    return chosen === undefined ? undefined : asCached(chosen);
  }
  const configuration = await loadDocument(document);
  if (configuration === undefined) {
    return undefined;
  }
  const { list, fileName } = configuration;
  const { attachments } = await services.runner().cachedAttachments();
  const none = vscode.l10n.t('{0} has not been added to a namespace {1}.', list.name, placeOf(services));
  const ofNetwork = attachments.filter((attachment) => attachment.network === list.name);
  const attachment = ofNetwork.length === 1 ? ofNetwork[0] : await choose(services, ofNetwork, title, none);
  if (attachment === undefined) {
    return undefined;
  }
  return isSameConfiguration(attachment.config, list.bytes)
    ? { attachment, list }
    : { ...asCached(attachment), changedFile: fileName };
}

/** An attachment with the configuration in its cache file. Throws CNIError when that holds none. */
export function asCached(attachment: CachedAttachment): PickedAttachment {
  return { attachment, list: loadCachedConfiguration(attachment.config) };
}

/** Sentence about a file that is not what was added, or nothing. */
export function changedFileText({ changedFile }: PickedAttachment): string | undefined {
  return changedFile === undefined
    ? undefined
    : vscode.l10n.t('{0} has changed since; the configuration cached by ADD was used.', changedFile);
}

async function choose(
  services: Services,
  attachments: readonly CachedAttachment[],
  title: string,
  none: string,
): Promise<CachedAttachment | undefined> {
  if (attachments.length === 0) {
    notify('info', none, [
      {
        title: vscode.l10n.t('Add to Namespace…'),
        run: () => vscode.commands.executeCommand('cni.addToNamespace'),
      },
    ]);
    return undefined;
  }
  const items = attachments.map((attachment) => ({ ...attachmentLabel(attachment), attachment }));
  const placeHolder = vscode.l10n.t('What was added {0}', placeOf(services));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  return picked?.attachment;
}
