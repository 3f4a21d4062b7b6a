import { describe, expect, it } from 'vitest';
import { readCarrier } from '../../../../../language/carriers/registry.ts';
import { holding, writing } from '../../carriers/holding.ts';
import { languageOf, whole } from './carriers.ts';

/** Files whose text is encoded or is YAML itself, so that nothing can be inserted. */
const readOnly = /^spec\.devices|^source|^binaryData|b64/;

describe.each([...holding, ...writing])('in %s,', (_, text, file) => {
  const at = `file:///deploy/${file}`;
  const [embedded] = readCarrier(text, file).embedded;
  const { map, where = '', text: own = '' } = embedded ?? {};
  const inside = (part: string): number => map?.start(own.indexOf(part) + 1) ?? 0;
  const isEditable = !readOnly.test(where) && !text.includes('encoding: b64');

  it('keys and types have a hover', async () => {
    const { document, language } = languageOf(text, at);
    const hover = await language.hover(document, document.positionAt(inside('"type"') + 1));
    expect(hover).toMatchObject({ contents: { kind: 'markdown' } });
    const length = document.offsetAt(hover?.range?.end ?? { line: 0, character: 0 });
    expect(length).toBeLessThanOrEqual(document.getText().length);
  });

  it('the configuration is in the outline', async () => {
    const { document, language } = languageOf(text, at);
    const symbols = await language.documentSymbols(document);
    expect(symbols.map(({ detail }) => detail)).toEqual([where]);
  });

  it('types are proposed where the text can be edited', async () => {
    const { document, language } = languageOf(text, at);
    const offset = own.indexOf('"', own.indexOf('"type"') + 6) + 1;
    const { items } = await language.complete(document, document.positionAt(map?.start(offset) ?? 0));
    expect(items.some(({ label }) => /host-local|bridge/.test(label))).toBe(isEditable);
  });

  it('every feature answers for the whole text', async () => {
    const { document, language } = languageOf(text, at);
    const range = whole(document);
    const request = { only: undefined, isAutomatic: false, canIgnore: true, canRename: true, canCreate: true };
    expect(language.codeActions(document, range, { ...request, showsDisabled: true })).toBeInstanceOf(Array);
    expect(language.inlayHints(document, range)).toBeInstanceOf(Array);
    expect(language.documentLinks(document).length).toBeGreaterThan(0);
    expect(language.workspaceSymbols('').length).toBeGreaterThan(0);
    expect(await language.selectionRanges(document, [range.start])).toHaveLength(1);
  });
});
