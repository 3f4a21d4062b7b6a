import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseTree, type Node } from 'jsonc-parser';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { check } from '../../language/check.ts';
import { fixAllAction } from '../../language/features/refactorings.ts';
import { readModel, type Model } from '../../language/document/model.ts';
import { Random } from '../conformance/generate/random.ts';
import { runLint } from '../unit/cli/lint/workspace.ts';
import { findingsIn, modelOf } from '../unit/language/documents.ts';
import { corpora, PLAIN_FOLDERS } from './files.ts';
import { withMistakes } from './mistakes.ts';

const SEED = Number(process.env['CNI_WORKBENCH_SEED'] ?? 13);

/** A text to fix, and the text with correct syntax, in which all other problems are found. */
interface Sample {
  readonly id: string;
  readonly text: string;
  readonly readable: string;
  readonly file: string;
}

const everywhere = corpora.flatMap(({ files }) => PLAIN_FOLDERS.flatMap(files));
const asTheyAre = everywhere.map(({ id, folder, text, loadedAs }): Sample => {
  return { id: `${folder}/${id}`, text, readable: text, file: loadedAs };
});
const mutants = asTheyAre.flatMap(({ id, text, file }) =>
  [0].map((index): Sample => {
    const random = Random.forCase(SEED, id, index);
    return { id: `${id}#${index}`, ...withMistakes(text, random), file: random.chance(0.2) ? '10-x.conflist' : file };
  }),
);

/** The text after "Fix all" in the editor. */
function fixed(model: Model): string {
  const { uri } = model.document;
  const edits = fixAllAction(model, (one) => check(one, { neighbors: [] }))?.edit?.changes?.[uri] ?? [];
  return TextDocument.applyEdits(model.document, edits);
}

/** How often each rule finds a problem. */
function problemsIn(text: string, file: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, severity } of findingsIn(text, file)) {
    if (severity !== 'hint') {
      counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
    }
  }
  return counts;
}

function walk(node: Node | undefined): Node[] {
  return node === undefined ? [] : [node, ...(node.children ?? []).flatMap(walk)];
}

const tree = (text: string): Node[] => walk(parseTree(text.replace(/^\uFEFF/, ''), [], { allowTrailingComma: true }));

/** How many keys are duplicates in their object, whatever their case. */
function keysTwice(text: string): number {
  const objects = tree(text).filter(({ type }) => type === 'object');
  const keys = objects.map(({ children = [] }) => children.map(({ children: [key] = [] }) => String(key?.value)));
  return keys.reduce((sum, all) => sum + all.length - new Set(all.map((key) => key.toLowerCase())).size, 0);
}

/** The strings of a text that are values. */
function stringsIn(text: string): string[] {
  return tree(text).flatMap((node) => {
    const isKey = node.parent?.type === 'property' && node.parent.children?.[0] === node;
    return node.type === 'string' && !isKey ? [String(node.value)] : [];
  });
}

/** The numbers and booleans of a text as they are written, which may have to be strings. */
function scalarsIn(text: string): string[] {
  return tree(text).flatMap(({ type, offset, length }) =>
    type === 'number' || type === 'boolean' ? [text.replace(/^\uFEFF/, '').slice(offset, offset + length)] : [],
  );
}

/** Describes what is wrong with the result of "Fix all" for a text. */
function faults({ text, readable, file }: Sample, after: string): string[] {
  if (after === text) {
    return [];
  }
  const before = [problemsIn(text, file), problemsIn(readable, file)];
  const isNew = ([rule, count]: [string, number]): boolean => before.every((one) => count > (one.get(rule) ?? 0));
  // The content of a text with invalid syntax is unknown before.
  const added = /R00[1-7]/.test([...problemsIn(readable, file).keys()].join()) ? [] : [...problemsIn(after, file)];
  const known = new Set([...stringsIn(readable), ...scalarsIn(readable)]);
  const invented = /\{[{%]/.test(text)
    ? []
    : stringsIn(after).filter((value) => !known.has(value) && !text.includes(value));
  return [
    ...added.filter(isNew).map(([rule]) => `${rule} is new`),
    ...invented.map((value) => `"${value}" is invented`),
    ...(keysTwice(after) > keysTwice(readable) ? ['a key is there twice'] : []),
    ...(fixed(modelOf(after, file)) === after ? [] : ['a second run changes it again']),
  ];
}

/** How many samples "Fix all" changes, and what is wrong with the results. */
function outcomeOf(samples: readonly Sample[]): { readonly changed: number; readonly faults: readonly string[] } {
  let changed = 0;
  const all = samples.flatMap((sample) => {
    const after = fixed(modelOf(sample.text, sample.file));
    if (after !== sample.text) {
      changed++;
    }
    return faults(sample, after).map((fault) => `${sample.id}: ${fault}`);
  });
  return { changed, faults: all };
}

describe('"Fix all"', () => {
  it('adds no problem, duplicate key or value, and a second run changes nothing', () => {
    expect(outcomeOf(asTheyAre).faults).toEqual([]);
  });

  it('does so in files with several mistakes', () => {
    const { changed, faults: found } = outcomeOf(mutants);
    console.log(`"Fix all" changes ${changed} of ${mutants.length} files with mistakes (seed ${SEED})`);
    expect(found).toEqual([]);
    expect(changed).toBeGreaterThan(mutants.length / 4);
  });

  it('in the editor has the same result as lint --fix', async () => {
    const root = mkdtempSync(path.join(tmpdir(), 'fix-all-'));
    try {
      const some = [...asTheyAre, ...mutants].filter((_, index) => index % 4 === 0);
      const written = some.map(({ text, file }, index) => {
        const place = path.join(root, String(index), 'net.d', file);
        mkdirSync(path.dirname(place), { recursive: true });
        writeFileSync(place, text);
        return { place, text };
      });
      await runLint(['--fix', '--format', 'json', root]);
      const different = written.filter(({ place, text }) => {
        const model = readModel(TextDocument.create(pathToFileURL(place).href, 'cni', 1, text));
        return readFileSync(place, 'utf8') !== fixed(model);
      });
      expect(different.map(({ place }) => place)).toEqual([]);
    } finally {
      rmSync(root, { recursive: true });
    }
  });
});
