import { beforeAll, describe, expect, test } from 'vitest';
import { bundleContents, clientContents, pageContents } from '../../../scripts/build.mjs';
import { generate } from '../../../scripts/generate.mjs';

/** What decides whether a text is CNI, and which files count around one. */
const association = [
  'language/carriers/recognition.ts',
  'language/carriers/supplied-name.ts',
  'language/directory/files-around.ts',
  'language/document/encoded-text.ts',
  'language/document/looks-like-cni.ts',
  'language/document/members.ts',
  'language/document/parse.ts',
  'language/document/template-branches.ts',
  'language/document/template-roles.ts',
  'language/document/template-text.ts',
  'language/document/templates.ts',
  'language/workspace/association.ts',
  'language/workspace/globs.ts',
];

/** The files of the language; the generated programs are the engine's. */
const ofLanguage = (files: readonly string[]): readonly string[] =>
  files
    .filter((file) => /^(?:language|schemas|generated(?!\/(?:shell|node)-programs\.js))(?:\/|$)/.test(file))
    .toSorted();

const libraries = (files: readonly string[]): ReadonlySet<string | undefined> =>
  new Set(files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? []));

/** The bundles of the extension, and the files in all of them. */
let client: Awaited<ReturnType<typeof clientContents>>;
let ofClient: readonly string[];

const inputsOf = (name: string): readonly string[] => client.find(({ file }) => file === name)?.inputs ?? [];

beforeAll(async () => {
  generate();
  client = await clientContents();
  ofClient = client.flatMap(({ inputs }) => inputs);
});

describe('the bundles that hold no rules, schemas or validators', () => {
  test('those of the extension: of the language only what decides which files are CNI', () => {
    expect(ofLanguage(ofClient)).toEqual(association);
    expect([...libraries(ofClient)]).not.toContain('vscode-json-languageservice');
    expect([...libraries(inputsOf('client.js'))].filter((name) => name?.startsWith('vscode-'))).toEqual([]);
  });

  test('cnitool.js: the version and nothing else', async () => {
    expect((await bundleContents('cnitool.js')).toSorted()).toEqual([
      'cli/main.ts',
      'cli/output/print-at-once.ts',
      'package.json',
    ]);
  });

  test('cnitool-program.js: nothing of the language but the names of checks', async () => {
    expect(ofLanguage(await bundleContents('cnitool-program.js'))).toEqual(['language/fleet/cell.ts']);
  });
});

test('the extension loads commands, engine, explanations and the language client when they are used', () => {
  expect(inputsOf('commands.js')).toContain('client/commands/command-table.ts');
  expect(inputsOf('engine.js')).toContain('engine/host/launchers/sandbox.ts');
  expect(inputsOf('explain.js')).toContain('engine/explain/catalog/index.ts');
  expect(inputsOf('language-client.js')).toContain('client/language/language-client.ts');
  expect(inputsOf('client.js')).toContain('client/extension.ts');
  expect(inputsOf('client.js').filter((file) => file.startsWith('engine/'))).toEqual([]);
});

test('each file of the extension is in one bundle', () => {
  expect(ofClient.filter((file, index) => ofClient.indexOf(file) !== index)).toEqual([]);
});

test('no bundle has a copy of the translations and of yaml: it takes them from l10n.js and yaml.js', async () => {
  const others = ['cnitool-program.js', 'cnitool-language.js', 'server.js'].map((file) => bundleContents(file));
  const own = libraries([...ofClient, ...(await Promise.all(others)).flat()]);
  expect(['@vscode/l10n', 'yaml'].filter((name) => own.has(name))).toEqual([]);
  expect(libraries(await bundleContents('l10n.js'))).toEqual(new Set(['@vscode/l10n']));
  expect(libraries(await bundleContents('yaml.js'))).toEqual(new Set(['yaml']));
});

test('cnitool-language.js holds the rules, and no protocol of a language server', async () => {
  const files = await bundleContents('cnitool-language.js');
  expect(files).toContain('language/check.ts');
  expect(files).toContain('generated/validators.js');
  const names = libraries(files);
  expect(
    ['vscode-languageserver', 'vscode-languageserver-protocol', 'vscode-jsonrpc'].filter((one) => names.has(one)),
  ).toEqual([]);
});

test('the pages of webviews have their own bundles, which share nothing with the extension but data types', async () => {
  const pages = await pageContents();
  expect(pages.map(({ file }) => file)).toContain('webviews/operation.js');
  const files = pages.flatMap(({ inputs }) => inputs);
  const ours = files.filter((file) => !file.startsWith('node_modules/') && !file.startsWith('client/webviews/pages/'));
  expect(ours).toEqual([]);
  expect(libraries(files)).toContain('lit-html');
  const used = libraries([...ofClient, ...(await bundleContents('server.js'))]);
  expect([...used].filter((name) => name?.startsWith('lit') || name === '@vscode-elements/elements')).toEqual([]);
});
