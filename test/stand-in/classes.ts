import { URI, Utils } from 'vscode-uri';

/** Classes and enums of the stand-in for `vscode`. They only store their arguments. */

export const Uri = Object.assign(URI, { joinPath: Utils.joinPath });

export class Disposable {
  readonly #dispose: () => unknown;

  constructor(dispose: () => unknown) {
    this.#dispose = dispose;
  }

  static from(...members: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(() => members.forEach((member) => member.dispose()));
  }

  dispose(): void {
    this.#dispose();
  }
}

export class EventEmitter<T> {
  readonly #listeners = new Set<(event: T) => unknown>();
  readonly event = (listener: (event: T) => unknown): Disposable => {
    this.#listeners.add(listener);
    return new Disposable(() => this.#listeners.delete(listener));
  };

  fire(event: T): void {
    for (const listener of this.#listeners) {
      listener(event);
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class CancellationTokenSource {
  readonly #cancelled = new EventEmitter<void>();
  readonly token = { isCancellationRequested: false, onCancellationRequested: this.#cancelled.event };

  cancel(): void {
    this.token.isCancellationRequested = true;
    this.#cancelled.fire();
  }

  dispose(): void {
    this.#cancelled.dispose();
  }
}

export class Position {
  readonly line: number;
  readonly character: number;

  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position, end: Position) {
    this.start = start;
    this.end = end;
  }

  contains({ start, end }: Range): boolean {
    return this.start.line <= start.line && end.line <= this.end.line;
  }
}

export class TextEdit {
  readonly range: Range;
  readonly newText: string;

  constructor(range: Range, newText: string) {
    this.range = range;
    this.newText = newText;
  }
}

export class WorkspaceEdit {
  readonly sets: (readonly [uri: URI, edits: readonly TextEdit[]])[] = [];

  set(uri: URI, edits: readonly TextEdit[]): void {
    this.sets.push([uri, edits]);
  }
}

export class FoldingRange {
  readonly start: number;
  readonly end: number;

  constructor(start: number, end: number) {
    this.start = start;
    this.end = end;
  }
}

export class RelativePattern {
  readonly baseUri: URI;
  readonly pattern: string;

  constructor(base: URI, pattern: string) {
    this.baseUri = base;
    this.pattern = pattern;
  }
}

export class ThemeColor {
  readonly id: string;

  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon {
  readonly id: string;
  readonly color: ThemeColor | undefined;

  constructor(id: string, color?: ThemeColor) {
    this.id = id;
    this.color = color;
  }
}

export class MarkdownString {
  readonly value: string;

  constructor(value: string) {
    this.value = value;
  }
}

export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;

  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export class CodeLens {
  readonly range: Range;
  readonly command: object | undefined;

  constructor(range: Range, command?: object) {
    this.range = range;
    this.command = command;
  }
}

export class CompletionItem {
  readonly label: string;
  readonly kind: number | undefined;

  constructor(label: string, kind?: number) {
    this.label = label;
    this.kind = kind;
  }
}

export class CodeAction {
  readonly title: string;

  constructor(title: string) {
    this.title = title;
  }
}

export class CancellationError extends Error {}

export class TabInputText {
  readonly uri: URI;

  constructor(uri: URI) {
    this.uri = uri;
  }
}

export class TabInputCustom {
  readonly uri: URI;
  readonly viewType: string;

  constructor(uri: URI, viewType: string) {
    this.uri = uri;
    this.viewType = viewType;
  }
}

export class FileSystemError extends Error {
  readonly code: string;

  constructor(code: string, about: URI | string) {
    super(about.toString());
    this.code = code;
  }

  static FileNotFound(about: URI | string): FileSystemError {
    return new FileSystemError('FileNotFound', about);
  }

  static FileExists(about: URI | string): FileSystemError {
    return new FileSystemError('FileExists', about);
  }

  static FileIsADirectory(about: URI | string): FileSystemError {
    return new FileSystemError('FileIsADirectory', about);
  }

  static FileNotADirectory(about: URI | string): FileSystemError {
    return new FileSystemError('FileNotADirectory', about);
  }

  static NoPermissions(about: URI | string): FileSystemError {
    return new FileSystemError('NoPermissions', about);
  }

  static Unavailable(about: URI | string): FileSystemError {
    return new FileSystemError('Unavailable', about);
  }
}

export const FileType = { Unknown: 0, File: 1, Directory: 2, SymbolicLink: 64 };
export const FileChangeType = { Changed: 1, Created: 2, Deleted: 3 };
export const FilePermission = { Readonly: 1 };
export const InputBoxValidationSeverity = { Info: 1, Warning: 2, Error: 3 };
export const ConfigurationTarget = { Global: 1, Workspace: 2, WorkspaceFolder: 3 };
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const QuickPickItemKind = { Separator: -1, Default: 0 };
export const TextEditorRevealType = { Default: 0, InCenter: 1, InCenterIfOutsideViewport: 2, AtTop: 3 };
export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const StatusBarAlignment = { Left: 1, Right: 2 };
export const LanguageStatusSeverity = { Information: 0, Warning: 1, Error: 2 };
export const DiagnosticSeverity = { Error: 0, Warning: 1, Information: 2, Hint: 3 };
export const CompletionItemKind = { Value: 11 };
export const CodeActionKind = { QuickFix: { value: 'quickfix' } };
export const ViewColumn = { Active: -1, Beside: -2 };
export const LogLevel = { Off: 0, Trace: 1, Debug: 2, Info: 3, Warning: 4, Error: 5 };

/** The options of a terminal that a profile creates. */
export class TerminalProfile {
  readonly options: object;

  constructor(options: object) {
    this.options = options;
  }
}

/** A value that is dragged. */
export class DataTransferItem {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }

  asString(): Promise<string> {
    return Promise.resolve(String(this.value));
  }
}
