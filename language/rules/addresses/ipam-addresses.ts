import * as l10n from '@vscode/l10n';
import { sentences } from '../../../engine/text/sentences.ts';
import {
  formatAddress,
  formatPrefixed,
  networkAddress,
  parseAddress,
  parsePrefixed,
  sameAddress,
  shifted,
} from '../../document/addresses.ts';
import { replaceSpan } from '../../edits/style.ts';
import { assignedIn, type Assigned, type TextAt } from '../../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { Node } from '../../document/parse.ts';
import { changeTo } from '../../edits/simple-fixes.ts';
import { failsWith } from '../failures.ts';
import type { Finding, Fix, Rule } from '../rule.ts';

/** Octets without leading zeros, which Go rejects. */
const withoutZeros = (text: string): string => text.replaceAll(/(?<![0-9a-fA-F:])0+(?=\d)/g, '');

/** Returns the CIDR that a text was meant to be; undefined if that is not clear. */
function fixedCIDR(text: string, isNetwork: boolean): string | undefined {
  const clean = withoutZeros(text.trim());
  const whole = parsePrefixed(clean);
  if (whole !== undefined) {
    return clean;
  }
  const address = parseAddress(clean);
  if (address === undefined) {
    return undefined;
  }
  if (address.value === 0n) {
    return formatPrefixed({ address, prefix: 0 });
  }
  const prefix = isNetwork ? (address.bits === 32 ? 24 : 64) : address.bits;
  const network = networkAddress({ address, prefix });
  return formatPrefixed({ address: network, prefix });
}

/** The key of an object whose value is an address, by the key whose value has a prefix length. */
const addressKeys: ReadonlyMap<string, string> = new Map(
  Object.entries({ subnet: 'gateway', dst: 'gw', address: 'gateway' }),
);

/**
 * Swaps two values of an object that are in each other's place: an address where an address with prefix length belongs,
 * and the reverse. `cidr` is the key of the latter.
 */
export function swapped(object: Node | undefined, cidr: string): readonly Fix[] {
  const key = addressKeys.get(cidr) ?? '';
  const [left, right] = [foldedMember(object, cidr)?.value, foldedMember(object, key)?.value];
  const [address, prefixed] = [textOf(left) ?? '', textOf(right) ?? ''];
  if (left === undefined || right === undefined) {
    return [];
  }
  if (parseAddress(address) === undefined || parsePrefixed(prefixed) === undefined) {
    return [];
  }
  const changes = [replaceSpan(left, JSON.stringify(prefixed)), replaceSpan(right, JSON.stringify(address))];
  return [{ title: l10n.t('Swap "{0}" and "{1}"', cidr, key), preferred: true, changes }];
}

/** The object that contains a value. */
const objectOf = (value: Node): Node | undefined => value.parent?.parent;

/** Returns an address without its prefix length, or the first host where a gateway is written as its network. */
function fixedAddress(text: string, key: string): string | undefined {
  const clean = withoutZeros(text.trim());
  const prefixed = parsePrefixed(clean);
  const isGateway = key === 'gateway' || key === 'gw';
  if (isGateway && prefixed !== undefined && prefixed.prefix < prefixed.address.bits - 1) {
    const network = networkAddress(prefixed);
    if (sameAddress(prefixed.address, network)) {
      return formatAddress(shifted(network, 1n));
    }
  }
  const address = clean.replace(/\/\d+$/, '');
  return parseAddress(address) === undefined ? undefined : address;
}

interface CIDRAt extends TextAt {
  readonly key: string;
  readonly isNetwork: boolean;
}

/** The values that plugins read as addresses with prefix length. (R149 reports static's own addresses.) */
function* cidrValues({ plugin, sets, routes }: Assigned): Generator<CIDRAt> {
  const { typeName } = plugin;
  for (const { subnet } of sets.flatMap(({ ranges }) => ranges)) {
    // Calico replaces this placeholder by the pod CIDR of the node.
    const isPlaceholder = typeName === 'calico' && subnet?.text.startsWith('usePodCidr') === true;
    if (subnet !== undefined && !isPlaceholder) {
      yield { ...subnet, key: 'subnet', isNetwork: true };
    }
  }
  for (const { dst } of routes) {
    if (dst !== undefined) {
      yield { ...dst, key: 'dst', isNetwork: false };
    }
  }
}

const cidr: Rule = {
  id: 'R125',
  name: 'cidr-invalid',
  severity: 'error',
  *check(model): Iterable<Finding> {
    for (const assigned of assignedIn(model)) {
      for (const { node, text, key, isNetwork } of cidrValues(assigned)) {
        if (parsePrefixed(text) !== undefined) {
          continue;
        }
        const better = fixedCIDR(text, isNetwork);
        const swap = swapped(objectOf(node), key);
        yield {
          span: node,
          message: sentences(
            l10n.t('"{0}" must be an address with a prefix length, for example 10.88.0.0/16.', key),
            failsWith(assigned.ipam.typeName, `invalid CIDR address: ${text}`),
          ),
          fixes: () => (swap.length > 0 || better === undefined ? swap : [changeTo(node, better)]),
        };
      }
    }
  },
};

/** The values that plugins read as addresses without prefix length; '' counts as absent. */
function* addressValues({ ipam, sets, routes, addresses }: Assigned): Generator<TextAt & { key: string }> {
  const ranges = sets.flatMap((set) => set.ranges);
  for (const { start, end, gateway } of ranges) {
    if (start !== undefined) {
      yield { ...start, key: 'rangeStart' };
    }
    if (end !== undefined) {
      yield { ...end, key: 'rangeEnd' };
    }
    if (gateway !== undefined) {
      yield { ...gateway, key: 'gateway' };
    }
  }
  // The old keys are decoded even if no old "subnet" makes a range of them.
  const isOldFormRead = ranges.some(({ isOldForm }) => isOldForm) || ipam.typeName !== 'host-local';
  for (const key of isOldFormRead ? [] : ['rangeStart', 'rangeEnd', 'gateway']) {
    const node = foldedMember(ipam.node, key)?.value;
    const text = textOf(node);
    if (node !== undefined && text) {
      yield { node, text, key };
    }
  }
  for (const { gw } of routes) {
    if (gw !== undefined) {
      yield { ...gw, key: 'gw' };
    }
  }
  for (const { gateway } of addresses) {
    if (gateway !== undefined) {
      yield { ...gateway, key: 'gateway' };
    }
  }
}

const address: Rule = {
  id: 'R126',
  name: 'ip-invalid',
  severity: 'error',
  *check(model) {
    for (const assigned of assignedIn(model)) {
      for (const { node, text, key } of addressValues(assigned)) {
        if (parseAddress(text) !== undefined) {
          continue;
        }
        const better = fixedAddress(text, key);
        const swap = [...addressKeys].flatMap(([cidrKey, addressKey]) =>
          addressKey === key ? swapped(objectOf(node), cidrKey) : [],
        );
        const problem =
          parsePrefixed(text) === undefined
            ? l10n.t('"{0}" is not a valid IP address.', key)
            : l10n.t('"{0}" must be an IP address without a prefix length.', key);
        yield {
          span: node,
          message: sentences(problem, failsWith(assigned.ipam.typeName, `invalid IP address: ${text}`)),
          fixes: () => (swap.length > 0 || better === undefined ? swap : [changeTo(node, better)]),
        };
      }
    }
  },
};

export const addressRules: readonly Rule[] = [cidr, address];
