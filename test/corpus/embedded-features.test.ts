import { TextDocument } from 'vscode-languageserver-textdocument';
import { expect, it } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-types';
import { readCarrier } from '../../language/carriers/registry.ts';
import { exactMember, foldedMember } from '../../language/document/members.ts';
import { parse } from '../../language/document/parse.ts';
import { createLanguage } from '../../language/index.ts';
import { Random } from '../conformance/generate/random.ts';
import { definitionWith, scalarStyles } from '../unit/language/carriers/styles.ts';
import { carrierName, embeddedInCorpora, type CorpusEmbedded } from './embedded.ts';
import { ownCorpus, PLAIN_FOLDERS } from './files.ts';

/** $CNI_WORKBENCH_SEED repeats a run; $CNI_WORKBENCH_POSITIONS is the number of positions. */
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const POSITIONS = Number(process.env['CNI_WORKBENCH_POSITIONS'] ?? 5000);
/** Longer texts have the same kinds of positions, and are slower. */
const LONGEST = 4000;
const random = Random.forCase(seed, 'positions', 0);

/** The configurations of the corpora, and those of the own corpus as scalars of each style. */
const all: readonly CorpusEmbedded[] = [
  ...embeddedInCorpora(),
  ...PLAIN_FOLDERS.flatMap((folder) => ownCorpus.files(folder))
    .filter(({ text }) => text.startsWith('{') && text.length <= LONGEST)
    .flatMap(({ id, text }, index) => {
      const carrier = definitionWith(text, scalarStyles[index % scalarStyles.length] ?? 'literal');
      return readCarrier(carrier, carrierName).embedded.map((embedded) => ({ id, carrier, embedded }));
    }),
];
console.log(
  `${POSITIONS} positions in ${all.length} configurations: seed ${seed} (again with CNI_WORKBENCH_SEED=${seed})`,
);

const compact = (text: string): string => text.replaceAll(/\s+/g, '');

/** Text without what only the quoting and folding of a scalar adds. */
const essence = (text: string): string => compact(text.replaceAll(/\\(?=["\\])|'+|\\[nrt]/g, ''));

/** Whether a text is neither a list nor a single plugin yet, so that proposals are for both. */
function isOpen(text: string): boolean {
  const { root } = parse(text);
  return exactMember(root, 'plugins') === undefined && foldedMember(root, 'type') === undefined;
}

/** What an editor shows of a proposal. */
const shown = ({ label, kind, detail, documentation, sortText }: CompletionItem): string =>
  JSON.stringify([label, kind, detail, documentation, sortText]);

/** The text after accepting a proposal, whose placeholders stay. */
function accepted(document: TextDocument, { textEdit, insertTextFormat }: CompletionItem): string {
  if (textEdit === undefined || !('range' in textEdit)) {
    return '';
  }
  const newText =
    insertTextFormat === 2
      ? textEdit.newText.replaceAll(
          /\\([\\$}])|\$\{\d+:([^}]*)\}|\$\{?\d+\}?/g,
          (_, escaped: string | undefined, placeholder: string | undefined) => escaped ?? placeholder ?? '',
        )
      : textEdit.newText;
  return TextDocument.applyEdits(document, [{ range: textEdit.range, newText }]);
}

/** A configuration inside its carrier and in a separate file, both opened. */
class Pair {
  readonly #language = createLanguage({ openDocuments: () => [] });
  readonly #one: CorpusEmbedded;
  readonly #inside: TextDocument;
  readonly #outside: TextDocument;

  constructor(one: CorpusEmbedded) {
    this.#one = one;
    const { kind, name, text } = one.embedded;
    const extension = kind === 'list' ? 'conflist' : 'conf';
    this.#inside = TextDocument.create(`file://${carrierName}`, 'yaml', 1, one.carrier);
    this.#outside = TextDocument.create(`file:///etc/cni/net.d/${name}.${extension}`, 'cni', 1, text);
  }

  /** A position that an editor can name, and the same one in the carrier. */
  somewhere() {
    const { text, map } = this.#one.embedded;
    const outside = this.#outside.positionAt(random.below(text.length));
    const offset = this.#outside.offsetAt(outside);
    return { offset, outside, inside: this.#inside.positionAt(map.start(offset)) };
  }

  /** The hovers at a position: inside and outside, with the texts that they cover. */
  async hovers({ inside, outside }: ReturnType<Pair['somewhere']>) {
    const [here, there] = [
      await this.#language.hover(this.#inside, inside),
      await this.#language.hover(this.#outside, outside),
    ];
    const about = [
      essence(here?.range === undefined ? '' : this.#inside.getText(here.range)),
      essence(there?.range === undefined ? '' : this.#outside.getText(there.range)),
    ];
    return [
      [here?.contents, about[0]],
      [there?.contents, about[1]],
    ] as const;
  }

  /** The proposals at a position: inside and outside, with the text after accepting one of them. */
  async proposals({ inside, outside }: ReturnType<Pair['somewhere']>) {
    const here = (await this.#language.complete(this.#inside, inside)).items;
    const there = (await this.#language.complete(this.#outside, outside)).items;
    const index = random.below(Math.max(1, there.length));
    const [one, other] = [here[index], there[index]];
    const again = one === undefined ? [] : readCarrier(accepted(this.#inside, one), carrierName).embedded;
    const wanted = other === undefined ? '' : compact(accepted(this.#outside, other));
    const isFound = again.some(({ text }) => compact(text) === wanted);
    return [
      { shown: here.map(shown), text: isFound ? wanted : again.map(({ text }) => compact(text)).join('\n') },
      { shown: there.map(shown), text: wanted },
    ] as const;
  }
}

/** Whether a template action surrounds an offset. A proposal of several lines would break it. */
const isInAction = (text: string, offset: number): boolean => /\{[{%][^}]*$/.test(text.slice(0, offset));

it(`${POSITIONS} positions have the hovers and proposals of the extracted text`, { timeout: 900_000 }, async () => {
  const counts = { hovers: 0, proposals: 0 };
  const perText = Math.ceil(POSITIONS / all.length);
  for (const one of random.shuffled(all).slice(0, Math.ceil(POSITIONS / perText))) {
    const pair = new Pair(one);
    const { text } = one.embedded;
    const areComparable = !isOpen(text);
    for (let count = 0; count < perText; count++) {
      const position = pair.somewhere();
      const [hover, expected] = await pair.hovers(position);
      counts.hovers += hover[0] === undefined ? 0 : 1;
      const isCompared = areComparable && !isInAction(text, position.offset);
      const [proposals, wanted] = isCompared ? await pair.proposals(position) : [];
      counts.proposals += (proposals?.shown ?? []).length === 0 ? 0 : 1;
      const found = [hover, proposals];
      expect(found, `seed ${seed}: ${one.id} at ${position.offset}`).toEqual([expected, wanted]);
    }
  }
  console.log(JSON.stringify(counts));
  expect(counts.hovers).toBeGreaterThan(POSITIONS / 4);
  expect(counts.proposals).toBeGreaterThan(POSITIONS / 4);
});
