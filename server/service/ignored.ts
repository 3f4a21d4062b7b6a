import { pathOf } from './model.ts';

/** Rules that are silent in the files of a pattern. */
export interface Ignored {
  readonly pattern: RegExp;
  /** Ids or names of rules. */
  readonly rules: ReadonlySet<string>;
}

const SPECIAL = /[.+^${}()|[\]\\]/g;

/** `a.{conf,json}` as `a.conf` and `a.json`; other braces stand for themselves. */
function alternatives(glob: string): readonly string[] {
  const [, before = '', list, after = ''] = /^([^]*?)\{([^{}]*,[^{}]*)\}([^]*)$/.exec(glob) ?? [];
  return list === undefined ? [glob] : list.split(',').flatMap((one) => alternatives(before + one + after));
}

function sourceOf(glob: string): string {
  const parts = glob.split(/(\*\*\/?|[*?])/).map((part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replaceAll(SPECIAL, String.raw`\$&`);
  });
  return `${glob.startsWith('/') ? '^' : '(?:^|/)'}${parts.join('')}$`;
}

/**
 * The pattern of a glob, for paths with `/` between their parts: `*` and `?` stay within a part, `**` does not, and
 * `{a,b}` is one or the other. One that does not begin with `/` matches the end of a path: `net.d/10-x.conflist`, `*.conf`.
 */
export function globPattern(glob: string): RegExp {
  return new RegExp(alternatives(glob).map(sourceOf).join('|'));
}

/** Reads the setting `cni.ignoredFindings`: `{"net.d/10-x.conflist": ["R074"]}`. What is of another shape is left out. */
export function readIgnored(setting: unknown): readonly Ignored[] {
  if (typeof setting !== 'object' || setting === null || Array.isArray(setting)) return [];
  return Object.entries(setting).flatMap(([glob, ids]) => {
    const rules = Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
    return glob === '' || rules.length === 0 ? [] : [{ pattern: globPattern(glob), rules: new Set(rules) }];
  });
}

/** Ids and names of the rules that are silent in a document. */
export function ignoredIn(uri: string, ignored: readonly Ignored[]): ReadonlySet<string> {
  if (ignored.length === 0) return NONE;
  const path = pathOf(uri);
  return new Set(ignored.filter(({ pattern }) => pattern.test(path)).flatMap(({ rules }) => [...rules]));
}

const NONE: ReadonlySet<string> = new Set();
