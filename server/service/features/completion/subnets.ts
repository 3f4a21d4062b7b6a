import { describeRange, formatAddress, parsePrefixed } from '../../addresses.ts';
import { freeSubnets } from '../../directory/free-subnets.ts';
import { assignedIn } from '../../ipam-ranges.ts';
import type { Model } from '../../model.ts';
import type { RuleContext } from '../../rules/rule.ts';
import { isAt, type Cursor } from '../cursor.ts';
import type { Proposal } from './proposal.ts';

function subnetProposals(model: Model, cursor: Cursor, context: RuleContext): Proposal[] {
  const known = [
    ...(context.neighbours === undefined ? [] : ['the other files here']),
    ...(context.hostFacts === undefined ? [] : [context.hostFacts.host]),
  ];
  const reason =
    known.length === 0 ? 'next free subnet in this file' : `next free subnet: not used by ${known.join(' or ')}`;
  return freeSubnets(model, cursor.value.offset, context).map((text) => ({ text, reason }));
}

/** The addresses that bound the range which the cursor is in: host-local's own defaults. */
function bounds(model: Model, cursor: Cursor): Proposal[] {
  const range = assignedIn(model)
    .flatMap(({ sets }) => sets.flatMap(({ ranges }) => ranges))
    .filter(({ node }) => node.offset <= cursor.offset && cursor.offset <= node.offset + node.length)
    .at(-1);
  const subnet = range?.subnet === undefined ? undefined : parsePrefixed(range.subnet.text);
  if (subnet === undefined) return [];
  const facts = describeRange({ subnet });
  if (cursor.key === 'rangestart') return [{ text: formatAddress(facts.first), reason: 'first address of the subnet' }];
  if (cursor.key === 'rangeend') return [{ text: formatAddress(facts.last), reason: 'last address of the subnet' }];
  const last = { text: formatAddress(facts.last), reason: 'last address of the subnet' };
  return [{ text: formatAddress(facts.gateway), reason: 'the default: first address of the subnet' }, last];
}

function gateways(model: Model, { plugin }: Cursor): Proposal[] {
  return assignedIn(model)
    .filter((one) => one.plugin === plugin)
    .flatMap(({ sets, addresses }) => [
      ...sets.flatMap(({ ranges }) => ranges.flatMap(({ facts }) => (facts ? [formatAddress(facts.gateway)] : []))),
      ...addresses.flatMap(({ gateway }) => gateway?.text ?? []),
    ])
    .map((text) => ({ text, reason: 'gateway of a subnet above' }));
}

/** Addresses that fit at the cursor: the next free subnets, bounds of a range, gateways. */
export function addressProposals(model: Model, cursor: Cursor, context: RuleContext): Proposal[] {
  const inRange = isAt(cursor, 'ipam', 'ranges', '*', '*', cursor.key) || isAt(cursor, 'ipam', cursor.key);
  if (inRange && cursor.plugin?.ipam?.typeName === 'host-local') {
    if (cursor.key === 'subnet') return subnetProposals(model, cursor, context);
    if (['rangestart', 'rangeend', 'gateway'].includes(cursor.key)) return bounds(model, cursor);
  }
  return isAt(cursor, 'ipam', 'routes', '*', 'gw') ? gateways(model, cursor) : [];
}
