import * as l10n from '@vscode/l10n';
import type { Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  isCarrierPath,
  isOurs,
  isOursByContent,
  isOursByPath,
  leavesItToContent,
  mayEmbed,
  notAnalyzed,
  type PathPattern,
} from '../../language/index.ts';
import { readFileText, textLimitOf, type FileReading, type FileText } from './file-text.ts';
import { localPath } from '../hosts/host-path.ts';
import { hasCode } from '../../engine/errors/workbench-error.ts';
import { problemOf, systemError } from './problem.ts';
import type { LintProblem } from './report.ts';
import { shownPath } from './shown-path.ts';

/** A text to check. */
export interface LintSource extends FileText {
  readonly uri: string;
  readonly shown: string;
  /** Absolute path of the file; undefined for standard input. */
  readonly file: string | undefined;
  /** Path of `file` with links resolved, to which a fix is written. Undefined if there is none. */
  readonly real: string | undefined;
  /** True for a file with embedded configurations, such as YAML. */
  readonly isCarrier: boolean;
  /** True if the command line names the file itself. */
  readonly isNamed: boolean;
  /** Directory of the neighboring files; undefined if the text is not from a file. */
  readonly directory: string | undefined;
}

/** Which other files of a directory are network configurations, besides those in the manifest. */
export interface Association {
  /** `cni.files.include`. */
  readonly include: readonly PathPattern[];
  /** `cni.files.detectByContent`. */
  readonly detectByContent: boolean;
}

function sourceOf(file: string, real: string | undefined, content: FileText, isNamed = false): LintSource {
  const directory = path.dirname(file);
  const isCarrier = isCarrierFile(file, content.text);
  return {
    uri: pathToFileURL(file).href,
    shown: shownPath(file),
    file,
    real,
    directory,
    isCarrier,
    isNamed,
    ...content,
  };
}

/** Returns true for a carrier, as the editor does. A file with the name of a carrier that is a configuration is not one. */
function isCarrierFile(file: string, text: string): boolean {
  const slashed = file.replaceAll(path.sep, '/');
  if (slashed.endsWith('.ign')) {
    return true;
  }
  return isCarrierPath(slashed) && !isOurs('', slashed, () => text);
}

/** Returns the source for standard input, which represents the file `name` if given. */
export function sourceOfInput(content: FileText, name: string | undefined): LintSource {
  if (name === undefined) {
    const none = { file: undefined, real: undefined, directory: undefined };
    return { uri: 'untitled:stdin', shown: '<stdin>', isCarrier: false, isNamed: true, ...none, ...content };
  }
  return { ...sourceOf(localPath(name), undefined, content, true), file: undefined };
}

/** The sources in the paths of the command line. */
export interface FoundSources {
  readonly sources: readonly LintSource[];
  /** Whether the command line names a directory. */
  readonly isWalk: boolean;
  readonly problems: readonly LintProblem[];
  /** Sentences on files that are not checked. */
  readonly skipped: readonly string[];
}

/** Directories that are skipped. `..name` is a version of a mounted directory in Kubernetes. */
const skippedNames = /^(?:\.git|\.hg|\.svn|CVS|node_modules|\.\..+)$/;

/** Finds the files to lint. */
export class SourceFinder {
  readonly #association: Association;
  readonly #signal: AbortSignal;
  readonly #sources = new Map<string, LintSource>();
  readonly #problems: LintProblem[] = [];
  readonly #skipped: string[] = [];
  #isWalk = false;

  constructor(association: Association, signal: AbortSignal) {
    this.#association = association;
    this.#signal = signal;
  }

