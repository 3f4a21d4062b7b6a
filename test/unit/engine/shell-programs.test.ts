import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as programs from '../../../generated/shell-programs.js';

const root = path.join(import.meta.dirname, '../../..');
const files = globSync('engine/**/*.sh', { cwd: root }).toSorted();

test.each(files)('%s says at its beginning what it does and what it uses', (file) => {
  const text = readFileSync(path.join(root, file), 'utf8');
  const [header = ''] = /^(?:#!\/bin\/sh\n)?(?:#.*\n)*/.exec(text) ?? [];
  expect(header.length).toBeGreaterThan(60);
  const comments = [...text.matchAll(/^ *#.*$/gm)].join('\n');
  const code = text.replaceAll(/^ *#.*$/gm, '');
  const descriptors = [...code.matchAll(/[<>]&([3-9])\b|\b([3-9])[<>]/g)].map(([, from, to]) => from ?? to ?? '');
  for (const descriptor of descriptors) {
    expect(comments).toMatch(new RegExp(`\\b${descriptor}\\b`));
  }
  const atTop = code.replaceAll(/^\w+\(\) (?:\{ .* \}|\{\n(?:.*\n)*?\})$/gm, '');
  for (const [parameter] of atTop.matchAll(/\$\d/g)) {
    expect(comments).toContain(parameter);
  }
});

test('a program is sent with what it includes, without comments, and in ASCII', () => {
  const texts = Object.values(programs).filter((one) => typeof one === 'string');
  expect(texts.length).toBeGreaterThan(15);
  for (const text of texts) {
    expect(text).not.toMatch(/^\s*#(?!!)/m);
    expect(text).not.toMatch(/^\s*\. /m);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
  }
  expect(programs.prelude).toContain('cni_absent=42\n');
  expect(programs.prelude).toContain('cni_list() {\n');
  expect(programs.askpass).toMatch(/^#!\/bin\/sh\nunset NODE_OPTIONS\n/);
});

test('every exit code of a program is in the table', () => {
  const codes = Object.values(programs.scriptExitCodes);
  expect(new Set(codes).size).toBe(codes.length);
  const text = files.map((file) => readFileSync(path.join(root, file), 'utf8')).join('\n');
  const written = [...text.matchAll(/\b(?:exit|cni_end) (\d+)/g)].map(([, code]) => Number(code));
  // 1 and 2 are described on stderr.
  expect(written.filter((code) => code > 2)).toEqual([]);
  const named = [...text.matchAll(/\b(?:exit|cni_end) "\$cni_(\w+)"/g)].map(([, name]) => name);
  expect(named.filter((name) => name !== 'status' && !text.includes(`\ncni_${name}=`))).toEqual([]);
});
