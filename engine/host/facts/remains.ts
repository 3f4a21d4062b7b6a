import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { randomBytes } from 'node:crypto';
import { remains as program } from '../../../generated/shell-programs.js';
import type { Host } from '../host.ts';
import { badAnswer, runToEnd } from '../run-to-end.ts';
import { readSections } from '../shell/sections.ts';

/** The attachment to look for, and where. */
export interface RemainsQuery {
  readonly network: string;
  readonly containerID: string;
  readonly ifName: string;
  /** Path of the namespace. */
  readonly netNS: string;
  /** Directory above libcni's `results`. Default /var/lib/cni. */
  readonly cacheDir?: string;
  /** Data directories of host-local: its default, and those in the configuration. Default /var/lib/cni/networks. */
  readonly dataDirs?: readonly string[];
}

/** What exists of an attachment after an operation with an unknown outcome. */
export interface Remains {
  /** There is a cached result: ADD has finished, and no DEL has. */
  readonly cached: boolean;
  readonly namespace: boolean;
  /** Whether the interface exists in the namespace; undefined if this cannot be checked. */
  readonly interface: boolean | undefined;
  /** With prefix length. */
  readonly addresses: readonly string[];
  readonly reservations: readonly { readonly directory: string; readonly address: string }[];
  /**
   * `check`: the attachment exists, and CHECK verifies it. `delete`: parts of it exist, which DEL removes. `nothing`: none of
   * it exists.
   */
  readonly advice: 'check' | 'delete' | 'nothing';
}

/**
 * Finds what exists of an attachment, for example after the connection was lost during an ADD. One round trip. Runs no
 * plugin and changes nothing. Rejects with HostError.
 */
export async function inspectAttachment(host: Host, query: RemainsQuery, signal?: AbortSignal): Promise<Remains> {
  const {
    network,
    containerID,
    ifName,
    netNS,
    cacheDir = '/var/lib/cni',
    dataDirs = ['/var/lib/cni/networks'],
  } = query;
  const nonce = `cni-${randomBytes(12).toString('hex')}`;
  const cache = `${cacheDir}/results/${network}-${containerID}-${ifName}`;
  const { stdout } = await runToEnd(
    host,
    { argv: ['/bin/sh', '-c', program, 'sh', nonce, cache, netNS, ifName, containerID, network, ...new Set(dataDirs)] },
    { signal },
  );
  const sections = readSections(stdout.toString(), nonce);
  const has = (kind: string): boolean => sections.some((section) => section.kind === kind);
  if (!has('end')) {
    throw new WorkbenchError(badAnswer(host.label, l10n.t('the list of remains is incomplete')));
  }
  const shown = sections.find(({ kind }) => kind === 'interface')?.text ?? '';
  const found = {
    cached: has('cached'),
    namespace: has('namespace'),
    interface: has('looked') ? has('interface') : undefined,
    addresses: [...shown.matchAll(/ inet6? (\S+)/g)].map(([, address = '']) => address),
    reservations: sections.filter(({ kind }) => kind === 'reserved').map(({ name }) => reservationOf(name)),
  };
  const hasParts = found.interface === true || found.reservations.length > 0;
  return { ...found, advice: found.cached ? 'check' : hasParts ? 'delete' : 'nothing' };
}

function reservationOf(file: string): Remains['reservations'][number] {
  const at = file.lastIndexOf('/');
  return { directory: file.slice(0, at), address: file.slice(at + 1) };
}
