import { TextDocument } from 'vscode-languageserver-textdocument';
import { describe, expect, it } from 'vitest';
import { createLanguage } from '../../../../../language/index.ts';

const definition = (name: string, more = '', network = name): string => `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata:
  name: ${name}${more}
spec:
  config: |
    { "cniVersion": "0.4.0", "name": "${network}", "type": "macvlan", "master": "eth1",
      "ipam": { "type": "host-local", "ranges": [[{ "subnet": "10.1.0.0/16" }]] } }
`;
const inNamespace = (namespace: string): string => `\n  namespace: ${namespace}`;
const pod = (networks: string, more = '', annotation = 'k8s.v1.cni.cncf.io/networks'): string => `apiVersion: v1
kind: Pod
metadata:
  name: crane${more}
  annotations:
    ${annotation}: ${networks}
spec:
  containers: []
`;

/** Files of a workspace by name; ‸ is the cursor. They are open, or on disk. */
function workspace(files: Readonly<Record<string, string>>, { isOpen = false, isComplete = true } = {}) {
  const documents = Object.entries(files).map(([name, text]) => {
    const cursor = text.indexOf('‸');
    const document = TextDocument.create(`file:///deploy/${name}`, 'yaml', 1, text.replace('‸', ''));
    return { document, cursor };
  });
  const [first] = documents;
  if (first === undefined) {
    throw new Error('no file');
  }
  const open = documents.map(({ document }) => document).slice(0, isOpen ? undefined : 1);
  const language = createLanguage({ openDocuments: () => open });
  const onDisk = documents.map(({ document }) => ({ uri: document.uri, text: document.getText() }));
  language.setCarriers({ files: isOpen ? [] : onDisk, isComplete });
  const { document, cursor } = first;
  return { language, document, position: document.positionAt(Math.max(cursor, 0)) };
}

/** Locations as `file:line:character`. */
const short = (found: readonly { uri: string; range: { start: { line: number; character: number } } }[]): string[] =>
  found.map(({ uri, range: { start } }) => `${uri.slice(uri.lastIndexOf('/') + 1)}:${start.line}:${start.character}`);

const definitionAt = (files: Readonly<Record<string, string>>, isOpen = false): string[] => {
  const { language, document, position } = workspace(files, { isOpen });
  return short(language.definition(document, position));
};

/** Findings about networks of pods, as rule, severity and text. */
function findings(files: Readonly<Record<string, string>>, options: Parameters<typeof workspace>[1] = {}) {
  const { language, document } = workspace(files, options);
  return language
    .diagnostics(document)
    .filter(({ code }) => code === 'R194' || code === 'R203')
    .map(({ code, severity, range }) => `${code} ${severity} ${document.getText(range)}`);
}

describe('the definition of a network', () => {
  const nad = definition('quay');

  it.each([
    ['a name', 'qu‸ay'],
    ['a name with an interface', 'quay@ne‸t1'],
    ['one of several names', "'other, default/qu‸ay@net1'"],
    ['JSON in single quotes', `'[{ "name": "quay", "interface": "n‸et1" }]'`],
    ['JSON in double quotes', String.raw`"[{ \"name\": \"qu‸ay\" }]"`],
    ['JSON in a block', '|\n      [\n        { "name": "qu‸ay" }\n      ]'],
  ])('is found from %s', (_, networks) => {
    expect(definitionAt({ 'pod.yaml': pod(networks), 'net.yaml': nad })).toEqual(['net.yaml:3:8']);
  });

  it('is found in the same file, and in a file that is open', () => {
    expect(definitionAt({ 'all.yaml': `${pod('qu‸ay')}---\n${nad}` })).toEqual(['all.yaml:12:8']);
    expect(definitionAt({ 'pod.yaml': pod('qu‸ay'), 'net.yaml': nad }, true)).toEqual(['net.yaml:3:8']);
  });

  it('is the one in the namespace of the pod, or in the one of the annotation', () => {
    const files = {
      'a.yaml': definition('quay', inNamespace('a')),
      'b.yaml': definition('quay', inNamespace('b')),
    };
    expect(definitionAt({ 'pod.yaml': pod('qu‸ay', inNamespace('b')), ...files })).toEqual(['b.yaml:3:8']);
    expect(definitionAt({ 'pod.yaml': pod('a/qu‸ay', inNamespace('b')), ...files })).toEqual(['a.yaml:3:8']);
    expect(definitionAt({ 'pod.yaml': pod('qu‸ay'), ...files })).toEqual(['a.yaml:3:8', 'b.yaml:3:8']);
    const annotation = 'v1.multus-cni.io/default-network';
    expect(definitionAt({ 'pod.yaml': pod('qu‸ay', inNamespace('b'), annotation), ...files })).toHaveLength(2);
  });

  it('may be an object of an operator', () => {
    const operator = 'kind: SriovNetwork\nmetadata:\n  name: quay\nspec:\n  networkNamespace: a\n';
    expect(definitionAt({ 'pod.yaml': pod('a/qu‸ay'), 'net.yaml': operator })).toEqual(['net.yaml:2:8']);
    const openShift =
      'kind: Network\nspec:\n  additionalNetworks:\n  - name: quay\n    namespace: a\n    rawCNIConfig: "{}"\n';
    expect(definitionAt({ 'pod.yaml': pod('a/qu‸ay'), 'net.yaml': openShift })).toEqual(['net.yaml:3:10']);
  });

  it('is none outside of names', () => {
    expect(definitionAt({ 'pod.yaml': pod('quay').replace('crane', 'cr‸ane'), 'net.yaml': nad })).toEqual([]);
  });
});

