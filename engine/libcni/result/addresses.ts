import { GoJSONError } from '../json/errors.ts';

/** An address as in Go's net.IP: 16 bytes, IPv4 mapped, and whether it was written as IPv4. */
interface ParsedAddress {
  readonly bytes: Uint8Array;
  readonly bits: 32 | 128;
}

/** Parses four octets without leading zeros, as Go requires. */
function parseOctets(text: string): readonly number[] | undefined {
  const fields = text.split('.');
  if (fields.length !== 4 || !fields.every((field) => /^(0|[1-9][0-9]{0,2})$/.test(field) && Number(field) <= 255)) {
    return undefined;
  }
  return fields.map(Number);
}

/** Parses the groups of one side of `::`; an IPv4 address may replace the last two. */
function parseGroups(text: string, last: boolean): number[] | undefined {
  if (text === '') {
    return [];
  }
  const groups: number[] = [];
  const fields = text.split(':');
  for (const [index, field] of fields.entries()) {
    if (field.includes('.') && last && index === fields.length - 1) {
      const octets = parseOctets(field);
      if (octets === undefined) {
        return undefined;
      }
      const [a = 0, b = 0, c = 0, d = 0] = octets;
      groups.push((a << 8) | b, (c << 8) | d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(field)) {
      groups.push(Number.parseInt(field, 16));
    } else {
      return undefined;
    }
  }
  return groups;
}

function parseIPv6(text: string): readonly number[] | undefined {
  const sides = text.split('::');
  const [head = '', tail] = sides;
  if (sides.length > 2) {
    return undefined;
  }
  if (tail === undefined) {
    const groups = parseGroups(head, true);
    return groups?.length === 8 ? groups : undefined;
  }
  const before = parseGroups(head, false);
  const after = parseGroups(tail, true);
  if (before === undefined || after === undefined || before.length + after.length > 7) {
    return undefined;
  }
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return [...before, ...zeros, ...after];
}

function parseAddress(text: string): ParsedAddress | undefined {
  if (!text.includes(':')) {
    const octets = parseOctets(text);
    return octets && { bytes: Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...octets]), bits: 32 };
  }
  const groups = parseIPv6(text);
  return groups && { bytes: Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff])), bits: 128 };
}

function isMapped(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 0xff && bytes[11] === 0xff;
}

/** Formats an address by RFC 5952: lowercase, with the first longest run of two or more zero groups shortened. */
function formatGroups(groups: readonly number[]): string {
  let start = -1;
  let length = 1;
  for (let from = 0; from < 8; from++) {
    let to = from;
    while (to < 8 && groups[to] === 0) {
      to++;
    }
    if (to - from > length) {
      start = from;
      length = to - from;
    }
  }
  const hex = groups.map((group) => group.toString(16));
  return start < 0 ? hex.join(':') : `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`;
}

function formatAddress(bytes: Uint8Array): string {
  if (isMapped(bytes)) {
    return bytes.subarray(12).join('.');
  }
  return formatGroups(
    Array.from({ length: 8 }, (_, index) => ((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)),
  );
}

/** Returns an address in Go's spelling (net.ParseIP, then String): '' for ''. Throws `invalid IP address: …`. */
export function canonicalAddress(text: string): string {
  if (text === '') {
    return '';
  }
  const parsed = parseAddress(text);
  if (parsed === undefined) {
    throw new GoJSONError(`invalid IP address: ${text}`);
  }
  return formatAddress(parsed.bytes);
}

/** Go's text for an unset address range. */
export const noRange = '<nil>';

/**
 * Returns an address with its prefix length in Go's spelling (types.ParseCIDR, then IPNet.String), including host bits. A
 * mapped address becomes IPv4 with the part of its prefix in the last 32 bits. Throws `invalid CIDR address: …`.
 */
export function canonicalRange(text: string): string {
  const slash = text.indexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const prefixText = text.slice(slash + 1);
  const prefix = /^[0-9]+$/.test(prefixText) ? Number(prefixText) : Number.NaN;
  if (address === undefined || !(prefix <= address.bits)) {
    throw new GoJSONError(`invalid CIDR address: ${text}`);
  }
  const shown = address.bits === 128 && isMapped(address.bytes) ? Math.max(0, prefix - 96) : prefix;
  return `${formatAddress(address.bytes)}/${shown}`;
}

/** Returns true for a canonical address or range of IPv4 (net.IP.To4 is not nil). */
export function isIPv4(canonical: string): boolean {
  return canonical.includes('.');
}
