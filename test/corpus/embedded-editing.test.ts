import { TextDocument } from 'vscode-languageserver-textdocument';
import { expect, it } from 'vitest';
import type { DocumentSymbol, Range, SelectionRange } from 'vscode-languageserver-types';
import { createLanguage, type ActionRequest } from '../../language/index.ts';
import { Random } from '../conformance/generate/random.ts';
import { holding, writing } from '../unit/language/carriers/holding.ts';
import { corpora } from './files.ts';
import { nextEdit, placesOutside } from './fuzz-edits.ts';

/** $CNI_WORKBENCH_SEED repeats a run; $CNI_WORKBENCH_FEATURE_EDITS is the number of edits. */
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const EDITS = Number(process.env['CNI_WORKBENCH_FEATURE_EDITS'] ?? 10_000);
const PER_FILE = 50;
const LONGEST = 6000;

/** The carriers of the corpora, and one of each format. */
const bases = [
  ...corpora.flatMap(({ files }) => files('embedded')).map(({ text }) => ({ text, file: 'net.yaml' })),
  ...[...holding, ...writing].map(([, text, file]) => ({ text, file })),
].filter(({ text }) => text.length <= LONGEST);
console.log(`${EDITS} edits of ${bases.length} carriers: seed ${seed} (again with CNI_WORKBENCH_SEED=${seed})`);

const request: ActionRequest = {
  only: undefined,
  isAutomatic: false,
  canIgnore: true,
  canRename: true,
  canCreate: true,
  showsDisabled: true,
};

/** Positions of an answer that are outside of the text, and tokens that are. */
function tokensOutside({ data }: { readonly data: readonly number[] }, text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  let [line, character] = [0, 0];
  const wrong: string[] = [];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0] = data.slice(at, at + 3);
    character = down === 0 ? character + right : right;
    line += down;
    if (character + length > (lines[line]?.length ?? -1)) {
      wrong.push(`token ${line}:${character}+${length}`);
    }
  }
  return wrong;
}

/** Whether a range contains another one. */
function contains(document: TextDocument, outer: Range, inner: Range): boolean {
  const isOrdered = document.offsetAt(inner.start) <= document.offsetAt(inner.end);
  const begins = document.offsetAt(outer.start) <= document.offsetAt(inner.start);
  return isOrdered && begins && document.offsetAt(inner.end) <= document.offsetAt(outer.end);
}

/** Symbols whose name is not in their range, and selections that do not grow. VS Code rejects the whole answer for one. */
function misnested(document: TextDocument, symbols: DocumentSymbol[], selections: SelectionRange[]): string[] {
  const wrong = symbols.flatMap(({ name, range, selectionRange, children = [] }) => [
    ...(name !== '' && contains(document, range, selectionRange) ? [] : [`symbol ${JSON.stringify(name)}`]),
    ...misnested(document, children, []),
  ]);
  for (const { range, parent } of selections) {
    if (parent !== undefined) {
      wrong.push(...(contains(document, parent.range, range) ? [] : [`selection ${JSON.stringify(parent.range)}`]));
      wrong.push(...misnested(document, [], [parent]));
    }
  }
  return wrong;
}

it(`${EDITS} edits in the editor: every feature answers within the text`, { timeout: 1_800_000 }, async () => {
  for (let index = 0; index * PER_FILE < EDITS; index++) {
    const random = Random.forCase(seed, 'editing of carriers', index);
    const base = bases[random.below(bases.length)] ?? { text: '', file: 'net.yaml' };
    const document = TextDocument.create(`file:///deploy/${base.file}`, 'yaml', 1, base.text);
    const language = createLanguage({ openDocuments: () => [document] });
    for (let step = 0; step < PER_FILE; step++) {
      const { range, text } = nextEdit(document.getText(), random);
      TextDocument.update(document, [{ range, text }], document.version + 1);
      const now = document.getText();
      const position = document.positionAt(random.below(now.length + 1));
      const here = { start: position, end: document.positionAt(random.below(now.length + 1)) };
      const [start, end] = [here.start, here.end].toSorted((a, b) => document.offsetAt(a) - document.offsetAt(b));
      const selected = { start: start ?? position, end: end ?? position };
      const answers: unknown[] = [
        language.diagnostics(document),
        language.codeActions(document, selected, request),
        language.definition(document, position),
        language.references(document, position),
        language.documentLinks(document),
        language.inlayHints(document, selected),
        language.workspaceSymbols(''),
        await language.complete(document, position),
        await language.hover(document, position),
        await language.foldingRanges(document),
      ];
      const symbols = await language.documentSymbols(document);
      const selections = await language.selectionRanges(document, [position]);
      const wrong = [
        ...placesOutside([answers, symbols, selections], now),
        ...tokensOutside(language.semanticTokens(document), now),
        ...misnested(document, symbols, selections),
      ];
      expect(wrong, `file ${index}, step ${step} of seed ${seed}: ${JSON.stringify(now)}`).toEqual([]);
    }
  }
});
