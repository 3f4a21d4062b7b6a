import { anyText, arrayText, objectText, stringText, wildObject, type Member, type Wildness } from './json-text.ts';
import type { Random } from './random.ts';

const CIDRS = [
  '10.1.2.3/24',
  '10.0.0.0/8',
  '0.0.0.0/0',
  '::/0',
  'fd00::5/64',
  '2001:DB8::1/32',
  '::ffff:1.2.3.4/120',
  '::ffff:1.2.3.4/90',
  '::ffff:0:0/96',
  '1.2.3.4/32',
  '2001:db8:0:0:1:0:0:1/128',
  'fe80::1%eth0/64',
  '1.2.3.4',
  '1.2.3.4/33',
  '1.2.3/24',
  '',
  '01.2.3.4/24',
  '1.2.3.4/024',
  '1.2.3.4/-1',
  '::1/129',
  '256.1.1.1/8',
  'a/b',
  '/24',
  '1.2.3.4/',
  '1::2::3/64',
  ' 1.2.3.4/24',
  '::1.2.3.4/96',
  '1:2:3:4:5:6:7:8/64',
  '1:2:3:4:5:6:7::/64',
  '0:0:0:0:0:0:0:0/1',
  '10.1.2.3/+24',
  '1:2:3:4:5:6:1.2.3.4/100',
  '::ffff:a.b.c.d/96',
  '12345::/16',
  '1.2.3.4/24/24',
  '1.2.3.4/٢٤',
  '::FFFF:1.2.3.4/96',
  '1:0:0:2:0:0:0:3/64',
  '::1:0:0:0:0/80',
] as const;
const GOOD_CIDRS = ['10.1.2.3/24', '10.1.2.4/16', 'fd00::5/64', '2001:db8::1/32', '::ffff:1.2.3.4/120'] as const;
const IPS = [
  '10.1.2.1',
  '::1',
  'fd00::1',
  '',
  '1.2.3',
  '1.2.3.4/24',
  '::ffff:1.2.3.4',
  '1.2.3.04',
  'x',
  '::',
  '0.0.0.0',
  'fe80::1%eth0',
  'FD00::A',
  '1:2:3:4:5:6:7:8:9',
  '1.2.3.4.5',
  '1:2:3:4:5:6:7:0',
  '::ffff:0:1',
] as const;
const GOOD_IPS = ['10.1.2.1', 'fd00::1', '::ffff:10.0.0.1'] as const;
const INTS = [
  '0',
  '1',
  '2',
  '-1',
  '1500',
  '4294967296',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '1.0',
  '1e3',
  '1.5',
  '"1"',
  'null',
  '-0',
  '9007199254740993',
] as const;

/** How often an address or integer is odd. */
function oddness(how: Wildness): number {
  return how.wrongType * 2;
}

function cidr(random: Random, how: Wildness): string {
  return JSON.stringify(random.chance(oddness(how)) ? random.pick(CIDRS) : random.pick(GOOD_CIDRS));
}

function ip(random: Random, how: Wildness): string {
  return JSON.stringify(random.chance(oddness(how)) ? random.pick(IPS) : random.pick(GOOD_IPS));
}

function int(random: Random, how: Wildness): string {
  return random.chance(oddness(how)) ? random.pick(INTS) : String(random.below(3000));
}

function some(random: Random, probability: number, members: readonly (readonly [string, () => string])[]): Member[] {
  return members.flatMap(([key, make]): Member[] => (random.chance(probability) ? [[key, make()]] : []));
}

function elements(random: Random, how: Wildness, most: number, make: () => string): string {
  const one = (): string => (random.chance(how.wrongType / 3) ? random.pick(['null', '{}', '1', '""', '[]']) : make());
  return arrayText(random, random.several(0, most, one));
}

function routeText(random: Random, how: Wildness): string {
  const extras = some(random, 0.2, [
    ['mtu', () => int(random, how)],
    ['advmss', () => int(random, how)],
    ['priority', () => int(random, how)],
    ['table', () => int(random, how)],
    ['scope', () => int(random, how)],
  ]);
  const gw = some(random, 0.6, [['gw', () => ip(random, how)]]);
  return wildObject(random, [['dst', cidr(random, how)], ...gw, ...extras], how);
}

function dnsText(random: Random, how: Wildness): string {
  const strings = (): string => elements(random, how, 2, () => stringText(random));
  const members = some(random, 0.5, [
    ['nameservers', strings],
    ['domain', () => stringText(random)],
    ['search', strings],
    ['options', strings],
  ]);
  return wildObject(random, members, how);
}

function interfaceText(random: Random, how: Wildness): string {
  const members = some(random, 0.4, [
    ['mac', () => stringText(random)],
    ['mtu', () => int(random, how)],
    ['sandbox', () => stringText(random)],
    ['socketPath', () => stringText(random)],
    ['pciID', () => stringText(random)],
  ]);
  return wildObject(random, [['name', stringText(random)], ...members], how);
}

function addressText(random: Random, how: Wildness, withVersion: boolean): string {
  const members = some(random, 0.6, [
    ['gateway', () => ip(random, how)],
    ['interface', () => int(random, how)],
  ]);
  const version = random.pick(['"4"', '"6"', '"4"', '""', '"5"']);
  return wildObject(
    random,
    [...(withVersion ? [['version', version] as const] : []), ['address', cidr(random, how)], ...members],
    how,
  );
}

function oldAddressText(random: Random, how: Wildness): string {
  const members = some(random, 0.6, [
    ['gateway', () => ip(random, how)],
    ['routes', () => elements(random, how, 3, () => routeText(random, how))],
  ]);
  return wildObject(random, [['ip', cidr(random, how)], ...members], how);
}

/** A result of a spec version; the version key is left out when `version` is undefined. */
export function resultText(random: Random, version: string | undefined, how: Wildness): string {
  const head: Member[] = version === undefined ? [] : [['cniVersion', JSON.stringify(version)]];
  if (random.chance(how.wrongType / 4)) {
    return anyText(random);
  }
  const old = version === '0.1.0' || version === '0.2.0' || version === '';
  const body = old
    ? some(random, 0.7, [
        ['ip4', () => oldAddressText(random, how)],
        ['ip6', () => oldAddressText(random, how)],
        ['dns', () => dnsText(random, how)],
      ])
    : some(random, 0.7, [
        ['interfaces', () => elements(random, how, 2, () => interfaceText(random, how))],
        [
          'ips',
          () =>
            elements(random, how, 3, () => addressText(random, how, version?.startsWith('0.') ?? random.chance(0.5))),
        ],
        ['routes', () => elements(random, how, 3, () => routeText(random, how))],
        ['dns', () => dnsText(random, how)],
      ]);
  const members = [...head, ...body];
  return random.chance(0.02) ? objectText(random, [...members, ...members]) : wildObject(random, members, how);
}
