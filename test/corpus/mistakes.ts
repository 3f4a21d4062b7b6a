import type { Random } from '../conformance/generate/random.ts';

/** Makes a mistake in a text; returns the text unchanged if that is not possible. */
type Mistake = (text: string, random: Random) => string;

/** Replaces one of the matches, chosen at random. */
function atOne(pattern: RegExp, put: (match: RegExpExecArray, random: Random) => string): Mistake {
  return (text, random) => {
    const found = [...text.matchAll(pattern)];
    const match = found[random.below(found.length)];
    if (match === undefined) {
      return text;
    }
    return text.slice(0, match.index) + put(match, random) + text.slice(match.index + match[0].length);
  };
}

/** A word with one letter omitted, doubled, swapped with the next one, or in the other case. */
function typo(word: string, random: Random): string {
  const at = random.below(word.length - 1);
  const [head, one, next, tail] = [word.slice(0, at), word.charAt(at), word.charAt(at + 1), word.slice(at + 2)];
  const flipped = one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase();
  return random.pick([
    head + next + tail,
    head + one + one + next + tail,
    head + next + one + tail,
    head + flipped + next + tail,
  ]);
}

const KEY = /"([A-Za-z]{4,})"(?=\s*:)/g;
const ADDRESS = /"(\d+\.\d+\.\d+\.)0(\/\d+)"/g;

/** Mistakes in keys and values; the text stays JSON. */
const inContent: readonly [Mistake, ...Mistake[]] = [
  atOne(KEY, ([, key = ''], random) => `"${typo(key, random)}"`),
  atOne(KEY, ([, key = ''], random) => `"${typo(key, random)}"`),
  atOne(KEY, ([whole, key = ''], random) => `"${typo(key, random)}": true, ${whole}`),
  atOne(KEY, ([whole]) => `${whole}: null, ${whole}`),
  atOne(/(?<="):\s*(\d+|true|false)\b/g, ([, value = '']) => `: "${value}"`),
  atOne(/:\s*(true)\b/g, () => ': false'),
  atOne(/:\s*(true)\b/g, (_, random) => `: ${random.pick(['"yes"', '1', '"True"', '[true]'])}`),
  atOne(/:\s*"([a-z]+)"/g, ([, word = ''], random) => `: "${random.pick(['bad net', `${word}s`, word.slice(1), ''])}"`),
  atOne(/:\s*"([^"]*)"/g, ([, value = '']) => `: ["${value}"]`),
  atOne(/\[\s*(\{[^[\]{}]*\})\s*\]/g, ([, inner = '']) => inner),
  atOne(/\[\s*("[^"]*")\s*\]/g, ([, inner = '']) => inner),
  atOne(ADDRESS, ([, head = '', prefix = '']) => `"${head}5${prefix}"`),
  atOne(ADDRESS, ([, head = '', prefix = '']) => `"${head}1", "gateway": "${head}0${prefix}"`),
  atOne(/"(?:ranges|subnet|routes|ipam|name|cniVersion|type)"\s*:/g, () => '"comment":'),
  atOne(/"(\d)\.(\d)\.\d"/g, ([, major = '', minor = '']) => `"${major}.${minor}"`),
  atOne(
    /"(?:bridge|portmap|host-local|macvlan|firewall)"/g,
    ([whole], random) => `"${typo(whole.slice(1, -1), random)}"`,
  ),
];

/** Mistakes after which the text is no longer JSON. */
const inSyntax: readonly [Mistake, ...Mistake[]] = [
  atOne(/[\]}](?=\s*[,\]}\n]|\s*$)/g, ([whole]) => `,${whole}`),
  atOne(/\n/g, () => ' // a comment\n'),
  atOne(/[{,](?=\s*\n)/g, ([whole]) => `${whole} /* a comment */`),
  atOne(/"([^"\\]*)"/g, ([, inner = '']) => `\u201C${inner}\u201D`),
  atOne(/(?<="):\s*(\d+)\b/g, ([, digits = ''], random) => {
    const other = random.pick([`+${digits}`, `0${digits}`, `0x${Number(digits).toString(16)}`]);
    return `: ${other}`;
  }),
  (text) => `\uFEFF${text}`,
  atOne(/ /g, () => '\u00A0'),
];

const several = (text: string, most: number, from: readonly [Mistake, ...Mistake[]], random: Random): string =>
  random.several(0, most, () => random.pick(from)).reduce((before, mistake) => mistake(before, random), text);

/** A text with several mistakes. `readable` is the same without mistakes of syntax, so that all others can be found. */
export function withMistakes(text: string, random: Random): { readonly text: string; readonly readable: string } {
  const readable = several(text, 4, inContent, random);
  return { text: several(readable, 2, inSyntax, random), readable };
}
