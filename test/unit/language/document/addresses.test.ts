import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contains,
  describeRange,
  formatAddress,
  formatPrefixed,
  lastAddress,
  movedInto,
  networkAddress,
  networksOverlap,
  parseAddress,
  parsePrefixed,
  rangesOverlap,
  sameAddress,
  type Address,
  type Prefixed,
  type RangeFacts,
} from '../../../../language/document/addresses.ts';

function address(text: string): Address {
  const parsed = parseAddress(text);
  if (parsed === undefined) {
    throw new Error(`no address: ${text}`);
  }
  return parsed;
}

function prefixed(text: string): Prefixed {
  const parsed = parsePrefixed(text);
  if (parsed === undefined) {
    throw new Error(`no network: ${text}`);
  }
  return parsed;
}

/** The facts of a range as text, in the order: first, last, gateway, usable. */
function facts(subnet: string, keys: { start?: string; end?: string; gateway?: string } = {}): string[] {
  const { first, last, gateway, usable } = range(subnet, keys);
  return [...[first, last, gateway].map(formatAddress), String(usable)];
}

function range(subnet: string, keys: { start?: string; end?: string; gateway?: string } = {}): RangeFacts {
  return describeRange({
    subnet: prefixed(subnet),
    rangeStart: keys.start === undefined ? undefined : address(keys.start),
    rangeEnd: keys.end === undefined ? undefined : address(keys.end),
    gateway: keys.gateway === undefined ? undefined : address(keys.gateway),
  });
}

const anyAddress = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }).map((value): Address => ({ bits: 32, value })),
  // Below 2^48 lie the addresses that Go takes for IPv4.
  fc.bigInt({ min: 2n ** 64n, max: 2n ** 128n - 1n }).map((value): Address => ({ bits: 128, value })),
);
const anyPrefixed = anyAddress.chain((one) =>
  fc.integer({ min: 0, max: one.bits }).map((prefix): Prefixed => ({ address: one, prefix, mapped: false })),
);

describe('an address', () => {
  it('is read as Go reads it', () => {
    expect(parseAddress('10.0.0.1')).toEqual({ bits: 32, value: 0x0a000001n });
    expect(parseAddress('::ffff:10.0.0.1')).toEqual({ bits: 32, value: 0x0a000001n });
    expect(parseAddress('fd00::1')).toEqual({ bits: 128, value: (0xfdn << 120n) + 1n });
    for (const text of ['', '10.0.0', '010.0.0.1', '10.0.0.999', '10.0.0.1/24', 'fd00::1::', ' 10.0.0.1']) {
      expect(parseAddress(text)).toBeUndefined();
    }
  });

  it('comes back from its own spelling', () => {
    fc.assert(
      fc.property(anyAddress, (one) => {
        expect(parseAddress(formatAddress(one))).toEqual(one);
      }),
    );
  });
});

describe('a network', () => {
  it('is read as Go reads it', () => {
    expect(formatPrefixed(prefixed('10.1.0.0/024'))).toBe('10.1.0.0/24');
    expect(prefixed('::ffff:10.0.0.0/120')).toMatchObject({ prefix: 24, mapped: true });
    for (const text of ['10.0.0.0', '10.0.0.0/', '10.0.0.0/33', 'fd00::/129', '10.0.0.0/-1', '10.0.0.0/+8']) {
      expect(parsePrefixed(text)).toBeUndefined();
    }
  });

  it('has a first and a last address', () => {
    expect(formatAddress(networkAddress(prefixed('10.1.2.3/20')))).toBe('10.1.0.0');
    expect(formatAddress(lastAddress(prefixed('10.1.2.3/20')))).toBe('10.1.15.255');
    expect(formatAddress(lastAddress(prefixed('fd00::/64')))).toBe('fd00::ffff:ffff:ffff:ffff');
    expect(formatAddress(networkAddress(prefixed('0.0.0.0/0')))).toBe('0.0.0.0');
  });

  it('contains its own ends, and nothing beside them', () => {
    fc.assert(
      fc.property(anyPrefixed, (network) => {
        const [first, last] = [networkAddress(network), lastAddress(network)];
        expect([first, last, network.address].every((one) => contains(network, one))).toBe(true);
        expect(contains(network, { ...first, value: first.value - 1n })).toBe(false);
        expect(contains(network, { ...last, value: last.value + 1n })).toBe(false);
      }),
    );
  });

  it('overlaps another just if one is within the other', () => {
    fc.assert(
      fc.property(anyPrefixed, anyPrefixed, (a, b) => {
        expect(networksOverlap(a, b)).toBe(networksOverlap(b, a));
        expect(networksOverlap(a, b)).toBe(contains(a, networkAddress(b)) || contains(b, networkAddress(a)));
      }),
    );
  });

  it('takes in an address by its host part', () => {
    expect(formatAddress(movedInto(prefixed('10.0.0.0/24'), address('10.0.1.5')))).toBe('10.0.0.5');
    fc.assert(
      fc.property(anyPrefixed, anyAddress, (network, one) => {
        fc.pre(network.address.bits === one.bits);
        expect(contains(network, movedInto(network, one))).toBe(true);
      }),
    );
  });
});

describe('a range of host-local', () => {
  it('has the defaults of the plugin', () => {
    expect(facts('10.0.0.0/24')).toEqual(['10.0.0.1', '10.0.0.254', '10.0.0.1', '253']);
    expect(facts('10.0.0.0/30')).toEqual(['10.0.0.1', '10.0.0.2', '10.0.0.1', '1']);
    expect(facts('fd00::/126')).toEqual(['fd00::1', 'fd00::3', 'fd00::1', '2']);
    expect(range('fd00::/64').broadcast).toBeUndefined();
  });

  it('does not hand out its gateway', () => {
    expect(facts('10.0.0.0/24', { start: '10.0.0.10', end: '10.0.0.19' })[3]).toBe('10');
    expect(facts('10.0.0.0/24', { start: '10.0.0.10', end: '10.0.0.19', gateway: '10.0.0.15' })[3]).toBe('9');
    expect(facts('10.0.0.0/24', { start: '10.0.0.1', end: '10.0.0.1' })[3]).toBe('0');
    expect(facts('10.0.0.0/24', { gateway: 'fd00::1' })[3]).toBe('254');
  });

  it('overlaps another just if they share an address', () => {
    const low = range('10.0.0.0/24', { end: '10.0.0.100' });
    const high = range('10.0.0.0/24', { start: '10.0.0.101' });
    expect(rangesOverlap(low, high)).toBe(false);
    expect(rangesOverlap(range('10.0.0.0/16'), high)).toBe(true);
    expect(rangesOverlap(low, range('fd00::/64'))).toBe(false);
  });

  it('counts what can be listed', () => {
    const small = fc.integer({ min: 22, max: 30 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }), small, (value, prefix) => {
        const subnet: Prefixed = { address: { bits: 32, value }, prefix, mapped: false };
        const { first, last, gateway, usable } = describeRange({ subnet });
        let count = 0n;
        for (let one = first.value; one <= last.value; one++) {
          if (!sameAddress({ bits: 32, value: one }, gateway)) {
            count++;
          }
        }
        expect(usable).toBe(count);
      }),
      { numRuns: 20 },
    );
  });
});
