import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { createLanguage } from '../../../../../language/index.ts';

const uri = 'file:///deploy/net.yaml';

/** A language with one open document. */
export function languageOf(text: string, at = uri, languageId = 'yaml') {
  const document = TextDocument.create(at, languageId, 1, text);
  return { document, language: createLanguage({ openDocuments: () => [document] }) };
}

/** A text with ‸ where the cursor is, opened, and the position. */
export function opened(marked: string, at = uri, languageId = 'yaml') {
  const offset = marked.indexOf('‸');
  if (offset < 0) {
    throw new Error('no ‸ in the text');
  }
  const { document, language } = languageOf(marked.replace('‸', ''), at, languageId);
  return { document, language, position: document.positionAt(offset) };
}

/** The range of a document from its beginning to its end. */
export function whole(document: TextDocument): Range {
  return { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
}

/** A definition around the text of `config`, as it is written in YAML. */
export const definition = (config: string): string =>
  `apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata:\n  name: pier\nspec:\n  config: ${config}`;
