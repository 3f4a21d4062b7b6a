import type { Random } from '../conformance/generate/random.ts';
import {
  anyOf,
  type Draft,
  literal,
  type Mutation,
  pathText,
  put,
  type Spot,
  spots,
  type Tree,
  plain,
  type WeightedMutation,
} from './draft.ts';

/** A mutation that replaces a value at a location that matches. */
function replacing(wanted: (spot: Spot) => boolean, other: (spot: Spot, random: Random) => Tree | undefined): Mutation {
  return (draft, random) => {
    const spot = anyOf(random, spots(draft, wanted));
    const value = spot === undefined ? undefined : other(spot, random);
    if (spot === undefined || value === undefined) {
      return undefined;
    }
    put(spot, value);
    return `${pathText(spot.path)}: ${JSON.stringify(value).replaceAll(/"@@literal:(.*?)@@"/g, '$1')}`;
  };
}

const anywhere = (): boolean => true;
const numeric = ({ value }: Spot): boolean => typeof value === 'number';
const textual = ({ value }: Spot): boolean => typeof value === 'string';
const logical = ({ value }: Spot): boolean => typeof value === 'boolean';
const composed = ({ value }: Spot): boolean => typeof value === 'object' && value !== null;

/** The same meaning in another type, as people write it. */
function asOtherType(value: Tree): Tree[] {
  if (typeof value === 'boolean') {
    return [plain(value), Number(value), [value], value ? 'yes' : 'no'];
  }
  if (typeof value === 'number') {
    return [plain(value), [value], { value }, value > 0];
  }
  if (typeof value === 'string') {
    return [[value], { value }, Number.parseInt(value, 10) || 5, true];
  }
  if (Array.isArray(value)) {
    return [value[0] ?? {}, { '0': value[0] ?? null }, JSON.stringify(value), true];
  }
  return [[value], JSON.stringify(value), true, 1];
}

const wrongType = replacing(anywhere, ({ value }, random) => anyOf(random, asOtherType(value)));

const nothing = replacing(anywhere, (_, random) => random.pick([null, null, '', literal('{}'), literal('[]')]));

const otherNumber = replacing(numeric, ({ value }, random) =>
  random.pick<Tree>([
    -1,
    0,
    1,
    67,
    Number(value) + 1,
    -Number(value),
    Number(value) * 1000,
    65_536,
    4_294_967_296,
    random.below(5000),
  ]),
);

/** Numbers that JSON or Go read in an unusual way. */
const numberForm = replacing(numeric, ({ value }, random) =>
  literal(
    random.pick([
      `${plain(value)}.0`,
      `${plain(value)}.5`,
      `${plain(value)}e0`,
      `${plain(value)}e30`,
      `0x${Number(value).toString(16)}`,
      `0${plain(value)}`,
      `+${plain(value)}`,
      `-${plain(value)}`,
      '1e400',
      '9007199254740993',
    ]),
  ),
);

const flipped = replacing(logical, ({ value }) => value !== true);

const LONG = 'a'.repeat(300);

/** Strings close to the valid one: with a character less or more, in another case, with spaces or punctuation. */
const otherText = replacing(textual, ({ value }, random) => {
  const text = plain(value);
  const at = random.below(Math.max(text.length, 1));
  return random.pick([
    text.slice(0, at) + text.slice(at + 1),
    text.slice(0, at) + text.charAt(at) + text.slice(at),
    text.toUpperCase(),
    text.charAt(0).toUpperCase() + text.slice(1),
    ` ${text}`,
    `${text} `,
    `${text.slice(0, at)} ${text.slice(at)}`,
    `${text}${random.pick(['x', '0', '.', '-', '/', ':', '%d', 'é'])}`,
    `${random.pick(['/', '.', '-', '_', '../'])}${text}`,
    `${text}-of-the-production`,
    text.replaceAll('.', ','),
    text.replaceAll('.', '/'),
  ]);
});

const strangeText = replacing(textual, (_, random) =>
  random.pick(['', ' ', 'auto', 'none', 'default', 'x', '0', 'null', '.', '..', '/', LONG]),
);

/** The value of another key in the same configuration, of the same type. */
const borrowed: Mutation = (draft: Draft, random) => {
  const from = anyOf(random, spots(draft, textual));
  const to = anyOf(
    random,
    spots(draft, (spot) => textual(spot) && spot.value !== from?.value),
  );
  if (from === undefined || to === undefined) {
    return undefined;
  }
  put(to, from.value);
  return `${pathText(to.path)}: ${JSON.stringify(from.value)} (of ${pathText(from.path)})`;
};

const emptied = replacing(composed, ({ value }) => (Array.isArray(value) ? [] : {}));

/** An array with a duplicate element, or one of another type. */
const elements = replacing(
  ({ value }) => Array.isArray(value) && value.length > 0,
  ({ value }, random) => {
    const [first = null, ...rest] = Array.isArray(value) ? value : [];
    return random.pick<Tree>([
      [first, first, ...rest],
      [first, ...rest, null],
      [first, ...rest, 5],
      [[first], ...rest],
    ]);
  },
);

/** Mutations of values: of another type, out of range, misspelled. */
export const valueMutations: readonly WeightedMutation[] = [
  ['value of another type', wrongType, 8],
  ['value null or empty', nothing, 4],
  ['number out of range', otherNumber, 7],
  ['number in another form', numberForm, 3],
  ['boolean inverted', flipped, 3],
  ['text changed', otherText, 9],
  ['text replaced', strangeText, 3],
  ['value of another key', borrowed, 3],
  ['object or array emptied', emptied, 2],
  ['elements of an array', elements, 3],
];
