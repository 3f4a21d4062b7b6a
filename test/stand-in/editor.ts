import type { URI } from 'vscode-uri';
import { EventEmitter, type WorkspaceEdit } from './classes.ts';

/** A message that was shown. */
export interface ShownMessage {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  readonly detail: string | undefined;
  readonly isModal: boolean;
  readonly buttons: readonly string[];
}

/** An output channel. */
export interface ShownChannel {
  readonly name: string;
  readonly lines: string[];
  logLevel: number;
  isShown: boolean;
}

/** An input box that was shown. */
export interface ShownInput {
  readonly title?: string;
  readonly prompt?: string;
  readonly value?: string;
  readonly password?: boolean;
  readonly ignoreFocusOut?: boolean;
  readonly validateInput?: (text: string) => unknown;
}

/** An item of a quick pick. */
export interface Item {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
}

/** A document that is open. */
export interface OpenDocument {
  readonly uri: URI;
  readonly languageId: string;
  readonly version: number;
  readonly isDirty: boolean;
  readonly isUntitled: boolean;
  getText(): string;
  positionAt(offset: number): { readonly line: number; readonly character: number };
}

/** A progress notification. */
export interface ShownProgress {
  readonly title: string;
  readonly isCancellable: boolean;
  readonly reports: string[];
  readonly cancel: () => void;
  isOpen: boolean;
}

/** A tree view that the extension created. */
export interface ShownTree {
  readonly id: string;
  readonly visibility: EventEmitter<{ visible: boolean }>;
  visible: boolean;
  description: string | undefined;
  message: string;
  selection: readonly unknown[];
  /** The rows that the extension selected. */
  readonly revealed: unknown[];
}

/** A file watcher whose events tests fire. */
export interface ShownWatcher {
  readonly base: string;
  readonly pattern: string;
  readonly created: EventEmitter<URI | void>;
  readonly changed: EventEmitter<URI | void>;
  readonly deleted: EventEmitter<URI | void>;
  isDisposed: boolean;
}

/** An item of the status bar or of a language. */
export interface ShownStatus {
  readonly id: string;
  isShown: boolean;
  text?: string;
  detail?: string;
  severity?: number;
  tooltip?: string;
  backgroundColor?: unknown;
}

/** The state of the editor that tests set and read. */
export interface Editor {
  readonly messages: ShownMessage[];
  readonly inputs: ShownInput[];
  readonly commands: (readonly [id: string, ...args: unknown[]])[];
  readonly channels: ShownChannel[];
  readonly notifications: ShownProgress[];
  /** Titles of the progresses that were shown, and the views that they were in. */
  readonly progresses: string[];
  readonly trees: ShownTree[];
  readonly watchers: ShownWatcher[];
  readonly statuses: ShownStatus[];
  /** What was written to settings: key, value and target. */
  readonly written: (readonly [key: string, value: unknown, target: unknown])[];
  /** Documents whose language was changed. */
  readonly languages: (readonly [uri: string, language: string])[];
  readonly registered: Map<string, (...args: readonly unknown[]) => unknown>;
  /** Options of the terminals that were created. */
  readonly terminals: { readonly name?: string; readonly shellPath?: string; readonly shellArgs?: readonly string[] }[];
  /** Providers of terminal profiles by id. */
  readonly profiles: Map<string, { provideTerminalProfile(): Promise<unknown> }>;
  /** Providers of custom editors by view type. */
  readonly customEditors: Map<string, object>;
  /** Returns the label of the button to press on a message. */
  answer: (message: ShownMessage) => string | undefined;
  /** Returns the label of the item to select. */
  choose: (labels: readonly string[], items: readonly Item[]) => string | undefined;
  /** Returns the label of the item whose button to press; undefined to select an item. */
  press: (labels: readonly string[]) => string | undefined;
  /** Whether to press Back in a question with this title and step. */
  goBack: (title: string, step: number) => boolean;
  /** Returns what is typed into an input box with this title. */
  type: (title: string) => string | undefined | Promise<string | undefined>;
  /** Applies an edit of the workspace; false if it fails. */
  applyEdit: (edit: WorkspaceEdit) => boolean;
  /** The cursor of the active editor. */
  cursor: { readonly line: number; readonly character: number };
  /** Runs a command. */
  run: (id: string, ...args: readonly unknown[]) => unknown;
  /** Results of `inspect` by full setting name. */
  inspected: Readonly<Record<string, object | undefined>>;
  /** Settings by their full names. */
  settings: Readonly<Record<string, unknown>>;
  isTrusted: boolean;
  remoteName: string | undefined;
  workspaceFile: URI | undefined;
  workspaceFolder: string | undefined;
  clipboard: string;
  /** URIs that were opened outside the editor. */
  readonly opened: string[];
  tabs: readonly {
    readonly label: string;
    readonly input: unknown;
    readonly isActive?: boolean;
    readonly group?: { readonly viewColumn?: number };
  }[];
  documents: readonly OpenDocument[];
  activeDocument: OpenDocument | undefined;
  /** The active editor, where a test needs more of it than {@link activeDocument} and {@link cursor}. */
  activeTextEditor: object | undefined;
  visibleTextEditors: readonly object[];
  /** Results of a search in the workspace. */
  found: readonly URI[];
  diagnostics: readonly object[];
  openDialog: readonly URI[] | undefined;
  saveDialog: URI | undefined;
}

