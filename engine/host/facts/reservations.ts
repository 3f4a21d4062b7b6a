import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import { listReservations as program } from '../../../generated/shell-programs.js';
import type { Host } from '../host.ts';
import { badAnswer, runToEnd } from '../run-to-end.ts';
import { readSections, type Section } from '../shell/sections.ts';

/** One address that host-local has reserved. */
export interface Reservation {
  /** Directory of the network in the data directory: `/var/lib/cni/networks/mynet`. */
  readonly directory: string;
  readonly address: string;
  readonly containerID: string;
  /** Written by host-local since v0.8; '' before. */
  readonly ifName: string;
  /** Whether it was written within the last minutes; missing if that was not asked. */
  readonly isRecent?: boolean;
}

/** The address that host-local reserved last of a range set. The next search begins after it. */
export interface LastReserved {
  readonly directory: string;
  /** Number of the range set. */
  readonly set: number;
  readonly address: string;
}

/** What host-local keeps of its networks. */
export interface HeldAddresses {
  readonly reservations: readonly Reservation[];
  readonly lastReserved: readonly LastReserved[];
}

/**
 * Returns the addresses that host-local has reserved on a host, of every network in the data directories, in one round trip.
 * Rejects with HostError.
 */
export async function listReservations(
  host: Host,
  dataDirs: readonly string[] = ['/var/lib/cni/networks'],
  signal?: AbortSignal,
): Promise<readonly Reservation[]> {
  return (await readHeldAddresses(host, dataDirs, signal)).reservations;
}

/** Returns the same, and the last address of each range set. One round trip. Rejects with HostError. */
export async function readHeldAddresses(
  host: Pick<Host, 'label' | 'run'>,
  dataDirs: readonly string[] = ['/var/lib/cni/networks'],
  signal?: AbortSignal,
): Promise<HeldAddresses> {
  const nonce = `cni-${randomBytes(12).toString('hex')}`;
  const { stdout } = await runToEnd(
    host,
    { argv: ['/bin/sh', '-c', program, 'sh', nonce, ...dataDirs], env: { LC_ALL: 'C' } },
    { signal },
  );
  const sections = readSections(stdout.toString(), nonce);
  if (!sections.some(({ kind }) => kind === 'end')) {
    throw new WorkbenchError(badAnswer(host.label, l10n.t('the list of reservations is incomplete')));
  }
  return { reservations: reservationsOf(sections), lastReserved: lastReservedOf(sections) };
}

/** Reads the last addresses in the output of reserved-addresses.sh. */
function lastReservedOf(sections: readonly Section[]): readonly LastReserved[] {
  return networkLines(sections).flatMap(({ directory, line }): readonly LastReserved[] => {
    const [, set, address = ''] = /^last_reserved_ip\.(\d+) (\S*)/.exec(line) ?? [];
    return set === undefined || isIP(address) === 0 ? [] : [{ directory, set: Number(set), address }];
  });
}

/** Returns the lines of all networks with the directory of each. */
const networkLines = (sections: readonly Section[]): readonly { readonly directory: string; readonly line: string }[] =>
  sections
    .filter(({ kind }) => kind === 'networks')
    .flatMap(({ name, text }) => {
      const directory = name.endsWith('/') ? name.slice(0, -1) : name;
      return text.split('\n').map((line) => ({ directory, line: line.replaceAll('\r', '') }));
    });

/** Reads the output of reserved-addresses.sh, and the list of recent files if there is one. */
export function reservationsOf(sections: readonly Section[]): readonly Reservation[] {
  const recent = new Set(sections.filter(({ kind }) => kind === 'recent').flatMap(({ text }) => text.split('\n')));
  return (
    networkLines(sections)
      .map(({ directory, line }) => reservationOf(directory, line, recent))
      // A custom data directory may have other files, such as cached results of libcni.
      .filter(({ address }) => isIP(address) !== 0)
  );
}

/** Reads a reservation. The name of its file is the address, in some releases with `_` for `:`. Its lines end in CR LF. */
function reservationOf(directory: string, line: string, recent: ReadonlySet<string>): Reservation {
  const [address = '', containerID = '', ifName = ''] = line.split(' ');
  return {
    directory,
    address: address.includes('.') ? address : address.replaceAll('_', ':'),
    containerID,
    ifName,
    ...(recent.has(`${directory}/${address}`) ? { isRecent: true } : {}),
  };
}
