import { describe, expect, it } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { applyChanges } from '../../../../language/carriers/edits.ts';
import { readCarrier } from '../../../../language/carriers/registry.ts';
import { runtimeText } from '../../../../language/carriers/supplied-name.ts';
import { editEmbedded, embeddedTexts, type EmbeddedPlace } from '../../../../language/features/embedded-texts.ts';

const definition = (name: string, config: string): string =>
  `apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata:\n  name: ${name}\nspec:\n  config: ${config}\n`;
const documentOf = (text: string): TextDocument => TextDocument.create('file:///ws/net.yaml', 'yaml', 1, text);
const read = (text: string) => readCarrier(text, 'net.yaml').embedded;
const textsOf = (text: string) => embeddedTexts(documentOf(text), read(text));

const pier: EmbeddedPlace = { where: 'spec.config', name: 'pier', index: 0 };

/** The carrier after a new text for a configuration, or what the answer is instead. */
function edited(text: string, after: string, { place = pier, before = read(text)[0]?.text ?? '' } = {}): string {
  const document = documentOf(text);
  const done = editEmbedded(document, read, { place, before, after });
  if (done.kind !== 'edits') {
    return done.kind === 'refused' ? done.reason : done.kind;
  }
  const changes = done.edits.map(({ range, newText }) => {
    const offset = document.offsetAt(range.start);
    return { offset, length: document.offsetAt(range.end) - offset, text: newText };
  });
  return applyChanges(text, changes);
}

describe('embeddedTexts', () => {
  it('identifies each configuration by position, name and index', () => {
    const text = ['pier', 'quay', 'pier'].map((name) => definition(name, `'{"type":"ptp"}'`)).join('---\n');
    expect(textsOf(text).map(({ place }) => place)).toEqual([pier, { ...pier, name: 'quay' }, { ...pier, index: 1 }]);
    const [first] = textsOf(text);
    expect(first).toMatchObject({
      kind: 'single',
      text: '{"type":"ptp"}',
      range: { start: { line: 5, character: 11 } },
    });
  });

  it('has what the runtime adds', () => {
    const resource = '  annotations:\n    k8s.v1.cni.cncf.io/resourceName: example.com/nic\nspec:';
    const text = definition('pier', `'{"type":"sriov"}'`).replace('spec:', resource);
    expect(textsOf(text)[0]).toMatchObject({ isNameSupplied: true, isDeviceSupplied: true });
    const map = `kind: ConfigMap\nmetadata:\n  name: cni\ndata:\n  cni-conf.json: '{"cniVersion":"1.0.0","type":"ptp"}'\n`;
    expect(textsOf(map)[0]).toMatchObject({ isNameSupplied: false });
  });
});

describe('runtimeText', () => {
  it.each([
    ['{"type":"ptp"}', '{"name": "pier", "type":"ptp"}', 'pier'],
    ['{}', '{"name": "pier"}', 'pier'],
    ['{"name":"","type":"ptp"}', '{"name":"pier","type":"ptp"}', 'pier'],
    ['{"name":"quay","type":"ptp"}', '{"name":"quay","type":"ptp"}', undefined],
    ['{"name":7,"type":"ptp"}', '{"name":7,"type":"ptp"}', undefined],
    ['["ptp"]', '["ptp"]', undefined],
  ])('fills in the name as Multus does: %s', (text, expected, suppliedName) => {
    expect(runtimeText({ text, name: 'pier', isNameSupplied: true })).toEqual({ text: expected, suppliedName });
    expect(runtimeText({ text, name: 'pier', isNameSupplied: false })).toEqual({ text, suppliedName: undefined });
  });
});

const block = '|\n    {\n      "type": "ptp"\n    }';

