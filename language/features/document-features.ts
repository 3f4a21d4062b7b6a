import type { TextDocument } from 'vscode-languageserver-textdocument';
import type {
  CodeAction,
  CompletionList,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  FormattingOptions,
  Hover,
  InlayHint,
  Location,
  Position,
  Range,
  SelectionRange,
  SemanticTokens,
  TextEdit,
} from 'vscode-languageserver-types';
import type { Neighbor } from '../directory/neighbor.ts';
import type { RuleContext } from '../workspace/context.ts';
import type { KnownCarriers } from '../workspace/known-carriers.ts';
import type { Settings } from '../workspace/settings.ts';
import type { ActionRequest } from './actions.ts';
import type { JSONLanguage } from './json-language.ts';

/** The features of one document: of a network configuration, or of a file that contains some. */
export interface DocumentFeatures {
  diagnostics(document: TextDocument): Diagnostic[];
  codeActions(document: TextDocument, range: Range, request: ActionRequest): CodeAction[];
  format(document: TextDocument, range: Range | undefined, options: FormattingOptions): Promise<TextEdit[]>;
  complete(document: TextDocument, position: Position): Promise<CompletionList>;
  hover(document: TextDocument, position: Position): Promise<Hover | undefined>;
  definition(document: TextDocument, position: Position): Location[];
  references(document: TextDocument, position: Position): Location[];
  selectionRanges(document: TextDocument, positions: Position[]): Promise<SelectionRange[]>;
  documentSymbols(document: TextDocument): Promise<DocumentSymbol[]>;
  /** Undefined leaves the whole document to the editor. */
  foldingRanges(document: TextDocument): Promise<FoldingRange[] | undefined>;
  documentLinks(document: TextDocument): DocumentLink[];
  inlayHints(document: TextDocument, range: Range): InlayHint[];
  semanticTokens(document: TextDocument): SemanticTokens;
}

/** What the features of a document depend on besides its text. */
export interface FeatureSources {
  readonly settings: () => Settings;
  readonly context: (document: TextDocument) => RuleContext;
  readonly neighbors: (document: TextDocument) => readonly Neighbor[];
  /** Returns the files of the workspace that contain configurations. */
  readonly carriers: () => KnownCarriers;
  /** Returns the JSON language service, loaded with the first call: diagnostics come without it. */
  readonly json: () => Promise<JSONLanguage>;
}
