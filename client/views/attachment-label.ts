import { canonicalPath, podName, podOf } from '../../engine/host/index.ts';
import type { CachedAttachment } from '../../engine/libcni/operation/cached-attachment.ts';

/** Label and description of an attachment. */
export interface AttachmentLabel {
  readonly label: string;
  readonly description: string;
}

/** Returns the name of a namespace path: `/run/netns/ns1` → `ns1`, `/proc/42/ns/net` → `42`; the whole path for others. */
export function namespaceName(path: string): string {
  const named = /^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(path);
  const ofProcess = /^\/proc\/(\d+)\/ns\/net$/.exec(path);
  return named?.[1] ?? ofProcess?.[1] ?? path;
}

/** True when two paths name the same namespace. */
export function isSameNamespace(a: string, b: string): boolean {
  return a !== '' && canonicalPath(a) === canonicalPath(b);
}

/** Returns the pod of a container as `namespace/name`; undefined if it has none. */
export function podText({ cniArgs }: CachedAttachment): string | undefined {
  const pod = podOf(cniArgs);
  return pod && podName(pod);
}

/** Label of an attachment in a list of all: `myptp — eth0`, with its namespace and addresses. */
export function attachmentLabel(attachment: CachedAttachment): AttachmentLabel {
  const where = attachment.netNS === '' ? attachment.containerID : namespaceName(attachment.netNS);
  return {
    label: `${attachment.network} — ${attachment.ifName}`,
    description: [where, ...attachment.addresses].join(' · '),
  };
}

/** Label of an attachment in the tree of namespaces, without the namespace. */
export function attachmentLabelInNamespace(attachment: CachedAttachment): AttachmentLabel {
  return {
    label: `${attachment.network} — ${attachment.ifName}`,
    description: attachment.addresses.join(' · '),
  };
}

/** Returns the file name of a result document: `myptp — ns1 — eth0.cni-result.json`. */
export function resultDocumentName(network: string, netNS: string, ifName: string): string {
  return `${[network, namespaceName(netNS), ifName].join(' — ').replaceAll('/', '_')}.cni-result.json`;
}

/** Returns the first of eth0, eth1 … (or of the series of the preferred name) that is not taken. */
export function freeInterfaceName(preferred: string, taken: readonly string[]): string {
  if (!taken.includes(preferred)) {
    return preferred;
  }
  const stem = preferred.replace(/\d+$/, '') || 'eth';
  const used = new Set(taken);
  const number = Array.from({ length: taken.length + 1 }, (_, index) => index).find((n) => !used.has(`${stem}${n}`));
  return `${stem}${number ?? taken.length}`;
}
