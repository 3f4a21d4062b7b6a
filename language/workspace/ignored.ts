import { pathOf } from '../document/model.ts';
import { entriesByGlob, type PathPattern } from './globs.ts';

/** Rules that are ignored in the files of a pattern. */
export interface Ignored {
  readonly pattern: PathPattern;
  /** Ids or names of rules. */
  readonly rules: ReadonlySet<string>;
}

/** Reads the setting `cni.ignoredFindings`: `{"net.d/10-x.conflist": ["R074"]}`. Values of a different shape are ignored. */
export function readIgnored(setting: unknown): readonly Ignored[] {
  if (typeof setting !== 'object' || setting === null || Array.isArray(setting)) {
    return [];
  }
  return entriesByGlob(setting).flatMap(([pattern, ids]) => {
    const rules = Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
    return rules.length === 0 ? [] : [{ pattern, rules: new Set(rules) }];
  });
}

/** Returns the ids and names of the rules that are ignored in a document. */
export function ignoredIn(uri: string, ignored: readonly Ignored[]): ReadonlySet<string> {
  if (ignored.length === 0) {
    return none;
  }
  const path = pathOf(uri);
  return new Set(ignored.filter(({ pattern }) => pattern.test(path)).flatMap(({ rules }) => [...rules]));
}

const none: ReadonlySet<string> = new Set();
