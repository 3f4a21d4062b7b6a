import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { URI } from 'vscode-uri';
import { globPattern } from '../../language/workspace/globs.ts';
import {
  CancellationTokenSource,
  Disposable,
  EventEmitter,
  FileSystemError,
  FileType,
  LogLevel,
  ProgressLocation,
  type RelativePattern,
  type WorkspaceEdit,
} from './classes.ts';
import { inputBox, quickPick, QuickInputButtons } from './quick-inputs.ts';
import {
  configure,
  documentOf,
  editor,
  events,
  type Item,
  type ShownChannel,
  type ShownInput,
  type ShownMessage,
  type ShownProgress,
  type ShownStatus,
  type ShownTree,
  type ShownWatcher,
} from './editor.ts';

/**
 * A stand-in for the module `vscode` in unit tests of client/: the part of the editor that the client uses, without a
 * window. `editor.ts` is how a test prepares answers, fires events and reads what was shown.
 */

export * from './classes.ts';

/** Without translations, as in an English editor. */
export const l10n: { bundle: Readonly<Record<string, string>> | undefined } = { bundle: undefined };

export const env = {
  language: 'en',
  get remoteName(): string | undefined {
    return editor.remoteName;
  },
  openExternal: (uri: URI) => Promise.resolve(editor.opened.push(uri.toString(true)) > 0),
  clipboard: {
    writeText: (text: string) => Promise.resolve(void (editor.clipboard = text)),
    readText: () => Promise.resolve(editor.clipboard),
  },
};

function shown(severity: ShownMessage['severity']) {
  return (text: string, ...rest: readonly (string | { modal?: boolean; detail?: string })[]) => {
    const buttons = rest.filter((item) => typeof item === 'string');
    const options = rest.find((item) => typeof item !== 'string');
    const message = { severity, text, detail: options?.detail, isModal: options?.modal ?? false, buttons };
    editor.messages.push(message);
    return Promise.resolve(editor.answer(message));
  };
}

/** A status item that the extension fills in. */
function statusItem(id: string): object {
  const status: ShownStatus = { id, isShown: false };
  editor.statuses.push(status);
  return Object.assign(status, {
    show: () => {
      status.isShown = true;
    },
    dispose: () => undefined,
  });
}

export { QuickInputButtons };

