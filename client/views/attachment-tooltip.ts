import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import type { CachedAttachment } from '../../engine/libcni/operation/cached-attachment.ts';
import { podText } from './attachment-label.ts';

/** Returns everything about an attachment, one fact a line. */
export function attachmentTooltip(attachment: CachedAttachment): string {
  const pod = podText(attachment);
  return [
    l10n.t('Network: {0}', attachment.network),
    l10n.t('Interface: {0}', attachment.ifName),
    l10n.t('Namespace: {0}', attachment.netNS === '' ? l10n.t('not recorded') : attachment.netNS),
    l10n.t('Container ID: {0}', attachment.containerID),
    ...(pod === undefined ? [] : [l10n.t('Pod: {0}', pod)]),
    l10n.t('Addresses: {0}', attachment.addresses.length === 0 ? l10n.t('none') : commaList(attachment.addresses)),
    l10n.t('Cache file: {0}', attachment.cacheFile),
  ].join('\n');
}
