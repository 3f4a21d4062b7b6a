import type { CachedAttachment } from './cached-attachment.ts';

/** What a tree or a list shows of an attachment. */
export interface AttachmentLabel {
  readonly label: string;
  readonly description: string;
}

/** Last part of a namespace path: `/run/netns/ns1` → `ns1`, `/proc/42/ns/net` → `42`; the whole path where it is neither. */
export function namespaceName(path: string): string {
  const named = /^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(path);
  const ofProcess = /^\/proc\/(\d+)\/ns\/net$/.exec(path);
  return named?.[1] ?? ofProcess?.[1] ?? path;
}

/** True where two paths name one namespace: /var/run is /run on every distribution that CNI meets. */
export function isSameNamespace(a: string, b: string): boolean {
  return a !== '' && canonicalPath(a) === canonicalPath(b);
}

/** Label of an attachment in a list of all: `myptp — eth0`, described by its namespace and addresses. */
export function attachmentLabel(attachment: CachedAttachment): AttachmentLabel {
  const where = attachment.netNS === '' ? attachment.containerID : namespaceName(attachment.netNS);
  return {
    label: `${attachment.network} — ${attachment.ifName}`,
    description: [where, ...attachment.addresses].join(' · '),
  };
}

/** Label of an attachment below its namespace: the namespace need not be said again. */
export function attachmentLabelInNamespace(attachment: CachedAttachment): AttachmentLabel {
  return {
    label: `${attachment.network} — ${attachment.ifName}`,
    description: attachment.addresses.join(' · '),
  };
}

/** File name of a result document: `myptp — ns1 — eth0.json`. A slash cannot be in a file name. */
export function resultDocumentName(network: string, netNS: string, ifName: string): string {
  return `${[network, namespaceName(netNS), ifName].join(' — ').replaceAll('/', '_')}.json`;
}

/** The first of eth0, eth1 … (or the preferred name's own series) that `taken` does not have. */
export function freeInterfaceName(preferred: string, taken: readonly string[]): string {
  if (!taken.includes(preferred)) {
    return preferred;
  }
  const stem = preferred.replace(/\d+$/, '') || 'eth';
  const used = new Set(taken);
  const number = Array.from({ length: taken.length + 1 }, (_, index) => index).find((n) => !used.has(`${stem}${n}`));
  return `${stem}${number ?? taken.length}`;
}

function canonicalPath(path: string): string {
  return path.replace(/^\/var\/run\//, '/run/');
}
