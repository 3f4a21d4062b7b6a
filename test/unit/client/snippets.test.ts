import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguage } from '../../../language/index.ts';
import snippets from '../../../snippets/yaml.json' with { type: 'json' };

test.each(Object.entries(snippets))('the snippet %s gives a file with one network and no problems', (_, { body }) => {
  const text = body
    .join('\n')
    .replaceAll(/\$\{\d:([^}]*)\}/g, '$1')
    .replaceAll('$0', '');
  const document = TextDocument.create('file:///ws/net.yaml', 'yaml', 1, `${text}\n`);
  const report = createLanguage({ openDocuments: () => [document] }).carrierReport(document);
  expect([report.found, report.problems, report.notices]).toEqual([1, [], []]);
});
