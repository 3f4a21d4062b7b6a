import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

const rooms = ['client', 'cli', 'server', 'engine', 'scripts', 'test'];
const passedOver = new Set(['node_modules', '.work', 'golden', 'vectors', 'oracle']);
const vagueName = /^(util|utils|utility|utilities|helper|helpers|common|misc|manager|managers)$/i;

/** What no lint rule knows: the pattern, and why it is not in this house. */
const forbidden = [
  { pattern: /\bas unknown as\b/, reason: '`as unknown as` hides a wrong type; narrow the value instead' },
  { pattern: /\bexport let\b/, reason: '`export let` is module state; pass the value instead' },
  { pattern: /(oxlint|eslint)-disable/, reason: 'a lint comment hides a finding; mend it instead' },
];

function* filesBelow(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && !passedOver.has(entry.name)) yield* filesBelow(path);
    else if (entry.isFile() && /\.(m?ts|mjs)$/.test(entry.name)) yield path;
  }
}

const vagueParts = (path) =>
  path.split('/').filter((part) =>
    basename(part, '.ts')
      .split(/[-.]/)
      .some((word) => vagueName.test(word)),
  );

/**
 * Names and phrases that the house does without; the lint covers the rest.
 * @param {string} root of the clone
 * @returns {string[]} findings as `path:line: reason`
 */
export function houseFindings(root) {
  const findings = [];
  for (const room of rooms) {
    for (const file of filesBelow(join(root, room))) {
      const path = relative(root, file);
      for (const part of vagueParts(path)) findings.push(`${path}: "${part}" does not say what it holds`);
      if (path.endsWith('house-rules.mjs') || path.startsWith('test/unit/house/')) continue;
      readFileSync(file, 'utf8')
        .split('\n')
        .forEach((line, index) => {
          for (const { pattern, reason } of forbidden) {
            if (pattern.test(line)) findings.push(`${path}:${index + 1}: ${reason}`);
          }
        });
    }
  }
  return findings;
}
