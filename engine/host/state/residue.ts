import * as l10n from '@vscode/l10n';
import type { ChangeDocument } from '../../libcni/operation/change-document.ts';
import type { HostChange, Residue } from './host-change.ts';
import type { HostState } from './host-state.ts';
import { remedyCommand } from './remedy-command.ts';
import type { StateArea } from './state-entry.ts';

/** Something that plugins leave behind on purpose. */
interface KnownResidue {
  readonly residue: Exclude<Residue, 'leak'>;
  readonly matches: (change: HostChange, state: HostState) => boolean;
  /** Returns why it remains. */
  readonly reason: () => string;
}

/** Known residue of the reference plugins v1.9.1. The first match counts. */
const knownResidues: readonly KnownResidue[] = [
  {
    residue: 'bridge',
    matches: (change, state) => isOfBridge(change, state),
    reason: () =>
      l10n.t('The plugin bridge keeps its bridge and the addresses of the gateway for the next attachment.'),
  },
  {
    residue: 'forwarding',
    matches: ({ area, where }) =>
      area === 'sysctl' && (where === 'net.ipv4.ip_forward' || where === 'net.ipv6.conf.all.forwarding'),
    reason: () => l10n.t('Plugins enable forwarding, and never disable it, because others may need it.'),
  },
  {
    residue: 'localnet',
    matches: ({ area, where }) => area === 'sysctl' && where.endsWith('.route_localnet'),
    reason: () => l10n.t('The plugin portmap keeps this sysctl on an interface that still exists.'),
  },
  {
    residue: 'baseChains',
    matches: (change) => isBaseRule(change),
    reason: () => l10n.t('Plugins keep their base chains and the rules that lead to them for the next attachment.'),
  },
  {
    residue: 'reservationMarks',
    matches: ({ area, where }) => area === 'reservation' && /\/(?:lock|last_reserved_ip\.\d+)$/.test(where),
    reason: () => l10n.t('host-local keeps its lock and the last address that it reserved.'),
  },
  {
    residue: 'namespaceSysctl',
    matches: ({ area, namespace }) => area === 'sysctl' && namespace !== undefined,
    reason: () => l10n.t('The plugin tuning does not reset sysctls. This one ends with the namespace.'),
  },
];

/** Returns a change that remains after DEL with its {@link Residue}. `state`: that after DEL. */
export function withResidue(change: HostChange, state: HostState): HostChange {
  const known = knownResidues.find(({ matches }) => matches(change, state));
  return { ...change, residue: known?.residue ?? 'leak' };
}

/** Returns the changes that should not remain. */
export const leaksOf = (changes: readonly ChangeDocument[] = []): readonly ChangeDocument[] =>
  changes.filter(({ residue }) => residue === 'leak');

/** Returns why a change remains or, for a leak, what to do. */
export function residueText(change: ChangeDocument): string {
  const known = knownResidues.find(({ residue }) => residue === change.residue);
  if (known !== undefined) {
    return known.reason();
  }
  const command = remedyCommand(change);
  if (change.kind === 'added') {
    return command === undefined
      ? l10n.t('DEL did not remove this. Remove it if nothing else needs it.')
      : l10n.t('DEL did not remove this. Remove it with: {0}', command);
  }
  return command === undefined
    ? l10n.t('DEL did not restore this.')
    : l10n.t('DEL did not restore this. Restore it with: {0}', command);
}

/** Returns true for a bridge and its addresses, routes and sysctls, which the plugin bridge never removes. */
function isOfBridge({ area, namespace, where, after = '' }: HostChange, { entries }: HostState): boolean {
  const device = after === '' ? undefined : deviceOf(area, where, after);
  const links = entries.filter((entry) => entry.area === 'link' && entry.namespace === namespace);
  const isBridge = (name: string | undefined): boolean =>
    links.some((link) => link.where === name && link.value.startsWith('bridge '));
  // With "vlan", the gateway is one end of a veth, `cni0.100`, whose other end is a port of the bridge.
  const isGateway = (name: string | undefined): boolean => isBridge(/^(.+)\.\d+$/.exec(name ?? '')?.[1]);
  const peer = / peer (\S+)$/.exec(links.find((link) => link.where === device)?.value ?? '')?.[1];
  return isBridge(device) || isGateway(device) || isGateway(peer);
}

function deviceOf(area: StateArea, where: string, value: string): string | undefined {
  switch (area) {
    case 'link':
    case 'address':
      return where;
    case 'route':
      return / dev (\S+)/.exec(value)?.[1];
    case 'sysctl':
      return /^net\.ipv[46]\.conf\.(.+)\.\w+$/.exec(where)?.[1]?.replaceAll('/', '.');
    case 'rule':
    case 'nft':
    case 'iptables':
    case 'reservation':
      return undefined;
  }
}

const chains = 'CNI-(?:ADMIN|FORWARD|HOSTPORT-(?:DNAT|MASQ|SETMARK)|ISOLATION-STAGE-[12])';

/** Chains of iptables, and rules in them or to them that belong to no attachment. */
const iptablesBase = new RegExp(`^-N ${chains}$|^-A ${chains} |^-A .*-j ${chains}$`);

/** Parts of a rule that belongs to one attachment. */
const ofOneAttachment = / (?:-s|-d|--dports?|--to-destination|--to-source) /;

/** Tables of the plugins portmap, of masquerading, and of `macspoofchk`. */
const nftTable = /^(?:ip6? cni_hostport|inet cni_plugins_masquerade|bridge nat)(?: |$)/;

/** What these tables have without an attachment. */
const nftBase =
  /^(?:chain (?:hostports|hostip_hostports|hostports_all|prerouting|output|masquerading|masq_checks|postrouting|PREROUTING)|comment ".*"|type \w+ hook .*|jump (?:hostip_)?hostports|fib daddr type local jump hostports_all|ip6? daddr \S+ return|goto masq_checks|meta mark .* masquerade)$/;

function isBaseRule({ area, where, kind, after = '' }: HostChange): boolean {
  if (kind !== 'added') {
    return false;
  }
  return area === 'iptables'
    ? iptablesBase.test(after) && !ofOneAttachment.test(after)
    : area === 'nft' && nftTable.test(where) && nftBase.test(after);
}