export const window = {
  showInformationMessage: shown('info'),
  showWarningMessage: shown('warning'),
  showErrorMessage: shown('error'),
  async showQuickPick<T extends Item | string>(
    given: readonly T[] | Promise<readonly T[]>,
    { canPickMany = false }: { readonly canPickMany?: boolean } = {},
  ): Promise<T | readonly T[] | undefined> {
    const items = await given;
    const labels = items.map((item) => (typeof item === 'string' ? item : item.label));
    const label = editor.choose(
      labels,
      items.flatMap((item): Item[] => (typeof item === 'string' ? [] : [item])),
    );
    const chosen = label === undefined ? undefined : items[labels.indexOf(label)];
    return canPickMany && chosen !== undefined ? [chosen] : chosen;
  },
  createQuickPick: () => quickPick(),
  createInputBox: () => inputBox(),
  async showInputBox(
    input: ShownInput = {},
    token: CancellationTokenSource['token'] = new CancellationTokenSource().token,
  ): Promise<string | undefined> {
    editor.inputs.push(input);
    const cancelled = new Promise<undefined>((resolve) => token.onCancellationRequested(() => resolve(undefined)));
    return Promise.race([cancelled, editor.type(input.title ?? '')]);
  },
  showTextDocument(document: unknown, options: unknown): Promise<unknown> {
    editor.commands.push(['showTextDocument', document, options]);
    return Promise.resolve({});
  },
  withProgress<T>(
    options: {
      readonly title?: string;
      readonly cancellable?: boolean;
      readonly location?: number | { readonly viewId: string };
    },
    task: (progress: object, token: object) => T,
  ): T {
    const { title, location, cancellable = false } = options;
    editor.progresses.push(title ?? (typeof location === 'object' ? location.viewId : ''));
    const source = new CancellationTokenSource();
    const notification: ShownProgress = {
      title: title ?? '',
      isCancellable: cancellable,
      reports: [],
      cancel: () => source.cancel(),
      isOpen: true,
    };
    if (location === ProgressLocation.Notification) {
      editor.notifications.push(notification);
    }
    const report = ({ message = '' }: { readonly message?: string }): void => void notification.reports.push(message);
    const result = task({ report }, source.token);
    void Promise.allSettled([result]).then(() => Object.assign(notification, { isOpen: false }));
    return result;
  },
  showOpenDialog: (): Promise<readonly URI[] | undefined> => Promise.resolve(editor.openDialog),
  showSaveDialog: (): Promise<URI | undefined> => Promise.resolve(editor.saveDialog),
  setStatusBarMessage(text: string): Disposable {
    editor.statuses.push({ id: 'message', isShown: true, text });
    return new Disposable(() => undefined);
  },
  registerCustomEditorProvider(viewType: string, provider: object): Disposable {
    editor.customEditors.set(viewType, provider);
    return new Disposable(() => editor.customEditors.delete(viewType));
  },
  createTerminal(options: (typeof editor.terminals)[number]): object {
    editor.terminals.push(options);
    return { name: options.name, show: () => undefined };
  },
  registerTerminalProfileProvider(id: string, provider: { provideTerminalProfile(): Promise<unknown> }): Disposable {
    editor.profiles.set(id, provider);
    return new Disposable(() => editor.profiles.delete(id));
  },
  onDidOpenTerminal: events.openedTerminal.event,
  onDidCloseTerminal: events.closedTerminal.event,
  createStatusBarItem: statusItem,
  createTreeView(id: string): object {
    const tree: ShownTree = {
      id,
      visibility: new EventEmitter(),
      visible: false,
      description: undefined,
      message: '',
      selection: [],
      revealed: [],
    };
    editor.trees.push(tree);
    return Object.assign(tree, {
      onDidChangeVisibility: tree.visibility.event,
      reveal: (row: unknown) => Promise.resolve(void tree.revealed.push(row)),
      dispose: () => undefined,
    });
  },
  createOutputChannel(name: string): object {
    const channel: ShownChannel = { name, lines: [], logLevel: LogLevel.Info, isShown: false };
    editor.channels.push(channel);
    const log = (level: string) => (message: string) => void channel.lines.push(`[${level}] ${message}`);
    return {
      get logLevel() {
        return channel.logLevel;
      },
      debug: log('debug'),
      info: log('info'),
      warn: log('warning'),
      error: log('error'),
      show: () => {
        channel.isShown = true;
      },
      dispose: () => undefined,
    };
  },
  tabGroups: {
    get all() {
      return [{ tabs: editor.tabs }];
    },
    get activeTabGroup() {
      return { activeTab: editor.tabs.find(({ isActive }) => isActive) };
    },
  },
  get activeTextEditor(): object | undefined {
    const { activeTextEditor, activeDocument: document, cursor } = editor;
    return activeTextEditor ?? (document && { document, selection: { active: cursor } });
  },
  get visibleTextEditors(): readonly object[] {
    return editor.visibleTextEditors;
  },
  onDidChangeActiveTextEditor: events.active.event,
  onDidChangeVisibleTextEditors: events.visible.event,
};

export const commands = {
  executeCommand(id: string, ...args: readonly unknown[]): Promise<unknown> {
    editor.commands.push([id, ...args]);
    return Promise.resolve().then(() => editor.run(id, ...args));
  },
  registerCommand(id: string, run: (...args: readonly unknown[]) => unknown): Disposable {
    editor.registered.set(id, run);
    return new Disposable(() => editor.registered.delete(id));
  },
};

export const languages = {
  registerCodeLensProvider: () => new Disposable(() => undefined),
  registerCompletionItemProvider: () => new Disposable(() => undefined),
  createLanguageStatusItem: statusItem,
  getDiagnostics: (): readonly object[] => editor.diagnostics,
  setTextDocumentLanguage(document: { readonly uri: URI }, language: string): Promise<void> {
    editor.languages.push([document.uri.toString(), language]);
    return Promise.resolve();
  },
};

const fileTypeOf = (entry: { isDirectory(): boolean }): number =>
  entry.isDirectory() ? FileType.Directory : FileType.File;

/** Accesses a file of this machine; rejects with the editor's error when it is missing. */
async function onDisk<T>(uri: URI, work: (path: string) => Promise<T>): Promise<T> {
  try {
    return await work(uri.fsPath);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    throw isMissing ? FileSystemError.FileNotFound(uri) : error;
  }
}

