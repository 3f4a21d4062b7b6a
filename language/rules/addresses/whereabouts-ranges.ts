import {
  formatAddress,
  formatPrefixed,
  lastAddress,
  networkAddress,
  parseAddress,
  parsePrefixed,
  type Address,
  type Prefixed,
} from '../../document/addresses.ts';
import { foldedMember, textOf } from '../../document/members.ts';
import type { PluginView } from '../../document/model.ts';
import type { Node } from '../../document/parse.ts';

/** A range of whereabouts: `range` of `ipam`, or an element of `ipRanges`. */
export interface WhereaboutsRange {
  /** The object that holds the keys. */
  readonly owner: Node;
  readonly node: Node;
  readonly text: string;
  /** The network of the range, which is also the name of its pool. */
  readonly network: Prefixed;
  /** First and last address that may be assigned; undefined if the network is too small. */
  readonly usable: { readonly first: Address; readonly last: Address } | undefined;
  readonly excluded: readonly Excluded[];
}

/** An entry of `exclude`. */
interface Excluded {
  readonly node: Node;
  readonly text: string;
  /** Undefined if whereabouts cannot read it. */
  readonly network: Prefixed | undefined;
}

/** Returns a text as whereabouts reads addresses of `range`: without leading zeros (ParseCIDRSloppy). */
const sloppy = (text: string): string => (text.includes(':') ? text : text.replaceAll(/(?<!\d)0+(?=\d)/g, ''));

/** The parts of `range`: `192.0.2.0/24`, or `192.0.2.10-192.0.2.200/24`. */
interface Written {
  readonly cidr: Prefixed;
  readonly start: Address | undefined;
  readonly end: Address | undefined;
}

/** Reads `range` (whereabouts: pkg/config, LoadIPAMConfig); undefined if it is not valid. */
export function readRange(written: string): Written | undefined {
  const [first = '', rest, ...more] = sloppy(written).split('-');
  if (rest === undefined) {
    const cidr = parsePrefixed(first);
    return cidr === undefined ? undefined : { cidr, start: undefined, end: undefined };
  }
  const [start, cidr] = [parseAddress(first), parsePrefixed(rest)];
  return more.length > 0 || start === undefined || cidr === undefined ? undefined : { cidr, start, end: cidr.address };
}

/** Returns the addresses without the first and the last of the network (pkg/iphelpers, GetIPRange). */
function usableIn(
  network: Prefixed,
  start: Address | undefined,
  end: Address | undefined,
): WhereaboutsRange['usable'] | undefined {
  const { bits } = network.address;
  if (bits - network.prefix <= 1) {
    return undefined;
  }
  let first = networkAddress(network).value + 1n;
  let last = lastAddress(network).value - 1n;
  const isInside = (address: Address | undefined): address is Address =>
    address?.bits === bits && address.value >= first && address.value <= last;
  if (isInside(start)) {
    first = start.value;
  }
  if (isInside(end)) {
    last = end.value;
  }
  return { first: { bits, value: first }, last: { bits, value: last } };
}

/** Reads an entry of `exclude`: a CIDR or an address (pkg/allocate, parseExcludedRange). */
function readExcluded(text: string): Prefixed | undefined {
  const network = parsePrefixed(text);
  if (network !== undefined) {
    return network;
  }
  const address = parseAddress(text);
  return address && { address, prefix: address.bits, mapped: false };
}

function excludedIn(owner: Node): readonly Excluded[] {
  const list = foldedMember(owner, 'exclude')?.value;
  return (list?.type === 'array' ? (list.children ?? []) : []).flatMap((node) => {
    const text = textOf(node);
    return text === undefined ? [] : [{ node, text, network: readExcluded(text) }];
  });
}

const addressIn = (owner: Node, key: string): Address | undefined =>
  parseAddress(textOf(foldedMember(owner, key)?.value) ?? '');

function rangeIn(owner: Node): WhereaboutsRange[] {
  const node = foldedMember(owner, 'range')?.value;
  const text = textOf(node);
  const read = text && readRange(text);
  if (node === undefined || !text || !read || read.cidr.mapped) {
    return [];
  }
  const network = { ...read.cidr, address: networkAddress(read.cidr) };
  const start = read.start ?? addressIn(owner, 'range_start');
  const usable = usableIn(network, start, read.end ?? addressIn(owner, 'range_end'));
  return [{ owner, node, text, network, usable, excluded: excludedIn(owner) }];
}

/** Returns the objects that can hold a range: `ipam` itself, and the elements of `ipRanges`. */
function rangeOwners(ipam: Node): readonly Node[] {
  const list = foldedMember(ipam, 'ipRanges')?.value;
  return [ipam, ...(list?.type === 'array' ? (list.children ?? []) : []).filter(({ type }) => type === 'object')];
}

/** Returns the valid ranges of whereabouts, in the order in which it uses them. */
export function whereaboutsRanges({ ipam }: PluginView): readonly WhereaboutsRange[] {
  return ipam?.typeName === 'whereabouts' ? rangeOwners(ipam.node).flatMap(rangeIn) : [];
}

/** Whether `ipam` has a range or an address in any form, even one that is not valid. */
export function hasAddresses(ipam: Node): boolean {
  return ['range', 'ipRanges', 'addresses'].some((key) => {
    const value = foldedMember(ipam, key)?.value;
    const isEmpty = value?.type === 'array' && (value.children ?? []).length === 0;
    return value !== undefined && value.type !== 'null' && value.value !== '' && !isEmpty;
  });
}

/** Whether the entries of `exclude` leave no address (pkg/allocate, IterateForAssignment). */
export function isAllExcluded({ usable, excluded }: WhereaboutsRange): boolean {
  if (usable === undefined) {
    return false;
  }
  const { bits } = usable.first;
  const blocks = excluded
    .flatMap(({ network }) => (network?.address.bits === bits ? [network] : []))
    .map((network) => ({ first: networkAddress(network).value, last: lastAddress(network).value }))
    .toSorted((a, b) => (a.first < b.first ? -1 : Number(a.first > b.first)));
  let next = usable.first.value;
  for (const { first, last } of blocks) {
    if (first > next) {
      break;
    }
    next = last < next ? next : last + 1n;
  }
  return next > usable.last.value;
}

/** Returns the error with which whereabouts assigns no address of a range. */
export function noAddressError({ network, usable, excluded }: WhereaboutsRange): string {
  if (usable === undefined) {
    const { bits } = network.address;
    const mask = ((1n << BigInt(network.prefix)) - 1n) << BigInt(bits - network.prefix);
    const subnet = `{${formatAddress(network.address)} ${mask.toString(16).padStart(bits / 4, '0')}}`;
    return `error at storage engine: net mask is too short, subnet ${subnet} has no usable IP addresses, it is too small`;
  }
  const [first, last] = [usable.first, usable.last].map(formatAddress);
  const entries = excluded.map(({ text }) => text).join(' ');
  return `error at storage engine: Could not allocate IP in range: ip: ${first} / - ${last} / range: ${formatPrefixed(network)} / excludeRanges: [${entries}]`;
}
