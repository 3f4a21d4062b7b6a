import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import { commaList } from '../../engine/text/listing.ts';
import { markdownText } from '../../engine/text/edges.ts';
import {
  formatAddress,
  lastAddress,
  networkAddress,
  parseAddress,
  parsePrefixed,
  type Prefixed,
  type RangeFacts,
} from '../document/addresses.ts';
import { subnetsOf } from '../directory/subnets.ts';
import { assignedIn, type RangeAt } from '../document/ipam-ranges.ts';
import { textOf } from '../document/members.ts';
import type { Model } from '../document/model.ts';
import type { Node } from '../document/parse.ts';
import type { RuleContext } from '../workspace/context.ts';

/** Formats a number with commas, or as a power of two if it is long. */
export function countText(count: bigint): string {
  const bits = count.toString(2).length;
  if (bits <= 40) {
    return count.toLocaleString('en-US');
  }
  // A large range has slightly fewer usable addresses than a power of two.
  return count === 1n << BigInt(bits - 1) ? `2^${bits - 1}` : l10n.t('nearly 2^{0}', bits);
}

/** Returns the lines about a network: its first and last address, and the number of addresses. */
function networkLines(network: Prefixed): string[] {
  const [first, last] = [networkAddress(network), lastAddress(network)];
  const count = last.value - first.value + 1n;
  const name = `**${formatAddress(first)}/${network.prefix}**`;
  if (count === 1n) {
    return [l10n.t('{0}: 1 address.', name)];
  }
  const size = l10n.t('{network}: {first} – {last}, {count} addresses.', {
    network: name,
    first: formatAddress(first),
    last: formatAddress(last),
    count: countText(count),
  });
  const isNetwork = network.address.value === first.value;
  return [isNetwork ? size : sentences(size, l10n.t('{0} is one of them.', formatAddress(network.address)))];
}

/** Returns the lines about a range of host-local; none for a subnet that it rejects as too small for a gateway. */
function rangeLines(facts: RangeFacts): string[] {
  if (facts.subnet.prefix > facts.network.bits - 2) {
    return [];
  }
  const gateway = formatAddress(facts.gateway);
  return [
    l10n.t('Assigned from: {first} – {last}, {count} usable.', {
      first: formatAddress(facts.first),
      last: formatAddress(facts.last),
      count: countText(facts.usable),
    }),
    facts.broadcast === undefined
      ? l10n.t('Gateway: {0}.', gateway)
      : l10n.t('Gateway: {0}. Broadcast: {1}.', gateway, formatAddress(facts.broadcast)),
  ];
}

/** Returns the line about the reserved addresses of a network on the host. */
function reservedLines(model: Model, range: RangeAt, { hostFacts }: RuleContext): string[] {
  const { facts, subnet } = range;
  if (facts === undefined || subnet === undefined || hostFacts?.reservations === undefined) {
    return [];
  }
  const use = subnetsOf(model).find(({ location }) => location.span.offset === subnet.node.offset);
  const reserved = hostFacts.reservations.filter(({ directory, address }) => {
    const parsed = parseAddress(address);
    const inside =
      parsed?.bits === facts.first.bits && parsed.value >= facts.first.value && parsed.value <= facts.last.value;
    return directory === use?.state && inside;
  });
  const which = reserved.slice(0, 5).map(({ address }) => markdownText(address));
  const host = markdownText(hostFacts.host);
  if (which.length === 0) {
    return [l10n.t('No addresses are reserved on {0}.', host)];
  }
  const addresses = commaList(reserved.length > which.length ? [...which, '…'] : which);
  return [l10n.t('Reserved on {host}: {count} ({addresses}).', { host, count: reserved.length, addresses })];
}

/** Returns the computed facts about the address or subnet in a string; '' if it contains none. */
export function addressText(model: Model, node: Node, context: RuleContext): string {
  const text = textOf(node);
  if (text === undefined) {
    return '';
  }
  const network = parsePrefixed(text);
  const ranges = assignedIn(model).flatMap(({ sets }) => sets.flatMap((set) => set.ranges));
  const range = ranges.find(({ subnet, start, end, gateway }) =>
    [subnet, start, end, gateway].some((one) => one?.node.offset === node.offset),
  );
  const lines = [
    ...(network === undefined ? [] : networkLines(network)),
    ...(range?.facts === undefined ? [] : rangeLines(range.facts)),
    ...(range === undefined ? [] : reservedLines(model, range, context)),
  ];
  return lines.join('  \n');
}