describe('editEmbedded', () => {
  it('writes exactly the new lines into a block', () => {
    expect(edited(definition('pier', block), '{\r\n    "type":   "bridge"\r\n}')).toBe(
      definition('pier', '|\n    {\n        "type":   "bridge"\n    }'),
    );
  });

  it('changes only the tokens that differ in a quoted string', () => {
    const text = definition('pier', `'{ "type":\n    "ptp" }'`);
    expect(edited(text, '{\n  "type": "ptp",\n  "mtu": 9000\n}')).toBe(
      definition('pier', `'{ "type":\n    "ptp", "mtu": 9000 }'`),
    );
    expect(edited(definition('pier', '"{\\"type\\":\\"ptp\\"}"'), '{"type":"bridge"}')).toBe(
      definition('pier', '"{\\"type\\":\\"bridge\\"}"'),
    );
  });

  it.each([
    ['{"type":"ptp","mtu":1}', '{"type":"ptp","mtu":2,"a":["b c"]}'],
    ['{ "type": "ptp", "mtu": 1 }', '{ "type": "ptp", "mtu": 2, "a": [ "b c" ] }'],
    ['{"type": "ptp", "mtu": 1}', '{"type": "ptp", "mtu": 2, "a": ["b c"]}'],
  ])('keeps the one line of a text in quotes, which is shown indented: %s', (before, expected) => {
    const after = JSON.stringify({ type: 'ptp', mtu: 2, a: ['b c'] }, undefined, 2);
    const shown = JSON.stringify(JSON.parse(before), undefined, 2);
    for (const quoted of [JSON.stringify, (text: string) => `'${text}'`]) {
      const text = definition('pier', quoted(before));
      expect(edited(text, `${after}\n`)).toBe(definition('pier', quoted(expected)));
      expect(edited(text, `${shown}\n`)).toBe(text);
    }
    const commented = edited(definition('pier', JSON.stringify(before)), '{\n  // a\n  "type": "ptp"\n}');
    expect(commented).toContain(String.raw`// a\n`);
  });

  it('changes nothing for the same text', () => {
    const text = definition('pier', block);
    expect(edited(text, '{\n  "type": "ptp"\n}')).toBe(text);
  });
});

describe('editEmbedded, when the carrier differs or cannot hold the text,', () => {
  it('reports a conflict when the carrier has another text', () => {
    expect(edited(definition('pier', block), '{}', { before: '{"type":"vlan"}' })).toBe('changed');
  });

  it('reports a configuration that is gone, but not one whose object was renamed', () => {
    const place: EmbeddedPlace = { ...pier, name: 'quay' };
    const text = definition('pier', block);
    expect(edited(text, '{ "type": "vlan" }', { place })).toContain('"vlan"');
    expect(edited(text, '{}', { place, before: 'other' })).toBe('missing');
  });

  it('reports a conflict when another configuration took the place', () => {
    const [before, after] = ['{"type":"ptp"}', '{"type":"vlan"}'];
    const text = [`{"type":"bridge"}`, before].map((one) => definition('pier', `'${one}'`)).join('---\n');
    expect(edited(text, after, { before })).toBe('changed');
    expect(edited(text, after, { before, place: { ...pier, index: 1 } })).toContain('vlan');
    expect(edited(text, after, { before, place: { ...pier, index: 2 } })).toContain('vlan');
  });

  it('returns the text that the carrier has after the edit', () => {
    const document = documentOf(definition('pier', `'{ "type":\n    "ptp" }'`));
    const change = { place: pier, before: '{ "type": "ptp" }', after: '{\n  "type": "vlan"\n}' };
    expect(editEmbedded(document, read, change)).toMatchObject({ kind: 'edits', text: '{ "type": "vlan" }' });
  });

  it.each(['//', '#'])('writes no comment (%s) that would swallow what follows it', (comment) => {
    const after = `{\n  ${comment} primary\n  "type": "ptp",\n  "mtu": 9000\n}`;
    const [single, folded] = [`'{ "type": "ptp" }'`, `>-\n    { "type": "ptp" }`];
    expect(edited(definition('pier', single), after)).toContain('Single quotes do not allow this edit.');
    expect(edited(definition('pier', folded), after)).not.toContain(`${comment} primary "type"`);
    expect(edited(definition('pier', single), '{\n  /* a */ "type": "//ptp#"\n}')).toContain('"//ptp#"');
  });

  it('gives the reason for an edit that the style cannot hold', () => {
    const text = definition('pier', 'ptp');
    expect(edited(text, 'vlan')).toBe('Text without quotes cannot be edited safely. Use a literal block (|).');
  });
});
