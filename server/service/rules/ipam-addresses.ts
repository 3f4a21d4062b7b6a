import { formatPrefixed, networkAddress, parseAddress, parsePrefixed } from '../addresses.ts';
import { assignedIn, type Assigned, type TextAt } from '../ipam-ranges.ts';
import { foldedMember, textOf } from '../members.ts';
import { changeTo } from './simple-fixes.ts';
import type { Finding, Rule } from './rule.ts';

/** Octets without their leading zeros, which Go refuses. */
const withoutZeros = (text: string): string => text.replaceAll(/(?<![0-9a-fA-F:])0+(?=\d)/g, '');

/** A text that is meant to be CIDR, mended if it is clear how; `bits` tells the prefix where there is none. */
function mendedCIDR(text: string, isNetwork: boolean): string | undefined {
  const clean = withoutZeros(text.trim());
  const whole = parsePrefixed(clean);
  if (whole !== undefined) return clean;
  const address = parseAddress(clean);
  if (address === undefined) return undefined;
  if (address.value === 0n) return formatPrefixed({ address, prefix: 0 });
  const prefix = isNetwork ? (address.bits === 32 ? 24 : 64) : address.bits;
  const network = networkAddress({ address, prefix });
  return formatPrefixed({ address: network, prefix });
}

interface Place extends TextAt {
  readonly what: string;
  readonly isNetwork: boolean;
}

/** Where an address with prefix is read. (Of static's own addresses R149 tells.) */
function* cidrPlaces({ plugin, sets, routes }: Assigned): Generator<Place> {
  const { typeName } = plugin;
  for (const { subnet } of sets.flatMap(({ ranges }) => ranges)) {
    // Calico puts the pod CIDR of the node in place of these words.
    const isWord = typeName === 'calico' && subnet?.text.startsWith('usePodCidr') === true;
    if (subnet !== undefined && !isWord) yield { ...subnet, what: 'subnet', isNetwork: true };
  }
  for (const { dst } of routes) if (dst !== undefined) yield { ...dst, what: 'dst', isNetwork: false };
}

const cidr: Rule = {
  id: 'R125',
  name: 'cidr-invalid',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const assigned of assignedIn(model)) {
      for (const { node, text, what, isNetwork } of cidrPlaces(assigned)) {
        if (parsePrefixed(text) !== undefined) continue;
        const better = mendedCIDR(text, isNetwork);
        yield {
          span: node,
          message: `"${what}" is an address with its prefix length, as in 10.88.0.0/16: ${assigned.ipam.typeName} fails with "invalid CIDR address: ${text}"`,
          fixes: () => (better === undefined ? [] : [changeTo(node, better)]),
        };
      }
    }
  },
};

/** Where an address without prefix is read; '' is as good as none. */
function* addressPlaces({ ipam, sets, routes, addresses }: Assigned): Generator<TextAt & { what: string }> {
  const ranges = sets.flatMap((set) => set.ranges);
  for (const { start, end, gateway } of ranges) {
    if (start !== undefined) yield { ...start, what: 'rangeStart' };
    if (end !== undefined) yield { ...end, what: 'rangeEnd' };
    if (gateway !== undefined) yield { ...gateway, what: 'gateway' };
  }
  // The old keys are decoded even where no old subnet makes a range of them.
  const isOldFormRead = ranges.some(({ isOldForm }) => isOldForm) || ipam.typeName !== 'host-local';
  for (const what of isOldFormRead ? [] : ['rangeStart', 'rangeEnd', 'gateway']) {
    const node = foldedMember(ipam.node, what)?.value;
    const text = textOf(node);
    if (node !== undefined && text) yield { node, text, what };
  }
  for (const { gw } of routes) if (gw !== undefined) yield { ...gw, what: 'gw' };
  for (const { gateway } of addresses) if (gateway !== undefined) yield { ...gateway, what: 'gateway' };
}

const address: Rule = {
  id: 'R126',
  name: 'ip-invalid',
  severity: 'error',
  *check(model) {
    for (const assigned of assignedIn(model)) {
      for (const { node, text, what } of addressPlaces(assigned)) {
        if (parseAddress(text) !== undefined) continue;
        const better = withoutZeros(text.trim()).replace(/\/\d+$/, '');
        const prefix = parsePrefixed(text) === undefined ? '' : ', and has no prefix length';
        yield {
          span: node,
          message: `"${what}" is an IP address${prefix}: ${assigned.ipam.typeName} fails with "invalid IP address: ${text}"`,
          fixes: () => (parseAddress(better) === undefined ? [] : [changeTo(node, better)]),
        };
      }
    }
  },
};

export const addressRules: readonly Rule[] = [cidr, address];
