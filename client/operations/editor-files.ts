import * as vscode from 'vscode';
import { runtimeText } from '../../language/carriers/supplied-name.ts';
import { embeddedSource } from '../embedded/embedded-uri.ts';
import { FileError, type ConfigFiles, type StoredFile } from '../../engine/libcni/index.ts';

/** Configuration files as the editor has them: the text of a document, saved or not, and the files in its directory. */
export class EditorFiles implements ConfigFiles {
  readonly #document: vscode.TextDocument;

  constructor(document: vscode.TextDocument) {
    this.#document = document;
  }

  async readFile(path: string): Promise<Uint8Array> {
    if (path === this.#document.uri.path) {
      return new TextEncoder().encode(textOf(this.#document));
    }
    return this.#read(path);
  }

  async readDir(dir: string, extensions: readonly string[]): Promise<readonly StoredFile[]> {
    const files = (await this.#list(dir))
      .filter(([name, type]) => (type & vscode.FileType.File) !== 0 && extensions.some((end) => name.endsWith(end)))
      .map(([name]) => `${dir}/${name}`)
      .toSorted();
    return Promise.all(files.map(async (path) => ({ path, bytes: await this.readFile(path) })));
  }

  async #list(dir: string): Promise<readonly [string, vscode.FileType][]> {
    if (this.#document.isUntitled) {
      return [];
    }
    try {
      return await vscode.workspace.fs.readDirectory(this.#document.uri.with({ path: dir }));
    } catch (error) {
      if (error instanceof vscode.FileSystemError && ['FileNotFound', 'FileNotADirectory'].includes(error.code)) {
        return [];
      }
      throw fileError(dir, error);
    }
  }

  async #read(path: string): Promise<Uint8Array> {
    try {
      return await vscode.workspace.fs.readFile(this.#document.uri.with({ path }));
    } catch (error) {
      throw fileError(path, error);
    }
  }
}

/** Returns the text of a document, with the name that the runtime fills in if it is an embedded configuration. */
function textOf(document: vscode.TextDocument): string {
  const text = document.getText();
  const source = embeddedSource(document.uri);
  return source === undefined
    ? text
    : runtimeText({ text, name: source.place.name, isNameSupplied: source.isNameSupplied }).text;
}

function fileError(path: string, error: unknown): FileError {
  const code = error instanceof vscode.FileSystemError ? error.code : 'EIO';
  return new FileError(path, code, `open ${path}: ${error instanceof Error ? error.message : String(error)}`);
}
