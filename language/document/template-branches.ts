import type { Span } from './span.ts';
import type { TemplateToken } from './templates.ts';

/** Alternative blocks of a template: the spans between `if`, `else` and `end`. */
type Alternatives = readonly Span[];

/** Alternatives beyond this number are not read. */
const mostVariants = 8;

/**
 * Returns the alternatives of a text that ends at `textEnd`. A block without `else` has none. A block without `end` goes on
 * to the end of the text: a carrier does not count actions after the text as a part of it.
 */
function alternativesIn(tokens: readonly TemplateToken[], textEnd: number): readonly Alternatives[] {
  const found: Alternatives[] = [];
  const open: { branches: Span[]; from: number }[] = [];
  for (const { offset, length, quoted, role } of tokens) {
    const end = offset + length;
    const block = open.at(-1);
    if (quoted) {
      continue;
    }
    if (role === 'open') {
      open.push({ branches: [], from: end });
    } else if (block !== undefined && (role === 'else' || role === 'end')) {
      block.branches.push({ offset: block.from, length: offset - block.from });
      block.from = end;
      if (role === 'end') {
        open.pop();
        if (block.branches.length > 1) {
          found.push(block.branches);
        }
      }
    }
  }
  for (const { branches, from } of open.toReversed()) {
    if (branches.length > 0) {
      found.push([...branches, { offset: from, length: textEnd - from }]);
    }
  }
  return found;
}

/** The branches of a template in one variant. */
export interface Branches {
  /** The spans that the variant leaves out, sorted; inner ones are within outer ones. */
  readonly hidden: readonly Span[];
  /** The number of variants with which every branch is read once. */
  readonly variants: number;
}

const noBranches: Branches = { hidden: [], variants: 1 };

/** Chooses one branch of each alternative: the first one in variant 0, the next ones in the others. */
export function branchesOf(tokens: readonly TemplateToken[], variant: number, textEnd: number): Branches {
  if (!tokens.some(({ role }) => role === 'else')) {
    return noBranches;
  }
  const alternatives = alternativesIn(tokens, textEnd);
  const variants = Math.min(mostVariants, Math.max(1, ...alternatives.map(({ length }) => length)));
  const hidden = alternatives.flatMap((branches) => {
    const chosen = Math.min(variant, branches.length - 1);
    return branches.filter((_, index) => index !== chosen);
  });
  return { hidden: hidden.toSorted((a, b) => a.offset - b.offset), variants };
}
