import * as vscode from 'vscode';
import { Transcript } from './transcript.ts';

/**
 * The log of the extension: the output channel «CNI», and the same lines in memory. Some builds of VS Code's server come
 * without the library that writes log files, and there an output channel stays empty without a word.
 */
export class Journal implements vscode.Disposable {
  readonly #channel: vscode.LogOutputChannel;
  readonly #channelFile: vscode.Uri;
  readonly #transcript = new Transcript(2000);

  /** `logDirectory`: where the editor keeps the log files of this extension. */
  constructor(logDirectory: vscode.Uri) {
    this.#channel = vscode.window.createOutputChannel('CNI', { log: true });
    this.#channelFile = vscode.Uri.joinPath(logDirectory, 'CNI.log');
  }

  debug(message: string): void {
    this.#channel.debug(message);
  }

  info(message: string): void {
    this.#channel.info(message);
    this.#transcript.add('info', message);
  }

  warn(message: string): void {
    this.#channel.warn(message);
    this.#transcript.add('warning', message);
  }

  error(message: string): void {
    this.#channel.error(message);
    this.#transcript.add('error', message);
  }

  /** Brings the channel to the front. Where the editor writes no log files, gives the text to show instead. */
  async show(): Promise<string | undefined> {
    try {
      await vscode.workspace.fs.stat(this.#channelFile);
    } catch {
      // No file: nothing that was logged can be in the channel.
      return this.#transcript.text;
    }
    this.#channel.show(true);
    return undefined;
  }

  dispose(): void {
    this.#channel.dispose();
  }
}
