import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EmbeddedText } from '../../language/index.ts';
import { indentedJSON } from '../editor/json-text.ts';
import { embeddedScheme } from '../language/edited-schemes.ts';
import { ShownVersions } from '../host-files/shown-versions.ts';
import type { LanguageServer } from '../language/language-server.ts';
import type { EmbeddedConfigurations } from './embedded-configurations.ts';
import { embeddedSource, type EmbeddedSource } from './embedded-uri.ts';
import { OpenedTexts } from './opened-texts.ts';

/** Delay after the last change of a carrier before its editors are updated, in milliseconds. */
const rest = 300;

/** A version of a configuration. */
interface Version {
  /** The text in the carrier, which saving may replace. */
  readonly inCarrier: string;
  readonly bytes: Uint8Array;
  readonly modifiedAt: number;
}

type Embedded = Pick<EmbeddedConfigurations, 'of'>;

/**
 * The file system of embedded configurations, for "Edit as JSON". Each file is one configuration inside a carrier. Saving
 * replaces it there, unless the carrier has another text than the editor was opened with: that is never overwritten.
 */
export class EmbeddedFileSystem implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #embedded: Embedded;
  readonly #server: Pick<LanguageServer, 'request'>;
  readonly #opened: OpenedTexts;
  /** The last version that was read of each file. */
  readonly #read = new Map<string, Version>();
  readonly #shown = new ShownVersions<Version>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChangeFile = this.#changed.event;

  constructor(embedded: Embedded, server: Pick<LanguageServer, 'request'>, memento: vscode.Memento) {
    this.#embedded = embedded;
    this.#server = server;
    this.#opened = new OpenedTexts(memento);
    this.#subscription = vscode.Disposable.from(
      this.#changed,
      vscode.workspace.registerFileSystemProvider(embeddedScheme, this, { isCaseSensitive: true }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#documentChanged(document)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#forget(uri)),
    );
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    // A text that was just saved may not be found in its carrier any more. Saving it did not fail.
    const { bytes, modifiedAt } = await this.#readVersion(uri).catch((error: unknown) => {
      const last = this.#read.get(uri.toString());
      if (last === undefined) {
        throw error;
      }
      return last;
    });
    return { type: vscode.FileType.File, ctime: 0, mtime: modifiedAt, size: bytes.length };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const address = uri.toString();
    const version = await this.#readVersion(uri);
    this.#shown.addReading(address, version, version.bytes, documentAt(address)?.getText());
    this.#remember(address);
    return version.bytes;
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const address = uri.toString();
    const source = sourceOf(uri);
    const document = await carrierOf(source);
    const text = await this.#write(document, source, address, new TextDecoder().decode(content));
    const version = { inCarrier: text, bytes: content, modifiedAt: timeAfter(this.#read.get(address)) };
    this.#read.set(address, version);
    this.#shown.set(address, version);
    this.#remember(address);
  }

  readDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  createDirectory(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.#timers.forEach((timer) => clearTimeout(timer));
    this.#subscription.dispose();
  }

  /** Reads a configuration from its carrier. The version stays the same while the text does. */
  async #readVersion(uri: vscode.Uri): Promise<Version> {
    const source = sourceOf(uri);
    const { text } = await this.#find(await carrierOf(source), source, uri.toString());
    const before = this.#read.get(uri.toString());
    if (before?.inCarrier === text) {
      return before;
    }
    const version = { inCarrier: text, bytes: new TextEncoder().encode(readable(text)), modifiedAt: timeAfter(before) };
    this.#read.set(uri.toString(), version);
    return version;
  }

  /** Returns the configuration at its place, or the only one with the shown text if its object was renamed. */
  async #find(document: vscode.TextDocument, source: EmbeddedSource, address: string): Promise<EmbeddedText> {
    const all = await this.#embedded.of(document);
    const there = all.find((one) => isSame(one, source));
    if (there !== undefined) {
      return there;
    }
    const shown = this.#shown.of(address)?.inCarrier;
    const [moved, another] = all.filter(({ place, text }) => place.where === source.place.where && text === shown);
    if (moved === undefined || another !== undefined) {
      throw vscode.FileSystemError.Unavailable(goneText(source));
    }
    return moved;
  }

  /**
   * Replaces a configuration in its carrier, which is saved if it had no other changes. Returns its text in the carrier.
   */
  async #write(document: vscode.TextDocument, source: EmbeddedSource, address: string, after: string): Promise<string> {
    const { version, isDirty, uri } = document;
    const { text } = await this.#find(document, source, address);
    const before = this.#shown.of(address)?.inCarrier ?? (this.#opened.has(address, text) ? text : '');
    const change = { place: source.place, before, after };
    const answer = await this.#server.request('cni/embeddedEdit', { textDocument: { uri: uri.toString() }, ...change });
    if (answer?.kind !== 'edits' || document.version !== version) {
      throw vscode.FileSystemError.Unavailable(
        answer?.kind === 'refused'
          ? l10n.t('{0} was not changed. {1}', fileOf(source), answer.reason)
          : answer?.kind === 'missing'
            ? goneText(source)
            : l10n.t(
                'The configuration in {0} changed in the meantime and was not overwritten. Copy your changes, then run "Revert File".',
                fileOf(source),
              ),
      );
    }
    const edit = new vscode.WorkspaceEdit();
    edit.set(
      uri,
      answer.edits.map(({ range, newText }) => new vscode.TextEdit(rangeOf(range), newText)),
    );
    if (!(await vscode.workspace.applyEdit(edit))) {
      throw vscode.FileSystemError.Unavailable(l10n.t('{0} could not be changed.', fileOf(source)));
    }
    if (!isDirty && !document.isUntitled) {
      await document.save();
    }
    return answer.text;
  }

  #documentChanged(document: vscode.TextDocument): void {
    const address = document.uri.toString();
    if (document.uri.scheme === embeddedScheme) {
      this.#shown.documentChanged(address, document.getText());
      this.#remember(address);
      return;
    }
    for (const key of this.#read.keys()) {
      const uri = vscode.Uri.parse(key);
      if (embeddedSource(uri)?.carrier.toString() === address) {
        clearTimeout(this.#timers.get(key));
        const update = (): void => void this.#update(uri).catch(() => undefined);
        this.#timers.set(key, setTimeout(update, rest));
      }
    }
  }

  /** Updates an editor after a change of its carrier. One with changes keeps them, so that saving it is a conflict. */
  async #update(uri: vscode.Uri): Promise<void> {
    const before = this.#read.get(uri.toString());
    if (documentAt(uri.toString())?.isDirty !== true && before !== (await this.#readVersion(uri))) {
      this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    }
  }

  #remember(address: string): void {
    const shown = this.#shown.of(address);
    if (shown !== undefined) {
      this.#opened.set(address, shown.inCarrier);
    }
  }

  #forget(uri: vscode.Uri): void {
    const address = uri.toString();
    this.#read.delete(address);
    this.#shown.delete(address);
    this.#opened.delete(address);
  }
}

