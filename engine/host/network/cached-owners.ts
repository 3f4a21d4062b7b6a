import type { CachedAttachment } from '../../libcni/operation/cached-attachment.ts';
import type { HostNetwork, NamespaceNetwork, NamespaceOwner } from './network.ts';
import { canonicalPath, podOf } from './owner.ts';

/** An attachment, as far as it shows who uses its namespace. */
type OwningAttachment = Pick<CachedAttachment, 'netNS' | 'containerID' | 'cniArgs'>;

/**
 * Adds to each namespace the owner that its cached results name: the container, and the pod that Kubernetes runtimes pass in
 * CNI_ARGS. What the host itself reported stays.
 */
export function withCachedOwners(network: HostNetwork, attachments: readonly OwningAttachment[]): HostNetwork {
  const byPath = new Map(attachments.toReversed().map((one) => [canonicalPath(one.netNS), one]));
  const byContainer = new Map(attachments.map((one) => [one.containerID, one]));
  const attachmentOf = ({ path, owner }: NamespaceNetwork): OwningAttachment | undefined =>
    (path === undefined ? undefined : byPath.get(canonicalPath(path))) ?? byContainer.get(owner?.containerID ?? '');
  return {
    ...network,
    namespaces: network.namespaces.map((namespace) => {
      const attachment = attachmentOf(namespace);
      return attachment === undefined
        ? namespace
        : { ...namespace, owner: { ...ownerOf(attachment), ...definedOf(namespace.owner ?? {}) } };
    }),
  };
}

function ownerOf({ containerID, cniArgs }: OwningAttachment): NamespaceOwner {
  const pod = podOf(cniArgs);
  return { containerID, ...(pod === undefined ? {} : { pod }) };
}

const definedOf = (owner: NamespaceOwner): NamespaceOwner =>
  Object.fromEntries(Object.entries(owner).filter(([, value]) => value !== undefined));
