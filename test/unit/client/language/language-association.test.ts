import { beforeEach, expect, test } from 'vitest';
import * as vscode from 'vscode';
import { Settings } from '../../../../client/editor/settings.ts';
import { LanguageAssociation } from '../../../../client/language/language-association.ts';
import { close, configure, documentOf, editor, open, resetEditor } from '../../../stand-in/editor.ts';

beforeEach(resetEditor);

const network = '{"cniVersion":"1.0.0","name":"a","type":"bridge"}';
const file = (path: string, text = network, languageId = 'json') => documentOf(vscode.Uri.file(path), text, languageId);
const given = (): unknown[] => editor.languages.map(([uri, language]) => `${language} ${vscode.Uri.parse(uri).path}`);

test('a file is detected by its content, unless the setting is off or it has a specific language', () => {
  const association = new LanguageAssociation(new Settings());
  open(file('/ws/a.conf'));
  open(file('/ws/b.conf', 'key = value'));
  open(file('/ws/c.conf', network, 'typescript'));
  open(documentOf(vscode.Uri.parse('git:/ws/d.conf'), network, 'json'));
  expect(given()).toEqual(['cni /ws/a.conf']);
  configure({ 'cni.files.detectByContent': false });
  open(file('/ws/e.conf'));
  expect(given()).toEqual(['cni /ws/a.conf']);
  association.dispose();
});

test('files that match the globs of the setting are included whatever their content, also open ones', () => {
  const document = file('/ws/nets/a.json', '{}');
  editor.documents = [document];
  const association = new LanguageAssociation(new Settings());
  expect(given()).toEqual([]);
  configure({ 'cni.files.include': ['**/nets/*.json'] });
  configure({ 'cni.rules': {} });
  expect(given()).toEqual(['cni /ws/nets/a.json']);
  association.dispose();
  open(file('/ws/nets/b.json'));
  expect(given()).toHaveLength(1);
});

test('a language that the user changed is not set again while the file is open', async () => {
  const association = new LanguageAssociation(new Settings());
  const first = file('/ws/a.conf');
  open(first);
  // The editor closes and opens a document to change its language.
  close(first);
  const second = file('/ws/a.conf');
  open(second);
  await Promise.resolve();
  expect(given()).toHaveLength(1);
  close(second);
  await Promise.resolve();
  open(file('/ws/a.conf'));
  expect(given()).toHaveLength(2);
  association.dispose();
});
