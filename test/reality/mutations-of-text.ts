import type { Random } from '../conformance/generate/random.ts';
import type { Draft, Mutation, WeightedMutation } from './draft.ts';

/** The offsets of a pattern in a text. */
function offsetsOf(text: string, mark: RegExp): number[] {
  return [...text.matchAll(mark)].map(({ index }) => index);
}

function atMark(mark: RegExp, change: (text: string, at: number) => string) {
  return (text: string, random: Random): string => {
    const offsets = offsetsOf(text, mark);
    return change(text, offsets[random.below(offsets.length)] ?? 0);
  };
}

const CHANGES: readonly (readonly [string, (text: string, random: Random) => string])[] = [
  ['a comma before }', atMark(/\n *\}/g, (text, at) => `${text.slice(0, at)},${text.slice(at)}`)],
  ['a comma before ]', atMark(/\n *\]/g, (text, at) => `${text.slice(0, at)},${text.slice(at)}`)],
  ['without a comma', atMark(/,/g, (text, at) => text.slice(0, at) + text.slice(at + 1))],
  ['without a bracket', atMark(/[[\]{}]/g, (text, at) => text.slice(0, at) + text.slice(at + 1))],
  ['without a quote', atMark(/"/g, (text, at) => text.slice(0, at) + text.slice(at + 1))],
  ['a comment', atMark(/\n/g, (text, at) => `${text.slice(0, at)} // here${text.slice(at)}`)],
  ['cut off', atMark(/[\s\S]/g, (text, at) => text.slice(0, at))],
  ['with a byte order mark', (text) => `\uFEFF${text}`],
  ['with more after it', (text) => `${text}\n{}`],
  ['with a tab in a string', atMark(/(?<=": "[a-z])/g, (text, at) => `${text.slice(0, at)}\t${text.slice(at)}`)],
  ['in single quotes', (text) => text.replaceAll('"', "'")],
  ['True for true', (text) => text.replace('true', 'True')],
  ['in an array', (text) => `[${text}]`],
  [
    'a lone surrogate',
    atMark(/(?<=": "[a-z])/g, (text, at) => String.raw`${text.slice(0, at)}\ud800${text.slice(at)}`),
  ],
];

const text: Mutation = (draft: Draft, random) => {
  const [what, change] = CHANGES[random.below(CHANGES.length)] ?? CHANGES[0] ?? ['', (same: string) => same];
  draft.rewrite = (before) => change(before, random);
  return what;
};

/** Mutations of the text, after most of which it is not JSON. */
export const textMutations: readonly WeightedMutation[] = [['text of the file', text, 6]];
