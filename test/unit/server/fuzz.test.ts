import * as fc from 'fast-check';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { check } from '../../../server/service/check.ts';
import { codeActions } from '../../../server/service/features/code-actions.ts';
import { complete } from '../../../server/service/features/completion.ts';
import { toDiagnostic } from '../../../server/service/features/diagnostics.ts';
import { hover } from '../../../server/service/features/hover.ts';
import { JSONLanguage } from '../../../server/service/features/json-language.ts';
import { documentSymbols, foldingRanges } from '../../../server/service/features/structure.ts';
import { looksLikeCNI } from '../../../server/service/looks-like-cni.ts';
import { readModel } from '../../../server/service/model.ts';

const base = `{
  "cniVersion": "1.0.0",
  "name": "mynet",
  "plugins": [
    { "type": "bridge", "isGateway": true, "vlanTrunk": [{ "minID": 2, "maxID": 9 }],
      "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.88.0.0/16" }]], "routes": [{ "dst": "0.0.0.0/0" }] } },
    { "type": "tuning", "sysctl": { "net.core.somaxconn": "500" } },
    { "type": "portmap", "capabilities": { "portMappings": true } }
  ]
}
`;

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '"',
  '\\',
  '\n',
  '\r\n',
  '\t',
  '//',
  '/*',
  '*/',
  'null',
  'true',
  '-1',
  '1e999',
  '\uFEFF',
  '"type"',
  '"ipam": null',
  '"TYPE": "bridge"',
  '"__proto__": {}',
  '"constructor": 1',
  '"type": "toString"',
  '\uD800',
  '☃',
  '"plugins": {}',
  '"name": []',
  '"cniVersions": ["1.0"]',
  '\u00A0',
  '“',
  '{{ x }}',
  '"static"',
  '[[',
  ']]',
];
const seeds = { seed: 20261123, numRuns: 3000 };

const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.integer({ min: 0, max: 40 }),
  insert: fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 5 })),
});
const edits = fc.array(edit, { minLength: 1, maxLength: 6 });
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(text: string, { at, remove, insert }: Edit): string {
  const offset = Math.floor(at * text.length);
  return text.slice(0, offset) + insert + text.slice(offset + remove);
}

const documentOf = (text: string) => TextDocument.create('file:///etc/cni/net.d/10-mynet.conflist', 'cni', 1, text);

/** Runs every rule over an edited text; all that comes of it must lie inside of it. */
function checkEverything(changes: Edit[]): void {
  const text = changes.reduce(edited, base);
  looksLikeCNI(text);
  const model = readModel(documentOf(text));
  const findings = check(model, {});
  for (const checked of findings) {
    const { offset, length } = checked.finding.span;
    expect(offset).toBeGreaterThanOrEqual(0);
    expect(length).toBeGreaterThanOrEqual(0);
    expect(offset + length).toBeLessThanOrEqual(text.length);
    expect(toDiagnostic(model, checked).message).not.toBe('');
    for (const fix of checked.finding.fixes?.() ?? []) {
      for (const change of fix.changes ?? []) expect(change.offset + change.length).toBeLessThanOrEqual(text.length);
    }
  }
  const everywhere = { start: { line: 0, character: 0 }, end: { line: 1e6, character: 0 } };
  for (const { edit: mend } of codeActions(model, findings, everywhere, true)) expect(mend).toBeDefined();
}

function told(text: TextDocument): string[] {
  return check(readModel(text), {}).map(({ finding }) => finding.message);
}

/** Edits a document step by step, as a client does; it must be read as a new one of the same text. */
function editInPlace(changes: Edit[]): void {
  let document = documentOf(base);
  for (const [index, { at, remove, insert }] of changes.entries()) {
    const text = document.getText();
    const start = Math.floor(at * text.length);
    const range = {
      start: document.positionAt(start),
      end: document.positionAt(Math.min(start + remove, text.length)),
    };
    document = TextDocument.update(document, [{ range, text: insert }], index + 2);
  }
  expect(told(document)).toEqual(told(documentOf(document.getText())));
}

describe('whatever is typed', () => {
  it('no rule throws, and every range and fix is inside the document', () => {
    fc.assert(fc.property(edits, checkEverything), seeds);
  });

  it('an edited document is read as a new one would be', () => {
    fc.assert(fc.property(edits, editInPlace), { ...seeds, numRuns: 1000 });
  });

  it('completion, hover, outline and folding give an answer', async () => {
    const language = new JSONLanguage();
    const run = async (changes: Edit[], at: number): Promise<void> => {
      const model = readModel(documentOf(changes.reduce(edited, base)));
      const position = model.document.positionAt(Math.floor(at * model.parsed.text.length));
      expect(Array.isArray((await complete(model, position, language)).items)).toBe(true);
      await hover(model, position, language);
      documentSymbols(model, language);
      foldingRanges(model, language);
    };
    const where = fc.double({ min: 0, max: 1, noNaN: true });
    await fc.assert(fc.asyncProperty(edits, where, run), { ...seeds, numRuns: 300 });
  });

  it('deep nesting is told, not fallen over', () => {
    const model = readModel(documentOf('['.repeat(200_000)));
    expect(check(model, {}).map(({ rule }) => rule.id)).toContain('R001');
  });
});
