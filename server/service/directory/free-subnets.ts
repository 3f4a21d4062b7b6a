import { networksOverlap, parsePrefixed, type Prefixed } from '../addresses.ts';
import type { Model } from '../model.ts';
import type { RuleContext } from '../rules/rule.ts';
import { subnetsOf } from './subnets.ts';

/** Subnets that people give to networks of one host, by size; the first free one of each is proposed. */
const CANDIDATES: readonly ((index: number) => string)[] = [
  (index) => `10.${88 + index}.0.0/16`,
  (index) => `10.200.${index}.0/24`,
  (index) => `fd00:${(0x88 + index).toString(16)}::/64`,
];
const MOST_TRIED = 150;

/** What is taken: by other files, by this one (but for the subnet at `offset`), by the host's addresses and routes. */
function taken(model: Model, offset: number, { neighbours = [], hostFacts }: RuleContext): readonly Prefixed[] {
  const others = neighbours.flatMap(({ subnets }) => subnets.map(({ subnet }) => subnet));
  const own = subnetsOf(model)
    .filter(({ place }) => place.span.offset !== offset)
    .map(({ subnet }) => subnet);
  const addresses = (hostFacts?.interfaces ?? []).flatMap((one) => one.addresses);
  const routes = (hostFacts?.routes ?? []).flatMap(({ destination }) =>
    destination === 'default' ? [] : [destination],
  );
  const ofHost = [...addresses, ...routes].flatMap((text) => parsePrefixed(text) ?? []);
  return [...others, ...own, ...ofHost];
}

/** The next subnet of each usual size that nobody has, for the place of a subnet in a document. */
export function freeSubnets(model: Model, offset: number, context: RuleContext): readonly string[] {
  const used = taken(model, offset, context);
  return CANDIDATES.flatMap((candidate) => {
    for (let index = 0; index < MOST_TRIED; index++) {
      const text = candidate(index);
      const range = parsePrefixed(text);
      if (range !== undefined && !used.some((one) => networksOverlap(one, range))) return [text];
    }
    return [];
  });
}
