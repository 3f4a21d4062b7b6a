// The messages that the program shows: where they are in the code, and whether the extractor can read them.
import { readFileSync } from 'node:fs';
import { readSchemas } from '../generate/validators.mjs';
import { inProject } from '../project.mjs';
import { filesBelow } from './files.mjs';
import { piecesOf, scriptCode } from './prose.mjs';

/** The code whose messages are translated. */
const isSource = (path) => /^(?:client|server|language|engine|cli|protocol)\/.*\.ts$/.test(path);

/** Calls whose message is not a literal, by file; each was reviewed. */
const dynamic = {
  // The texts of the schemas, which `schemaTexts` collects.
  'language/schema/description.ts': 1,
};

/** What of the module may be used besides calls of `t`. */
const otherUses = /^\s*(?:\.\s*(?:config|bundle|uri)\b|from\b)/;

const escapes = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0', '\n': '' };

/** The value of a quoted string literal. */
const valueOf = (literal) =>
  literal
    .slice(1, -1)
    .replaceAll(/\\(?:u\{([0-9a-f]+)\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([^]))/gi, (_, braced, four, two, char) =>
      char === undefined ? String.fromCodePoint(Number.parseInt(braced ?? four ?? two, 16)) : (escapes[char] ?? char),
    );

/** The literal that is the whole argument at `start`; undefined for anything else. */
function literalAt(start, text, code, pieces) {
  const piece = pieces.find((one) => one.start >= start && one.kind !== 'comment');
  if (piece?.kind !== 'string' || text.slice(start, piece.start).trim() !== '') {
    return undefined;
  }
  return /^\s*[,)]/.test(code.slice(piece.end)) ? text.slice(piece.start, piece.end) : undefined;
}

/** The arguments of a call from `start` on, after its parenthesis: where each begins and ends. */
function argumentsFrom(start, code) {
  const found = [];
  let depth = 0;
  let from = start;
  for (let at = start; at < code.length; at += 1) {
    if (/[([{]/.test(code[at])) {
      depth += 1;
    } else if (depth === 0 && /[,)]/.test(code[at])) {
      found.push([from, at]);
      from = at + 1;
      if (code[at] === ')') {
        break;
      }
    } else if (/[)\]}]/.test(code[at])) {
      depth -= 1;
    }
  }
  return found.filter(([one, end]) => code.slice(one, end).trim() !== '');
}

/** The placeholders of a message that get no value. */
function unfilled(literal, values) {
  const [first = ''] = values;
  const has = (name) => {
    if (/^\d+$/.test(name)) {
      return values.length > Number(name);
    }
    return values.length === 1 && (!first.startsWith('{') || new RegExp(`[{,\\s]${name}\\s*[:,}]`).test(first));
  };
  return [...literal.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).filter((name) => !has(name));
}

/**
 * The calls of `l10n.t` in a script.
 * @param {string} text
 * @returns {{line: number, literal: string | undefined, isCall: boolean, unfilled: string[]}[]} `literal` as it is
 *   written; undefined for a message that is put together or computed. `isCall` is false where the function is handed on.
 *   `unfilled` are the placeholders without a value
 */
export function callsIn(text) {
  const code = scriptCode(text);
  const pieces = piecesOf(text);
  return [...code.matchAll(/\bl10n\b/g)].flatMap(({ 0: name, index }) => {
    const rest = code.slice(index + name.length);
    if (otherUses.test(rest)) {
      return [];
    }
    const line = text.slice(0, index).split('\n').length;
    const [call] = /^\s*\.\s*t\s*\(/.exec(rest) ?? [];
    const start = index + name.length + (call?.length ?? 0);
    const literal = call && literalAt(start, text, code, pieces);
    const values = literal === undefined ? [] : argumentsFrom(start, code).slice(1);
    const given = values.map(([from, end]) => text.slice(from, end).trim());
    return [
      { line, isCall: call !== undefined, literal, unfilled: literal === undefined ? [] : unfilled(literal, given) },
    ];
  });
}

/**
 * What is wrong with the calls of `l10n.t` in one file: the extractor would skip them without a word.
 * @param {string} path
 * @param {string} text
 * @returns {string[]} findings as `path:line: …`
 */
export function callFindings(path, text) {
  const calls = callsIn(text);
  const computed = calls.filter(({ isCall, literal }) => isCall && literal === undefined);
  const isReviewed = computed.length === (dynamic[path] ?? 0);
  const renamed = [...text.matchAll(/import\s+(?!\*\s+as\s+l10n\b|\{[^}]*\bl10n\b)[^;]*?\sfrom\s+'@vscode\/l10n'/g)];
  return [
    ...calls
      .filter(({ isCall }) => !isCall)
      .map(({ line }) => `${path}:${line}: the extractor finds calls of l10n.t only; do not hand it on`),
    ...(isReviewed
      ? []
      : computed.map(({ line }) => `${path}:${line}: the message of l10n.t must be one string literal in quotes`)),
    ...calls.flatMap(({ line, unfilled: names }) =>
      names.map((name) => `${path}:${line}: {${name}} gets no value from the arguments of l10n.t`),
    ),
    ...renamed.map(() => `${path}: write import * as l10n from '@vscode/l10n'`),
  ];
}

/** The texts of the schemas that hover and completion show. */
function schemaTexts() {
  const texts = new Set();
  const visit = (value, key) => {
    if (typeof value === 'string' && key === 'description') {
      texts.add(value);
    } else if (Array.isArray(value) && key === 'enumDescriptions') {
      value.forEach((text) => texts.add(text));
    } else if (typeof value === 'object' && value !== null) {
      Object.entries(value).forEach(([name, one]) => visit(one, Array.isArray(value) ? undefined : name));
    }
  };
  visit(readSchemas());
  return [...texts];
}

/** What the extractor of VS Code makes of these literals; one file of all of them costs a hundredth of reading each file. */
async function extracted(literals) {
  const { default: extractor } = await import('@vscode/l10n-dev');
  const calls = literals.map((literal) => `l10n.t(${literal});\n`);
  const contents = `import * as l10n from '@vscode/l10n';\n${calls.join('')}`;
  return new Set(Object.keys(await extractor.getL10nJson([{ extension: '.ts', contents }])));
}

/**
 * All messages, and what keeps others from being translated.
 * @returns {Promise<{messages: Map<string, string[]>, findings: string[]}>} for each message the files that show it
 */
export async function allMessages() {
  const messages = new Map();
  const findings = [];
  const add = (message, path) => messages.set(message, [...(messages.get(message) ?? []), path]);
  const literals = [];
  for (const path of filesBelow().filter(isSource)) {
    const text = readFileSync(inProject(path), 'utf8');
    if (!text.includes('l10n')) {
      continue;
    }
    findings.push(...callFindings(path, text));
    for (const { literal, line } of callsIn(text)) {
      if (literal !== undefined) {
        add(valueOf(literal), path);
        literals.push({ literal, place: `${path}:${line}` });
      }
    }
  }
  const seen = await extracted(literals.map(({ literal }) => literal));
  for (const { literal, place } of literals) {
    if (!seen.has(valueOf(literal))) {
      findings.push(`${place}: the extractor reads another message; write characters instead of escapes`);
    }
  }
  schemaTexts().forEach((text) => add(text, 'schemas'));
  return { messages, findings };
}
