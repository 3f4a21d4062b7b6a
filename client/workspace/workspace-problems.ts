import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { mayEmbed } from '../../language/carriers/recognition.ts';
import { isOursByContent, isOursByPath, isOursBySetting } from '../../language/workspace/association.ts';
import type { Notifications } from '../../protocol/messages.ts';
import type { Journal } from '../editor/journal.ts';
import { commandAction, notify } from '../editor/notify.ts';
import type { Settings } from '../editor/settings.ts';
import type { LanguageServer } from '../language/language-server.ts';
import type { ServedDocuments } from '../language/served-documents.ts';
import { foundFiles, keptFiles } from './found-files.ts';

/** Names of network configurations and of YAML files; the content of most others decides. */
const candidates = '**/*.{conflist,conf,json,yaml,yml,bu,tpl,j2,tmpl,gotmpl}';
/** A file that a runtime would load. One is enough to check the workspace. */
const loaded = '**/net.d/*.{conflist,conf,json}';
/** Names of files that need no look at their content. */
const named = /\.conflist$|\/net\.d\//i;
/** Maximum number of files that are read. */
const mostCandidates = 5000;
/** Size of the largest file that is read, in bytes. */
const largestFile = 1024 * 1024;
/** Number of files that are read at a time. */
const atOnce = 20;
/** Delay after the last change of a document or a file, in milliseconds. */
const rest = 1500;
/** Carriers that are only checked while they are open: scripts and pages often show a configuration as an example. */
const onlyOpen: ReadonlySet<string> = new Set(['heredoc', 'markdown']);
const limitKey = 'cni.workspaceProblemsLimit';

type WorkspaceFile = Notifications['cni/workspaceFiles']['files'][number];

/** The parts that {@link WorkspaceProblems} needs. */
interface Parts {
  readonly server: Pick<LanguageServer, 'onDidStart' | 'ensureStarted'> & {
    notify(method: 'cni/workspaceFiles', params: Notifications['cni/workspaceFiles']): Promise<void>;
  };
  readonly served: Pick<ServedDocuments, 'isServed'>;
  readonly settings: Pick<Settings, 'workspaceProblems' | 'filesInclude' | 'detectByContent' | 'carriers'>;
  readonly log: Pick<Journal, 'info' | 'debug'>;
  readonly memento: { get(key: string): unknown; update(key: string, value: unknown): Thenable<void> };
}

/**
 * Sends the network configurations of the workspace to the language server, which reports their problems while they are not
 * open. Starts after a configuration was opened, or if the workspace has one at a net.d path, and only while the user does
 * not type.
 */
