import { canonicalAddress, isIPv4 } from '../../engine/libcni/addresses.ts';

/** One IP address as a number. An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is an IPv4 address, as in Go. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** An address with a prefix length: `10.0.0.2/24`. */
export interface Prefixed {
  readonly address: Address;
  readonly prefix: number;
  /** Written as IPv6 for an IPv4 address; Go keeps the longer mask, and host-local refuses it. */
  readonly mapped: boolean;
}

function attempt(text: string): string | undefined {
  try {
    return canonicalAddress(text);
  } catch {
    return undefined; // not an address: the caller's finding
  }
}

function valueOfIPv4(canonical: string): bigint {
  return canonical.split('.').reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

/** The 16-bit groups on one side of `::`. */
const groupsOf = (side: string): string[] => (side === '' ? [] : side.split(':'));

function valueOfIPv6(canonical: string): bigint {
  const [head = '', tail] = canonical.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

/** So many texts are remembered; a document is full of the same few addresses, and each is asked for by many rules. */
const MOST_REMEMBERED = 20_000;

/** A reader that keeps what it read of texts as short as addresses are. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (text) => {
    const kept = known.get(text);
    if (kept !== undefined) return kept.value;
    const value = read(text);
    if (known.size >= MOST_REMEMBERED) known.clear();
    if (text.length < 64) known.set(text, { value });
    return value;
  };
}

/** Reads an address as Go's net.ParseIP does; undefined for what is none. */
export const parseAddress = remembering(readAddress);

function readAddress(text: string): Address | undefined {
  const canonical = text === '' ? undefined : attempt(text);
  if (canonical === undefined) return undefined;
  if (isIPv4(canonical)) return { bits: 32, value: valueOfIPv4(canonical) };
  return { bits: 128, value: valueOfIPv6(canonical) };
}

/** An address in Go's spelling (RFC 5952 for IPv6). */
export function formatAddress({ bits, value }: Address): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  return canonicalAddress(groups.map((group) => group.toString(16)).join(':'));
}

/** Reads `address/prefix` as Go's net.ParseCIDR does; undefined for what is none. */
export const parsePrefixed = remembering(readPrefixed);

function readPrefixed(text: string): Prefixed | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^[0-9]+$/.test(digits)) return undefined;
  const mapped = address.bits === 32 && text.includes(':');
  const prefix = Number(digits);
  if (prefix > (mapped ? 128 : address.bits)) return undefined;
  return { address, prefix: mapped ? Math.max(0, prefix - 96) : prefix, mapped };
}

/** `address/prefix` in Go's spelling. */
export function formatPrefixed({ address, prefix }: Pick<Prefixed, 'address' | 'prefix'>): string {
  return `${formatAddress(address)}/${prefix}`;
}

function hostMask({ address, prefix }: Pick<Prefixed, 'address' | 'prefix'>): bigint {
  return (1n << BigInt(address.bits - prefix)) - 1n;
}

/** The first address of the network that an address lies in. */
export function networkAddress(of: Pick<Prefixed, 'address' | 'prefix'>): Address {
  return { bits: of.address.bits, value: of.address.value & ~hostMask(of) };
}

/** The last address of that network: the broadcast address of an IPv4 network. */
export function lastAddress(of: Pick<Prefixed, 'address' | 'prefix'>): Address {
  return { bits: of.address.bits, value: of.address.value | hostMask(of) };
}

/** Whether an address lies in a network; one of another family does not. */
export function contains(network: Pick<Prefixed, 'address' | 'prefix'>, address: Address): boolean {
  return (
    address.bits === network.address.bits &&
    address.value >= networkAddress(network).value &&
    address.value <= lastAddress(network).value
  );
}

/** Whether two networks have an address in common. */
export function networksOverlap(
  a: Pick<Prefixed, 'address' | 'prefix'>,
  b: Pick<Prefixed, 'address' | 'prefix'>,
): boolean {
  return contains(a, networkAddress(b)) || contains(b, networkAddress(a));
}

export function sameAddress(a: Address, b: Address): boolean {
  return a.bits === b.bits && a.value === b.value;
}

/** The address with the host part of another, moved into a network: 10.0.1.5 in 10.0.0.0/24 is 10.0.0.5. */
export function movedInto(network: Prefixed, address: Address): Address {
  return { bits: network.address.bits, value: networkAddress(network).value | (address.value & hostMask(network)) };
}

/** The neighbour of an address, `by` further on; within its family no overflow is checked. */
export function shifted({ bits, value }: Address, by: bigint): Address {
  return { bits, value: value + by };
}

/** One range as host-local is given it. */
export interface RangeInput {
  readonly subnet: Prefixed;
  readonly rangeStart?: Address | undefined;
  readonly rangeEnd?: Address | undefined;
  readonly gateway?: Address | undefined;
}

/** What host-local makes of a range (plugins/ipam/host-local/backend/allocator/range.go, Canonicalize). */
export interface RangeFacts {
  readonly subnet: Prefixed;
  readonly network: Address;
  /** Only IPv4 has one. */
  readonly broadcast: Address | undefined;
  /** First and last address that may be handed out, the gateway among them. */
  readonly first: Address;
  readonly last: Address;
  readonly gateway: Address;
  /** How many addresses can be handed out: from first to last without the gateway. */
  readonly usable: bigint;
}

/**
 * The facts of a range, with host-local's defaults: it starts at the second address of the subnet, ends before the
 * broadcast address (IPv4) or with the last (IPv6), and the gateway is the second address.
 */
export function describeRange({ subnet, rangeStart, rangeEnd, gateway }: RangeInput): RangeFacts {
  const network = networkAddress(subnet);
  const end = lastAddress(subnet);
  const broadcast = network.bits === 32 ? end : undefined;
  const first = rangeStart ?? shifted(network, 1n);
  const last = rangeEnd ?? (broadcast === undefined ? end : shifted(end, -1n));
  const door = gateway ?? shifted(network, 1n);
  // A range that starts at the broadcast address ends before it begins, and still hands that one out.
  const all = last.value < first.value ? 1n : last.value - first.value + 1n;
  const inside = isWithin(door, first, last) ? 1n : 0n;
  return { subnet, network, broadcast, first, last, gateway: door, usable: all - inside };
}

function isWithin(address: Address, first: Address, last: Address): boolean {
  return address.bits === first.bits && address.value >= first.value && address.value <= last.value;
}

/** Whether an address may be handed out of a range, gateway or not. */
export function isInRange({ first, last }: RangeFacts, address: Address): boolean {
  return isWithin(address, first, last);
}

/** Whether two ranges share an address between their first and last ones (range.go, Overlaps). */
export function rangesOverlap(a: RangeFacts, b: RangeFacts): boolean {
  return isInRange(a, b.first) || isInRange(a, b.last) || isInRange(b, a.first) || isInRange(b, a.last);
}
