import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import type { CompletionItem } from 'vscode-languageserver-types';
import { readCarrier } from '../../../../../language/carriers/registry.ts';
import { definitionWith, scalarStyles, type Style } from '../../carriers/styles.ts';
import { definition, opened } from './carriers.ts';

/** What is proposed at ‸: the items by label, and the text after accepting one. */
async function proposed(marked: string, uri?: string) {
  const { document, language, position } = opened(marked, uri);
  const { items } = await language.complete(document, position);
  const byLabel = new Map(items.map((item) => [item.label, item]));
  const accepted = (label: string): string => {
    const item = byLabel.get(label);
    if (item?.textEdit === undefined || !('range' in item.textEdit)) {
      throw new Error(`"${label}" is not proposed among ${[...byLabel.keys()].join(', ')}`);
    }
    expect(item.textEdit.range.start.line).toBe(position.line);
    expect(item.textEdit.range.end.line).toBe(position.line);
    const newText = item.insertTextFormat === 2 ? inserted(item.textEdit.newText) : item.textEdit.newText;
    return TextDocument.applyEdits(document, [{ range: item.textEdit.range, newText }]);
  };
  return { labels: [...byLabel.keys()], byLabel, accepted };
}

/** The text that an editor inserts for a snippet whose placeholders stay. */
function inserted(snippet: string): string {
  return snippet.replaceAll(
    /\\([\\$}])|\$\{\d+:([^}]*)\}|\$\{?\d+\}?/g,
    (_, escaped: string | undefined, placeholder: string | undefined) => escaped ?? placeholder ?? '',
  );
}

/** The text of the only embedded configuration of a carrier. */
const embeddedIn = (text: string): string => {
  const [one, ...others] = readCarrier(text, 'net.yaml').embedded;
  expect(others).toEqual([]);
  return one?.text ?? '';
};

const compact = (text: string): string => text.replaceAll(/\s+/g, '');

const at = (plugin: string): string =>
  `{\n  "cniVersion": "1.0.0",\n  "name": "pier",\n  "plugins": [\n    {\n      ${plugin}\n    }\n  ]\n}\n`;

/** A text with the cursor, a label, and the text after accepting it. */
const proposals: readonly (readonly [string, string, string, string])[] = [
  ['a key', at('"type": "bridge",\n      ‸'), 'isGateway', at('"type": "bridge",\n      "isGateway": true')],
  [
    'a key in quotes',
    at('"type": "bridge",\n      "isGa‸"'),
    'isGateway',
    at('"type": "bridge",\n      "isGateway": true'),
  ],
  ['a type', at('"type": "‸"'), '"macvlan"', at('"type": "macvlan"')],
  [
    'a snippet of several lines',
    at('"type": "bridge",\n      "ipam": ‸'),
    'dhcp',
    at('"type": "bridge",\n      "ipam": {\n        "type": "dhcp"\n      }'),
  ],
  [
    'an address',
    at('"type": "bridge",\n      "ipam": { "type": "host-local", "subnet": ‸ }'),
    '"10.88.0.0/16"',
    at('"type": "bridge",\n      "ipam": { "type": "host-local", "subnet": "10.88.0.0/16" }'),
  ],
];

describe.each(proposals)('%s', (_, before, label, after) => {
  it.each(scalarStyles)('is proposed in a configuration as %s', async (style: Style) => {
    const { accepted } = await proposed(definitionWith(before, style));
    const text = accepted(label);
    expect(compact(embeddedIn(text))).toBe(compact(after));
    const isExact = style.startsWith('literal');
    expect(isExact ? text : '').toBe(isExact ? definitionWith(after, style) : '');
  });
});

/** The item for a label, without what is the same everywhere. */
async function itemFor(marked: string, label: string): Promise<CompletionItem | undefined> {
  return (await proposed(marked)).byLabel.get(label);
}

