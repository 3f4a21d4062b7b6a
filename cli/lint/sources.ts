import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isOursByContent, isOursByPath, leavesItToContent } from '../../server/service/association.ts';
import { readFileText, type FileText } from './file-text.ts';
import { LintProblemError, systemProblem } from './problem.ts';
import type { LintProblem } from './report.ts';
import { shownPath } from './shown-path.ts';

/** A text to look at. */
export interface LintSource extends FileText {
  readonly uri: string;
  readonly shown: string;
  /** The file it was read from, absolute; undefined for standard input. */
  readonly file: string | undefined;
  /** The directory whose files count beside it; undefined where it stands for no file. */
  readonly directory: string | undefined;
}

/** Which files of a directory are ours besides those of the manifest. */
export interface Association {
  /** `cni.files.include`. */
  readonly include: readonly RegExp[];
  /** `cni.files.detectByContent`. */
  readonly detectByContent: boolean;
}

function sourceOf(file: string, content: FileText): LintSource {
  const directory = path.dirname(file);
  return { uri: pathToFileURL(file).href, shown: shownPath(file), file, directory, ...content };
}

/** The same text in the file that it was renamed to. */
export function renamedSource({ text, isExact }: LintSource, file: string): LintSource {
  return sourceOf(file, { text, isExact });
}

/** Standard input, in place of the file `name` where that is given. */
export function sourceOfInput(content: FileText, name: string | undefined): LintSource {
  if (name === undefined) {
    return { uri: 'untitled:stdin', shown: '<stdin>', file: undefined, directory: undefined, ...content };
  }
  return { ...sourceOf(path.resolve(name), content), file: undefined };
}

/** What the paths of the command line came to. */
export interface FoundSources {
  readonly sources: readonly LintSource[];
  readonly problems: readonly LintProblem[];
}

/** Directories that hold other people's files; `..name` is a version that Kubernetes keeps of a mounted directory. */
const passedOver = /^(?:\.git|\.hg|\.svn|CVS|node_modules|\.\..+)$/;

/** Longer files are not looked into, in bytes: those that content tells of are at most a million UTF-16 units. */
const LONGEST_BY_CONTENT = 3_000_000;

/** Looks for what is to be linted. */
export class SourceFinder {
  readonly #association: Association;
  readonly #signal: AbortSignal;
  readonly #sources = new Map<string, LintSource>();
  readonly #problems: LintProblem[] = [];

  constructor(association: Association, signal: AbortSignal) {
    this.#association = association;
    this.#signal = signal;
  }

  /**
   * The files of these paths, each once: those named, whatever they are called, and of the directories named, what the
   * editor would take for a network configuration. Rejects only when it is stopped.
   */
  async find(paths: readonly string[]): Promise<FoundSources> {
    for (const given of paths) {
      const file = path.resolve(given);
      await this.#collecting(async () => ((await isDirectory(file)) ? this.#walk(file) : this.#take(file)));
    }
    return { sources: [...this.#sources.values()], problems: this.#problems };
  }

  async #collecting(work: () => Promise<void>): Promise<void> {
    this.#signal.throwIfAborted();
    try {
      await work();
    } catch (error) {
      if (!(error instanceof LintProblemError)) {
        throw error;
      }
      this.#problems.push(error.problem);
    }
  }

  async #take(file: string): Promise<void> {
    if (!this.#sources.has(file)) {
      this.#sources.set(file, sourceOf(file, await readFileText(file, shownPath(file))));
    }
  }

  async #walk(directory: string): Promise<void> {
    for (const entry of await entriesOf(directory)) {
      const file = path.join(directory, entry.name);
      if (entry.isDirectory()) {
        await this.#collecting(async () => (passedOver.test(entry.name) ? undefined : this.#walk(file)));
      } else if (entry.isFile() || entry.isSymbolicLink()) {
        await this.#collecting(() => this.#takeIfOurs(file));
      }
    }
  }

  async #takeIfOurs(file: string): Promise<void> {
    const { include, detectByContent } = this.#association;
    const slashed = file.replaceAll(path.sep, '/');
    if (isOursByPath(slashed) || include.some((pattern) => pattern.test(slashed))) {
      return this.#take(file);
    }
    if (!detectByContent || !leavesItToContent(slashed) || this.#sources.has(file)) {
      return;
    }
    const content = await textOfSmall(file);
    if (content !== undefined && isOursByContent(slashed, () => content.text)) {
      this.#sources.set(file, sourceOf(file, content));
    }
  }
}

async function isDirectory(file: string): Promise<boolean> {
  try {
    return (await stat(file)).isDirectory();
  } catch (error) {
    throw new LintProblemError(systemProblem('cannot read', shownPath(file), error));
  }
}

async function entriesOf(directory: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw new LintProblemError(systemProblem('cannot look into', shownPath(directory), error));
  }
}

/** The text of a file that may be anything; undefined for what is large, binary or not to be read. */
async function textOfSmall(file: string): Promise<FileText | undefined> {
  try {
    const status = await stat(file);
    return status.isFile() && status.size <= LONGEST_BY_CONTENT ? await readFileText(file, file) : undefined;
  } catch {
    // Whatever it is, it is no file that the editor would show as ours.
    return undefined;
  }
}
