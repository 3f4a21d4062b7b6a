import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { applyChanges } from '../../language/carriers/edits.ts';
import { spanInCarrier } from '../../language/carriers/position-map.ts';
import { readCarrier } from '../../language/carriers/registry.ts';
import { OpenedCarrier } from '../../language/features/carrier/opened-carrier.ts';
import { readSettings } from '../../language/workspace/settings.ts';
import { carrierReport } from '../../language/features/carrier/carrier-report.ts';
import { differences } from './embedded-differences.ts';
import { carrierName, embeddedInCorpora, findingsOfExtract, fixesOfExtract, type CorpusEmbedded } from './embedded.ts';
import { definitionWith, scalarStyles } from '../unit/language/carriers/styles.ts';
import { ownCorpus, PLAIN_FOLDERS } from './files.ts';

const all = embeddedInCorpora();
console.log(`${all.length} embedded configurations`);

const { isCarrierEnabled } = readSettings(undefined);
const opened = (document: TextDocument): OpenedCarrier => new OpenedCarrier(document, isCarrierEnabled);

/** Text without its white space outside of strings, and without the quoting of a scalar. */
const essence = (text: string): string => text.replaceAll(/\s+|\\n|[\\']/g, '');

/** Every configuration of the own corpus in a definition; the styles of YAML take turns. */
const wrapped: readonly CorpusEmbedded[] = PLAIN_FOLDERS.flatMap((folder) => ownCorpus.files(folder))
  .filter(({ text }) => text.startsWith('{'))
  .flatMap(({ id, text }, index) => {
    const style = scalarStyles[index % scalarStyles.length] ?? 'literal';
    const carrier = definitionWith(text, style);
    return readCarrier(carrier, carrierName).embedded.map((embedded) => ({ id: `${id}, ${style}`, carrier, embedded }));
  });

/** Definitions for entries of the table that the own corpus has no example of. */
const made: readonly CorpusEmbedded[] = [
  definitionWith('{ "cniVersion": "0.4.0", "name": "", "type": "ptp", "ipam": { "type": "dhcp" } }', 'literal'),
  definitionWith('{ "cniVersion": "0.4.0", "name": "a", "type": "host-device" }', 'literal').replace(
    'metadata:\n',
    'metadata:\n  annotations:\n    k8s.v1.cni.cncf.io/resourceName: example.com/device\n',
  ),
  ['made', 'other']
    .map((name) =>
      definitionWith(
        '{ "cniVersion": "0.4.0", "name": "a", "type": "ptp", "ipam": { "type": "host-local", "subnet": "10.1.0.0/16" } }\n',
        'literal',
      ).replace('made', name),
    )
    .join('---\n'),
].flatMap((carrier, index) =>
  readCarrier(carrier, carrierName).embedded.map((embedded) => ({ id: `made ${index}`, carrier, embedded })),
);

/** The sides on which the rules of the table have findings. */
const used = new Map<string, Set<'carrier' | 'extract'>>();

/** The elements of a list that are not in another one. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return list.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) {
      left.splice(at, 1);
    }
    return at < 0;
  });
}

/** The findings inside an embedded configuration, as rule, severity, text and message. */
function findingsInCarrier({ carrier, embedded }: CorpusEmbedded): string[] {
  const document = TextDocument.create(`file://${carrierName}`, 'yaml', 1, carrier);
  const from = embedded.map.start(0);
  const to = embedded.map.end(embedded.text.length);
  return carrierReport(opened(document), { neighbors: [] })
    .problems.filter(({ range }) => from <= document.offsetAt(range.start) && document.offsetAt(range.start) <= to)
    .map(({ rule, severity, message, range }) => `${rule} ${severity} ${essence(document.getText(range))} ${message}`);
}

/** The findings in the extracted text, in the same form. */
const findingsOf = ({ embedded }: CorpusEmbedded): string[] =>
  findingsOfExtract(embedded).map(({ rule, severity, finding: { span, message } }) => {
    const text = embedded.text.slice(span.offset, span.offset + span.length);
    return `${rule.id} ${severity} ${essence(text)} ${message}`;
  });

/** Returns the differences that the table does not have, and notes those that it has. */
function unreviewed(one: CorpusEmbedded): string[] {
  const [inside, outside] = [findingsInCarrier(one), findingsOf(one)];
  const found = [
    ...without(inside, outside).map((finding) => ['carrier', finding] as const),
    ...without(outside, inside).map((finding) => ['extract', finding] as const),
  ];
  return found.flatMap(([side, finding]) => {
    const [rule = ''] = finding.split(' ');
    const known = differences.get(rule);
    if (known === undefined || (known.side !== 'both' && known.side !== side)) {
      return [`${one.id}: only in the ${side}: ${finding}`];
    }
    used.set(rule, (used.get(rule) ?? new Set()).add(side));
    return [];
  });
}

describe('every embedded configuration', () => {
  it('has the findings of the extracted text, at the same text, except those of the reviewed table', () => {
    expect(all.flatMap(unreviewed)).toEqual([]);
    expect(all.length).toBeGreaterThan(38);
  });

  it('also in a definition around each text of the own corpus', { timeout: 300_000 }, () => {
    expect([...wrapped, ...made].flatMap(unreviewed)).toEqual([]);
    expect(wrapped.length).toBeGreaterThan(500);
  });

  it('needs every entry of the table', () => {
    const sides = [...used].map(([rule, on]) => [rule, on.size === 2 ? 'both' : [...on][0]] as const);
    const expected = [...differences].map(([rule, { side }]) => [rule, side] as const);
    expect(Object.fromEntries(sides)).toEqual(Object.fromEntries(expected));
    console.log(`${differences.size} reviewed differences in ${all.length + wrapped.length} configurations`);
  });

  it('has the position of each of its characters', () => {
    for (const { id, carrier, embedded } of all) {
      const { text, map } = embedded;
      for (let offset = 0; offset < text.length; offset++) {
        const { offset: start, length } = spanInCarrier(map, { offset, length: 1 });
        const source = carrier.slice(start, start + length);
        const isSame =
          text[offset] === source ||
          (/\s/.test(text[offset] ?? '') && source.replaceAll(/\{\{[^}]*\}\}/g, '').trim() === '');
        expect(isSame || source.startsWith('\\') || source === "''", `${id} at ${offset}: ${source}`).toBe(true);
      }
    }
  });

  it('supports every fix of its text', () => {
    const { applied, exact, refused } = fixEach(all);
    console.log(
      `${applied} fixes applied, ${exact} in literal blocks, ${refused.length} refused\n${refused.join('\n')}`,
    );
    expect(refused).toEqual([]);
    expect(applied).toBeGreaterThan(0);
  });
});

/** Text without its white space outside of strings. */
const compact = (text: string): string =>
  text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, (_, quoted: string | undefined) => quoted ?? '');

