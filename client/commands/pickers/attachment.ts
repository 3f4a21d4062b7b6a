import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { attachmentLabel } from '../../views/attachment-label.ts';
import type { CachedAttachment } from '../../../engine/libcni/operation/cached-attachment.ts';
import { isSameConfiguration, loadCachedConfiguration } from '../../operations/configuration-text.ts';
import type { NetworkConfigList } from '../../../engine/libcni/index.ts';
import type { ConfigurationPlace } from '../../operations/operation-source.ts';
import type { NetworkRunner, SelectedRunner } from '../../operations/network-runner.ts';
import { commandAction, notify } from '../../editor/notify.ts';
import { isTreeNode } from '../../views/tree-nodes.ts';
import { loadDocument, targetDocument } from './configuration.ts';
import { hostShortName } from '../../hosts/host-text.ts';

/** The attachment that a command is called on. */
export interface PickedAttachment {
  readonly attachment: CachedAttachment;
  /** The configuration that ADD used: that of the file while it is the same, else the cached one. */
  readonly list: NetworkConfigList;
  /** Where the configuration is, while it is the same. */
  readonly place?: ConfigurationPlace;
  /** Name of the file it was picked from, when the file has changed since ADD. */
  readonly changedFile?: string;
}

/** Returns the attachment of a row or of the network in a file. Prompts when there are several, or no target. */
export async function pickAttachment(
  selectedRunner: SelectedRunner,
  target: unknown,
  title: string,
): Promise<PickedAttachment | undefined> {
  if (isTreeNode(target)) {
    return target.kind === 'attachment' ? asCached(target.attachment) : undefined;
  }
  const document = await targetDocument(target);
  if (document === undefined) {
    const runner = selectedRunner();
    const { attachments } = await runner.cachedAttachments();
    const none = l10n.t('"{0}" has no attachments yet.', hostShortName(runner.name));
    const chosen = await choose(attachments, runner, title, none);
    return chosen === undefined ? undefined : asCached(chosen);
  }
  const configuration = await loadDocument(document);
  if (configuration === undefined) {
    return undefined;
  }
  const { list, fileName } = configuration;
  const runner = selectedRunner();
  const { attachments } = await runner.cachedAttachments();
  const none = l10n.t('"{0}" has no attachments on "{1}".', list.name, hostShortName(runner.name));
  const ofNetwork = attachments.filter((attachment) => attachment.network === list.name);
  const attachment = ofNetwork.length === 1 ? ofNetwork[0] : await choose(ofNetwork, runner, title, none);
  if (attachment === undefined) {
    return undefined;
  }
  return isSameConfiguration(attachment.config, list.bytes)
    ? { attachment, list, place: configuration }
    : { ...asCached(attachment), changedFile: fileName };
}

/** Returns an attachment with the configuration in its cache file. Throws CNIError when that has no plugins. */
export function asCached(attachment: CachedAttachment): PickedAttachment {
  return { attachment, list: loadCachedConfiguration(attachment.config) };
}

/** Returns the sentence about a file that changed since ADD. */
export function changedFileText({ changedFile }: PickedAttachment): string | undefined {
  return changedFile === undefined
    ? undefined
    : l10n.t('{0} has changed, so the cached configuration was used.', changedFile);
}

async function choose(
  attachments: readonly CachedAttachment[],
  { name }: NetworkRunner,
  title: string,
  none: string,
): Promise<CachedAttachment | undefined> {
  if (attachments.length === 0) {
    notify('info', none, [commandAction(l10n.t('Add to Namespace…'), 'cni.addToNamespace')]);
    return undefined;
  }
  const items = attachments.map((attachment) => ({ ...attachmentLabel(attachment), attachment }));
  const placeHolder = l10n.t('Attachments on "{0}"', hostShortName(name));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  return picked?.attachment;
}
