import type { CachedAttachment } from '../../../../engine/libcni/operation/cached-attachment.ts';

/** Returns an attachment of the tutorial's network, with the differences that a test needs. */
export function attachment(different: Partial<CachedAttachment> = {}): CachedAttachment {
  return {
    network: 'myptp',
    containerID: 'cnitool-0',
    ifName: 'eth0',
    netNS: '/var/run/netns/ns1',
    config: new TextEncoder().encode('{"cniVersion":"1.0.0","name":"myptp","plugins":[{"type":"ptp"}]}'),
    cniArgs: [],
    capabilityArgs: {},
    addresses: ['172.16.29.2/24'],
    cacheFile: '/var/lib/cni/results/myptp-cnitool-0-eth0',
    ...different,
  };
}