function documentAt(address: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === address);
}

/** A configuration in one line is shown indented. */
function readable(text: string): string {
  const trimmed = text.trim();
  return `${trimmed.includes('\n') ? text.trimEnd() : indentedJSON(trimmed)}\n`;
}

/**
 * Returns the time of a version that follows another one. The editor reads a file again when its time changed. Time runs
 * backward here, because the editor offers to overwrite a newer file, before this file system can report the conflict.
 */
function timeAfter(before: Version | undefined): number {
  return Math.min(farFuture - Date.now(), (before?.modifiedAt ?? farFuture) - 1);
}

const farFuture = Date.UTC(2100, 0);

function sourceOf(uri: vscode.Uri): EmbeddedSource {
  const source = embeddedSource(uri);
  if (source === undefined) {
    throw vscode.FileSystemError.FileNotFound(uri);
  }
  return source;
}

async function carrierOf({ carrier }: EmbeddedSource): Promise<vscode.TextDocument> {
  try {
    return await vscode.workspace.openTextDocument(carrier);
  } catch {
    throw vscode.FileSystemError.FileNotFound(carrier);
  }
}

function isSame({ place: { where, name, namespace, index } }: EmbeddedText, { place }: EmbeddedSource): boolean {
  const isSameObject = name === place.name && namespace === place.namespace;
  return where === place.where && isSameObject && index === place.index;
}

function goneText(source: EmbeddedSource): string {
  return l10n.t('{0} no longer contains this configuration.', fileOf(source));
}

function fileOf({ carrier }: EmbeddedSource): string {
  return carrier.path.slice(carrier.path.lastIndexOf('/') + 1);
}

function rangeOf({ start, end }: EmbeddedText['range']): vscode.Range {
  return new vscode.Range(
    new vscode.Position(start.line, start.character),
    new vscode.Position(end.line, end.character),
  );
}
