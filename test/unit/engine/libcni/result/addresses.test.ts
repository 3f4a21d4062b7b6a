import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageOf } from '../message-of.ts';
import { canonicalAddress, canonicalRange, isIPv4 } from '../../../../../engine/libcni/result/addresses.ts';

describe('an address', () => {
  test.each([
    ['', ''],
    ['10.0.0.1', '10.0.0.1'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['1::', '1::'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::FFFF:a00:1', '10.0.0.1'],
    ['::10.0.0.1', '::a00:1'],
    ['1:2:3:4:5:6:7.8.9.10', '1:2:3:4:5:6:708:90a'],
    ['fe80::0001', 'fe80::1'],
  ])('%j is spelled %j', (text, canonical) => {
    expect(canonicalAddress(text)).toBe(canonical);
  });

  test.each([
    '10.0.0.01',
    '10.0.0',
    '10.0.0.256',
    '1.2.3.4.5',
    ' 10.0.0.1',
    '0x0a.0.0.1',
    ':',
    ':::',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'fe80::1%eth0',
    '1.2.3.4::',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::1:',
    '10.0.0.1/24',
  ])('%j is none', (text) => {
    expect(messageOf(() => canonicalAddress(text))).toBe(`invalid IP address: ${text}`);
  });

  test('stays as it is once it is canonical', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const once = canonicalAddress(text);
        expect(canonicalAddress(once)).toBe(once);
      }),
    );
  });
});

describe('a range', () => {
  test.each([
    ['10.1.2.3/24', '10.1.2.3/24'],
    ['10.1.2.3/024', '10.1.2.3/24'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['2001:DB8::5/64', '2001:db8::5/64'],
    ['::ffff:10.0.0.1/120', '10.0.0.1/24'],
    ['::ffff:10.0.0.1/64', '10.0.0.1/0'],
  ])('%j is spelled %j', (text, canonical) => {
    expect(canonicalRange(text)).toBe(canonical);
  });

  test.each([
    '',
    '<nil>',
    '10.0.0.1',
    '10.0.0.1/',
    '10.0.0.1/33',
    '10.0.0.1/-1',
    '10.0.0.1/+8',
    '10.0.0.1/8/8',
    '::/129',
    'x/8',
  ])('%j is none', (text) => {
    expect(messageOf(() => canonicalRange(text))).toBe(`invalid CIDR address: ${text}`);
  });

  test('is of IPv4 by its canonical spelling', () => {
    expect(isIPv4(canonicalRange('::ffff:1.2.3.4/100'))).toBe(true);
    expect(isIPv4(canonicalRange('::1.2.3.4/100'))).toBe(false);
    expect(isIPv4('<nil>')).toBe(false);
  });
});