/** Text that ends with the header of a literal block, whose lines are compared byte by byte. */
const literalHeader = /\|[-+\d]*[ \t]*\r?\n *$/;

/** Applies every fix in its carrier as the editor does, extracts the text again, and compares it with the fixed text. */
function fixEach(some: readonly CorpusEmbedded[]): { applied: number; exact: number; refused: string[] } {
  const refused: string[] = [];
  let [applied, exact] = [0, 0];
  for (const { id, carrier, embedded } of some) {
    const document = TextDocument.create(`file://${carrierName}`, 'yaml', 1, carrier);
    const start = embedded.map.start(0);
    const isExact = literalHeader.test(carrier.slice(0, start));
    const inEditor = opened(document).embedded.find(({ bounds }) => bounds.start === start);
    const { length } = embedded.frame.before;
    for (const { title, changes = [] } of fixesOfExtract(embedded)) {
      const done = inEditor?.changesInCarrier(changes.map((one) => ({ ...one, offset: length + one.offset }))) ?? {
        refused: 'not opened',
      };
      if ('refused' in done) {
        refused.push(`${id} ${title}: ${done.refused}`);
        continue;
      }
      applied += 1;
      exact += isExact ? 1 : 0;
      const again = readCarrier(applyChanges(carrier, done.changes), carrierName).embedded;
      const wanted = applyChanges(embedded.text, changes);
      const texts = again.map(({ text }) => (isExact ? text : compact(text)));
      expect(texts, `${id} ${title}`).toContain(isExact ? wanted : compact(wanted));
    }
  }
  return { applied, exact, refused };
}

describe.each(scalarStyles)('a configuration of the own corpus in a definition, as %s,', (style) => {
  const files = PLAIN_FOLDERS.flatMap((folder) => ownCorpus.files(folder)).filter(({ text }) => text.startsWith('{'));

  it('supports every fix: extracted from the carrier again, it is the fixed text', { timeout: 120_000 }, () => {
    const some = files.flatMap(({ id, text }) => {
      const carrier = definitionWith(text, style);
      return readCarrier(carrier, carrierName).embedded.map((embedded) => ({ id, carrier, embedded }));
    });
    const isBlock = style.startsWith('literal');
    const { applied, exact, refused } = fixEach(some);
    expect(exact).toBe(isBlock ? applied : 0);
    console.log(
      `${style}: ${some.length} of ${files.length} texts, ${applied} fixes applied, ${refused.length} refused`,
    );
    expect(isBlock ? refused : []).toEqual([]);
    expect(refused.length / applied).toBeLessThan(0.05);
    expect(applied).toBeGreaterThan(300);
  });
});
