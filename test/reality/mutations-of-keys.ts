import type { Random } from '../conformance/generate/random.ts';
import {
  anyOf,
  type Draft,
  type Mutation,
  pathText,
  remove,
  rename,
  spots,
  type Spot,
  type WeightedMutation,
} from './draft.ts';

const named = ({ key }: Spot): boolean => typeof key === 'string';

function pickNamed(draft: Draft, random: Random): Spot | undefined {
  return anyOf(random, spots(draft, named));
}

const dropKey: Mutation = (draft, random) => {
  const spot = pickNamed(draft, random);
  if (spot === undefined) {
    return undefined;
  }
  remove(spot);
  return `without ${pathText(spot.path)}`;
};

function misspelled(key: string, random: Random): string {
  const at = random.below(Math.max(key.length - 1, 1));
  const [before, here, next, after] = [key.slice(0, at), key.charAt(at), key.charAt(at + 1), key.slice(at + 2)];
  return random.pick([
    before + next + here + after,
    before + next + after,
    before + here + here + next + after,
    `${key}s`,
    key.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  ]);
}

const misspellKey: Mutation = (draft, random) => {
  const spot = pickNamed(draft, random);
  if (spot === undefined) {
    return undefined;
  }
  const to = misspelled(String(spot.key), random);
  rename(spot, to);
  return `${pathText(spot.path)} as ${to}`;
};

const keyCase: Mutation = (draft, random) => {
  const spot = pickNamed(draft, random);
  if (spot === undefined) {
    return undefined;
  }
  const key = String(spot.key);
  const to = random.pick([key.toLowerCase(), key.toUpperCase(), key.charAt(0).toUpperCase() + key.slice(1)]);
  rename(spot, to);
  return `${pathText(spot.path)} as ${to}`;
};

/** A member of the same key before or after: the later one wins, unless the cases differ. */
const duplicateKey: Mutation = (draft, random) => {
  const spot = pickNamed(draft, random);
  if (spot === undefined) {
    return undefined;
  }
  const key = String(spot.key);
  const other = random.pick([key, key, key.toLowerCase(), key.toUpperCase()]);
  const value = random.pick([JSON.stringify(spot.value), 'null', '"x"', '1', 'true', '{}', '[]']);
  const first = random.chance(0.5);
  rename(spot, `${key}@@here`);
  draft.rewrite = (text) => {
    const at = text.indexOf(`"${key}@@here"`);
    const open = text.lastIndexOf('{', at) + 1;
    const bare = text.replace(`"${key}@@here"`, `"${key}"`);
    if (first) {
      return `${bare.slice(0, at)}"${other}": ${value}, ${bare.slice(at)}`;
    }
    // The other member is inserted after the end of this one.
    const end = endOfValue(bare, bare.indexOf(':', at) + 1);
    return open > 0 ? `${bare.slice(0, end)}, "${other}": ${value}${bare.slice(end)}` : bare;
  };
  return `${pathText(spot.path)} twice: ${first ? 'first' : 'then'} ${other}: ${value}`;
};

/** The end of the JSON value that starts at or after `from`. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  let inString = false;
  for (let at = from; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"' && text.charAt(at - 1) !== '\\') {
      inString = !inString;
    }
    if (inString) {
      continue;
    }
    if ('{['.includes(char)) {
      depth += 1;
    }
    if (depth === 0 && ',}]\n'.includes(char)) {
      return at;
    }
    if ('}]'.includes(char)) {
      depth -= 1;
    }
  }
  return text.length;
}

/** Mutations of keys: missing, misspelled, in another case, duplicate. */
export const keyMutations: readonly WeightedMutation[] = [
  ['key missing', dropKey, 6],
  ['key misspelled', misspellKey, 5],
  ['key in another case', keyCase, 4],
  ['key twice', duplicateKey, 4],
];
