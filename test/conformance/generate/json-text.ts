import type { Random } from './random.ts';

/** A member of an object under construction: a key and the JSON text of its value. */
export type Member = readonly [key: string, value: string];

const NUMBERS = [
  '0',
  '-0',
  '1',
  '-1',
  '1.0',
  '0.1',
  '1e2',
  '1E+2',
  '1e-7',
  '1e-6',
  '0.000001',
  '1e20',
  '1e21',
  '123456789012345678901',
  '9007199254740993',
  '9223372036854775807',
  '9223372036854775808',
  '-9223372036854775808',
  '4294967296',
  '5e-324',
  '1e-400',
  '1.7976931348623157e308',
  '3.4028236e38',
  '100000000000000000000000',
  '0.30000000000000004',
  '1500',
  '65536',
  '2.50',
  '-0.0',
  '1e0',
  '12e-1',
] as const;

/** JSON, but beyond float64. */
const HUGE_NUMBERS = ['1e400', '-1e400', '1e309', '17976931348623159e292'] as const;

const BAD_NUMBERS = [
  '01',
  '+1',
  '.5',
  '1.',
  '1e',
  '0x10',
  'NaN',
  'Infinity',
  '-',
  '1_000',
  '--1',
  '1e+',
  '-a',
  '1.e3',
] as const;

/** Bodies of string literals, as written between the quotes. */
const STRINGS = [
  '',
  'a',
  'net',
  '<b>&amp;',
  'tab\\t',
  '\\u0000',
  '\\ud800',
  '\\udc00',
  '\\ud83d\\ude00',
  '\\ud800\\ud800',
  '\\ud800x',
  '\\ud83d\\u0041',
  '\\uD83D\\n',
  '\u2028',
  '\\u2029',
  '\\u003c',
  'é',
  '\u{1f600}',
  '\\/',
  '\\b\\f\\n\\r',
  '\\"',
  '\\\\',
  '\u007f',
  '\\u007f',
  '10.1.0.0/16',
  'true',
  '1',
  '\ufeff',
  '\ufffd',
  'e\u0301',
  '\u0085',
  '\\uFFFF',
  'ﬀ',
] as const;

const BAD_STRINGS = ['\\x41', '\\u12', '\\u12g4', '\n', '\t', '\u0001', "\\'", '\\U00000041', '\\', '\\u'] as const;

const KEYS = [
  'a',
  'b',
  'name',
  'type',
  'cniVersion',
  'plugins',
  'mtu',
  '__proto__',
  'constructor',
  'toString',
  '',
  '1',
  '10',
  '2',
  'é',
  'ﬀ',
  '\u{1f600}',
  '\uffff',
  '<k>',
  'a b',
  '\\u0061',
  'A',
  '\\ud800',
  'hasOwnProperty',
  'length',
  '\u00e9\u0301',
] as const;

function numberText(random: Random): string {
  if (random.chance(0.01)) {
    return random.pick(BAD_NUMBERS);
  }
  return random.chance(0.02) ? random.pick(HUGE_NUMBERS) : random.pick(NUMBERS);
}

/** A string literal, seldom one that is not JSON. */
export function stringText(random: Random): string {
  if (random.chance(0.01)) {
    return `"${random.pick(BAD_STRINGS)}"`;
  }
  return `"${random.several(1, random.chance(0.2) ? 3 : 1, () => random.pick(STRINGS)).join('')}"`;
}

/** White space that JSON allows, mostly none. */
function gap(random: Random): string {
  return random.chance(0.9) ? '' : random.pick([' ', '\n', '\t', '\r\n', '  ']);
}

/** Any JSON value, not deeper than `depth`. */
export function anyText(random: Random, depth = 3): string {
  switch (random.below(depth > 0 ? 9 : 6)) {
    case 0:
      return 'null';
    case 1:
      return random.pick(['true', 'false']);
    case 2:
    case 3:
      return numberText(random);
    case 4:
    case 5:
      return stringText(random);
    case 6:
      return arrayText(
        random,
        random.several(0, 3, () => anyText(random, depth - 1)),
      );
    default:
      return objectText(
        random,
        random.several(0, 4, (): Member => [random.pick(KEYS), anyText(random, depth - 1)]),
      );
  }
}

