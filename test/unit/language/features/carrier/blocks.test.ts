import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CodeAction } from 'vscode-languageserver-types';
import { describe, expect, it } from 'vitest';
import { readCarrier } from '../../../../../language/carriers/registry.ts';
import { definitionWith, scalarStyles } from '../../carriers/styles.ts';
import { definition, languageOf, whole } from './carriers.ts';

const title = 'Convert to a literal block (|)';
const request = { canRename: true, canCreate: true, showsDisabled: true, canIgnore: false, isAutomatic: false };

function actions(text: string, at?: string, languageId?: string): { document: TextDocument; found: CodeAction[] } {
  const { document, language } = languageOf(text, at, languageId);
  return { document, found: language.codeActions(document, whole(document), { ...request, only: undefined }) };
}

/** The text after an action, or the reason why it is disabled; undefined if it is not offered. */
function after(text: string, wanted = title, at?: string, languageId?: string): string | undefined {
  const { document, found } = actions(text, at, languageId);
  const action = found.find((one) => one.title === wanted);
  return (
    action?.disabled?.reason ??
    (action && TextDocument.applyEdits(document, action.edit?.changes?.[document.uri] ?? []))
  );
}

const network = `{
  "cniVersion": "0.4.0",
  "name": "it's naïve 😀 \\\\ \\"x\\"",
  "type": "macvlan",
  "mtu": 1.50e3,
  "ipam": { "type": "static", "addresses": [], "2": 1, "1": 2 }
}
`;
const printed = `{
  "cniVersion": "0.4.0",
  "name": "it's naïve 😀 \\\\ \\"x\\"",
  "type": "macvlan",
  "mtu": 1.50e3,
  "ipam": {
    "type": "static",
    "addresses": [],
    "2": 1,
    "1": 2
  }
}
`;

/** A text as the value of a block. */
const block = (text: string, indent = '    '): string => `|\n${text.replaceAll(/^(?=.)/gm, indent)}`;

