import * as l10n from '@vscode/l10n';
import { randomBytes } from 'node:crypto';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { hostState as program } from '../../../generated/shell-programs.js';
import type { Host } from '../host.ts';
import { badAnswer, runToEnd } from '../run-to-end.ts';
import { readSections, type Section } from '../shell/sections.ts';
import { reservationEntries, sysctlEntries } from './file-entries.ts';
import { iptablesEntries, iptablesTables, nftEntries } from './firewall-entries.ts';
import { addressEntries, linkEntries, routeEntries, ruleEntries } from './ip-entries.ts';
import type { PlaceEntry, StateEntry } from './state-entry.ts';

/** Where an attachment leaves traces. */
export interface StatePlaces {
  /** Path of the namespace. */
  readonly netNS: string;
  /** The directories of host-local for the network. */
  readonly reservations: readonly string[];
  /** More sysctls, as paths below /proc/sys/net. */
  readonly sysctls: readonly string[];
}

/** The state of a host and of one namespace at one time, as plain data. */
export interface HostState {
  /** Path of the namespace, if it exists and could be read. */
  readonly namespace?: string | undefined;
  readonly entries: readonly StateEntry[];
}

/**
 * Reads what CNI plugins change on a host and in a namespace. One round trip; changes nothing. Parts that the host cannot
 * report, for example because nft is not installed, are omitted. Rejects with HostError.
 */
export async function readHostState(
  host: Pick<Host, 'label' | 'run'>,
  { netNS, reservations, sysctls }: StatePlaces,
  signal?: AbortSignal,
): Promise<HostState> {
  const nonce = `cni-${randomBytes(12).toString('hex')}`;
  const places = [netNS, String(reservations.length), ...reservations, ...sysctls];
  const { stdout } = await runToEnd(
    host,
    { argv: ['/bin/sh', '-c', program, 'sh', nonce, ...places], env: { LC_ALL: 'C' } },
    { signal },
  );
  const sections = readSections(stdout.toString(), nonce);
  if (sections.at(-1)?.kind !== 'end') {
    throw new WorkbenchError(badAnswer(host.label, l10n.t('the state of the network is incomplete')));
  }
  return stateOf(sections, netNS);
}

/** Returns the state in the output of host-state.sh. */
export function stateOf(sections: readonly Section[], netNS: string): HostState {
  const text = (kind: string, name: string): string =>
    sections
      .filter((section) => section.kind === kind && section.name === name)
      .map((section) => section.text)
      .join('\n');
  const hasNamespace = sections.some(({ name }) => name === 'namespace');
  const links = linkEntries(text('links', 'host'), text('links', 'namespace'), text('bridges', 'host'));
  const host = [
    ...links.host,
    ...placeEntries((kind) => text(kind, 'host')),
    ...reservationEntries(text('reservations', 'host')),
  ];
  if (!hasNamespace) {
    return { entries: host };
  }
  const inside = [...links.namespace, ...placeEntries((kind) => text(kind, 'namespace'))];
  return { namespace: netNS, entries: [...host, ...inside.map((entry) => ({ ...entry, namespace: netNS }))] };
}

function placeEntries(text: (kind: string) => string): readonly PlaceEntry[] {
  const [iptables, ip6tables] = [text('iptables'), text('ip6tables')];
  return [
    ...addressEntries(text('addresses')),
    ...routeEntries('IPv4', text('routes4')),
    ...routeEntries('IPv6', text('routes6')),
    ...ruleEntries('IPv4', text('rules4')),
    ...ruleEntries('IPv6', text('rules6')),
    ...iptablesEntries('iptables', iptables),
    ...iptablesEntries('ip6tables', ip6tables),
    ...nftEntries(text('nft'), [...iptablesTables('ip', iptables), ...iptablesTables('ip6', ip6tables)]),
    ...sysctlEntries(text('sysctls')),
  ];
}
