import { appendFile, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { failureLine, logEntry, type Level } from './log-text.ts';

/** Number of entries kept until the log is shown for the first time. */
const keptEntries = 2000;

/** Longest time to wait until the editor shows the log, in milliseconds. */
const scrollPatience = 5000;

/** At least the number of lines that the editor leaves above the line that it scrolls to. */
const linesAbove = 6;

const severities: Readonly<Record<Level, vscode.LogLevel>> = {
  debug: vscode.LogLevel.Debug,
  info: vscode.LogLevel.Info,
  warning: vscode.LogLevel.Warning,
  error: vscode.LogLevel.Error,
};

/**
 * The log of the extension: the output channel "CNI". Some builds of VS Code's server lack the native library that
 * writes log files, and a channel without its file stays empty. In that case the journal writes the file.
 */
export class Journal implements vscode.Disposable {
  readonly #channel: vscode.LogOutputChannel;
  readonly #file: string;
  readonly #patience: number;
  /** The latest entries, until it is known what writes the file. */
  #kept: string[] | undefined = [];
  #writer: 'unknown' | 'editor' | 'journal' = 'unknown';
  #written: Promise<void> = Promise.resolve();

  /** `logDirectory`: the directory where the editor keeps the log files of this extension. */
  constructor(logDirectory: vscode.Uri, patience = scrollPatience) {
    this.#channel = vscode.window.createOutputChannel('CNI', { log: true });
    this.#file = vscode.Uri.joinPath(logDirectory, 'CNI.log').fsPath;
    this.#patience = patience;
  }

  debug(message: string): void {
    this.#channel.debug(message);
    this.#keep('debug', message);
  }

  info(message: string): void {
    this.#channel.info(message);
    this.#keep('info', message);
  }

  warn(message: string): void {
    this.#channel.warn(message);
    this.#keep('warning', message);
  }

  error(message: string): void {
    this.#channel.error(message);
    this.#keep('error', message);
  }

  /** Shows the channel, at its end or at the start of the last failure. */
  async show(at: 'end' | 'failure'): Promise<void> {
    await this.#decideWriter();
    await this.#written;
    this.#channel.show(true);
    if (at === 'failure') {
      await this.#revealFailure();
    }
  }

  dispose(): void {
    this.#channel.dispose();
  }

  #keep(level: Level, message: string): void {
    const { logLevel } = this.#channel;
    if (this.#writer === 'editor' || logLevel === vscode.LogLevel.Off || severities[level] < logLevel) {
      return;
    }
    const text = logEntry(level, message, new Date());
    if (this.#writer === 'journal') {
      this.#write(text);
      return;
    }
    this.#kept?.push(text);
    if ((this.#kept?.length ?? 0) > keptEntries) {
      this.#kept?.shift();
    }
  }

  /** The editor creates the file together with the channel, or never. */
  async #decideWriter(): Promise<void> {
    if (this.#writer !== 'unknown') {
      return;
    }
    const isWritten = await stat(this.#file).then(
      () => true,
      () => false,
    );
    if (this.#writer === 'unknown') {
      this.#writer = isWritten ? 'editor' : 'journal';
      if (!isWritten) {
        this.#write((this.#kept ?? []).join(''));
      }
      this.#kept = undefined;
    }
  }

  #write(text: string): void {
    this.#written = this.#written.then(() => appendEntry(this.#file, text));
  }

  /** VS Code has no command for it, but shows a channel in a text editor. */
  async #revealFailure(): Promise<void> {
    const end = performance.now() + this.#patience;
    // The editor scrolls to the end again after it has read the file.
    for (let seen = 0; seen < 3 && performance.now() < end;) {
      seen = revealFailure() ? seen + 1 : 0;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Scrolls the channel to its last failure. Returns true when it was already visible. */
function revealFailure(): boolean {
  const channel = vscode.window.visibleTextEditors.find(
    ({ document: { uri } }) => uri.scheme === 'output' && /CNI(?:\.log)?$/.test(uri.path),
  );
  const line = channel === undefined ? undefined : failureLine(channel.document.getText());
  if (channel === undefined || line === undefined) {
    return false;
  }
  const [visible] = channel.visibleRanges;
  if (visible !== undefined && visible.start.line <= line && line <= visible.start.line + linesAbove) {
    return true;
  }
  const start = new vscode.Position(line, 0);
  channel.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.AtTop);
  return false;
}

/** Never rejects: there is no other place to report that the log cannot be written. */
async function appendEntry(file: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await appendFile(file, text);
  } catch {
    // See the doc comment.
  }
}