it('references are the definition and all annotations that select it', () => {
  const files = {
    'net.yaml': definition('qu‸ay', inNamespace('a')),
    'pod.yaml': `${pod('quay', inNamespace('a'))}---\n${pod('quay', inNamespace('b'))}---\n${pod('a/quay@net1, pier')}`,
  };
  const { language, document, position } = workspace(files);
  const found = short(language.references(document, position));
  expect(found).toEqual(['net.yaml:3:8', 'pod.yaml:6:33', 'pod.yaml:25:35']);
});

it('workspace symbols are all networks for pods, each once', () => {
  const { language } = workspace({
    'net.yaml': definition('quay'),
    'more.yaml': `${definition('pier', inNamespace('a'))}---\n${definition('quayside')}`,
  });
  const found = language.workspaceSymbols('a').map(({ name, containerName }) => `${name} ${containerName}`);
  expect(found).toEqual(['quay net.yaml', 'macvlan quay', 'quayside more.yaml']);
  expect(language.workspaceSymbols('pier')).toMatchObject([{ name: 'pier', containerName: 'a' }]);
});

describe('an undefined network', () => {
  const nad = definition('quay');

  it('is reported if the workspace defines another one of its namespace', () => {
    expect(findings({ 'pod.yaml': pod('quai'), 'net.yaml': nad })).toEqual(['R203 2 quai']);
    expect(findings({ 'pod.yaml': pod('somewhere'), 'net.yaml': nad })).toEqual(['R203 3 somewhere']);
    expect(findings({ 'all.yaml': `${pod('quai')}---\n${nad}` })).toEqual(['R203 2 quai']);
  });

  it('has the fix that writes the similar name', () => {
    const { language, document } = workspace({ 'pod.yaml': pod(`'[{"name": "quai"}]'`), 'net.yaml': nad });
    const range = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
    const request = { canRename: true, canCreate: true, showsDisabled: true, canIgnore: false, isAutomatic: false };
    const [action] = language.codeActions(document, range, { ...request, only: ['quickfix'] });
    const edits = action?.edit?.changes?.[document.uri] ?? [];
    expect(TextDocument.applyEdits(document, edits)).toBe(pod(`'[{"name": "quay"}]'`));
  });

  it.each<[string, Record<string, string>, Parameters<typeof workspace>[1]?]>([
    [
      'the workspace has more files than are known',
      { 'pod.yaml': pod('quai'), 'net.yaml': nad },
      { isComplete: false },
    ],
    ['nothing of its namespace is known', { 'pod.yaml': pod('b/quai'), 'net.yaml': nad }],
    [
      'its namespace is a setting of Multus',
      { 'pod.yaml': pod('quai', '', 'v1.multus-cni.io/default-network'), 'net.yaml': nad },
    ],
    [
      'a template writes names',
      { 'pod.yaml': pod('quai'), 'net.yaml': nad, 'b.yaml': definition('{{ .Values.name }}') },
    ],
    ['a template writes the annotation', { 'pod.yaml': pod("'{{ .Values.prefix }}quai'"), 'net.yaml': nad }],
    ['a prefix is added to a name', { 'pod.yaml': pod('prod-quay'), 'net.yaml': nad }],
    [
      'an operator creates it',
      {
        'pod.yaml': pod('quai'),
        'net.yaml': nad,
        'b.yaml': 'kind: SriovNetwork\nmetadata:\n  name: quai\nspec:\n  networkNamespace: default\n',
      },
    ],
  ])('is not reported if %s', (_, files, options) => {
    expect(findings(files, options)).toEqual([]);
  });
});

describe('a network name that two definitions share', () => {
  it('is reported in both files', () => {
    const files = { 'a.yaml': definition('quay', '', 'shared'), 'b.yaml': definition('pier', '', 'shared') };
    expect(findings(files)).toEqual(['R194 2 "shared"']);
    const { language, document } = workspace(files);
    const [found] = language.diagnostics(document);
    expect(short((found?.relatedInformation ?? []).map(({ location }) => location))).toEqual(['b.yaml:6:37']);
  });

  it('is not reported for a copy in another directory, as for another cluster', () => {
    const copy = definition('quay', inNamespace('b'));
    expect(findings({ 'a.yaml': definition('quay', inNamespace('a')), 'b.yaml': copy })).toHaveLength(1);
    expect(findings({ 'a.yaml': definition('quay', inNamespace('a')), 'other/b.yaml': copy })).toEqual([]);
    expect(findings({ 'a.yaml': definition('quay'), 'b.yaml': definition('quay') })).toEqual([]);
  });

  it('follows the text of an open file', () => {
    const a = TextDocument.create('file:///deploy/a.yaml', 'yaml', 1, definition('quay', '', 'shared'));
    const b = TextDocument.create('file:///deploy/b.yaml', 'yaml', 1, definition('pier', '', 'shared'));
    const language = createLanguage({ openDocuments: () => [a, b] });
    const codes = () => language.diagnostics(a).map(({ code }) => code);
    expect([codes(), language.openNear(a.uri)]).toEqual([['R194'], [b.uri]]);
    TextDocument.update(b, [{ text: definition('pier') }], 2);
    expect(codes()).toEqual([]);
  });
});

it('data of another shape is ignored', () => {
  const { language, document } = workspace({ 'pod.yaml': pod('quai'), 'net.yaml': definition('quay') });
  for (const sent of [null, {}, { files: [], isComplete: 1 }, { files: [{ uri: 'x' }], isComplete: true }]) {
    language.setCarriers(sent);
  }
  expect(language.diagnostics(document).map(({ code }) => code)).toEqual(['R203']);
});
