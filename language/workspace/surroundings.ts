import { TextDocument } from 'vscode-languageserver-textdocument';
import { HostFactsByLocation } from './host-facts-by-location.ts';
import { isFileAround, type FileAround } from '../directory/files-around.ts';
import { neighborOf, type Neighbor } from '../directory/neighbor.ts';
import { pathOf, readModel } from '../document/model.ts';
import { isEmbeddedEditor, rulesWithoutIn } from './embedded-editor.ts';
import type { RuleContext } from './context.ts';
import type { DirectoryFile } from '../runtimes/view.ts';
import { isCarrier, isServed } from './served-as.ts';
import type { WorkspaceFile } from './workspace-files.ts';

/** All configuration files around a document, as they are on disk. */
export interface FilesAround {
  /** The document, or any other file of its directory. */
  readonly uri: string;
  readonly files: readonly FileAround[];
}

interface Known {
  readonly version: number | undefined;
  readonly text: string;
  readonly neighbor: Neighbor;
}

const configuration = /\.(?:conf|conflist|json)$/i;

function directoryOf(uri: string): string {
  return uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
}

/** Whether `other` is in `directory` or one level below. */
function isIn(directory: string, other: string): boolean {
  const own = directoryOf(other);
  return own === directory || directoryOf(own) === directory;
}

/**
 * The context of documents: the neighbor files of each (sent by the client, or open in the editor) and the facts of the
 * host. Files are read once per version, and only their summaries are kept.
 */
export class Surroundings {
  readonly #open: () => readonly TextDocument[];
  readonly #workspace: () => readonly WorkspaceFile[];
  readonly #sent = new Map<string, FilesAround['files']>();
  readonly #known = new Map<string, Known>();
  readonly #contexts = new Map<string, RuleContext>();
  readonly #hostFacts = new HostFactsByLocation();

  /**
   * @param open returns the currently open documents
   * @param workspace returns the files of the workspace that are checked without being open
   */
  constructor(open: () => readonly TextDocument[], workspace: () => readonly WorkspaceFile[]) {
    this.#open = open;
    this.#workspace = workspace;
  }

  /** Stores the files around a document; an empty list removes them. */
  setNeighbors(params: unknown): void {
    if (!isNeighbors(params)) {
      return;
    }
    const directory = directoryOf(params.uri);
    for (const { uri } of this.#sent.get(directory) ?? []) {
      this.#known.delete(uri);
    }
    if (params.files.length === 0) {
      this.#sent.delete(directory);
    } else {
      this.#sent.set(directory, params.files);
    }
  }

  /** Stores or removes the facts of a host (see HostFactsByLocation). */
  setHostFacts(sent: unknown): void {
    this.#hostFacts.set(sent);
  }

  /** Forgets the summaries of files, which are read again from their texts. */
  forgetModels(): void {
    this.#known.clear();
    this.#contexts.clear();
  }

  /** Forgets a document that was closed or a file that was deleted, until the client sends the file on disk. */
  close(uri: string): void {
    this.#known.delete(uri);
    this.#contexts.delete(uri);
  }

  /** Returns `settings` with the context of a document: the same object as long as nothing changed. */
  contextOf(uri: string, settings: RuleContext): RuleContext {
    const neighbors = this.neighborsOf(uri);
    const hostFacts = this.#hostFacts.of(uri);
    const before = this.#contexts.get(uri);
    if (before?.neighbors !== undefined && before.severities === settings.severities) {
      const same =
        before.hostFacts === hostFacts &&
        before.neighbors.length === neighbors.length &&
        before.neighbors.every((one, index) => one === neighbors[index]);
      if (same) {
        return before;
      }
    }
    const excluded = rulesWithoutIn(uri);
    const context: RuleContext = { ...settings, neighbors, hostFacts, ...(excluded && { excluded }) };
    this.#contexts.set(uri, context);
    return context;
  }

