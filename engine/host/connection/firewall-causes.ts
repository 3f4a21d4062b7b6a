import * as l10n from '@vscode/l10n';
import { BlockList, isIP, isIPv6 } from 'node:net';
import { collapsed } from '../state/state-entry.ts';
import { type ConnectionProblem, placeName } from './leg.ts';
import type { Counted, Observation, Place } from './observation.ts';

/** A rule that drops packets, with its counter; undefined if it does not count. */
interface DropRule {
  /** Table and chain. */
  readonly where: string;
  readonly text: string;
  readonly packets: number | undefined;
  /** Where the packets of its chain come from: `forward`, `input` … ; undefined for a chain that others call. */
  readonly hook: string | undefined;
}

/** Reads the rules and policies that drop packets from `iptables-save -c`. */
export function iptablesDrops(text: string): readonly DropRule[] {
  let table = '';
  return text.split('\n').flatMap((line): readonly DropRule[] => {
    table = /^\*(\S+)/.exec(line)?.[1] ?? table;
    const [, chain, counter] = /^:(\S+) DROP \[(\d+):/.exec(line) ?? [];
    if (chain !== undefined) {
      const text_ = `-P ${chain} DROP`;
      return [{ where: table, text: text_, packets: Number(counter), hook: chain.toLowerCase() }];
    }
    const [, packets, rule = ''] = /^\[(\d+):\d+\] (-A .*)$/.exec(line) ?? [];
    const [, own = ''] = /^-A (\S+)/.exec(rule) ?? [];
    return / -[jg] (?:DROP|REJECT)\b/.test(rule)
      ? [{ where: table, text: rule, packets: Number(packets), hook: builtIn.exec(own)?.[0].toLowerCase() }]
      : [];
  });
}

const builtIn = /^(?:FORWARD|INPUT|OUTPUT|PREROUTING|POSTROUTING)$/;

/** Reads the rules and policies that drop packets from `nft list ruleset`. */
export function nftDrops(text: string): readonly DropRule[] {
  const found: DropRule[] = [];
  let [table, chain, hook]: [string, string, string | undefined] = ['', '', undefined];
  for (const raw of text.split('\n')) {
    const line = collapsed(raw);
    const [, openedTable] = /^table (.*) \{$/.exec(line) ?? [];
    const [, openedChain] = /^chain (\S+) \{$/.exec(line) ?? [];
    if (openedTable !== undefined) {
      table = openedTable;
    } else if (openedChain !== undefined) {
      [chain, hook] = [openedChain, undefined];
    } else if (/^type \w+ hook /.test(line)) {
      hook = / hook (\w+)/.exec(line)?.[1];
      if (/policy drop;/.test(line)) {
        found.push({ where: `${table} ${chain}`, text: 'policy drop', packets: undefined, hook });
      }
    } else if (/(?:^| )(?:drop|reject)\b/.test(line.replace(/ comment ".*"/, ''))) {
      const packets = / ?counter packets (\d+) bytes \d+/.exec(line);
      const rule = line.replace(/ ?counter packets \d+ bytes \d+/, ' counter').trim();
      found.push({ where: `${table} ${chain}`, text: rule, packets: packets ? Number(packets[1]) : undefined, hook });
    }
  }
  return found;
}

/** The chains that packets of the connection pass in each namespace. */
const hooks: Readonly<Record<Place, readonly string[]>> = {
  source: ['output', 'input', 'prerouting', 'postrouting'],
  host: ['forward', 'prerouting', 'postrouting', 'ingress'],
  target: ['input', 'output', 'prerouting', 'postrouting'],
};

/** Finds the rule of a firewall that dropped the packets: its counter increased. */
export function countedDropCause(seen: Observation): ConnectionProblem | undefined {
  for (const place of ['source', 'host', 'target'] as const) {
    const rule =
      increased(seen.iptables[place], iptablesDrops, place, seen) ?? increased(seen.nft[place], nftDrops, place, seen);
    if (rule !== undefined) {
      return firewall(seen, place, rule);
    }
  }
  return undefined;
}

/** Finds a rule without a counter that may have dropped the packets. */
export function uncountedDropCause(seen: Observation): ConnectionProblem | undefined {
  for (const place of ['host', 'target', 'source'] as const) {
    const rule = nftDrops(seen.nft[place].after).find((one) => one.packets === undefined && mayDrop(one, place, seen));
    if (rule !== undefined) {
      return firewall(seen, place, rule);
    }
  }
  return undefined;
}

function increased(
  { before, after }: Counted,
  read: (text: string) => readonly DropRule[],
  place: Place,
  seen: Observation,
): DropRule | undefined {
  const counts = new Map(read(before).map((rule) => [`${rule.where} ${rule.text}`, rule.packets ?? 0]));
  return read(after).find(
    (rule) =>
      rule.packets !== undefined &&
      rule.packets > (counts.get(`${rule.where} ${rule.text}`) ?? rule.packets) &&
      mayDrop(rule, place, seen),
  );
}

/** Other traffic increases counters as well, so the rule must fit the packets as far as it is understood. */
function mayDrop({ hook, text }: DropRule, place: Place, { from, to }: Observation): boolean {
  const [source, destination] = [
    /(?:^| )(?:-s|ip6? saddr) (!= )?(\S+)/.exec(text)?.[2],
    /(?:^| )(?:-d|ip6? daddr) (!= )?(\S+)/.exec(text)?.[2],
  ];
  const fits = (one: string, other: string): boolean =>
    (source === undefined || covers(source, one)) && (destination === undefined || covers(destination, other));
  return (hook === undefined || hooks[place].includes(hook)) && (fits(from, to) || fits(to, from));
}

/** True if an address or prefix of a rule has an address, and for what is not understood. */
function covers(network: string, address: string): boolean {
  const [base = '', length] = network.split('/');
  if (isIP(base) === 0 || isIP(base) !== isIP(address)) {
    return isIP(base) === 0;
  }
  if (length === undefined) {
    return base === address;
  }
  const list = new BlockList();
  const family = isIPv6(base) ? 'ipv6' : 'ipv4';
  list.addSubnet(base, Number(length), family);
  return list.check(address, family);
}

function firewall({ namespaces }: Observation, place: Place, { where, text }: DropRule): ConnectionProblem {
  return {
    code: 'firewall',
    message: l10n.t('The firewall of {place} drops the packets: {rule} ({where}).', {
      place: placeName(namespaces[place]),
      rule: text,
      where,
    }),
    remedy: l10n.t('Allow the packets before this rule, or delete it.'),
  };
}
