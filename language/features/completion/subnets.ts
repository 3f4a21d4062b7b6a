import * as l10n from '@vscode/l10n';
import { describeRange, formatAddress, parsePrefixed } from '../../document/addresses.ts';
import { freeSubnets } from '../../directory/free-subnets.ts';
import { assignedIn } from '../../document/ipam-ranges.ts';
import type { Model } from '../../document/model.ts';
import type { RuleContext } from '../../workspace/context.ts';
import { isAt, type Cursor } from '../cursor.ts';
import type { Proposal } from './proposal.ts';

function subnetProposals(model: Model, cursor: Cursor, context: RuleContext): Proposal[] {
  const reason = freeSubnetReason(context);
  return freeSubnets(model, cursor.value.offset, context).map((text) => ({ text, reason }));
}

function freeSubnetReason({ neighbors, hostFacts }: RuleContext): string {
  if (hostFacts === undefined) {
    return neighbors === undefined
      ? l10n.t('Next free subnet in this file')
      : l10n.t('Next free subnet, not used in other files here');
  }
  return neighbors === undefined
    ? l10n.t('Next free subnet, not used on {0}', hostFacts.host)
    : l10n.t('Next free subnet, not used in other files here or on {0}', hostFacts.host);
}

/** Proposes the bounds of the range at the cursor: the defaults of host-local. */
function bounds(model: Model, cursor: Cursor): Proposal[] {
  const range = assignedIn(model)
    .flatMap(({ sets }) => sets.flatMap(({ ranges }) => ranges))
    .filter(({ node }) => node.offset <= cursor.offset && cursor.offset <= node.offset + node.length)
    .at(-1);
  const subnet = range?.subnet === undefined ? undefined : parsePrefixed(range.subnet.text);
  if (subnet === undefined) {
    return [];
  }
  const facts = describeRange({ subnet });
  if (cursor.key === 'rangestart') {
    return [{ text: formatAddress(facts.first), reason: l10n.t('First address of the subnet') }];
  }
  if (cursor.key === 'rangeend') {
    return [{ text: formatAddress(facts.last), reason: l10n.t('Last address of the subnet') }];
  }
  const last = { text: formatAddress(facts.last), reason: l10n.t('Last address of the subnet') };
  return [{ text: formatAddress(facts.gateway), reason: l10n.t('Default: the first address of the subnet') }, last];
}

function gateways(model: Model, { plugin }: Cursor): Proposal[] {
  return assignedIn(model)
    .filter((one) => one.plugin === plugin)
    .flatMap(({ sets, addresses }) => [
      ...sets.flatMap(({ ranges }) => ranges.flatMap(({ facts }) => (facts ? [formatAddress(facts.gateway)] : []))),
      ...addresses.flatMap(({ gateway }) => gateway?.text ?? []),
    ])
    .map((text) => ({ text, reason: l10n.t('Gateway of a subnet above') }));
}

/** Proposes addresses at the cursor: the next free subnets, bounds of a range, gateways. */
export function addressProposals(model: Model, cursor: Cursor, context: RuleContext): Proposal[] {
  const inRange = isAt(cursor, 'ipam', 'ranges', '*', '*', cursor.key) || isAt(cursor, 'ipam', cursor.key);
  if (inRange && cursor.plugin?.ipam?.typeName === 'host-local') {
    if (cursor.key === 'subnet') {
      return subnetProposals(model, cursor, context);
    }
    if (['rangestart', 'rangeend', 'gateway'].includes(cursor.key)) {
      return bounds(model, cursor);
    }
  }
  return isAt(cursor, 'ipam', 'routes', '*', 'gw') ? gateways(model, cursor) : [];
}
