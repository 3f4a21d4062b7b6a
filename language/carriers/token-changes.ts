import type { TextChange } from '../rules/rule.ts';

/** Tokens are not strings, whose ends would differ between the texts after a missing or wrong quote. */
const tokenPattern = /\s+|[\w.+-]+|[^]/g;
/** Maximum number of cells in the comparison table. A larger difference remains one change. */
const mostCells = 4_000_000;

interface Token {
  readonly text: string;
  readonly offset: number;
}

const tokensOf = (text: string, base: number): Token[] =>
  [...text.matchAll(tokenPattern)].map(({ 0: token, index }) => ({ text: token, offset: base + index }));

/** Returns the lengths of the longest common subsequences after each pair of tokens. */
function tableOf(before: readonly Token[], after: readonly Token[]): Uint32Array {
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const at = i * width + j;
      table[at] =
        before[i]?.text === after[j]?.text
          ? (table[at + width + 1] ?? 0) + 1
          : Math.max(table[at + width] ?? 0, table[at + 1] ?? 0);
    }
  }
  return table;
}

/** Splits a change of a text into changes that do not touch equal tokens, so that their line breaks stay. */
export function tokenChanges(text: string, change: TextChange): readonly TextChange[] {
  const before = tokensOf(text.slice(change.offset, change.offset + change.length), change.offset);
  const after = tokensOf(change.text, 0);
  if ((before.length + 1) * (after.length + 1) > mostCells) {
    return [change];
  }
  const table = tableOf(before, after);
  const width = after.length + 1;
  const end = change.offset + change.length;
  const changes: { offset: number; length: number; text: string }[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [old, put] = [before[i], after[j]];
    if (old !== undefined && put !== undefined && old.text === put.text) {
      [i, j] = [i + 1, j + 1];
      continue;
    }
    const offset = old?.offset ?? end;
    const last = changes.at(-1);
    const open = last !== undefined && last.offset + last.length === offset ? last : { offset, length: 0, text: '' };
    if (open !== last) {
      changes.push(open);
    }
    const at = i * width + j;
    if (old !== undefined && (put === undefined || (table[at + width] ?? 0) >= (table[at + 1] ?? 0))) {
      open.length += old.text.length;
      i++;
    } else {
      open.text += put?.text ?? '';
      j++;
    }
  }
  return changes;
}
