import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import type { CachedAttachment } from '../../engine/libcni/operation/cached-attachment.ts';
import { namespaceName, podText } from '../views/attachment-label.ts';
import { sentences } from '../../engine/text/sentences.ts';

/** The confirmation before a DEL. */
export interface DeleteQuestion {
  readonly message: string;
  readonly detail: string;
}

/** Names the networks, their namespaces and host, and the pods or containers that lose a network. `host`: its short name. */
export function deleteQuestion(attachments: readonly CachedAttachment[], host: string): DeleteQuestion {
  const [only] = attachments;
  if (only !== undefined && attachments.length === 1) {
    const names = { network: only.network, namespace: namespaceOf(only), host };
    return { message: l10n.t('Delete "{network}" from "{namespace}" on "{host}"?', names), detail: lossText(only) };
  }
  return {
    message: l10n.t('Delete {0} attachments on "{1}"?', attachments.length, host),
    detail: attachments.map((one) => `${one.network} — ${namespaceOf(one)}: ${lossText(one)}`).join('\n'),
  };
}

function namespaceOf({ netNS, containerID }: CachedAttachment): string {
  return netNS === '' ? containerID : namespaceName(netNS);
}

function lossText(attachment: CachedAttachment): string {
  const { ifName, addresses } = attachment;
  const removed =
    addresses.length === 0
      ? l10n.t('Interface {0} will be removed.', ifName)
      : l10n.t('Interface {0} with {1} will be removed.', ifName, commaList(addresses));
  return sentences(removed, ownerText(attachment));
}

/** Names the pod or container of a runtime that may be running. cnitool's attachments have none. */
function ownerText(attachment: CachedAttachment): string {
  const { containerID } = attachment;
  if (containerID.startsWith('cnitool-')) {
    return '';
  }
  const pod = podText(attachment);
  return pod === undefined
    ? l10n.t('A container runtime added it for container {0}, which will lose this network.', containerID)
    : l10n.t(
        'A container runtime added it for pod {0} (container {1}), which will lose this network.',
        pod,
        containerID,
      );
}
