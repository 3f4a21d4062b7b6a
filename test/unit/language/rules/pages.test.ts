import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../../language/check.ts';
import { loadError } from '../../../../language/document/load-error.ts';
import { rulePage } from '../../../../language/rules/rule.ts';
import { findingsIn, fixedText, isYAML, modelOf, rulesIn } from '../documents.ts';
import { exampleOf, pageOf, pagesFolder } from '../rule-pages.ts';

/** The words under "Error at run time". */
function quote(page: string): string | undefined {
  return /\n```text\n(.*)\n```\n/.exec(page)?.[1];
}

const pages = rules.map(({ id, name, severity }) => {
  const page = pageOf(id);
  return { id, name, severity, page, bad: exampleOf(page, 'Bad'), good: exampleOf(page, 'Good') };
});

describe('the rules', () => {
  it('have one page each, and no page is left over', () => {
    expect(readdirSync(pagesFolder).toSorted()).toEqual(rules.map(({ id }) => `${id}.md`).toSorted());
  });

  it('have ids and names of their own', () => {
    expect(new Set(rules.flatMap(({ id, name }) => [id, name])).size).toBe(rules.length * 2);
  });

  it('link to their page by an https address', () => {
    for (const { id } of rules) {
      expect(rulePage(id)).toMatch(new RegExp(`^https://.+/docs/rules/${id}\\.md$`));
    }
  });
});

describe.each(pages)('the page of $id', ({ id, name, severity, page, bad, good }) => {
  it('names the rule and its severity', () => {
    expect(page.startsWith(`# ${id}: `)).toBe(true);
    expect(page).toContain(`\`${name}\` · ${severity[0]?.toUpperCase()}${severity.slice(1)}`);
  });

  it('shows a bad example that the rule finds, within the document', () => {
    const found = findingsIn(bad.text, bad.file, bad.around).filter(({ rule }) => rule.id === id);
    expect(found.length).toBeGreaterThan(0);
    for (const { finding } of found) {
      expect(finding.span.offset + finding.span.length).toBeLessThanOrEqual(bad.text.length);
      expect(finding.message).not.toMatch(/undefined|\[object/);
    }
  });

  it('shows a good example in which no rule finds an error', () => {
    const found = findingsIn(good.text, good.file, good.around);
    expect(found.filter((checked) => checked.severity === 'error' || checked.rule.id === id)).toEqual([]);
  });
});

const refused = pages
  .filter(({ bad }) => !isYAML(bad.text, bad.file))
  .map(({ id, page, bad }) => ({ id, said: loadError(modelOf(bad.text, bad.file)), quoted: quote(page) }))
  .filter(({ id, said }) => said !== undefined && !['R024', 'R032'].includes(id));

describe('what libcni says of the bad example', () => {
  it.each(refused)('of $id is on its page', ({ said, quoted }) => {
    expect(quoted).toBe(said);
  });

  it('is quoted for most rules about loading', () => {
    expect(refused.length).toBeGreaterThan(15);
  });
});

const fixable = pages.filter(({ page, bad, good }) => page.includes('\nQuick fix: ') && bad.file === good.file);

describe('the quick fix', () => {
  it.each(fixable)('of $id turns its bad example into the good one', ({ id, bad, good }) => {
    const text = fixedText(bad.text, id, bad.file, bad.around);
    expect(text).toBe(good.text);
    expect(rulesIn(text, bad.file)).not.toContain(id);
  });

  it('of R031 renames the file', () => {
    const [found] = findingsIn('{"cniVersion":"1.0.0","name":"a","plugins":[{"type":"loopback"}]}', '10-a.conf');
    expect(found?.rule.id).toBe('R031');
    expect(found?.finding.fixes?.()).toMatchObject([{ rename: '10-a.conflist', preferred: true }]);
  });
});
