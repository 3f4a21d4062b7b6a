import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { readCarrier } from '../../../../../language/carriers/registry.ts';
import { createLanguage, semanticLegend } from '../../../../../language/index.ts';
import { definitionWith, scalarStyles, type Style } from '../../carriers/styles.ts';
import { definition, languageOf, opened, whole } from './carriers.ts';

const network = `{
  "cniVersion": "1.0.0",
  "name": "naïve😀",
  "plugins": [
    {
      "type": "bridge",
      "bridge": "cni1",
      "ipam": {
        "type": "host-local",
        "dataDir": "/run/pier",
        "ranges": [[{ "subnet": "10.1.0.0/16" }]]
      }
    }
  ]
}
`;

/** Text without what only the quoting and folding of a scalar adds. */
const plain = (text: string): string =>
  text
    .replaceAll(/\\(?=")/g, '')
    .replaceAll("''", "'")
    .replaceAll(/(?:\\n|\s)+/g, ' ');

/** The text of the own file of a configuration, opened. */
function extract(text: string) {
  const document = TextDocument.create('file:///etc/cni/net.d/10-a.conflist', 'cni', 1, text);
  return { document, language: createLanguage({ openDocuments: () => [document] }) };
}

/** The network as a scalar of a style, opened, with its extracted text. */
function styled(style: Style) {
  const carrier = definitionWith(network, style);
  const [embedded] = readCarrier(carrier, 'net.yaml').embedded;
  const { text = '', map } = embedded ?? {};
  const positionOf = (document: TextDocument, offset: number) => document.positionAt(map?.start(offset) ?? 0);
  return { ...languageOf(carrier), text, positionOf };
}

it.each(scalarStyles)('hovers are those of the extracted text, over the same characters: %s', async (style) => {
  const { document, language, text, positionOf } = styled(style);
  const own = extract(text);
  const shown: string[] = [];
  for (let offset = 0; offset < text.length; offset++) {
    const inside = await language.hover(document, positionOf(document, offset));
    const outside = await own.language.hover(own.document, own.document.positionAt(offset));
    expect(inside?.contents).toEqual(outside?.contents);
    const [here, there] = [inside?.range, outside?.range];
    const texts = [here && document.getText(here), there && own.document.getText(there)].map((one) => plain(one ?? ''));
    expect(texts[0]).toBe(texts[1]);
    shown.push(...texts);
  }
  expect(new Set(shown).size).toBeGreaterThan(10);
});

it.each(scalarStyles)('semantic tokens are on the characters of the file: %s', (style) => {
  const { document, language } = styled(style);
  const { data } = language.semanticTokens(document);
  let [line, character] = [0, 0];
  const tokens: string[] = [];
  for (let at = 0; at < data.length; at += 5) {
    const [down = 0, right = 0, length = 0, type = 0] = data.slice(at, at + 4);
    character = down === 0 ? character + right : right;
    line += down;
    const start = { line, character };
    const range = { start, end: { line, character: character + length } };
    tokens.push(`${semanticLegend.tokenTypes[type]} ${plain(document.getText(range))}`);
  }
  expect(tokens).toEqual([
    'property "cniVersion"',
    'string "1.0.0"',
    'property "name"',
    'namespace "naïve😀"',
    'property "plugins"',
    'property "type"',
    'string "bridge"',
    'property "bridge"',
    'variable "cni1"',
    'property "ipam"',
    'property "type"',
    'string "host-local"',
    'property "dataDir"',
    'string "/run/pier"',
    'property "ranges"',
    'property "subnet"',
    'string "10.1.0.0/16"',
  ]);
});

it.each(scalarStyles)('links are on the characters of the file: %s', (style) => {
  const { document, language } = styled(style);
  const links = language.documentLinks(document).map(({ range }) => document.getText(range).replace(/\\$/, ''));
  expect(links).toEqual(['bridge', 'host-local', '/run/pier']);
});

it.each(scalarStyles)('inlay hints follow their value: %s', (style) => {
  const { document, language } = styled(style);
  const hints = language.inlayHints(document, whole(document));
  const before = hints.map(({ position, label }) => {
    const start = { line: position.line, character: 0 };
    return `${/\S+$/.exec(plain(document.getText({ start, end: position })))?.[0]} ${typeof label === 'string' ? label : ''}`;
  });
  expect(before).toEqual(['"10.1.0.0/16" 65,533 usable, gateway 10.1.0.1']);
});

it.each(scalarStyles)('the outline has the network with its keys: %s', async (style) => {
  const { document, language } = styled(style);
  const [symbol, ...others] = await language.documentSymbols(document);
  expect(others).toEqual([]);
  expect(symbol).toMatchObject({ name: 'naïve😀', detail: 'spec.config', kind: 2 });
  expect(symbol?.children?.map(({ name }) => name)).toEqual(['cniVersion', 'name', 'plugins']);
  const plugin = symbol?.children?.[2]?.children?.[0];
  expect(plugin).toMatchObject({ name: 'bridge', detail: 'host-local' });
  expect(plain(document.getText(plugin?.range)).trim()).toMatch(/^\{[^]*10\.1\.0\.0[^]*\}$/);
});

it.each(scalarStyles)('a selection grows from the value to its object: %s', async (style) => {
  const { document, language, text, positionOf } = styled(style);
  const position = positionOf(document, text.indexOf('cni1') + 1);
  const [found] = await language.selectionRanges(document, [position]);
  const texts: string[] = [];
  for (let one = found; one !== undefined; one = one.parent) {
    texts.push(plain(document.getText(one.range)));
  }
  expect(texts.slice(0, 3)).toEqual([
    expect.stringMatching(/^\\?"?cni1/),
    expect.stringContaining('cni1'),
    expect.stringContaining('"bridge"'),
  ]);
  expect(texts.at(-1)).toMatch(/^\{[^]*\}$/);
});

it.each(scalarStyles)('references are in the configuration: %s', (style) => {
  const { document, language, text, positionOf } = styled(style);
  const position = positionOf(document, text.indexOf('cni1'));
  const found = language.references(document, position).map(({ range }) => plain(document.getText(range)));
  expect(found).toEqual(['"bridge": "cni1"']);
  expect(language.definition(document, position)).toHaveLength(1);
});

describe('outside of configurations', () => {
  const { document, language, position } = opened(definitionWith(network, 'literal').replace('metadata', 'meta‸data'));

  it('there are no hovers, proposals, links and actions', async () => {
    expect(await language.hover(document, position)).toBeUndefined();
    expect(await language.complete(document, position)).toEqual({ isIncomplete: false, items: [] });
    expect(language.definition(document, position)).toEqual([]);
    expect(language.references(document, position)).toEqual([]);
    const range = { start: position, end: position };
    const request = { only: undefined, isAutomatic: true, canIgnore: true, canRename: true, canCreate: true };
    expect(language.codeActions(document, range, { ...request, showsDisabled: true })).toEqual([]);
    expect(await language.selectionRanges(document, [position])).toEqual([{ range }]);
    expect(await language.format(document, undefined, { tabSize: 2, insertSpaces: true })).toEqual([]);
  });

  it('the indentation of a block has no hover', async () => {
    const line = definitionWith(network, 'literal')
      .split('\n')
      .findIndex((one) => one.includes('"bridge":'));
    expect(await language.hover(document, { line, character: 2 })).toBeUndefined();
  });
});

/** The folded lines of a document. */
const folded = async (text: string, file?: string, id?: string) => {
  const { document, language } = languageOf(text, file, id);
  return (await language.foldingRanges(document))
    ?.map(({ startLine, endLine }) => `${startLine}-${endLine}`)
    .toSorted();
};

describe('folding', () => {
  it('is that of the JSON', async () => {
    expect(await folded(definitionWith(network, 'literal'))).toEqual(['10-17', '13-16', '6-19', '9-18']);
    expect(await folded(`- item\n\n\`\`\`json\n${network}\`\`\`\n`, 'file:///a.md', 'markdown')).toEqual([
      '10-13',
      '3-16',
      '6-15',
      '7-14',
    ]);
  });

  it('is left to the editor without any', async () => {
    expect(await folded(definition(''))).toBeUndefined();
    expect(await folded(definitionWith(network, 'double quotes'))).toBeUndefined();
  });
});

it('finds networks of carriers in the workspace by the name of the network, or of the definition', () => {
  const nameless = definition('|\n    { "cniVersion": "0.4.0", "type": "macvlan" }\n');
  const { document, language } = languageOf(`${definitionWith(network, 'double quotes')}---\n${nameless}`);
  const found = language.workspaceSymbols('').map(({ name, containerName, location }) => {
    const range = 'range' in location ? location.range : undefined;
    return `${name} (${containerName}) ${plain(document.getText(range)).trim()}`;
  });
  expect(found).toEqual([
    'naïve😀 (net.yaml) "naïve😀"',
    'bridge (naïve😀) "bridge"',
    'pier (net.yaml) { "cniVersion": "0.4.0", "type": "macvlan" }',
    'macvlan (pier) "macvlan"',
    'made (net.yaml) made',
  ]);
});

it('covers only the part of a configuration that the file contains', async () => {
  const text =
    'kind: SriovNetwork\nmetadata:\n  name: pier\nspec:\n  ipam: \'{ "type": "hos‸t-local", "rnges": [] }\'\n';
  const { document, language, position } = opened(text);
  expect(language.diagnostics(document).map(({ range }) => document.getText(range))).toContain('"rnges"');
  expect(await language.hover(document, position)).toMatchObject({ contents: { kind: 'markdown' } });
  const [symbol] = await language.documentSymbols(document);
  expect(symbol).toMatchObject({ name: 'pier', detail: 'spec.ipam' });
  expect(symbol?.children?.map(({ name }) => name)).toEqual(['type', 'rnges']);
  expect(language.workspaceSymbols('').map(({ name }) => name)).toEqual(['pier']);
});