export class WorkspaceProblems implements vscode.Disposable {
  readonly #parts: Parts;
  readonly #subscriptions: vscode.Disposable[] = [];
  #watchers: vscode.Disposable | undefined;
  /** URIs of the files that the server has. */
  readonly #sent = new Set<string>();
  readonly #changed = new Map<string, vscode.Uri>();
  #isWanted = false;
  #needsSearch = true;
  #timer: NodeJS.Timeout | undefined;
  /** One update at a time; never rejects. */
  #queue: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { server } = parts;
    this.#subscriptions.push(
      vscode.workspace.onDidOpenTextDocument((document) => this.#want(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.#postpone(document)),
      vscode.workspace.onDidChangeWorkspaceFolders(() => this.#searchLater()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        const settings = ['cni.workspaceProblems', 'cni.files', 'cni.embedded', 'files.exclude', 'search'];
        if (settings.some((setting) => event.affectsConfiguration(setting))) {
          this.#searchLater();
        }
      }),
      server.onDidStart(() => {
        if (this.#sent.size > 0) {
          this.#sent.clear();
          this.#searchLater();
        }
      }),
    );
    vscode.workspace.textDocuments.forEach((document) => this.#want(document));
    this.#searchLater();
  }

  /** Sends the files now, for a command that compares with them. */
  async sendNow(): Promise<void> {
    this.#isWanted = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#enqueue();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watchers?.dispose();
    vscode.Disposable.from(...this.#subscriptions).dispose();
  }

  #want(document: vscode.TextDocument): void {
    if (!this.#isWanted && this.#parts.served.isServed(document)) {
      this.#isWanted = true;
      this.#searchLater();
    }
  }

  /** Waits until the user stops typing. */
  #postpone(document: vscode.TextDocument): void {
    if (this.#timer !== undefined) {
      this.#later();
    }
    this.#want(document);
  }

  #searchLater(): void {
    this.#needsSearch = true;
    this.#later();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#enqueue();
    }, rest);
  }

  #enqueue(): Promise<void> {
    this.#queue = this.#queue
      .then(() => this.#update())
      .catch((error: unknown) => this.#parts.log.debug(`Workspace: ${String(error)}`));
    return this.#queue;
  }

  async #update(): Promise<void> {
    if (!this.#parts.settings.workspaceProblems.isEnabled || vscode.workspace.workspaceFolders === undefined) {
      this.#watchers?.dispose();
      this.#watchers = undefined;
      await this.#send([], [...this.#sent]);
      return;
    }
    this.#isWanted ||= (await foundFiles(loaded, 100)).length > 0;
    if (!this.#isWanted) {
      return;
    }
    this.#watchers ??= this.#watch();
    if (this.#needsSearch) {
      this.#needsSearch = false;
      this.#changed.clear();
      await this.#search();
    } else {
      const changed = [...this.#changed.values()];
      this.#changed.clear();
      await this.#sendChanged(changed);
    }
  }

  #watch(): vscode.Disposable {
    const files = vscode.workspace.createFileSystemWatcher(candidates);
    const rules = vscode.workspace.createFileSystemWatcher('**/.gitignore');
    // The deletion of a folder is reported without its files.
    const deletions = vscode.workspace.createFileSystemWatcher('**/*', true, true);
    return vscode.Disposable.from(
      files,
      rules,
      deletions,
      files.onDidCreate(() => this.#searchLater()),
      files.onDidChange((uri) => {
        this.#changed.set(uri.toString(), uri);
        this.#later();
      }),
      ...[rules.onDidCreate, rules.onDidChange, rules.onDidDelete].map((event) => event(() => this.#searchLater())),
      deletions.onDidDelete((uri) => this.#remove(uri)),
    );
  }

  #remove(uri: vscode.Uri): void {
    const key = uri.toString();
    const gone = [...this.#sent].filter((one) => one === key || one.startsWith(`${key}/`));
    if (gone.length > 0) {
      void this.#send([], gone);
    }
  }

  async #search(): Promise<void> {
    const { maxFiles } = this.#parts.settings.workspaceProblems;
    const found = await this.#candidates();
    const unseen = new Set(this.#sent);
    let count = 0;
    let isCut = found.length >= mostCandidates;
    for (let at = 0; at < found.length && !isCut; at += atOnce) {
      const files = (await Promise.all(found.slice(at, at + atOnce).map((uri) => this.#read(uri)))).flat();
      const kept = files.slice(0, maxFiles - count);
      isCut = kept.length < files.length;
      count += kept.length;
      kept.forEach((file) => unseen.delete(file.uri));
      await this.#send(kept, []);
    }
    await this.#send([], [...unseen]);
    this.#parts.log.debug(`Workspace: ${count} of ${found.length} files are checked.`);
    if (isCut) {
      await this.#reportLimit(count);
    }
  }

  /** Returns the files to read, those that need no look at their content first. */
  async #candidates(): Promise<readonly vscode.Uri[]> {
    const include = this.#parts.settings.filesInclude(undefined);
    const globs = (Array.isArray(include) ? include : []).filter((glob) => typeof glob === 'string').slice(0, 20);
    const found = new Map<string, vscode.Uri>();
    for (const glob of [candidates, ...globs.map((one) => (one.startsWith('/') ? one : `**/${one}`))]) {
      for (const uri of await foundFiles(glob, mostCandidates)) {
        found.set(uri.toString(), uri);
      }
    }
    return [...found.values()].toSorted(
      (a, b) => Number(named.test(b.path)) - Number(named.test(a.path)) || (a.path < b.path ? -1 : 1),
    );
  }

  /** Sends files that changed on disk, and removes those that are no longer configurations. */
  async #sendChanged(uris: readonly vscode.Uri[]): Promise<void> {
    const files = (await Promise.all((await keptFiles(uris)).map((uri) => this.#read(uri)))).flat();
    const { maxFiles } = this.#parts.settings.workspaceProblems;
    const kept = files.filter(({ uri }) => this.#sent.has(uri) || this.#sent.size < maxFiles);
    const keys = new Set(kept.map(({ uri }) => uri));
    await this.#send(
      kept,
      uris.map((uri) => uri.toString()).filter((uri) => this.#sent.has(uri) && !keys.has(uri)),
    );
  }

  /** Reads a file; none if it contains no network configuration. */
  async #read(uri: vscode.Uri): Promise<readonly WorkspaceFile[]> {
    try {
      const { size } = await vscode.workspace.fs.stat(uri);
      if (size > largestFile) {
        return [];
      }
      const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
      const languageId = this.#languageOf(uri, text);
      return languageId === undefined ? [] : [{ uri: uri.toString(), text, languageId }];
    } catch (error) {
      this.#parts.log.debug(`File of the workspace: ${String(error)}`);
      return [];
    }
  }

  /** Returns the language of a file that the server would get if it were open; undefined for other files. */
  #languageOf(uri: vscode.Uri, text: string): string | undefined {
    const { settings } = this.#parts;
    const { path } = uri;
    const isOurs =
      isOursByPath(path) ||
      isOursBySetting(path, settings.filesInclude(uri)) ||
      (/\.(?:conf|json)$/.test(path) && settings.detectByContent(uri) && isOursByContent(path, () => text));
    if (isOurs) {
      return 'cni';
    }
    const isEnabled = settings.carriers;
    return mayEmbed(text, path, (id) => !onlyOpen.has(id) && isEnabled(id)) ? '' : undefined;
  }

  async #send(files: readonly WorkspaceFile[], removed: readonly string[]): Promise<void> {
    if (files.length === 0 && removed.length === 0) {
      return;
    }
    await this.#parts.server.ensureStarted();
    removed.forEach((uri) => this.#sent.delete(uri));
    files.forEach(({ uri }) => this.#sent.add(uri));
    await this.#parts.server.notify('cni/workspaceFiles', { files, removed });
  }

  /** Reports once for each workspace that not all files are checked. */
  async #reportLimit(count: number): Promise<void> {
    const { log, memento } = this.#parts;
    log.info(l10n.t('Problems shows {0} files of this workspace. The others are above a limit.', count));
    if (memento.get(limitKey) === true) {
      return;
    }
    await memento.update(limitKey, true);
    notify(
      'info',
      l10n.t('This workspace has more network configurations. Problems shows those of {0} files.', count),
      [commandAction(l10n.t('Change Limit'), 'workbench.action.openSettings', 'cni.workspaceProblems.maxFiles')],
    );
  }
}
