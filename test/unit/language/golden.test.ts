import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../language/check.ts';
import { readHostFacts } from '../../../language/workspace/host-facts.ts';
import type { Fix } from '../../../language/rules/rule.ts';
import { corpora, PLAIN_FOLDERS } from '../../corpus/files.ts';
import { applyChanges, findingsIn, type Around } from './documents.ts';
import { exampleOf, pageOf } from './rule-pages.ts';
import { withoutFix } from './without-fix.ts';

// golden/<rule>/<case>.<ext> is a text that the rule finds something in (on the host of <case>.host.json, if any); <case>.golden.<ext> is what its preferred quick
// fix makes of it, <case>.fix2.golden.<ext> what the second of its fixes does if that is not the preferred one. The bad
// example of each rule's page is a case too: it is called `page`, and the page's good example is its golden file unless
// there is another. With UPDATE_GOLDEN=1 golden files that are missing or differ are written; read them before you commit.

const folder = fileURLToPath(new URL('golden/', import.meta.url));
const update = process.env['UPDATE_GOLDEN'] === '1';

interface Case {
  readonly rule: string;
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly around: Around;
  /** The golden text of the preferred fix where it is not in a file of its own. */
  readonly good: string | undefined;
}

const isGolden = (file: string): boolean => file.includes('.golden.');

function hostOf(path: string): Around {
  if (!existsSync(path)) {
    return {};
  }
  return { hostFacts: readHostFacts(JSON.parse(readFileSync(path, 'utf8'))) };
}

const fromFolder = readdirSync(folder).flatMap((rule) =>
  readdirSync(`${folder}${rule}`)
    .filter((file) => !isGolden(file) && !file.endsWith('.host.json'))
    .map((file): Case => {
      const text = readFileSync(`${folder}${rule}/${file}`, 'utf8');
      const name = file.replace(/\.[a-z]+$/, '');
      return { rule, name, file, text, around: hostOf(`${folder}${rule}/${name}.host.json`), good: undefined };
    }),
);

const fromPages = rules.map(({ id }): Case => {
  const page = pageOf(id);
  const [bad, good] = [exampleOf(page, 'Bad'), exampleOf(page, 'Good')];
  const isPair = page.includes('\nQuick fix: ') && bad.file === good.file;
  return { rule: id, name: 'page', ...bad, good: isPair ? good.text : undefined };
});

interface FixOfCase extends Case {
  readonly fix: Fix;
  readonly title: string;
  /** Path of the golden file below the folder. */
  readonly golden: string;
}

function findingsOf({ rule, text, file, around }: Case, put = text, name = file) {
  return findingsIn(put, name, around).filter((checked) => checked.rule.id === rule);
}

const fixes = [...fromFolder, ...fromPages].flatMap((one): FixOfCase[] => {
  const [first] = findingsOf(one);
  return (first?.finding.fixes?.() ?? []).map((fix, index) => {
    const kind = fix.preferred === true ? 'golden' : `fix${index + 1}.golden`;
    const extension = /\.[a-z]+$/.exec(fix.rename ?? one.file)?.[0] ?? '';
    return { ...one, fix, title: fix.title, golden: `${one.rule}/${one.name}.${kind}${extension}` };
  });
});

/** What the fix makes of the text of its case; the golden text; undefined where there is none. */
function goldenText({ golden, good, fix }: FixOfCase, after: string): string | undefined {
  const path = `${folder}${golden}`;
  if (fix.preferred === true && good !== undefined) {
    return good;
  }
  if (update && (!existsSync(path) || readFileSync(path, 'utf8') !== after)) {
    mkdirSync(path.replace(/\/[^/]*$/, ''), { recursive: true });
    writeFileSync(path, after);
  }
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

const errorsIn = (text: string, file: string, around: Around): Set<string> =>
  new Set(findingsIn(text, file, around).flatMap(({ rule, severity }) => (severity === 'error' ? [rule.id] : [])));

describe('a quick fix', () => {
  it.each(fixes)('of $rule, «$title», makes $golden', (one) => {
    const { fix, text, file, around } = one;
    const after = applyChanges(text, fix.changes ?? []);
    const name = fix.rename ?? file;
    expect(after).toBe(goldenText(one, after));
    expect(after !== text || name !== file).toBe(true);
    // One finding less; another one of the same rule is mended by itself.
    expect(findingsOf(one, after, name).length).toBeLessThan(findingsOf(one).length);
    const before = errorsIn(text, file, around);
    expect([...errorsIn(after, name, around)].filter((rule) => !before.has(rule))).toEqual([]);
    expect(fix.rename === undefined || fix.title.includes(fix.rename)).toBe(true);
  });

  it('is one at most of a finding that is surely meant', () => {
    for (const one of [...fromFolder, ...fromPages]) {
      for (const { finding } of findingsOf(one)) {
        expect((finding.fixes?.() ?? []).filter(({ preferred }) => preferred).length).toBeLessThanOrEqual(1);
      }
    }
  });
});

describe('golden files', () => {
  it('are all made by a fix', () => {
    const made = new Set(fixes.map(({ golden }) => golden));
    const there = readdirSync(folder).flatMap((rule) =>
      readdirSync(`${folder}${rule}`).flatMap((file) => (isGolden(file) ? [`${rule}/${file}`] : [])),
    );
    expect(there.filter((path) => !made.has(path))).toEqual([]);
  });

  it('are there for every rule that offers a fix anywhere', () => {
    const covered = new Set(fixes.map(({ rule }) => rule));
    const lacking = new Map<string, string>();
    const look = (text: string, file: string, around: Around, where: string): void => {
      for (const { rule, finding } of findingsIn(text, file, around)) {
        if (covered.has(rule.id) || lacking.has(rule.id)) {
          continue;
        }
        if ((finding.fixes?.() ?? []).length > 0) {
          lacking.set(rule.id, where);
        }
      }
    };
    for (const { text, file, around, rule } of [...fromFolder, ...fromPages]) {
      look(text, file, around, rule);
    }
    for (const { files } of corpora) {
      for (const { id, folder: kind, text } of PLAIN_FOLDERS.flatMap(files)) {
        for (const file of ['10-x.conflist', '10-x.conf']) {
          look(text, file, {}, `${kind}/${id}`);
        }
      }
    }
    expect([...lacking]).toEqual([]);
    expect(covered.size).toBeGreaterThan(120);
  });

  it('are there for every rule but those that were looked at and can offer none', () => {
    const covered = new Set(fixes.map(({ rule }) => rule));
    expect(rules.flatMap(({ id }) => (covered.has(id) === withoutFix.has(id) ? [id] : []))).toEqual([]);
  });
});
