import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { Settings } from '../../../../client/editor/settings.ts';
import { ServedDocuments } from '../../../../client/language/served-documents.ts';
import { configure, documentOf, open, resetEditor } from '../../../stand-in/editor.ts';

beforeEach(resetEditor);

const definition = 'apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\n';

/** The document with this URI, text and language, which is open. */
async function opened(uri: string, text: string, languageId: string): Promise<vscode.TextDocument> {
  open(documentOf(vscode.Uri.parse(uri), text, languageId));
  return vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
}

test.each([
  ['a network configuration', 'file:///ws/a.conflist', '{}', 'cni', true],
  ['a definition', 'file:///ws/a.yaml', definition, 'yaml', true],
  ['a definition in a template', 'file:///ws/a.tpl', definition, 'plaintext', true],
  ['an untitled definition', 'untitled:Untitled-1', definition, 'yaml', true],
  ['a definition on a host', 'cni-host:/node1/etc/a.yaml', definition, 'yaml', true],
  ['other YAML', 'file:///ws/a.yaml', 'kind: Deployment\n', 'yaml', false],
  ['a plain text of another name', 'file:///ws/a.txt', definition, 'plaintext', false],
  ['a file for Docker Compose', 'file:///ws/docker-compose.yaml', definition, 'dockercompose', false],
  ['an old version in a comparison', 'git:/ws/a.yaml', definition, 'yaml', false],
  ['a read-only result', 'cni-result:/a.json', '{}', 'json', false],
] as const)('the server gets %s, or not', async (_, uri, text, languageId, expected) => {
  const served = new ServedDocuments(new Settings());
  expect(served.isServed(await opened(uri, text, languageId))).toBe(expected);
});

test('the settings decide, also when they change', async () => {
  const served = new ServedDocuments(new Settings());
  const document = await opened('file:///ws/a.yaml', definition, 'yaml');
  let changes = 0;
  served.onDidChange(() => (changes += 1));
  expect(served.isCarrier(document)).toBe(true);
  configure({ 'cni.embedded.carriers': { networkAttachmentDefinition: false } });
  expect([served.isCarrier(document), changes]).toEqual([false, 1]);
  configure({ 'cni.embedded.carriers': {} });
  configure({ 'cni.embedded.enabled': false });
  expect([served.isCarrier(document), changes]).toEqual([false, 3]);
  configure({ 'cni.rules': {} });
  expect(changes).toBe(3);
  served.dispose();
});

test('each version is tested once', () => {
  const served = new ServedDocuments(new Settings());
  let readings = 0;
  let text = definition;
  const document = Object.assign(documentOf(vscode.Uri.file('/ws/a.yaml'), '', 'yaml'), {
    version: 1,
    getText: () => {
      readings += 1;
      return text;
    },
  });
  const isCarrier = (): unknown => Reflect.apply(served.isCarrier.bind(served), undefined, [document]);
  expect([isCarrier(), isCarrier(), readings]).toEqual([true, true, 1]);
  document.version = 2;
  text = '';
  expect(isCarrier()).toBe(false);
});
