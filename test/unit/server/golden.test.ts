import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mended, rulesIn } from './documents.ts';

// golden/<rule>/<case>.<ext> is a text that the rule finds something in; <case>.golden.<ext> is what its preferred quick
// fix makes of it.
const folder = fileURLToPath(new URL('golden/', import.meta.url));

const cases = readdirSync(folder).flatMap((rule) =>
  readdirSync(`${folder}${rule}`)
    .filter((file) => !file.includes('.golden.'))
    .map((file) => ({ rule, file, golden: file.replace(/(\.[a-z]+)$/, '.golden$1') })),
);

describe('the preferred quick fix', () => {
  it.each(cases)('of $rule makes $golden of $file', ({ rule, file, golden }) => {
    const text = readFileSync(`${folder}${rule}/${file}`, 'utf8');
    expect(existsSync(`${folder}${rule}/${golden}`)).toBe(true);
    const after = mended(text, rule, file);
    expect(after).toBe(readFileSync(`${folder}${rule}/${golden}`, 'utf8'));
    // Of comments, only the first is mended at a time.
    expect(rulesIn(after, file).includes(rule)).toBe(rule === 'R002');
  });
});