  /**
   * Returns the files of these paths without duplicates: every named file, and in named directories the files that the
   * editor treats as network configurations. Rejects only when it is stopped.
   */
  async find(paths: readonly string[]): Promise<FoundSources> {
    for (const given of paths) {
      await this.#collecting(async () => {
        const file = localPath(given);
        const tree = await realDirectory(file);
        this.#isWalk ||= tree !== undefined;
        return tree === undefined ? this.#takeNamed(file) : this.#walk(file, tree);
      });
    }
    return {
      sources: [...this.#sources.values()],
      isWalk: this.#isWalk,
      problems: this.#problems,
      skipped: this.#skipped,
    };
  }

  async #collecting(work: () => Promise<void>): Promise<void> {
    this.#signal.throwIfAborted();
    try {
      await work();
    } catch (error) {
      this.#problems.push(problemOf(error));
    }
  }

  /** Adds a file that the command line names, which may be any text and may be a link. */
  async #takeNamed(file: string): Promise<void> {
    if (!this.#sources.has(file)) {
      const content = await readFileText(file, shownPath(file), { signal: this.#signal, accept: 'any' });
      // The pipe of a process substitution has no real path.
      const real = await realpath(file).catch(() => undefined);
      this.#sources.set(file, sourceOf(file, real, content, true));
    }
  }

  /** Adds the files in a directory. `tree` is the real path of the directory that the command line names. */
  async #walk(directory: string, tree: string): Promise<void> {
    for (const entry of await entriesOf(directory)) {
      const file = path.join(directory, entry.name);
      if (entry.isDirectory()) {
        await this.#collecting(async () => (skippedNames.test(entry.name) ? undefined : this.#walk(file, tree)));
      } else {
        await this.#collecting(() => this.#takeIfOurs(file, tree));
      }
    }
  }

  async #takeIfOurs(file: string, tree: string): Promise<void> {
    const { include, detectByContent } = this.#association;
    const slashed = file.replaceAll(path.sep, '/');
    const isKnown = isOursByPath(slashed) || include.some((pattern) => pattern.test(slashed));
    const mayCarry = isCarrierPath(slashed) && !isDocumentation(slashed);
    if (this.#sources.has(file) || !(isKnown || (detectByContent && (leavesItToContent(slashed) || mayCarry)))) {
      return;
    }
    const found = await regularFile(file, tree).catch((error: unknown) => {
      if (!isKnown) {
        return undefined;
      }
      throw error;
    });
    if (found === undefined || 'why' in found) {
      if (isKnown && found !== undefined) {
        this.#skipped.push(found.why);
      }
      return;
    }
    const { real, size } = found;
    const reading = { signal: this.#signal, accept: 'regular' } as const;
    if (isKnown) {
      this.#sources.set(file, sourceOf(file, real, await readFileText(real, shownPath(file), reading)));
      return;
    }
    const embeds = (text: string): boolean => mayCarry && isCarrierFile(file, text) && mayEmbed(text, slashed);
    const limit = textLimitOf(slashed);
    if (size > limit) {
      if (embeds(await beginningOf(real, limit))) {
        this.#skipped.push(`${shownPath(file)}: ${notAnalyzed(size, limit)}`);
      }
      return;
    }
    const content = await textOfAny(real, reading);
    if (content !== undefined && (isOursByContent(slashed, () => content.text) || embeds(content.text))) {
      this.#sources.set(file, sourceOf(file, real, content));
    }
  }
}

/** Returns true for documentation, whose examples are checked only if the command line names the file. */
function isDocumentation(file: string): boolean {
  return /\.(?:md|markdown)$/i.test(file);
}

/** Returns the real path of a directory; undefined for anything else. Rejects with WorkbenchError `lintInput`. */
async function realDirectory(file: string): Promise<string | undefined> {
  try {
    return (await stat(file)).isDirectory() ? await realpath(file) : undefined;
  } catch (error) {
    throw systemError('read', shownPath(file), error);
  }
}

/** Returns the real path of a file in a directory tree, or why it is skipped; undefined for a directory. Rejects with WorkbenchError `lintInput`. */
async function regularFile(
  file: string,
  tree: string,
): Promise<{ readonly real: string; readonly size: number } | { readonly why: string } | undefined> {
  try {
    const real = await realpath(file);
    const fromTree = path.relative(tree, real);
    if (fromTree === '..' || fromTree.startsWith(`..${path.sep}`) || path.isAbsolute(fromTree)) {
      return {
        why: l10n.t(
          '{0} is a link that leads out of the directory and was not checked. To check it, enter its own path.',
          shownPath(file),
        ),
      };
    }
    const status = await stat(real);
    if (status.isDirectory()) {
      return undefined;
    }
    return status.isFile()
      ? { real, size: status.size }
      : { why: l10n.t('{0} is not a regular file and was not checked.', shownPath(file)) };
  } catch (error) {
    throw systemError('read', shownPath(file), error);
  }
}

async function entriesOf(directory: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw systemError('list', shownPath(directory), error);
  }
}

/** Returns the text of any file; undefined if it is binary or cannot be read. */
async function textOfAny(file: string, reading: FileReading): Promise<FileText | undefined> {
  try {
    return await readFileText(file, file, reading);
  } catch (error) {
    if (hasCode(error, 'lintInput')) {
      return undefined;
    }
    throw error;
  }
}

/** Returns the text in the first bytes of a file; '' if it cannot be read. */
async function beginningOf(file: string, length: number): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  try {
    const read = await handle?.read(Buffer.alloc(length), 0, length, 0);
    return read === undefined ? '' : read.buffer.toString('utf8', 0, read.bytesRead);
  } catch {
    return '';
  } finally {
    await handle?.close();
  }
}
