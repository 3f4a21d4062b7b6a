import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../../../language/index.ts';
import { definitionWith, scalarStyles } from '../../carriers/styles.ts';
import { definition, languageOf, whole } from './carriers.ts';

const misspelled = `{
  "cniVersion": "1.0.0",
  "name": "naïve😀",
  "plugins": [
    { "type": "bridge", "isGatewy": true, "ipam": { "type": "host-local", "subnet": "10.1.0.0/16" } }
  ]
}
`;

/** Each diagnostic of a text: the rule, and the text at its range. */
function diagnosed(text: string, file?: string, settings?: unknown): string[] {
  const { document, language } = languageOf(text, file);
  language.configure(readSettings(settings));
  return language.diagnostics(document).map(({ code, range }) => `${code} ${document.getText(range)}`);
}

describe('diagnostics in a carrier', () => {
  it.each(scalarStyles)('are at the characters of the file: %s', (style) => {
    const quote = style.includes('double') ? String.raw`\"` : '"';
    expect(diagnosed(definitionWith(misspelled, style))).toContain(`R074 ${quote}isGatewy${quote}`);
  });

  it('are about each of several documents, with tabs and comments around', () => {
    const one = definition('|\n    {\t"cniVersion": "0.4.0", "type": "ipvlan", "mod": "l2" }\n# end\n');
    expect(diagnosed(`${one}---\n${one}`).filter((found) => found === 'R074 "mod"')).toHaveLength(2);
  });

  it('are about the carrier, too', () => {
    expect(diagnosed(definition('\n    type: bridge\n'))).toEqual(['R192 t']);
  });

  it('say why a part is not checked', () => {
    const { document, language } = languageOf(definition('|-\n{{ .Values.config | indent 4 }}\n'));
    expect(language.diagnostics(document)).toEqual([
      {
        range: { start: { line: 6, character: 0 }, end: { line: 6, character: 31 } },
        message: 'spec.config: Not checked. A template writes the whole text.',
        severity: 3,
        source: 'cni',
      },
    ]);
  });

  it('say that a configuration is too large', () => {
    const large = definition(`'{"cniVersion": "1.0.0", "name": "${'x'.repeat(600 * 1024)}"}'\n`);
    const { document, language } = languageOf(large);
    expect(language.diagnostics(document).map(({ message }) => message)).toEqual([
      expect.stringContaining('spec.config: Not analyzed because of its size'),
    ]);
  });

  it('are none for YAML without a configuration', () => {
    expect(diagnosed('kind: Pod\nspec: {}\n')).toEqual([]);
  });

  it('follow the text', () => {
    const { document, language } = languageOf(`${definitionWith(misspelled, 'literal')}---\nkind: Pod\n`);
    const lines = (): number[] => language.diagnostics(document).map(({ range }) => range.start.line);
    const before = lines();
    TextDocument.update(document, [{ range: whole(document), text: `# new\n${document.getText()}` }], 2);
    expect(lines()).toEqual(before.map((line) => line + 1));
  });

  it.each([
    ['all carriers switched off', { embedded: { enabled: false } }, []],
    ['a carrier switched off', { embedded: { carriers: { networkAttachmentDefinition: false } } }, []],
    ['another carrier switched off', { embedded: { carriers: { configMap: false } } }, ['R192 t']],
    ['a setting of another shape', { embedded: { enabled: 1, carriers: ['networkAttachmentDefinition'] } }, ['R192 t']],
  ])('follow the settings: %s', (_, settings, expected) => {
    expect(diagnosed(definition('\n    type: bridge\n'), undefined, settings)).toEqual(expected);
  });
});

describe('diagnostics of a definition', () => {
  it('are about each branch of a template that is a whole configuration', () => {
    const one = '    { "cniVersion": "0.4.0", "type": "ipvlan", "mod": "l2" }\n';
    const text = `|\n    {{- if .X }}\n${one}    {{- else }}\n${one}    {{- end }}\n`;
    expect(diagnosed(definition(text)).filter((found) => /R005|"mod"/.test(found))).toEqual([
      'R074 "mod"',
      'R074 "mod"',
    ]);
  });

  it.each([
    ['double', '"{"cniVersion": "0.3.1", "type": "ptp"}"\n'],
    ['double, over several lines', '"{\n    "cniVersion": "0.3.1",\n    "type": "ptp"\n  }"\n'],
    ['single', `'{"cniVersion": "0.3.1", "name": "it's", "type": "ptp"}'\n`],
  ])('are about %s quotes that end too early', (_, text) => {
    const { document, language } = languageOf(definition(text));
    expect(language.diagnostics(document).map(({ message }) => message)).toEqual([
      expect.stringContaining('A quote inside the text of "spec.config" ends it'),
    ]);
  });

  it.each([
    ['as the key is', '|\n  {\n    "cniVersion": "0.3.1",\n    "type": "ptp"\n  }\n'],
    ['not at all', '|-\n{"cniVersion": "0.3.1", "type": "ptp"}\n'],
    ['with a tab', '>\n\t{"cniVersion": "0.3.1", "type": "ptp"}\n'],
  ])('are about lines that are indented %s', (_, text) => {
    const { document, language } = languageOf(definition(text));
    expect(language.diagnostics(document)).toMatchObject([
      { code: 'R192', message: expect.stringContaining('The lines after "config" are not indented') },
    ]);
  });

  it.each(['__CNI__', '${CNI_CONFIG}', "'$CNI_CONFIG'", `'{{ cfg | combine({"name": n}) | to_json }}'`])(
    'say that a template writes the whole text: %s',
    (text) => {
      const { document, language } = languageOf(definition(`${text}\n`));
      expect(language.diagnostics(document).map(({ message }) => message)).toEqual([
        'spec.config: Not checked. A template writes the whole text.',
      ]);
    },
  );
});
