import type { Severity } from '../../workspace/context.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Schema problems that a rule reports, and the error of the plugin. */
export interface SchemaMatch {
  matches(problem: SchemaProblem): boolean;
  /** The error of the plugin for an invalid value. */
  readonly says?: ((value: unknown) => string) | undefined;
  /** Returns the sentence with the error, if it is not simply that the plugin fails with it. */
  readonly failure?: (error: string) => string;
  /** The severity if it differs from the rule's. */
  readonly severity?: (problem: SchemaProblem) => Severity | undefined;
  /** Whether it matches the problems that no other match does. */
  readonly isFallback?: boolean;
  /** Whether `check` of the rule reports these problems, with a better fix. */
  readonly isLeftToCheck?: boolean;
}

/** Keywords about the value of a key, as opposed to its type. */
export const valueKeywords = ['enum', 'minimum', 'maximum', 'required', 'pattern', 'maxItems'];

/** The path of a value: owner, then keys and indexes. */
export type SchemaPath = `${string}/${string}`;

/**
 * Matches problems at `owner/key/key`, where `*` stands for any index or key; for a missing key the path ends with it.
 * With `keywords` only those of the schema count, else all.
 */
export function schemaAt(
  at: SchemaPath,
  says?: (value: unknown) => string,
  keywords: readonly string[] = [],
): SchemaMatch {
  const [owner = '', ...path] = at.split('/');
  return {
    says,
    matches(problem) {
      if (owner !== '*' && problem.owner !== owner) {
        return false;
      }
      if (keywords.length > 0 && !keywords.includes(problem.keyword)) {
        return false;
      }
      const actual = problem.missing === undefined ? problem.path : [...problem.path, problem.missing];
      return actual.length === path.length && path.every((part, index) => part === '*' || part === actual[index]);
    },
  };
}
