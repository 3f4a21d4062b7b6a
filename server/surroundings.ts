import { TextDocument } from 'vscode-languageserver-textdocument';
import { HostFactsByPlace } from './host-facts-by-place.ts';
import { neighbourOf, type Neighbour } from './service/directory/neighbour.ts';
import { pathOf, readModel } from './service/model.ts';
import type { RuleContext } from './service/rules/rule.ts';
import type { DirectoryFile } from './service/runtimes/view.ts';

/** What the client sends with `cni/neighbours`: all configuration files around an open document, as they are on disk. */
export interface NeighboursParams {
  /** The open document. */
  readonly uri: string;
  readonly files: readonly { readonly uri: string; readonly text: string }[];
}

interface Known {
  readonly version: number | undefined;
  readonly text: string;
  readonly neighbour: Neighbour;
}

const CONFIGURATION = /\.(?:conf|conflist|json)$/i;

function directoryOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}

/** Whether `other` lies in `directory` or one level below. */
function isIn(directory: string, other: string): boolean {
  const own = directoryOf(other);
  return own === directory || directoryOf(own) === directory;
}

/**
 * What is known around the open documents: the files beside each (those the client sent, and open ones as they are in
 * the editor) and the facts of the host. Files are read once per version and kept in short only.
 */
export class Surroundings {
  readonly #open: () => readonly TextDocument[];
  readonly #sent = new Map<string, NeighboursParams['files']>();
  readonly #known = new Map<string, Known>();
  readonly #contexts = new Map<string, RuleContext>();
  readonly #hostFacts = new HostFactsByPlace();

  /** `open`: the open documents at the time of the call. */
  constructor(open: () => readonly TextDocument[]) {
    this.#open = open;
  }

  /** Takes the files around a document; an empty list forgets them. */
  setNeighbours(params: unknown): void {
    if (!isNeighbours(params)) return;
    const directory = directoryOf(params.uri);
    for (const { uri } of this.#sent.get(directory) ?? []) this.#known.delete(uri);
    if (params.files.length === 0) this.#sent.delete(directory);
    else this.#sent.set(directory, params.files);
  }

  /** Takes the facts of a host, or forgets them (see HostFactsByPlace). */
  setHostFacts(sent: unknown): void {
    this.#hostFacts.set(sent);
  }

  /** Forgets a document that was closed; the file on disk is known again when the client sends it. */
  close(uri: string): void {
    this.#known.delete(uri);
    this.#contexts.delete(uri);
  }

  /** `settings` with what is known around a document: the same object as long as nothing changed. */
  contextOf(uri: string, settings: RuleContext): RuleContext {
    const neighbours = this.neighboursOf(uri);
    const hostFacts = this.#hostFacts.of(uri);
    const before = this.#contexts.get(uri);
    if (before?.neighbours !== undefined && before.severities === settings.severities) {
      const same =
        before.hostFacts === hostFacts &&
        before.neighbours.length === neighbours.length &&
        before.neighbours.every((one, index) => one === neighbours[index]);
      if (same) return before;
    }
    const context: RuleContext = {
      ...settings,
      neighbours,
      ...(hostFacts === undefined ? {} : { hostFacts }),
    };
    this.#contexts.set(uri, context);
    return context;
  }

  /** The other configuration files of a document's directory, of those below it, and of the one above a side-loaded file. */
  neighboursOf(uri: string): readonly Neighbour[] {
    return this.#around(uri)
      .filter((document) => document.uri !== uri)
      .map((document) => this.#neighbourOf(document))
      .toSorted((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  /** The files of a document's directory (with the one level below), named relative to it. */
  filesOf(uri: string): { readonly directory: string; readonly files: readonly DirectoryFile[] } {
    const directory = directoryOf(uri);
    const files = this.#around(uri)
      .filter((document) => isIn(directory, document.uri))
      .map((document) => ({ name: pathOf(document.uri.slice(directory.length + 1)), text: textOf(document) }));
    return { directory: pathOf(directory), files };
  }

  /** The other open documents that a change of this one may concern. */
  openNear(uri: string): readonly string[] {
    const directory = directoryOf(uri);
    const isNear = (other: string): boolean => isIn(directory, other) || directoryOf(other) === directoryOf(directory);
    return this.#open().flatMap((document) => (document.uri !== uri && isNear(document.uri) ? [document.uri] : []));
  }

  #around(uri: string): readonly (TextDocument | { readonly uri: string; readonly text: string })[] {
    const directory = directoryOf(uri);
    const above = directoryOf(directory);
    const isNear = (other: string): boolean => isIn(directory, other) || directoryOf(other) === above;
    const open = this.#open().filter((document) => isNear(document.uri) && CONFIGURATION.test(document.uri));
    const seen = new Set(open.map((document) => document.uri));
    const sent = [...(this.#sent.get(directory) ?? []), ...(this.#sent.get(above) ?? [])];
    const onDisk = sent.filter((file) => {
      const isNew = !seen.has(file.uri) && isNear(file.uri);
      seen.add(file.uri);
      return isNew;
    });
    return [...open, ...onDisk];
  }

  #neighbourOf(document: TextDocument | { readonly uri: string; readonly text: string }): Neighbour {
    const version = 'text' in document ? undefined : document.version;
    const known = this.#known.get(document.uri);
    if (known !== undefined && known.version === version && (version !== undefined || known.text === textOf(document)))
      return known.neighbour;
    const read = 'text' in document ? TextDocument.create(document.uri, 'cni', 0, document.text) : document;
    const neighbour = neighbourOf(readModel(read));
    this.#known.set(document.uri, { version, text: 'text' in document ? document.text : '', neighbour });
    return neighbour;
  }
}

function textOf(document: TextDocument | { readonly text: string }): string {
  return 'text' in document ? document.text : document.getText();
}

function isNeighbours(params: unknown): params is NeighboursParams {
  if (typeof params !== 'object' || params === null || !('uri' in params) || !('files' in params)) return false;
  const { uri, files } = params;
  return typeof uri === 'string' && Array.isArray(files) && files.every((file) => isFile(file));
}

function isFile(file: unknown): boolean {
  if (typeof file !== 'object' || file === null || !('uri' in file) || !('text' in file)) return false;
  return typeof file.uri === 'string' && typeof file.text === 'string';
}
