import type { Random } from './random.ts';

/** Spec versions. */
export const VERSIONS = ['0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0'] as const;

const ODD_VERSIONS = [
  '',
  '1.2.0',
  '1.0',
  '1',
  '0',
  '1.0.0.0',
  'v1.0.0',
  '1.0.0 ',
  ' 1.0.0',
  '01.0.0',
  '+1.0.0',
  '-1.0.0',
  '1..0',
  '.',
  '1.x.0',
  '1.0.x',
  '99999999999999999999.0.0',
  '1.99999999999999999999.0',
  '1_0.0.0',
  '0x1.0.0',
  '1.0.0-rc1',
  '٠.٤.٠',
  '4.0.0',
  '0.0.1',
  '0.4',
  '0.3.9',
  '1.1.00',
  '1.1.1',
  '0.10.0',
  '9223372036854775807.0.0',
  '9223372036854775808.0.0',
  '-0.4.0',
  '1.0.',
  '\u0000',
  '1.0.0\n',
  '-9223372036854775808',
  '+',
  '-',
  'é.1',
  '1.-1.0',
  '"1"',
  '1\u00a0',
  '00.004.000',
] as const;

/** A version, odd with the given probability. */
export function versionName(random: Random, odd = 0.3): string {
  return random.chance(odd) ? random.pick(ODD_VERSIONS) : random.pick(VERSIONS);
}

const NAMES = [
  'net',
  'a',
  'dbnet',
  'my-net_1.0',
  '',
  '-x',
  '.x',
  '_x',
  'a b',
  'a/b',
  '../up',
  'a%',
  'é',
  'a\n',
  'net\u0000',
  '9',
  'a:b',
  'A',
  'a..b',
  'a-',
  'x'.repeat(300),
  '\u212a',
  'a\r',
  '..',
  '.',
  'a\\b',
  '"q"',
  '<&>',
  'a\u2028',
  '\u{1f600}',
] as const;

/** A network name or a container ID, good or bad. */
export function anyName(random: Random): string {
  if (random.chance(0.1)) {
    return random.several(1, 20, () => String.fromCodePoint(32 + random.below(100))).join('');
  }
  return random.pick(NAMES);
}

const IF_NAMES = [
  'eth0',
  'net1',
  '',
  '.',
  '..',
  '...',
  'a/b',
  'a:b',
  'a b',
  'a\tb',
  'a\u00a0b',
  'a\u0085b',
  'a\u2003b',
  'a\u200bb',
  'a\u180eb',
  'fifteencharname',
  'sixteencharnames',
  'ééééééé',
  'éééééééé',
  'a\ufeffb',
  '\u3000',
  'eth0\n',
  'é',
  'a\u2028',
  '\v',
  '\u001c',
  'a\u1680',
  'eth0.100',
  'eth%d',
  'a\u0000b',
  '\u{1f600}\u{1f600}\u{1f600}',
  '\u{1f600}\u{1f600}\u{1f600}\u{1f600}',
] as const;

export function interfaceName(random: Random): string {
  if (random.chance(0.1)) {
    return random.several(1, 18, () => String.fromCodePoint(random.below(0x3100))).join('');
  }
  return random.pick(IF_NAMES);
}
