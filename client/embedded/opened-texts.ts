import { createHash } from 'node:crypto';
import type * as vscode from 'vscode';

const key = 'cni.embeddedTexts';

/**
 * Remembers beyond the window which text of its carrier each editor was opened with. The editor restores unsaved changes
 * without reading the file again, and saving them must not overwrite another text.
 */
export class OpenedTexts {
  readonly #memento: vscode.Memento;
  #hashes: Readonly<Record<string, string>>;

  constructor(memento: vscode.Memento) {
    this.#memento = memento;
    this.#hashes = memento.get<Readonly<Record<string, string>>>(key, {});
  }

  has(address: string, text: string): boolean {
    return this.#hashes[address] === hashOf(text);
  }

  set(address: string, text: string): void {
    if (!this.has(address, text)) {
      this.#save({ ...this.#hashes, [address]: hashOf(text) });
    }
  }

  delete(address: string): void {
    if (address in this.#hashes) {
      const { [address]: _, ...others } = this.#hashes;
      this.#save(others);
    }
  }

  #save(hashes: Readonly<Record<string, string>>): void {
    this.#hashes = hashes;
    void this.#memento.update(key, hashes);
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
