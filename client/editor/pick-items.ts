import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import type { Namespace } from '../../engine/host/host.ts';
import type { CachedAttachment } from '../../engine/libcni/operation/cached-attachment.ts';
import { compareNames } from '../hosts/host-order.ts';
import { isSameNamespace } from '../views/attachment-label.ts';
import { joined } from '../../engine/text/joined.ts';

/** An item of a quick pick. The description never repeats the label. */
export interface PickItem {
  readonly label: string;
  readonly description: string;
}

/** Sorts items by label, `ns2` before `ns10`. */
export function sortedByLabel<T extends { readonly label: string }>(items: readonly T[]): readonly T[] {
  return items.toSorted((a, b) => compareNames(a.label, b.label));
}

/** Returns the item of a configuration file: its name, then its network and folder. */
export function fileItem(path: string, network: string | undefined): PickItem {
  const cut = path.lastIndexOf('/');
  const folder = path.slice(0, Math.max(cut, 0));
  return {
    label: path.slice(cut + 1),
    description: joined(' · ', network ?? '', folder),
  };
}

/** Returns the item of a namespace: its name, then its networks. */
export function namespaceItem({ name, path }: Namespace, attachments: readonly CachedAttachment[]): PickItem {
  const attached = attachments.filter(({ netNS }) => isSameNamespace(netNS, path));
  const networks = commaList(attached.map(({ network, ifName }) => `${network} (${ifName})`));
  return { label: name, description: networks === '' ? l10n.t('empty') : networks };
}