describe('a proposal', () => {
  it('is escaped in double quotes, with the syntax of snippets', async () => {
    const item = await itemFor(definition('"{\\"type\\": \\"bridge\\", \\"ipam\\": ‸}"\n'), 'static');
    expect(item?.textEdit?.newText).toBe(
      '{ \\\\"type\\\\": \\\\"static\\\\", \\\\"addresses\\\\": [ { \\\\"address\\\\": \\\\"${1:10.0.0.2/24}\\\\", \\\\"gateway\\\\": \\\\"${2:10.0.0.1}\\\\" } ] }',
    );
    expect(item).toMatchObject({ insertTextFormat: 2, insertTextMode: 1 });
  });

  it('is compared with the text in quotes as it is written', async () => {
    expect((await itemFor(definition('"{\\"type\\": \\"br‸\\"}"\n'), '"bridge"'))?.filterText).toBe('\\"bridge\\"');
    expect((await itemFor(definition('\'{"type": "br‸"}\'\n'), '"bridge"'))?.filterText ?? '"bridge"').toBe('"bridge"');
  });

  it('is indented on a line that is indented less than its block', async () => {
    const { accepted } = await proposed(definition('|\n    {\n      "type": "bridge",\n ‸\n    }\n'));
    expect(accepted('isGateway')).toContain('"type": "bridge",\n    "isGateway": true\n    }\n');
  });

  it('is on the line of the cursor after the text of a block', async () => {
    const before = definition('|\n    {\n      "type": "bridge",\n      ‸\n\nstatus: {}\n');
    const { accepted } = await proposed(before);
    const text = accepted('isGateway');
    expect(text).toBe(before.replace('‸', '"isGateway": true'));
    expect(compact(embeddedIn(text))).toBe('{"type":"bridge","isGateway":true');
  });

  it.each([
    ['left of the block', '|\n    {\n      "type": "bridge",\n  ‸\n'],
    ['in the indentation', '|\n    {\n  ‸  "type": "bridge"\n    }\n'],
    ['in text without quotes', '{"type": ‸}\n'],
    ['in the header', '|‸\n    {\n    }\n'],
  ])('is not there %s', async (_, config) => {
    expect((await proposed(definition(config))).labels).toEqual([]);
  });

  it('is for lists and single plugins while the text leaves both open', async () => {
    const { labels } = await proposed(definition('|\n    { ‸ }\n'));
    expect(labels).toEqual(expect.arrayContaining(['cniVersion', 'name', 'plugins', 'type', 'ipam']));
    expect(new Set(labels).size).toBe(labels.length);
  });
});

describe('a whole configuration', () => {
  it.each([
    ['a block', '|\n    ‸\n'],
    ['a block without indentation', '|\n  ‸\n'],
    ['a block that is stripped', '|-\n    ‸\n'],
    ['a block before other keys', '|\n    ‸\nstatus: {}\n'],
    ['a block at the end of the file', '|\n    ‸'],
    ['a block with CRLF', '|\r\n    ‸\r\n'],
    ['a folded block', '>\n    ‸\n'],
    ['blank lines', '|\n\n    ‸\n\n'],
    ['single quotes', "'‸'\n"],
    ['double quotes', '"‸"\n'],
  ])('is proposed in %s', async (_, config) => {
    const { labels, accepted } = await proposed(definition(config));
    expect(labels).toEqual(expect.arrayContaining(['network: bridge', 'bridge']));
    for (const label of ['network: bridge', 'bridge']) {
      const found: { readonly name?: unknown } = JSON.parse(embeddedIn(accepted(label)));
      expect(found.name).toBe('pier');
    }
  });

  it('is indented in a block', async () => {
    const { accepted } = await proposed(definition('|\n    ‸\n'));
    expect(accepted('network: macvlan').split('\n').slice(6, 10)).toEqual([
      '    {',
      '      "cniVersion": "1.0.0",',
      '      "name": "pier",',
      '      "plugins": [',
    ]);
  });

  it.each([
    ['left of its key', '|\n‸\n'],
    ['without a scalar', '‸\n'],
    ['in the header of a blank block', '|‸\n'],
  ])('is not proposed %s', async (_, config) => {
    expect((await proposed(definition(config))).labels).toEqual([]);
  });

  it('is an IPAM object where one belongs', async () => {
    const { labels } = await proposed("kind: SriovNetwork\nmetadata:\n  name: pier\nspec:\n  ipam: '‸'\n");
    expect(labels).toEqual(expect.arrayContaining(['host-local', 'dhcp']));
    expect(labels).not.toContain('network: bridge');
  });
});

it('is proposed in scripts and Markdown', async () => {
  const text = '{ "cniVersion": "1.0.0", "name": "a", "type": "bridge", ‸ }';
  const script = await proposed(`cat > /etc/cni/net.d/1.conf <<'EOF'\n${text}\nEOF\n`, 'file:///install.sh');
  expect(script.labels).toContain('isGateway');
  const page = await proposed(`- item\n\n  \`\`\`json\n  ${text}\n  \`\`\`\n`, 'file:///a.md');
  expect(page.labels).toContain('isGateway');
});
