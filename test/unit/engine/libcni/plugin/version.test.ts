import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageOf } from '../message-of.ts';
import { encodeUTF8 } from '../../../../../engine/libcni/json/utf8.ts';
import {
  allVersions,
  decodePluginInfo,
  decodeVersion,
  greaterThan,
  greaterThanOrEqualTo,
  incompatibleVersions,
  parseVersion,
  supportsStatusAndGC,
} from '../../../../../engine/libcni/plugin/version.ts';

describe('a version', () => {
  test.each([
    ['', [0n, 1n, 0n]],
    ['1', [1n, 0n, 0n]],
    ['1.2', [1n, 2n, 0n]],
    ['+1.-2.03', [1n, -2n, 3n]],
    ['9223372036854775807.0.0', [9223372036854775807n, 0n, 0n]],
  ])('%j is read part by part, as numbers', (text, parts) => {
    expect(parseVersion(text)).toEqual(parts);
  });

  test.each([
    ['1.2.3.4', 'invalid version "1.2.3.4": too many parts'],
    ['x', 'failed to convert major version part "x": strconv.Atoi: parsing "x": invalid syntax'],
    ['1.', 'failed to convert minor version part "": strconv.Atoi: parsing "": invalid syntax'],
    ['1.2.1_0', 'failed to convert micro version part "1_0": strconv.Atoi: parsing "1_0": invalid syntax'],
    [
      '9223372036854775808',
      'failed to convert major version part "9223372036854775808": strconv.Atoi: parsing "9223372036854775808": value out of range',
    ],
  ])('%j is none', (text, message) => {
    expect(messageOf(() => parseVersion(text))).toBe(message);
  });

  test('compares by its numbers, not its letters', () => {
    expect(greaterThan('0.10.0', '0.9.9')).toBe(true);
    expect(greaterThan('1.0', '1.0.0')).toBe(false);
    expect(greaterThanOrEqualTo('1.0', '1.0.0')).toBe(true);
    expect(greaterThanOrEqualTo('', '0.1.0')).toBe(true);
  });

  test('order is total: of two, one is greater or both are equal', () => {
    const version = fc.tuple(fc.nat(12), fc.nat(12), fc.nat(12)).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(greaterThan(a, b)).toBe(!greaterThanOrEqualTo(b, a));
        const chained = greaterThanOrEqualTo(a, b) && greaterThanOrEqualTo(b, c);
        expect(chained && !greaterThanOrEqualTo(a, c)).toBe(false);
      }),
    );
  });

  test('the known ones are in order', () => {
    for (const [index, version] of allVersions.slice(1).entries()) {
      expect(greaterThan(version, allVersions[index] ?? '')).toBe(true);
    }
  });

  test('STATUS and GC begin with 1.1.0, and what is no version has neither', () => {
    expect(['1.0.0', '1.1.0', '1.2.0', 'x'].map((version) => supportsStatusAndGC(version))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('the version of a configuration or result', () => {
  test.each([
    ['{}', '0.1.0'],
    ['{"cniVersion":""}', '0.1.0'],
    ['{"CNIVERSION":"9.9"}', '9.9'],
    ['null', '0.1.0'],
  ])('%s is %s', (text, version) => {
    expect(decodeVersion(encodeUTF8(text))).toBe(version);
  });

  test('must be a string', () => {
    expect(messageOf(() => decodeVersion(encodeUTF8('{"cniVersion":1}')))).toBe(
      'decoding version from network config: json: cannot unmarshal number into Go struct field .cniVersion of type string',
    );
  });
});

const decode = (text: string) => decodePluginInfo(encodeUTF8(text));

describe('the answer to VERSION', () => {
  test('names the supported versions', () => {
    expect(decode('{"cniVersion":"1.0.0","supportedVersions":["0.4.0","1.0.0"]}')).toEqual({
      cniVersion: '1.0.0',
      supportedVersions: ['0.4.0', '1.0.0'],
    });
  });

  test('of a 0.2.0 plugin may leave them out', () => {
    expect(decode('{"cniVersion":"0.2.0"}').supportedVersions).toEqual(['0.1.0', '0.2.0']);
  });

  test.each([
    ['', 'decoding version info: unexpected end of JSON input'],
    ['{}', 'decoding version info: missing field cniVersion'],
    ['{"cniVersion":"1.0.0"}', 'decoding version info: missing field supportedVersions'],
    [
      '{"supportedVersions":"x"}',
      'decoding version info: json: cannot unmarshal string into Go struct field pluginInfo.supportedVersions of type []string',
    ],
  ])('%j is refused', (text, message) => {
    expect(messageOf(() => decode(text))).toBe(message);
  });
});

test('a version that the plugin does not support gives code 1 and both sides', () => {
  const error = incompatibleVersions('1.1.0', ['0.3.0', '0.4.0']);
  expect(error?.code).toBe(1);
  expect(error?.message).toBe('incompatible CNI versions: config is "1.1.0", plugin supports ["0.3.0" "0.4.0"]');
  expect(incompatibleVersions('0.4.0', ['0.3.0', '0.4.0'])).toBeUndefined();
});
