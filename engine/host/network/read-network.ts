import { randomBytes } from 'node:crypto';
import { network as program } from '../../../generated/shell-programs.js';
import type { Host } from '../host.ts';
import { runToEnd } from '../run-to-end.ts';
import type { HostNetwork } from './network.ts';
import { readNetworkSections } from './network-sections.ts';

/** Which namespaces of a host are read, and how thoroughly. */
export interface NetworkOptions {
  /** Paths of namespaces to read in detail. Default: all if there are not many, else only the own one. */
  readonly detailed?: readonly string[];
}

/** The most namespaces that are read, and the number up to which all are read in detail. */
export const networkLimits = { namespaces: 1000, detailed: 20 } as const;

/**
 * Reads the live network of all namespaces of a host: interfaces, addresses, routes, rules, neighbors, sockets, NAT and
 * owners. One round trip; changes nothing. Rejects with HostError.
 */
export async function readNetwork(
  host: Pick<Host, 'label' | 'run'>,
  { detailed = [] }: NetworkOptions = {},
  signal?: AbortSignal,
): Promise<HostNetwork> {
  const nonce = `cni-${randomBytes(12).toString('hex')}`;
  const counts = [String(networkLimits.namespaces), String(networkLimits.detailed)];
  const argv = ['/bin/sh', '-c', program, 'sh', nonce, ...counts, ...detailed] as const;
  const { stdout } = await runToEnd(host, { argv, env: { LC_ALL: 'C' } }, { signal });
  return readNetworkSections(stdout.toString(), nonce, host.label);
}
