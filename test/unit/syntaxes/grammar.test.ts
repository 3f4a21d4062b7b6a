import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Pattern {
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly patterns?: readonly Pattern[];
}

interface Grammar extends Pattern {
  readonly scopeName: string;
  readonly repository: Readonly<Record<string, Pattern>>;
}

function textOf(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}

const grammar: Grammar = JSON.parse(textOf('syntaxes/cni.tmLanguage.json'));

function* all(pattern: Pattern): Generator<Pattern> {
  yield pattern;
  for (const inner of pattern.patterns ?? []) {
    yield* all(inner);
  }
}
const everything = [grammar, ...Object.values(grammar.repository)].flatMap((pattern) => [...all(pattern)]);

/** The scope that the inside of a string value gets as a whole. */
function scopeInString(text: string): string | undefined {
  const found = grammar.repository['string']?.patterns?.find(({ match }) => {
    return match !== undefined && new RegExp(match).exec(`"${text}"`)?.[0] === text;
  });
  return found?.name;
}

describe('the grammar', () => {
  it('includes only what it has', () => {
    const included = everything.flatMap(({ include }) => include ?? []);
    expect(included.length).toBeGreaterThan(5);
    for (const name of included) {
      expect(grammar.repository).toHaveProperty(name.slice(1));
    }
  });

  it('has only expressions that compile', () => {
    for (const source of everything.flatMap(({ match, begin, end }) =>
      [match, begin, end].filter((one) => one !== undefined),
    )) {
      expect(() => new RegExp(source)).not.toThrow();
    }
  });

  it.each([
    ['1.0.0', 'version'],
    ['10.88.0.0/16', 'ipv4'],
    ['192.168.1.1', 'ipv4'],
    ['fd00:88::/64', 'ipv6'],
    ['::1', 'ipv6'],
    ['0a:58:0a:00:00:02', 'mac'],
  ])('tells "%s" apart as %s', (text, kind) => {
    expect(scopeInString(text)).toMatch(new RegExp(`\\.${kind}\\.cni$`));
  });

  it.each(['cni0', '10.88.0', '300.1.1.1', 'a:b', '/var/lib/cni'])('leaves "%s" a plain string', (text) => {
    expect(scopeInString(text)).toBeUndefined();
  });

  it('marks the type of a plugin', () => {
    const { match } = grammar.repository['pluginType'] ?? {};
    expect(new RegExp(match ?? '').exec('{ "type": "host-local", ')?.[8]).toBe('host-local');
  });

  it('marks a trailing comma as wrong', () => {
    for (const name of ['object', 'array']) {
      const wrong = grammar.repository[name]?.patterns?.find((pattern) => pattern.name?.includes('trailing-comma'));
      const close = name === 'object' ? '}' : ']';
      expect(new RegExp(wrong?.match ?? '').test(`, ${close}`)).toBe(true);
      expect(new RegExp(wrong?.match ?? '').test(', 1')).toBe(false);
    }
  });
});

describe('the language configuration', () => {
  it('knows no comments: a loader would refuse what «toggle comment» inserts', () => {
    const configuration: Record<string, unknown> = JSON.parse(textOf('language-configuration.json'));
    expect(configuration).not.toHaveProperty('comments');
    expect(Object.keys(configuration)).toEqual(
      expect.arrayContaining(['brackets', 'autoClosingPairs', 'indentationRules']),
    );
  });
});
