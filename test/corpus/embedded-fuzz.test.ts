import { TextDocument } from 'vscode-languageserver-textdocument';
import { expect, it } from 'vitest';
import { applyChanges } from '../../language/carriers/edits.ts';
import type { CarrierContents } from '../../language/carriers/embedded.ts';
import { readCarrier } from '../../language/carriers/registry.ts';
import { OpenedCarrier } from '../../language/features/carrier/opened-carrier.ts';
import { readSettings } from '../../language/workspace/settings.ts';
import { carrierReport, fixCarrier } from '../../language/features/carrier/carrier-report.ts';
import { Random } from '../conformance/generate/random.ts';
import { corpora } from './files.ts';
import { nextEdit, placesOutside } from './fuzz-edits.ts';

/** $CNI_WORKBENCH_SEED repeats a run; without it every run has different edits. */
const seed = Number(process.env['CNI_WORKBENCH_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
const EDITS = Number(process.env['CNI_WORKBENCH_EDITS'] ?? 50_000);
const PER_FILE = 25;
/** Number of edits between checks by the rules, which have a separate test. */
const CHECKED = 20;
const LONGEST = 6000;
const NAME = '/deploy/net.yaml';

const { isCarrierEnabled } = readSettings(undefined);
const opened = (document: TextDocument): OpenedCarrier => new OpenedCarrier(document, isCarrierEnabled);

const compact = (text: string): string => text.replaceAll(/\s+/g, '');

const bases = corpora
  .flatMap(({ files }) => files('embedded'))
  .map(({ text }) => text)
  .filter((text) => text.length <= LONGEST);
console.log(`${EDITS} edits of ${bases.length} carriers: seed ${seed} (again with CNI_WORKBENCH_SEED=${seed})`);

/** Positions that are outside the text or not in ascending order. */
function misplaced({ embedded, selections }: CarrierContents, length: number): string[] {
  return [...embedded, ...selections].flatMap(({ text, map }) => {
    const wrong: string[] = [];
    let before = 0;
    for (let offset = 0; offset <= text.length; offset++) {
      const start = map.start(offset);
      const end = map.end(offset);
      if (start < before || start > length || end > length || end > start) {
        wrong.push(`${offset}: ${start} ${end}`);
      }
      before = start;
    }
    return wrong;
  });
}

/** Reads a carrier, sometimes checks and fixes it, and returns what is wrong. */
function problemsOf(text: string, isChecked: boolean): string[] {
  const wrong = misplaced(readCarrier(text, NAME), text.length);
  if (!isChecked) {
    return wrong;
  }
  const document = TextDocument.create(`file://${NAME}`, 'yaml', 1, text);
  const report = carrierReport(opened(document), { neighbors: [] });
  const { edits } = fixCarrier(opened(document), { neighbors: [] });
  return [...wrong, ...placesOutside(report.problems, text), ...placesOutside(edits, text)];
}

it(`${EDITS} edits: no exception, and every position within the text`, { timeout: 900_000 }, () => {
  for (let index = 0; index * PER_FILE < EDITS; index++) {
    const random = Random.forCase(seed, 'carriers', index);
    let text = bases[random.below(bases.length)] ?? '';
    for (let step = 0; step < PER_FILE; step++) {
      text = nextEdit(text, random).after;
      const wrong = problemsOf(text, (index * PER_FILE + step) % CHECKED === 0);
      expect(wrong, `file ${index}, step ${step} of seed ${seed}: ${JSON.stringify(text)}`).toEqual([]);
    }
  }
});

it('edits of extracted texts are applied correctly or rejected', { timeout: 300_000 }, () => {
  let [applied, refused] = [0, 0];
  for (let index = 0; index < EDITS / 10; index++) {
    const random = Random.forCase(seed, 'edits of extracts', index);
    const text = bases[random.below(bases.length)] ?? '';
    const { embedded } = readCarrier(text, NAME);
    const one = embedded[random.below(Math.max(1, embedded.length))];
    if (one === undefined) {
      continue;
    }
    const offset = random.below(one.text.length);
    const length = Math.min(random.below(20), one.text.length - offset);
    const put = random.pick(['', '"mtu": 1500,', '\n', "it's", '\\', '{\n  "a": "b"\n}', '\t', 'é😀']);
    const done = one.edit([{ offset, length, text: put }]);
    if ('refused' in done) {
      refused += 1;
      continue;
    }
    applied += 1;
    const changed = applyChanges(text, done.changes);
    const again = readCarrier(changed, NAME);
    const wanted = compact(applyChanges(one.text, [{ offset, length, text: put }]));
    const found = again.embedded.map((other) => compact(other.text));
    const isThere = wanted === '' || found.includes(wanted);
    expect(isThere, `edit ${index} of seed ${seed}: ${JSON.stringify(changed)}`).toBe(true);
  }
  console.log(`${applied} edits applied, ${refused} refused`);
  expect(applied).toBeGreaterThan(refused);
});
