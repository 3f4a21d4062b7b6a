import type { PlaceEntry } from '../state/state-entry.ts';

/** One rule that changes addresses of packets: masquerading, SNAT, port mapping (DNAT) or redirection. */
export interface NatRule {
  readonly kind: 'masquerade' | 'snat' | 'dnat' | 'redirect';
  /** Table and chain, such as `iptables nat` or `inet cni_plugins_masquerade chain masq_checks`. */
  readonly where: string;
  /** The rule as the program prints it. */
  readonly text: string;
  readonly protocol: string | undefined;
  /** Packets from here, an address or prefix. For a rule in a separate chain, that of the rule that leads to it. */
  readonly source: string | undefined;
  /** Packets to here. `!` in front: to everywhere else. */
  readonly destination: string | undefined;
  /** Packets to this port. */
  readonly port: string | undefined;
  /** The new address, with or without port: `10.88.0.10:80`. */
  readonly target: string | undefined;
  /** The comment of the rule; plugins write network and container. */
  readonly comment: string | undefined;
}

type Match = Pick<NatRule, 'source' | 'destination' | 'protocol' | 'port' | 'comment'>;

/** Returns the NAT in the entries of iptables and nft. */
export function natOf(entries: readonly PlaceEntry[]): readonly NatRule[] {
  const leading = jumps(entries);
  return entries.flatMap((entry): readonly NatRule[] =>
    entry.area === 'iptables' ? iptablesNat(entry, leading) : entry.area === 'nft' ? nftNat(entry) : [],
  );
}

const iptablesKinds: Readonly<Record<string, NatRule['kind']>> = {
  MASQUERADE: 'masquerade',
  SNAT: 'snat',
  DNAT: 'dnat',
  REDIRECT: 'redirect',
};

function iptablesNat(entry: PlaceEntry, leading: ReadonlyMap<string, Match>): readonly NatRule[] {
  const [, chain = '', rest = ''] = /^-A (\S+) (.*)$/.exec(entry.value) ?? [];
  const kind = iptablesKinds[/ -j (\S+)/.exec(` ${rest}`)?.[1] ?? ''];
  if (kind === undefined || !entry.where.endsWith(' nat')) {
    return [];
  }
  const own = iptablesMatch(rest);
  const before = leading.get(`${entry.where} ${chain}`);
  return [
    {
      kind,
      where: entry.where,
      text: entry.value,
      protocol: own.protocol ?? before?.protocol,
      source: own.source ?? before?.source,
      destination: own.destination ?? before?.destination,
      port: own.port ?? before?.port,
      target: / --to-(?:destination|source|ports) (\S+)/.exec(rest)?.[1],
      comment: own.comment ?? before?.comment,
    },
  ];
}

/** Returns what the only rule that leads to a chain matches, by table and chain. */
function jumps(entries: readonly PlaceEntry[]): ReadonlyMap<string, Match> {
  const found = new Map<string, Match | undefined>();
  for (const { area, where, value } of entries) {
    const [, rest = '', chain] = area === 'iptables' ? (/^-A \S+ (.*-j (\S+).*)$/.exec(value) ?? []) : [];
    if (chain !== undefined) {
      const key = `${where} ${chain}`;
      found.set(key, found.has(key) ? undefined : iptablesMatch(rest));
    }
  }
  return new Map([...found].flatMap(([key, match]) => (match === undefined ? [] : [[key, match]])));
}

function iptablesMatch(text: string): Match {
  const of = (key: string): string | undefined => {
    const [, not = '', value] = new RegExp(` (! )?${key} (\\S+)`).exec(` ${text}`) ?? [];
    return value === undefined ? undefined : `${not}${value.replace(/\/(?:32|128)$/, '')}`;
  };
  return {
    protocol: of('-p'),
    source: of('-s'),
    destination: of('-d'),
    port: of('--dports?'),
    comment: / --comment "((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replaceAll(/\\(.)/g, '$1'),
  };
}

function nftNat(entry: PlaceEntry): readonly NatRule[] {
  const [, matched = '', kind, rest = ''] =
    /^(.*?)\b(masquerade|snat|dnat|redirect)\b(.*)$/.exec(entry.value.replace(/ comment ".*"$/, '')) ?? [];
  if (kind !== 'masquerade' && kind !== 'snat' && kind !== 'dnat' && kind !== 'redirect') {
    return [];
  }
  const of = (key: string): string | undefined => {
    const [, not, value] = new RegExp(`(?:^| )${key} (!= )?(\\{[^}]*\\}|\\S+)`).exec(matched) ?? [];
    return value === undefined ? undefined : `${not === undefined ? '' : '! '}${value}`;
  };
  return [
    {
      kind,
      where: entry.where,
      text: entry.value,
      protocol: /(?:^| )(tcp|udp|sctp) /.exec(matched)?.[1] ?? of('meta l4proto') ?? of('ip protocol'),
      source: of('ip6? saddr'),
      destination: of('ip6? daddr'),
      port: of('(?:tcp|udp|sctp|th) dport'),
      target: /^(?: ip6?)? to (\S+)/.exec(rest)?.[1],
      comment: / comment "(.*)"$/.exec(entry.value)?.[1],
    },
  ];
}
