import { networksOverlap, parsePrefixed, type Prefixed } from '../document/addresses.ts';
import type { Model } from '../document/model.ts';
import type { RuleContext } from '../workspace/context.ts';
import { subnetsOf } from './subnets.ts';

/** Usual subnets for networks of one host, by size. The first free one of each size is proposed. */
const candidates: readonly ((index: number) => string)[] = [
  (index) => `10.${88 + index}.0.0/16`,
  (index) => `10.200.${index}.0/24`,
  (index) => `fd00:${(0x88 + index).toString(16)}::/64`,
];
const mostTried = 150;

/** Returns the used subnets: of other files, of this one (except at `offset`), and of the host's addresses and routes. */
function taken(model: Model, offset: number, { neighbors = [], hostFacts }: RuleContext): readonly Prefixed[] {
  const others = neighbors.flatMap(({ subnets }) => subnets.map(({ subnet }) => subnet));
  const own = subnetsOf(model)
    .filter(({ location }) => location.span.offset !== offset)
    .map(({ subnet }) => subnet);
  const addresses = (hostFacts?.interfaces ?? []).flatMap((one) => one.addresses);
  const routes = (hostFacts?.routes ?? []).flatMap(({ destination }) =>
    destination === 'default' ? [] : [destination],
  );
  const ofHost = [...addresses, ...routes].flatMap((text) => parsePrefixed(text) ?? []);
  return [...others, ...own, ...ofHost];
}

/** Returns the next free subnet of each usual size, for the subnet at an offset of a document. */
export function freeSubnets(model: Model, offset: number, context: RuleContext): readonly string[] {
  return firstFree(taken(model, offset, context));
}

/** Returns the first subnet of each usual size (IPv4 /16 and /24, IPv6 /64) that overlaps with none of the used ones. */
export function firstFree(used: readonly Prefixed[]): readonly string[] {
  return candidates.flatMap((candidate) => {
    for (let index = 0; index < mostTried; index++) {
      const text = candidate(index);
      const range = parsePrefixed(text);
      if (range !== undefined && !used.some((one) => networksOverlap(one, range))) {
        return [text];
      }
    }
    return [];
  });
}
