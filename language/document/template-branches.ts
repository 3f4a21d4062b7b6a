import type { Span } from './span.ts';
import type { TemplateToken } from './templates.ts';

/** Alternative blocks of a template: the spans between `if`, `else` and `end`. */
type Alternatives = readonly Span[];

/** Alternatives beyond this number are not read. */
const mostVariants = 8;

/** Returns the alternatives of a text. A block without `else` has none. */
function alternativesIn(tokens: readonly TemplateToken[]): readonly Alternatives[] {
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
export function branchesOf(tokens: readonly TemplateToken[], variant: number): Branches {
  if (!tokens.some(({ role }) => role === 'else')) {
    return noBranches;
  }
  const alternatives = alternativesIn(tokens);
  const variants = Math.min(mostVariants, Math.max(1, ...alternatives.map(({ length }) => length)));
  const hidden = alternatives.flatMap((branches) => {
    const chosen = Math.min(variant, branches.length - 1);
    return branches.filter((_, index) => index !== chosen);
  });
  return { hidden: hidden.toSorted((a, b) => a.offset - b.offset), variants };
}
