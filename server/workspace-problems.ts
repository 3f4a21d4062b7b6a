import type { Diagnostic } from 'vscode-languageserver';
import type { Language } from '../language/index.ts';
import { notification, type Log } from './handler.ts';

/** Delay before all files are checked again, in milliseconds: facts of a host and settings change in bursts. */
const rest = 500;

/** What {@link WorkspaceProblems} needs. */
export interface WorkspaceProblemsSources {
  readonly log: Log;
  /** Returns the language with the settings of the client. */
  readonly language: () => Promise<Language>;
  readonly send: (params: { uri: string; diagnostics: Diagnostic[] }) => Promise<void>;
}

/**
 * Reports the problems of files of the workspace that are not open. It checks one file at a time, and requests about open
 * documents go first. The diagnostics of an open document replace those of its file until it is closed.
 */
export class WorkspaceProblems {
  readonly #sources: WorkspaceProblemsSources;
  readonly #queue = new Set<string>();
  /** What the client was sent, as JSON. */
  readonly #sent = new Map<string, string>();
  /** Documents whose own diagnostics the client has. */
  readonly #open = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  #isRunning = false;

  constructor(sources: WorkspaceProblemsSources) {
    this.#sources = sources;
  }

  /** Checks files again. */
  check(uris: readonly string[]): void {
    for (const uri of uris) {
      this.#queue.add(uri);
    }
    if (!this.#isRunning && this.#queue.size > 0) {
      this.#isRunning = true;
      this.#next();
    }
  }

  /** Checks all files again, because the settings or the facts of a host changed. */
  checkAll(files: () => readonly string[]): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.check(files()), rest);
    this.#timer.unref();
  }

  /** Removes the problems of a file, whose document is open and has its own diagnostics now. */
  async open(uri: string): Promise<void> {
    this.#open.add(uri);
    await this.#send(uri, []);
  }

  /** Reports the problems of a file again, whose document was closed. */
  close(uri: string): void {
    this.#open.delete(uri);
    this.check([uri]);
  }

  #next(): void {
    const run = notification(this.#sources.log, 'workspace', async () => {
      const [uri] = this.#queue;
      if (uri === undefined) {
        this.#isRunning = false;
        return;
      }
      this.#queue.delete(uri);
      try {
        const language = await this.#sources.language();
        if (!this.#open.has(uri)) {
          await this.#send(uri, language.fileDiagnostics(uri));
        }
      } finally {
        this.#next();
      }
    });
    setTimeout(() => void run(undefined), 0);
  }

  async #send(uri: string, diagnostics: Diagnostic[]): Promise<void> {
    const sent = diagnostics.length === 0 ? undefined : JSON.stringify(diagnostics);
    if (sent === this.#sent.get(uri)) {
      return;
    }
    if (sent === undefined) {
      this.#sent.delete(uri);
    } else {
      this.#sent.set(uri, sent);
    }
    await this.#sources.send({ uri, diagnostics });
  }
}