export function arrayText(random: Random, items: readonly string[]): string {
  return `[${gap(random)}${items.join(`${gap(random)},${gap(random)}`)}${gap(random)}]`;
}

/** An object just as given. */
export function objectText(random: Random, members: readonly Member[]): string {
  const body = members.map(
    ([key, value]) => `${gap(random)}"${key}"${gap(random)}:${gap(random)}${value}${gap(random)}`,
  );
  return `{${body.join(',')}}`;
}

/** Other spellings that Go's decoder takes for the same struct key: case, K (Kelvin) and ſ (long s). */
function respelt(random: Random, key: string): string {
  const upper = key.slice(0, 1).toUpperCase() + key.slice(1);
  const folded = key.replace(/s/u, '\u017f').replace(/k/u, '\u212a');
  const escaped = `\\u00${(key.codePointAt(0) ?? 0x61).toString(16)}${key.slice(1)}`;
  return random.pick([key.toUpperCase(), key.toLowerCase(), upper, folded, escaped]);
}

/** How often {@link wildObject} does each of its mischiefs. */
export interface Wildness {
  readonly respell: number;
  readonly repeat: number;
  readonly wrongType: number;
  readonly drop: number;
  readonly extra: number;
}

export const TAME: Wildness = { respell: 0.01, repeat: 0.01, wrongType: 0.005, drop: 0.01, extra: 0.15 };
export const WILD: Wildness = { respell: 0.08, repeat: 0.08, wrongType: 0.05, drop: 0.05, extra: 0.3 };

/** An object with the members, some of them respelt, repeated, of another type, missing or moved, and with others added. */
export function wildObject(random: Random, members: readonly Member[], how: Wildness): string {
  const out: Member[] = [];
  for (const [key, value] of members) {
    if (random.chance(how.drop)) {
      continue;
    }
    const spelling = random.chance(how.respell) ? respelt(random, key) : key;
    out.push([spelling, random.chance(how.wrongType) ? anyText(random, 2) : value]);
    if (random.chance(how.repeat)) {
      const again = random.chance(0.5) ? anyText(random, 1) : value;
      out.push([random.chance(0.5) ? respelt(random, key) : key, again]);
    }
  }
  if (random.chance(how.extra)) {
    out.push([random.pick(KEYS), anyText(random, 2)]);
  }
  return objectText(random, random.chance(0.3) ? random.shuffled(out) : out);
}

const SYNTAX = Array.from('{}[]:,"\\ \n\0x1-.etfn/\u000b\u00a0\u2028\'');

/** Bytes of the text, sometimes damaged: cut, with a byte less, more or changed, with something after the end, with a BOM. */
export function damaged(random: Random, text: string, probability: number): Uint8Array {
  const bytes = new TextEncoder().encode(text);
  if (!random.chance(probability)) {
    return bytes;
  }
  const at = random.below(bytes.length + 1);
  const extra = new TextEncoder().encode(random.pick(['}', ' ', ...SYNTAX]));
  switch (random.below(8)) {
    case 0:
      return bytes.slice(0, at);
    case 1:
      return joined(bytes.slice(0, at), bytes.slice(at + 1));
    case 2:
      return joined(bytes.slice(0, at), extra, bytes.slice(at));
    case 3:
      return joined(bytes.slice(0, at), Uint8Array.of(0x80 + random.below(0x80)), bytes.slice(at + random.below(2)));
    case 4:
      return joined(bytes, extra);
    case 5:
      return joined(Uint8Array.of(0xef, 0xbb, 0xbf), bytes);
    case 6:
      return joined(bytes.slice(0, at), random.pick(BAD_UTF8), bytes.slice(at));
    default:
      return joined(bytes, bytes.slice(0, at));
  }
}

/** Byte sequences that look like UTF-8 and are not: a surrogate, an overlong one, one beyond U+10FFFF, a cut one. */
const BAD_UTF8: readonly [Uint8Array, ...Uint8Array[]] = [
  Uint8Array.of(0xed, 0xa0, 0x80),
  Uint8Array.of(0xc0, 0xaf),
  Uint8Array.of(0xf4, 0x90, 0x80, 0x80),
  Uint8Array.of(0xe2, 0x82),
  Uint8Array.of(0xff),
  Uint8Array.of(0xf0, 0x9f, 0x98),
];

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
