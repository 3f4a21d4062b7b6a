import type { CachedAttachment } from '../../../client/cached-attachment.ts';

/** An attachment of the tutorial's network, with what a test wants different. */
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

/** Puts arguments in their places, as `vscode.l10n.t` does without a translation. */
export function t(message: string, ...args: (string | number | boolean)[]): string {
  return message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)]));
}
