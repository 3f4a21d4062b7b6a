import { canonicalAddress, isIPv4 } from '../../engine/libcni/result/addresses.ts';

/** One IP address as a number. An IPv4 address written as IPv6 (`::ffff:10.0.0.1`) is an IPv4 address, as in Go. */
export interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** An address with a prefix length: `10.0.0.2/24`. */
export interface Prefixed {
  readonly address: Address;
  readonly prefix: number;
  /** Whether an IPv4 address is written as IPv6. Go keeps the longer mask, which host-local rejects. */
  readonly mapped: boolean;
}

function attempt(text: string): string | undefined {
  try {
    return canonicalAddress(text);
  } catch {
    return undefined; // not an address: the caller reports it
  }
}

function valueOfIPv4(canonical: string): bigint {
  return canonical.split('.').reduce((value, octet) => value * 256n + BigInt(octet), 0n);
}

/** Returns the 16-bit groups on one side of `::`. */
const groupsOf = (side: string): string[] => (side === '' ? [] : side.split(':'));

function valueOfIPv6(canonical: string): bigint {
  const [head = '', tail] = canonical.split('::');
  const [before, after] = [groupsOf(head), groupsOf(tail ?? '')];
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...zeros, ...after].reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

/** Number of remembered texts. A document repeats the same few addresses, and many rules read each of them. */
const mostRemembered = 20_000;

/** Returns a reader that caches its results for texts as short as addresses. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (text) => {
    const kept = known.get(text);
    if (kept !== undefined) {
      return kept.value;
    }
    const value = read(text);
    if (known.size >= mostRemembered) {
      known.clear();
    }
    if (text.length < 64) {
      known.set(text, { value });
    }
    return value;
  };
}

/** Reads an address as Go's net.ParseIP does; undefined if it is not valid. */
export const parseAddress = remembering(readAddress);

function readAddress(text: string): Address | undefined {
  const canonical = text === '' ? undefined : attempt(text);
  if (canonical === undefined) {
    return undefined;
  }
  if (isIPv4(canonical)) {
    return { bits: 32, value: valueOfIPv4(canonical) };
  }
  return { bits: 128, value: valueOfIPv6(canonical) };
}

/** Formats an address as Go does (RFC 5952 for IPv6). */
export function formatAddress({ bits, value }: Address): string {
  if (bits === 32) {
    return [24n, 16n, 8n, 0n].map((shift) => String((value >> shift) & 255n)).join('.');
  }
  const groups = Array.from({ length: 8 }, (_, index) => (value >> BigInt(112 - 16 * index)) & 0xffffn);
  return canonicalAddress(groups.map((group) => group.toString(16)).join(':'));
}

/** Reads `address/prefix` as Go's net.ParseCIDR does; undefined if it is not valid. */
export const parsePrefixed = remembering(readPrefixed);

function readPrefixed(text: string): Prefixed | undefined {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const digits = text.slice(slash + 1);
  if (address === undefined || !/^[0-9]+$/.test(digits)) {
    return undefined;
  }
  const mapped = address.bits === 32 && text.includes(':');
  const prefix = Number(digits);
  if (prefix > (mapped ? 128 : address.bits)) {
    return undefined;
  }
  return { address, prefix: mapped ? Math.max(0, prefix - 96) : prefix, mapped };
}

/** Formats `address/prefix` as Go does. */
export function formatPrefixed({ address, prefix }: Pick<Prefixed, 'address' | 'prefix'>): string {
  return `${formatAddress(address)}/${prefix}`;
}

function hostMask({ address, prefix }: Pick<Prefixed, 'address' | 'prefix'>): bigint {
  return (1n << BigInt(address.bits - prefix)) - 1n;
}

/** Returns the first address of the network of an address. */
export function networkAddress(of: Pick<Prefixed, 'address' | 'prefix'>): Address {
  return { bits: of.address.bits, value: of.address.value & ~hostMask(of) };
}

/** Returns the last address of that network: the broadcast address for IPv4. */
export function lastAddress(of: Pick<Prefixed, 'address' | 'prefix'>): Address {
  return { bits: of.address.bits, value: of.address.value | hostMask(of) };
}

/** Whether an address is in a network of the same family. */
export function contains(network: Pick<Prefixed, 'address' | 'prefix'>, address: Address): boolean {
  const { bits, value } = network.address;
  return address.bits === bits && (address.value ^ value) >> BigInt(bits - network.prefix) === 0n;
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

/** Returns the address in a network that has the same host part: 10.0.1.5 in 10.0.0.0/24 becomes 10.0.0.5. */
export function movedInto(network: Prefixed, address: Address): Address {
  return { bits: network.address.bits, value: networkAddress(network).value | (address.value & hostMask(network)) };
}

/** Returns the address `by` after another one. Overflow is not checked. */
export function shifted({ bits, value }: Address, by: bigint): Address {
  return { bits, value: value + by };
}

/** A range in the configuration of host-local. */
export interface RangeInput {
  readonly subnet: Prefixed;
  readonly rangeStart?: Address | undefined;
  readonly rangeEnd?: Address | undefined;
  readonly gateway?: Address | undefined;
}

/** A range as host-local uses it (plugins/ipam/host-local/backend/allocator/range.go, Canonicalize). */
export interface RangeFacts {
  readonly subnet: Prefixed;
  readonly network: Address;
  /** Only IPv4 has one. */
  readonly broadcast: Address | undefined;
  /** First and last address that may be assigned, including the gateway. */
  readonly first: Address;
  readonly last: Address;
  readonly gateway: Address;
  /** Number of addresses that can be assigned: from first to last without the gateway. */
  readonly usable: bigint;
}

/**
 * Returns the facts of a range with the defaults of host-local: it starts at the second address of the subnet and ends
 * before the broadcast address (IPv4) or at the last address (IPv6), and the gateway is the second address.
 */
export function describeRange({ subnet, rangeStart, rangeEnd, gateway }: RangeInput): RangeFacts {
  const network = networkAddress(subnet);
  const end = lastAddress(subnet);
  const broadcast = network.bits === 32 ? end : undefined;
  const first = rangeStart ?? shifted(network, 1n);
  const last = rangeEnd ?? (broadcast === undefined ? end : shifted(end, -1n));
  const gatewayAddress = gateway ?? shifted(network, 1n);
  // A range that starts at the broadcast address ends before its start, but still assigns that address.
  const all = last.value < first.value ? 1n : last.value - first.value + 1n;
  const inside = isWithin(gatewayAddress, first, last) ? 1n : 0n;
  return { subnet, network, broadcast, first, last, gateway: gatewayAddress, usable: all - inside };
}

function isWithin(address: Address, first: Address, last: Address): boolean {
  return address.bits === first.bits && address.value >= first.value && address.value <= last.value;
}

/** Whether an address is in a range, including the gateway. */
export function isInRange({ first, last }: RangeFacts, address: Address): boolean {
  return isWithin(address, first, last);
}

/** Whether two ranges share an address (range.go, Overlaps). */
export function rangesOverlap(a: RangeFacts, b: RangeFacts): boolean {
  return isInRange(a, b.first) || isInRange(a, b.last) || isInRange(b, a.first) || isInRange(b, a.last);
}
