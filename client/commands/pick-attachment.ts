import * as vscode from 'vscode';
import { attachmentLabel, namespaceName } from '../attachment-label.ts';
import type { CachedAttachment } from '../cached-attachment.ts';
import { isSameConfiguration } from '../configuration-text.ts';
import type { Subject } from '../message-text.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { isTreeNode } from '../tree-nodes.ts';
import { loadDocument, targetDocument } from './configuration-document.ts';
import { placeOf } from './place.ts';

/** The attachment a command is about. */
export interface PickedAttachment {
  readonly attachment: CachedAttachment;
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
    return target.kind === 'attachment' ? { attachment: target.attachment } : undefined;
  }
  const document = await targetDocument(target);
  if (document === undefined) {
    const { attachments } = await services.runner().cachedAttachments();
    return choose(services, attachments, title, vscode.l10n.t('Nothing has been added {0} yet.', placeOf(services)));
  }
  const configuration = await loadDocument(document);
  if (configuration === undefined) {
    return undefined;
  }
  const { list, fileName } = configuration;
  const { attachments } = await services.runner().cachedAttachments();
  const none = vscode.l10n.t('{0} has not been added to a namespace {1}.', list.name, placeOf(services));
  const ofNetwork = attachments.filter((attachment) => attachment.network === list.name);
  const picked = ofNetwork.length === 1 ? toPicked(ofNetwork[0]) : await choose(services, ofNetwork, title, none);
  return picked === undefined || isSameConfiguration(picked.attachment.config, list.bytes)
    ? picked
    : { ...picked, changedFile: fileName };
}

/** The words for an attachment in messages. */
export function subjectOf(services: Services, attachment: CachedAttachment): Subject {
  const { network, ifName, netNS } = attachment;
  return { network, ifName, namespace: namespaceName(netNS), place: placeOf(services) };
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
): Promise<PickedAttachment | undefined> {
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
  return toPicked(picked?.attachment);
}

function toPicked(attachment: CachedAttachment | undefined): PickedAttachment | undefined {
  return attachment === undefined ? undefined : { attachment };
}
