import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguage } from '../../../language/index.ts';

const text = '{ "cniVersion": "1.0.0", "type": "loopback" }';
const findingsIn = (uri: string): unknown[] => {
  const document = TextDocument.create(uri, 'cni', 1, text);
  return createLanguage({ openDocuments: () => [document] })
    .diagnostics(document)
    .map(({ code }) => code);
};

test('an embedded configuration in a separate editor may lack what the runtime adds', () => {
  const path = 'cni-embedded:/ws/net.yaml/net.d/pier.conf';
  expect(findingsIn('file:///ws/net.d/pier.conf')).toContain('R019');
  expect(findingsIn(`${path}?carrier%3Dx%26supplied%3D`)).toContain('R019');
  expect(findingsIn(`${path}?carrier%3Dx%26supplied%3Dname%2Bdevice`)).not.toContain('R019');
  expect(findingsIn(`${path}?%`)).toContain('R019');
});