const fs = {
  createDirectory: (uri: URI) => onDisk(uri, (path) => mkdir(path, { recursive: true })),
  readFile: (uri: URI) => onDisk(uri, (path) => readFile(path)),
  writeFile: (uri: URI, content: Uint8Array) => onDisk(uri, (path) => writeFile(path, content)),
  delete: (uri: URI) => onDisk(uri, (path) => rm(path)),
  async readDirectory(uri: URI): Promise<[string, number][]> {
    const entries = await onDisk(uri, (path) => readdir(path, { withFileTypes: true }));
    return entries.map((entry) => [entry.name, fileTypeOf(entry)]);
  },
  async stat(uri: URI): Promise<object> {
    const found = await onDisk(uri, (path) => stat(path));
    return { type: fileTypeOf(found), ctime: found.ctimeMs, mtime: found.mtimeMs, size: found.size };
  },
};

const isInWorkspace = ({ path }: URI): boolean =>
  editor.workspaceFolder !== undefined && path.startsWith(`${editor.workspaceFolder}/`);

const folderOf = (path: string): object => ({
  uri: URI.file(path),
  name: path.slice(path.lastIndexOf('/') + 1),
  index: 0,
});

export const workspace = {
  fs,
  get isTrusted(): boolean {
    return editor.isTrusted;
  },
  get workspaceFile(): URI | undefined {
    return editor.workspaceFile;
  },
  get workspaceFolders(): readonly object[] | undefined {
    return editor.workspaceFolder === undefined ? undefined : [folderOf(editor.workspaceFolder)];
  },
  get textDocuments(): readonly object[] {
    return editor.documents;
  },
  registerFileSystemProvider: () => new Disposable(() => undefined),
  async openTextDocument(target: URI | { readonly language: string; readonly content: string }): Promise<object> {
    if ('content' in target) {
      editor.commands.push(['openTextDocument', target]);
      return documentOf(URI.parse('untitled:Untitled-1'), target.content, target.language);
    }
    const opened = editor.documents.find(({ uri }) => uri.toString() === target.toString());
    return opened ?? documentOf(target, target.scheme === 'file' ? (await readFile(target.fsPath)).toString() : '');
  },
  findFiles: (glob: RelativePattern | string): Promise<readonly URI[]> =>
    Promise.resolve(
      editor.found.filter(({ path }) => typeof glob !== 'string' || globPattern(glob)?.test(path) === true),
    ),
  asRelativePath: (uri: URI) => (isInWorkspace(uri) ? relative(editor.workspaceFolder ?? '', uri.path) : uri.path),
  getWorkspaceFolder: (uri: URI) =>
    editor.workspaceFolder !== undefined && isInWorkspace(uri) ? folderOf(editor.workspaceFolder) : undefined,
  applyEdit(edit: WorkspaceEdit): Promise<boolean> {
    editor.commands.push(['applyEdit', edit]);
    return Promise.resolve(editor.applyEdit(edit));
  },
  createFileSystemWatcher(watched: RelativePattern | string): object {
    const isGlob = typeof watched === 'string';
    const watcher: ShownWatcher = {
      base: isGlob ? '' : watched.baseUri.toString(),
      pattern: isGlob ? watched : watched.pattern,
      created: new EventEmitter(),
      changed: new EventEmitter(),
      deleted: new EventEmitter(),
      isDisposed: false,
    };
    editor.watchers.push(watcher);
    return {
      onDidCreate: watcher.created.event,
      onDidChange: watcher.changed.event,
      onDidDelete: watcher.deleted.event,
      dispose: () => {
        watcher.isDisposed = true;
      },
    };
  },
  onDidOpenTextDocument: events.open.event,
  onDidCloseTextDocument: events.close.event,
  onDidSaveTextDocument: events.save.event,
  onDidChangeTextDocument: events.change.event,
  onDidChangeConfiguration: events.settings.event,
  onDidChangeWorkspaceFolders: events.folders.event,
  onDidGrantWorkspaceTrust: events.trust.event,
  getConfiguration: (section: string) => ({
    get: (key: string, fallback: unknown) => editor.settings[`${section}.${key}`] ?? fallback,
    inspect: (key: string) => {
      const name = `${section}.${key}`;
      return editor.inspected[name] ?? { globalValue: editor.settings[name] };
    },
    update: (key: string, value: unknown, target: unknown) => {
      editor.written.push([`${section}.${key}`, value, target]);
      configure({ [`${section}.${key}`]: value });
      return Promise.resolve();
    },
  }),
};
