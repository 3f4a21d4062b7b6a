import { projects } from './catalog/index.ts';
import { type Explanation, isExplanationId } from './explanation.ts';
import type { Args, KnownFailure } from './known-failure.ts';

/** What libcni puts before the text of a plugin (CNIConfig.AddNetworkList and the like). */
const operationPrefix = /^plugin type="[^"]*"(?: name="[^"]*")? failed \(\w+\): /;

/** A message may be as long as a plugin's output. */
const explainedLength = 16_384;

const ranks = ['outer', undefined, 'common', 'weak'] as const;

interface Match {
  readonly id: string;
  readonly failure: KnownFailure;
  readonly match: RegExpExecArray;
}

const patterns = projects.flatMap(({ failures }) =>
  Object.entries(failures).flatMap(([id, failure]) =>
    failure.pattern === undefined ? [] : [{ id, failure, pattern: failure.pattern }],
  ),
);

/**
 * Returns the known failure that the text of an error identifies. In nested texts, the innermost cause counts.
 * @param isCNI false if nothing else says that the text is about CNI, so texts that other programs write, too, do not count
 */
export function explainText(whole: string, isCNI = true): Explanation | undefined {
  const message = whole.slice(0, explainedLength);
  const [best] = patterns
    .filter(({ failure }) => isCNI || (failure.rank !== 'common' && failure.rank !== 'weak'))
    .flatMap(({ id, failure, pattern }): Match[] => {
      const match = pattern.exec(message);
      return match === null ? [] : [{ id, failure, match }];
    })
    .toSorted(byImportance);
  return best === undefined ? undefined : explanationOf(best, message);
}

/** The rank counts first, then the innermost and longest match. */
function byImportance(a: Match, b: Match): number {
  return (
    ranks.indexOf(a.failure.rank) - ranks.indexOf(b.failure.rank) ||
    b.match.index - a.match.index ||
    b.match[0].length - a.match[0].length
  );
}

function explanationOf({ id: ownId, failure, match }: Match, message: string): Explanation | undefined {
  const groups = argumentsOf(match.groups ?? {});
  const { id, args } = failure.read?.(groups) ?? { id: ownId, args: groups };
  if (!isExplanationId(id)) {
    return undefined;
  }
  return match[0] === message.replace(operationPrefix, '') ? { id, args, restates: true } : { id, args };
}

/** Returns the groups as arguments. A group of an alternative that did not match takes the value of the other one. */
function argumentsOf(groups: Readonly<Record<string, string | undefined>>): Args {
  const other = groups['other'] ?? groups['third'] ?? '';
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, value ?? other]));
}
