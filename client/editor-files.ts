import * as vscode from 'vscode';
import { FileError, type ConfigFiles, type StoredFile } from '../engine/libcni/index.ts';

/** The configuration files as the editor has them: a document's own text, saved or not, and the files around it. */
export class EditorFiles implements ConfigFiles {
  readonly #document: vscode.TextDocument;

  constructor(document: vscode.TextDocument) {
    this.#document = document;
  }

  async readFile(path: string): Promise<Uint8Array> {
    if (path === this.#document.uri.path) {
      return new TextEncoder().encode(this.#document.getText());
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

function fileError(path: string, error: unknown): FileError {
  const code = error instanceof vscode.FileSystemError ? error.code : 'EIO';
  return new FileError(path, code, `open ${path}: ${error instanceof Error ? error.message : String(error)}`);
}