  /** Returns the other configuration files in a document's directory, below it, and above a side-loaded file. */
  neighborsOf(uri: string): readonly Neighbor[] {
    if (isEmbeddedEditor(uri)) {
      return [];
    }
    return this.#around(uri)
      .filter((document) => document.uri !== uri)
      .map((document) => this.#neighborOf(document))
      .toSorted((a, b) => (a.uri < b.uri ? -1 : 1));
  }

  /** Returns the files of a document's directory and one level below, with names relative to it. */
  filesOf(uri: string): { readonly directory: string; readonly files: readonly DirectoryFile[] } {
    const directory = directoryOf(uri);
    const files = this.#around(uri)
      .filter((document) => isIn(directory, document.uri))
      .map((document) => ({ name: pathOf(document.uri.slice(directory.length + 1)), text: textOf(document) }));
    return { directory: pathOf(directory), files };
  }

  /** Returns the other open documents that a change of this one may affect. */
  openNear(uri: string): readonly string[] {
    const isNear = this.#nearTest(uri);
    return this.#open().flatMap((document) => (document.uri !== uri && isNear(document.uri) ? [document.uri] : []));
  }

  /** Returns all known networks: those of open documents, and of files of the workspace. */
  allNetworks(): readonly Neighbor[] {
    const open = this.#open().filter((document) => isNetwork(document));
    const seen = new Set(this.#open().map(({ uri }) => uri));
    const onDisk = this.#workspace().filter(({ uri, languageId }) => languageId === 'cni' && !seen.has(uri));
    return [...open, ...onDisk].map((document) => this.#neighborOf(document));
  }

  /** Returns the files of the workspace that a change of this one may affect. */
  filesNear(uri: string): readonly string[] {
    const isNear = this.#nearTest(uri);
    return this.#workspace().flatMap((file) => (file.uri !== uri && isNear(file.uri) ? [file.uri] : []));
  }

  /** Returns the test for files in the directory of a file, below it, or directly above it. */
  #nearTest(uri: string): (other: string) => boolean {
    const directory = directoryOf(uri);
    const above = directoryOf(directory);
    return (other) => isIn(directory, other) || directoryOf(other) === above;
  }

  #around(uri: string): readonly (TextDocument | { readonly uri: string; readonly text: string })[] {
    const directory = directoryOf(uri);
    const above = directoryOf(directory);
    const isNear = this.#nearTest(uri);
    const open = this.#open().filter((document) => isNear(document.uri) && configuration.test(document.uri));
    const seen = new Set(open.map((document) => document.uri));
    const sent = [...(this.#sent.get(directory) ?? []), ...(this.#sent.get(above) ?? [])];
    const ofWorkspace = this.#workspace().filter(({ languageId }) => languageId === 'cni');
    const onDisk = [...sent, ...ofWorkspace].filter((file) => {
      const isNew = !seen.has(file.uri) && isNear(file.uri);
      seen.add(file.uri);
      return isNew;
    });
    return [...open, ...onDisk];
  }

  #neighborOf(document: TextDocument | { readonly uri: string; readonly text: string }): Neighbor {
    const version = 'text' in document ? undefined : document.version;
    const known = this.#known.get(document.uri);
    if (
      known !== undefined &&
      known.version === version &&
      (version !== undefined || known.text === textOf(document))
    ) {
      return known.neighbor;
    }
    const read = 'text' in document ? TextDocument.create(document.uri, 'cni', 0, document.text) : document;
    const neighbor = neighborOf(readModel(read));
    this.#known.set(document.uri, { version, text: 'text' in document ? document.text : '', neighbor });
    return neighbor;
  }
}

const isNetwork = (document: TextDocument): boolean => isServed(document) && !isCarrier(document);

function textOf(document: TextDocument | { readonly text: string }): string {
  return 'text' in document ? document.text : document.getText();
}

function isNeighbors(params: unknown): params is FilesAround {
  if (typeof params !== 'object' || params === null || !('uri' in params) || !('files' in params)) {
    return false;
  }
  const { uri, files } = params;
  return typeof uri === 'string' && Array.isArray(files) && files.every((file) => isFileAround(file));
}
