import * as vscode from 'vscode';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { LanguageServer } from '../../../../client/language/language-server.ts';
import { EmbeddedConfigurations } from '../../../../client/embedded/embedded-configurations.ts';
import { createLanguage } from '../../../../language/index.ts';
import { editor, events, open } from '../../../stand-in/editor.ts';

/** A definition whose configuration is a block with these lines. */
export const definition = (name: string, ...lines: readonly string[]): string =>
  [
    'apiVersion: k8s.cni.cncf.io/v1',
    'kind: NetworkAttachmentDefinition',
    'metadata:',
    `  name: ${name}`,
    'spec:',
    '  config: |',
    ...lines.map((line) => `    ${line}`),
    '',
  ].join('\n');

/** A carrier that is open in the editor, and that a test changes. */
export class CarrierFile {
  readonly uri: vscode.Uri;
  readonly languageId = 'yaml';
  readonly isUntitled = false;
  isDirty = false;
  version = 1;
  saves = 0;
  #text: string;

  constructor(path: string, text: string) {
    this.uri = vscode.Uri.file(path);
    this.#text = text;
    open(this);
  }

  getText(): string {
    return this.#text;
  }

  positionAt(offset: number) {
    return this.read().positionAt(offset);
  }

  offsetAt(position: vscode.Position): number {
    return this.read().offsetAt(position);
  }

  save(): Promise<boolean> {
    this.saves += 1;
    this.isDirty = false;
    return Promise.resolve(true);
  }

  type(text: string): void {
    this.#text = text;
    this.version += 1;
    this.isDirty = true;
    events.change.fire({ document: this });
  }

  read(): TextDocument {
    return TextDocument.create(this.uri.toString(), this.languageId, this.version, this.#text);
  }

  /** Applies the edits of the workspace to this file. */
  applyEdits(): void {
    editor.applyEdit = ({ sets }) => {
      this.type(TextDocument.applyEdits(this.read(), [...(sets[0]?.[1] ?? [])]));
      return true;
    };
  }
}

const asServer = (server: object): LanguageServer => Object.assign(Object.create(null), server);

const isCarrier = ({ languageId }: vscode.TextDocument): boolean => languageId === 'yaml';

/** The language, as the client reaches it. */
export function serverOf(files: readonly CarrierFile[]) {
  const language = createLanguage({ openDocuments: () => files.map((file) => file.read()) });
  const asked: string[] = [];
  const server = {
    onDidStart: new vscode.EventEmitter<void>().event,
    ensureStarted: () => Promise.resolve(),
    request: (
      method: string,
      params: Parameters<typeof language.editEmbedded>[1] & { textDocument: { uri: string } },
    ) => {
      asked.push(method);
      const file = files.find(({ uri }) => uri.toString() === params.textDocument.uri);
      const document = file?.read();
      return Promise.resolve(
        document &&
          (method === 'cni/embedded' ? language.embeddedTexts(document) : language.editEmbedded(document, params)),
      );
    },
  };
  const embedded: EmbeddedConfigurations = Reflect.construct(EmbeddedConfigurations, [server, { isCarrier }]);
  return { asked, embedded, server: asServer(server) };
}
