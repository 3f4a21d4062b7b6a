import ipaddr from 'ipaddr.js';

/** Addresses from first to last, of one family, as numbers. */
export interface AddressRange {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

function toNumber(bytes: readonly number[]): bigint {
  return bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);
}

/** Octets without leading zeros, as Go's net.ParseIP insists; ipaddr.js would read octal and hex too. */
const FOUR_OCTETS = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/;

/** An address as a number, IPv4-mapped IPv6 as IPv4; undefined for what is no address to Go's net.ParseIP. */
export function addressNumber(text: string): { readonly family: 4 | 6; readonly number: bigint } | undefined {
  if (text.includes('%') || (!text.includes(':') && !FOUR_OCTETS.test(text)) || !ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  return { family: address.kind() === 'ipv4' ? 4 : 6, number: toNumber(address.toByteArray()) };
}

/** The addresses of a range in CIDR notation, whatever its host bits; undefined for what is none. */
export function cidrRange(text: string): AddressRange | undefined {
  const [address = '', prefix = '', ...rest] = text.split('/');
  const parsed = addressNumber(address);
  if (parsed === undefined || rest.length > 0 || !/^\d{1,3}$/.test(prefix)) return undefined;
  const bits = parsed.family === 4 ? 32 : 128;
  const length = Number(prefix);
  if (length > bits) return undefined;
  const size = 1n << BigInt(bits - length);
  const first = parsed.number - (parsed.number % size);
  return { family: parsed.family, first, last: first + size - 1n };
}

/** Whether two ranges have an address in common. */
export function overlap(a: AddressRange, b: AddressRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

/** Whether `inner` lies in `outer` as a whole. */
export function contains(outer: AddressRange, inner: AddressRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}
