import {
  formatAddress,
  lastAddress,
  networkAddress,
  parseAddress,
  parsePrefixed,
  type Prefixed,
  type RangeFacts,
} from '../addresses.ts';
import { subnetsOf } from '../directory/subnets.ts';
import { assignedIn, type RangeAt } from '../ipam-ranges.ts';
import { textOf } from '../members.ts';
import type { Model } from '../model.ts';
import type { Node } from '../parse.ts';
import type { RuleContext } from '../rules/rule.ts';

/** A number as people read it: with commas, and as a power of two where it is too long for that. */
export function countText(count: bigint): string {
  const bits = count.toString(2).length;
  if (bits <= 40) return count.toLocaleString('en-US');
  // The usable addresses of a large range are a few less than a power of two.
  return count === 1n << BigInt(bits - 1) ? `2^${bits - 1}` : `nearly 2^${bits}`;
}

/** The lines about a network: where it begins and ends, and how many addresses it has. */
function networkLines(network: Prefixed): string[] {
  const [first, last] = [networkAddress(network), lastAddress(network)];
  const inside = network.address.value === first.value ? '' : ` Address ${formatAddress(network.address)} of it.`;
  const count = last.value - first.value + 1n;
  const span = count === 1n ? '' : `${formatAddress(first)} – ${formatAddress(last)}, `;
  return [
    `**${formatAddress(first)}/${network.prefix}**: ${span}${countText(count)} address${count === 1n ? '' : 'es'}.${inside}`,
  ];
}

/** What host-local makes of a range; a subnet that it refuses, for want of room for a gateway, has none. */
function rangeLines(facts: RangeFacts): string[] {
  if (facts.subnet.prefix > facts.network.bits - 2) return [];
  const end = facts.broadcast === undefined ? '' : `, broadcast ${formatAddress(facts.broadcast)}`;
  return [
    `Handed out: ${formatAddress(facts.first)} – ${formatAddress(facts.last)}, ${countText(facts.usable)} usable.`,
    `Gateway ${formatAddress(facts.gateway)}${end}.`,
  ];
}

/** How many addresses of a network the host has given away. */
function reservedLines(model: Model, range: RangeAt, { hostFacts }: RuleContext): string[] {
  const { facts, subnet } = range;
  if (facts === undefined || subnet === undefined || hostFacts?.reservations === undefined) return [];
  const use = subnetsOf(model).find(({ place }) => place.span.offset === subnet.node.offset);
  const reserved = hostFacts.reservations.filter(({ directory, address }) => {
    const parsed = parseAddress(address);
    const inside =
      parsed?.bits === facts.first.bits && parsed.value >= facts.first.value && parsed.value <= facts.last.value;
    return directory === use?.state && inside;
  });
  const which = reserved.slice(0, 5).map(({ address }) => address);
  const more = reserved.length > which.length ? ', …' : '';
  const named = which.length === 0 ? '' : `: ${which.join(', ')}${more}`;
  return [`Reserved on ${hostFacts.host}: ${reserved.length}${named}.`];
}

/** What can be computed of the address or subnet in a string; nothing where it holds none. */
export function addressText(model: Model, node: Node, context: RuleContext): string {
  const text = textOf(node);
  if (text === undefined) return '';
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
