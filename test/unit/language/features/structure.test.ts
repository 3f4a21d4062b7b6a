import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { JSONLanguage } from '../../../../language/features/json-language.ts';
import { documentSymbols, foldingRanges, format, selectionRanges } from '../../../../language/features/structure.ts';
import { modelOf } from '../documents.ts';

const language = new JSONLanguage();
const text = `{
  "name": "a",
  "plugins": [
    { "type": "bridge", "ipam": { "type": "host-local" } },
    { "mtu": 1 }
  ]
}
`;

describe('the outline', () => {
  it('calls plugins by their type, with their IPAM beside it', () => {
    const symbols = documentSymbols(modelOf(text), language);
    expect(symbols.map(({ name, detail }) => [name, detail])).toEqual([
      ['name', 'a'],
      ['plugins', undefined],
    ]);
    expect(symbols[1]?.children?.map(({ name, detail }) => [name, detail])).toEqual([
      ['bridge', 'host-local'],
      ['1', undefined],
    ]);
  });
});

describe('folding and selection', () => {
  it('follow the objects and arrays', () => {
    const folds = foldingRanges(modelOf(text), language).map(({ startLine, endLine }) => `${startLine}-${endLine}`);
    expect(folds.toSorted()).toEqual(['0-5', '2-4']);
    const [selection] = selectionRanges(modelOf(text), [{ line: 3, character: 15 }], language);
    const around: string[] = [];
    for (let one = selection; one !== undefined; one = one.parent) {
      around.push(modelOf(text).document.getText(one.range));
    }
    expect(around).toContain('"type": "bridge"');
    expect(around.at(-1)).toBe(text.trimEnd());
  });

  it('grow at every position of a text with errors', () => {
    const { document, ...model } = modelOf('{ "cniVersion": "0.3"flannel", "delegate": { "isDefaultGateway": true } }');
    const wrong: string[] = [];
    for (let offset = 0; offset < document.getText().length; offset++) {
      const [selection] = selectionRanges({ document, ...model }, [document.positionAt(offset)], language);
      for (let one = selection; one?.parent !== undefined; one = one.parent) {
        const [inner, outer] = [one.range, one.parent.range];
        const isInside =
          document.offsetAt(outer.start) <= document.offsetAt(inner.start) &&
          document.offsetAt(inner.end) <= document.offsetAt(outer.end);
        wrong.push(...(isInside ? [] : [`${offset}: ${document.getText(inner)}`]));
      }
    }
    expect(wrong).toEqual([]);
  });
});

/** A text after formatting with two spaces. */
function formatted(before: string): string {
  const model = modelOf(before);
  return TextDocument.applyEdits(
    model.document,
    format(model, undefined, { tabSize: 2, insertSpaces: true }, language),
  );
}

describe('formatting', () => {
  it('indents, and changes nothing the second time', () => {
    const once = formatted('{"name":"a","plugins":[{"type":"loopback"}]}');
    expect(once).toBe('{\n  "name": "a",\n  "plugins": [\n    {\n      "type": "loopback"\n    }\n  ]\n}');
    expect(formatted(once)).toBe(once);
  });

  it('leaves the values as they are', () => {
    const broken = '{"name": "a" "plugins": [ {"type": 1.50e3} // x\n]}';
    expect(formatted(broken).replaceAll(/\s/g, '')).toBe(broken.replaceAll(/\s/g, ''));
  });
});