describe('Convert to a literal block', () => {
  it.each(scalarStyles.filter((style) => !style.startsWith('literal')))('from %s', (style) => {
    const text = definitionWith(network, style);
    const changed = after(text) ?? '';
    expect(changed).toBe(definitionWith(printed, 'literal'));
    expect(readCarrier(changed, 'net.yaml').embedded.map((one) => one.text)).toEqual([printed]);
    const crlf = after(text.replaceAll('\n', '\r\n')) ?? '';
    expect(crlf).toBe(definitionWith(printed, 'literal with CRLF'));
    expect(after(changed)).toBeUndefined();
  });

  it('keeps what follows, also a comment, and the indentation of the file', () => {
    const own = '{"type": "ptp"}';
    expect(after(`${definition(`'${own}' # of 2020\n`)}  other: 1\n`)).toBe(
      `${definition(`| # of 2020\n    {\n      "type": "ptp"\n    }\n`)}  other: 1\n`,
    );
    const wide = `kind: NetworkAttachmentDefinition\nspec:\n    config: >-\n        ${own}\n\n    other: 1\n`;
    expect(after(wide)).toBe(
      `kind: NetworkAttachmentDefinition\nspec:\n    config: |\n        {\n          "type": "ptp"\n        }\n\n    other: 1\n`,
    );
    const items = `kind: List\nitems:\n- kind: NetworkAttachmentDefinition\n  spec:\n    config: '${own}'\n- kind: Pod\n`;
    expect(after(items)).toBe(
      `kind: List\nitems:\n- kind: NetworkAttachmentDefinition\n  spec:\n    config: |\n      {\n        "type": "ptp"\n      }\n- kind: Pod\n`,
    );
  });

  it('writes the plugins of an operator one after the other', () => {
    const text = `kind: SriovNetwork\nspec:\n  metaPlugins: '{ "type": "tuning" }, { "type": "sbr" }'\n`;
    expect(after(text)).toBe(
      'kind: SriovNetwork\nspec:\n  metaPlugins: |\n    {\n      "type": "tuning"\n    },\n    {\n      "type": "sbr"\n    }\n',
    );
  });

  it('works in YAML inside YAML', () => {
    const text =
      'kind: HelmChartConfig\nspec:\n  valuesContent: |\n    files:\n      content: \'{ "cniVersion": "0.4.0", "name": "a", "type": "ptp" }\'\n';
    const changed = after(text) ?? '';
    expect(changed).toContain('      content: |\n        {\n          "cniVersion": "0.4.0",\n');
    expect(readCarrier(changed, 'net.yaml').embedded).toHaveLength(1);
  });

  it('is disabled for text that is not JSON, and where the YAML does not allow a block', () => {
    const notJSON = 'Fix the errors in the JSON and remove its comments first.';
    const layout = 'The layout of the YAML around the text does not allow this edit.';
    expect(after(definition(`'{ "type": "ptp", }'\n`))).toBe(notJSON);
    expect(after(definition(`'{ "type": {{ .Values.type }} }'\n`))).toBe(notJSON);
    const flow = `{ kind: NetworkAttachmentDefinition, spec: { config: '{"type": "ptp"}' } }\n`;
    expect(after(flow)).toBe(layout);
    expect(after(`${definition(`'{"type": "ptp"}'\n`)}      # a comment\n`)).toBe(layout);
  });

  it('is not offered in a block, or in a file that is not YAML', () => {
    expect(after(definition(block(printed)))).toBeUndefined();
    const script = `cat > a.conflist <<'EOF'\n${network}EOF\n`;
    expect(after(script, title, 'file:///a.sh', 'shellscript')).toBeUndefined();
  });
});

const fix = 'Write the mapping as JSON text';

/** Whether "Fix all" changes a text. */
const isCertain = (text: string): boolean =>
  actions(text).found.some((one) => one.kind === 'source.fixAll.cni' && one.edit);

describe('a mapping where text belongs', () => {
  it('becomes JSON', () => {
    const mapping =
      '\n    cniVersion: 0.4.0\n    type: macvlan\n    mtu: 1500\n    promisc: true\n    ipam:\n      type: host-local\n      ranges:\n      - - subnet: 10.1.0.0/16\n      routes: []\n';
    const json = `{
  "cniVersion": "0.4.0",
  "type": "macvlan",
  "mtu": 1500,
  "promisc": true,
  "ipam": {
    "type": "host-local",
    "ranges": [
      [
        {
          "subnet": "10.1.0.0/16"
        }
      ]
    ],
    "routes": []
  }
}
`;
    const text = `${definition(mapping)}  other: 1\n`;
    expect(after(text, fix)).toBe(`${definition(block(json))}  other: 1\n`);
    expect(after(text.replaceAll('\n', '\r\n'), fix)).toBe(
      `${definition(block(json))}  other: 1\n`.replaceAll('\n', '\r\n'),
    );
    expect(isCertain(text)).toBe(true);
  });

  it('may be written in braces, on one line', () => {
    const json = '{\n  "cniVersion": "0.4.0",\n  "type": "ptp"\n}\n';
    expect(after(definition('{ "cniVersion": "0.4.0", type: ptp }\n'), fix)).toBe(definition(block(json)));
    expect(after(definition('\n    { "cniVersion": "0.4.0",\n      "type": "ptp" }\n'), fix)).toBe(
      definition(block(json)),
    );
  });
});

describe('a mapping whose JSON is not certain', () => {
  it('keeps its comments above the key, and is not fixed without being asked', () => {
    const text = definition('# first\n    # second\n    cniVersion: 0.4.0 # third\n    type: "a # b" # fourth\n');
    const json = '{\n  "cniVersion": "0.4.0",\n  "type": "a # b"\n}\n';
    const comments = ['# first', '# second', '# third', '# fourth'].map((one) => `  ${one}\n`).join('');
    expect(after(text, fix)).toBe(definition(block(json)).replace('  config:', `${comments}  config:`));
    expect(isCertain(text)).toBe(false);
  });

  it.each(['yes', '1.0', '0644', '12:30', '0x10'])('is not fixed without being asked if a value is %s', (value) => {
    const text = definition(`\n    cniVersion: ${value}\n    type: ptp\n`);
    expect(after(text, fix)).toContain('config: |');
    expect(isCertain(text)).toBe(false);
  });

  it('stays if a template or an alias writes a part of it, or if a comment would become text', () => {
    for (const config of [
      '\n    type: {{ .Values.type }}\n',
      '\n    a: &a 1\n    b: *a\n',
      '\n    a: .inf\n    b: !!binary aGk=\n',
    ]) {
      expect(after(definition(config), fix)).toBeUndefined();
    }
    expect(after(`${definition('\n    type: ptp\n')}    # a comment\n`, fix)).toBeUndefined();
  });

  it.each(['[1]', '1', 'true'])('is also reported for %s, without a fix', (value) => {
    const { document, language } = languageOf(definition(`${value}\n`));
    expect(language.diagnostics(document).map(({ code }) => code)).toEqual(['R192']);
    expect(after(definition(`${value}\n`), fix)).toBeUndefined();
  });
});

it('a switch as a string is an error, because Multus rejects it', () => {
  const list =
    '{ "cniVersion": "1.0.0", "name": "a", "disableCheck": "true", "loadOnlyInlinedPlugins": "false", "plugins": [{ "type": "ptp" }] }';
  const { document, language } = languageOf(definition(`'${list}'\n`));
  const found = language.diagnostics(document).filter(({ code }) => code === 'R029');
  expect(found.map(({ severity, range }) => [severity, document.getText(range)])).toEqual([
    [1, '"true"'],
    [2, '"false"'],
  ]);
});
