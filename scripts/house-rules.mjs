import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

const rooms = ['client', 'cli', 'server', 'protocol', 'language', 'engine', 'release', 'scripts', 'test'];
const skippedFolders = new Set(['node_modules', '.work', 'golden', 'vectors', 'oracle']);
const vagueName = /^(util|utils|utility|utilities|helper|helpers|common|misc|manager|managers)$/i;

/** Forbidden patterns without a lint rule, with the reason. */
const forbidden = [
  { pattern: /\bas unknown as\b/, reason: '`as unknown as` hides a wrong type; narrow the value instead' },
  { pattern: /\bexport let\b/, reason: '`export let` is module state; pass the value instead' },
  {
    pattern: /\bconsole\.\w+\(|\bprocess\.(?:stdout|stderr)\b|\bwriteSync\(|\/dev\/std(?:out|err)/,
    within: /^cli\/(?!output\/)/,
    reason: 'only cli/output writes to stdout and stderr, which escapes control characters for terminals',
  },
  {
    pattern: /\bshow(?:Information|Warning|Error)Message\(|\bProgressLocation\.Notification\b/,
    within: /^client\/(?!editor\/notify\.ts$)/,
    reason: 'only client/editor/notify.ts shows messages, since it escapes links in names',
  },
  {
    pattern: /\b(?:exec|execFile|spawn|fork)(?:Sync)?\b.*'node:child_process'|from 'esbuild'|\bShell\.open\(/,
    within: /^test\/unit\//,
    reason: 'a test in test/unit starts no process; move it to test/integration',
  },
  {
    pattern: /\bvi\.(?:mock|doMock|resetModules)\(/,
    within: /^test\/unit\/(?!.*\.isolated\.test\.ts$)/,
    reason: 'unit tests share their modules; a test that replaces one is in a file *.isolated.test.ts',
  },
  {
    pattern: /'-c',\s*(?:['"`]|quote)/,
    within: /^engine\//,
    reason: 'a shell program is an .sh file, which shellcheck checks',
  },
  {
    pattern: /\b(?:as|is) ShellText\b/,
    within: /^(?!engine\/host\/shell\/quote\.ts$)/,
    reason: 'only engine/host/shell/quote.ts makes shell text; use `quote` and the tag `sh`',
  },
  {
    pattern: /^\s+private\b(?! constructor\b)/,
    within: /^(?:client|cli|server|protocol|language|engine)\//,
    reason: 'private members begin with #',
  },
  {
    pattern: /^(?:export )?const [A-Z][A-Z0-9_]+\b/,
    within: /^(?:client|cli|server|protocol|language|engine)\//,
    reason: 'constants are written in camel case',
  },
  {
    pattern: /\.(?:skipIf|runIf)\(/,
    within: /^test\//,
    reason: 'a skipped test says why: pass skipBecause(reason) as options',
  },
  { pattern: /(oxlint|eslint)-disable/, reason: 'a lint comment hides a finding; fix it instead' },
];

/** Maximum number of files in a folder. */
const MOST_FILES = 25;

/** Maximum number of lines of a shell program; the lint checks other files. */
const MOST_LINES = 400;

/** Yields the source files in a folder and its subfolders, by folder. */
function* foldersBelow(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && /\.(m?ts|[cm]js|sh)$/.test(entry.name));
  yield { folder, files: files.map(({ name }) => join(folder, name)) };
  for (const entry of entries) {
    if (entry.isDirectory() && !skippedFolders.has(entry.name)) {
      yield* foldersBelow(join(folder, entry.name));
    }
  }
}

const vagueParts = (path) =>
  path.split('/').filter((part) =>
    basename(part, '.ts')
      .split(/[-.]/)
      .some((word) => vagueName.test(word)),
  );

/** The findings in one file. */
function findingsIn(path, text) {
  const findings = vagueParts(path).map((part) => `${path}: "${part}" does not say what it contains`);
  if (path.endsWith('house-rules.mjs') || /^test\/\w+\/house\//.test(path)) {
    return findings;
  }
  const lines = text.split('\n');
  if (path.endsWith('.sh') && lines.length > MOST_LINES + 1) {
    findings.push(`${path}: more than ${MOST_LINES} lines`);
  }
  for (const [index, line] of lines.entries()) {
    for (const { pattern, reason, within } of forbidden) {
      if (pattern.test(line) && (within?.test(path) ?? true)) {
        findings.push(`${path}:${index + 1}: ${reason}`);
      }
    }
  }
  return findings;
}

/**
 * Finds forbidden names and phrases, and folders with too many files. The lint covers the rest.
 * @param {string} root of the clone
 * @returns {string[]} findings as `path:line: reason`
 */
export function houseFindings(root) {
  const findings = [];
  for (const room of rooms) {
    for (const { folder, files } of existsSync(join(root, room)) ? foldersBelow(join(root, room)) : []) {
      if (files.length > MOST_FILES) {
        findings.push(`${relative(root, folder)}: ${files.length} files, but at most ${MOST_FILES} are allowed`);
      }
      for (const file of files) {
        findings.push(...findingsIn(relative(root, file), readFileSync(file, 'utf8')));
      }
    }
  }
  return findings;
}