function untouched(): Editor {
  return {
    messages: [],
    inputs: [],
    commands: [],
    channels: [],
    notifications: [],
    progresses: [],
    trees: [],
    watchers: [],
    statuses: [],
    written: [],
    languages: [],
    registered: new Map(),
    terminals: [],
    profiles: new Map(),
    customEditors: new Map(),
    answer: () => undefined,
    choose: () => undefined,
    press: () => undefined,
    goBack: () => false,
    type: () => undefined,
    applyEdit: () => true,
    cursor: { line: 0, character: 0 },
    run: () => undefined,
    inspected: {},
    settings: {},
    isTrusted: true,
    remoteName: undefined,
    workspaceFile: undefined,
    workspaceFolder: undefined,
    clipboard: '',
    opened: [],
    tabs: [],
    documents: [],
    activeDocument: undefined,
    activeTextEditor: undefined,
    visibleTextEditors: [],
    found: [],
    diagnostics: [],
    openDialog: undefined,
    saveDialog: undefined,
  };
}

export const editor: Editor = untouched();

/** Events of the editor that tests fire. */
export const events = {
  trust: new EventEmitter<void>(),
  folders: new EventEmitter<void>(),
  openedTerminal: new EventEmitter<{ readonly name: string; show(): void }>(),
  closedTerminal: new EventEmitter<{ readonly name: string }>(),
  open: new EventEmitter<OpenDocument>(),
  close: new EventEmitter<OpenDocument>(),
  save: new EventEmitter<OpenDocument>(),
  change: new EventEmitter<{ readonly document: OpenDocument }>(),
  settings: new EventEmitter<{ affectsConfiguration(key: string): boolean }>(),
  active: new EventEmitter<{ readonly document: OpenDocument } | undefined>(),
  visible: new EventEmitter<readonly object[]>(),
};

/** Resets everything that previous tests prepared or caused. */
export function resetEditor(): void {
  Object.assign(editor, untouched());
  for (const event of Object.values(events)) {
    event.dispose();
  }
}

/** A document with this text. */
export function documentOf(uri: URI, text: string, languageId = 'cni'): OpenDocument {
  return {
    uri,
    languageId,
    version: 1,
    isDirty: false,
    isUntitled: uri.scheme === 'untitled',
    getText: () => text,
    positionAt: (offset) => {
      const lines = text.slice(0, offset).split('\n');
      return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
    },
  };
}

/** Opens a document. */
export function open(document: OpenDocument): void {
  editor.documents = [...editor.documents, document];
  events.open.fire(document);
}

/** Closes a document. */
export function close(document: OpenDocument): void {
  editor.documents = editor.documents.filter((one) => one !== document);
  events.close.fire(document);
}

/** Activates the editor of a document; undefined for another kind of editor. */
export function activate(document: OpenDocument | undefined): void {
  editor.activeDocument = document;
  events.active.fire(document === undefined ? undefined : { document });
}

/** Changes settings by their full names. */
export function configure(settings: Readonly<Record<string, unknown>>): void {
  editor.settings = { ...editor.settings, ...settings };
  const keys = Object.keys(settings);
  events.settings.fire({
    affectsConfiguration: (section) => keys.some((key) => key === section || key.startsWith(`${section}.`)),
  });
}

/** Shows or hides a tree. */
export function reveal(id: string, visible: boolean): void {
  const tree = editor.trees.find((one) => one.id === id);
  if (tree !== undefined) {
    tree.visible = visible;
    tree.visibility.fire({ visible });
  }
}
