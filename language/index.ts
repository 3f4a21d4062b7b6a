import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic, TextEdit, WorkspaceSymbol } from 'vscode-languageserver-types';
import type { ActionRequest } from './features/actions.ts';
import type { CarrierFixes, CarrierReport } from './features/carrier/carrier-report.ts';
import type { Notice } from './features/carrier/opened-carrier.ts';
import type { DocumentFeatures } from './features/document-features.ts';
import type { EmbeddedChange, EmbeddedEdit, EmbeddedPlace, EmbeddedText } from './features/embedded-texts.ts';
import type { NewNetworkAnswer, NewNetworkQuestion } from './features/new-network.ts';
import type { Report } from './features/report.ts';
import type { DirectoryReading } from './runtimes/all.ts';
import { LanguageService } from './service.ts';
import type { Settings } from './workspace/settings.ts';

/** The inputs of a language. */
export interface LanguageContext {
  /** Returns the open documents; each replaces the file at its URI. */
  readonly openDocuments: () => readonly TextDocument[];
}

/**
 * The CNI language for one editor, or for one run of a program. It reads no files and starts nothing. The features of a
 * document depend on whether it is a network configuration or a file that contains some.
 */
export interface Language extends DocumentFeatures {
  // Context. Data from a client is validated: parts of a different shape are ignored.
  configure(settings: Settings): void;
  /** Stores `{uri, files}`: all configuration files around a document, as they are on disk; an empty list removes them. */
  setNeighbors(sent: unknown): void;
  /** Stores `{files, isComplete}`: the files of the workspace that contain configurations. Open documents replace them. */
  setCarriers(sent: unknown): void;
  /** Stores the facts of the host in use, or `{below, facts}` for the documents below a URI; null removes them. */
  setHostFacts(sent: unknown): void;
  /**
   * Stores changes `{files, removed}` of the files that are checked without being open. Returns the URIs of the files whose
   * problems may have changed.
   */
  setWorkspaceFiles(sent: unknown): readonly string[];
  /** Forgets a document that was closed. */
  close(uri: string): void;
  /** Returns the other open documents whose problems may change with this one. */
  openNear(uri: string): readonly string[];

  // Problems and changes.
  /** Returns the URIs of the files that are checked without being open. */
  workspaceFiles(): readonly string[];
  /** Returns the problems of such a file, as it is on disk; none if it is unknown. */
  fileDiagnostics(uri: string): Diagnostic[];
  /** Returns the problems with their fixes, for output outside an editor. */
  report(document: TextDocument): Report;
  /** Returns the problems of a file that contains configurations, and of those configurations. */
  carrierReport(document: TextDocument): CarrierReport;
  /** Returns the edits that apply every certain fix inside such a file, and the fixes that it cannot hold. */
  fixCarrier(document: TextDocument): CarrierFixes;
  /** Returns the configurations inside a document, for commands. */
  embeddedTexts(document: TextDocument): readonly EmbeddedText[];
  /** Returns the edits that replace one of them, made from the text `before`. */
  editEmbedded(document: TextDocument, change: EmbeddedChange): EmbeddedEdit;
  /** Returns the edit that applies every certain fix; undefined if there is none. */
  fixAll(document: TextDocument): TextEdit | undefined;

  // Of all documents, or of a directory.
  workspaceSymbols(query: string): WorkspaceSymbol[];
  /** Proposes addresses and names for a new network, and checks the one that would be written. */
  newNetwork(question: NewNetworkQuestion): NewNetworkAnswer;
  /** Returns what each runtime loads from the directory of a file. */
  readDirectory(uri: string): DirectoryReading;
}

/** Creates the language. It loads the JSON language service with the first feature that needs it. */
export function createLanguage({ openDocuments }: LanguageContext): Language {
  return new LanguageService(openDocuments);
}

// Rules and settings.
export { rules } from './check.ts';
export { pluginLine } from './document/plugin-line.ts';
export { didYouMean } from './document/did-you-mean.ts';
export { actionKinds } from './features/actions.ts';
export { semanticLegend } from './features/semantic-tokens.ts';
export { repository } from './rules/rule.ts';
export { readNewNetworkQuestion } from './features/new-network.ts';
export type { NewNetworkAnswer, NewNetworkQuestion };
export { readHostFacts } from './workspace/host-facts.ts';
export { readSettings, sectionOf } from './workspace/settings.ts';
export type { ActionRequest, Report, Settings };
export type { HostFacts } from './workspace/host-facts.ts';
export type { Problem, ProblemFix } from './features/report.ts';
export type { Severity } from './workspace/context.ts';

// Files that contain configurations.
export { concernsPods, isCarrierPath, mayEmbed } from './carriers/recognition.ts';
export { largestCarrier } from './carriers/registry.ts';
export { runnableTexts, type RunnableText } from './features/runnable-texts.ts';
export type { EmbeddedEdit, EmbeddedPlace, EmbeddedText, Notice };

// Which files are network configurations, and their neighbors.
export { argumentProblems, type ArgumentProblem, type PassedArguments } from './passed-arguments.ts';
export { largestText, notAnalyzed } from './document/text-limit.ts';
export { filesAround, largestNeighbor } from './directory/files-around.ts';
export { isOurs, isOursByContent, isOursByPath, leavesItToContent } from './workspace/association.ts';
export { globPatterns, type PathPattern } from './workspace/globs.ts';
export { isServed } from './workspace/served-as.ts';
export type { DirectoryReader, FileAround } from './directory/files-around.ts';
export type { CarrierFiles } from './workspace/known-carriers.ts';
export type { FilesAround } from './workspace/surroundings.ts';
export type { WorkspaceFileChanges } from './workspace/workspace-files.ts';

// What the next ADD would create.
export { plannedNetwork, type HeldByHost, type PlannedNetwork } from './directory/planned-network.ts';

// Many hosts, and the runtimes of one.
export { checkNames, type CheckName } from './fleet/cell.ts';
export { comparisonOf, type Comparison } from './fleet/comparison.ts';
export { matrixDocument } from './fleet/document.ts';
export { compareHosts, type Matrix } from './fleet/matrix.ts';
export { cellText, remarksOf, summaryOf } from './fleet/summary.ts';
export type { ComparedFile, Surveyed } from './fleet/survey.ts';
export { checkUpOf, type CheckUp, evidenceOf } from './doctor/check-up.ts';
export { diagnose } from './doctor/diagnose.ts';
export type { Diagnosis } from './doctor/diagnosis.ts';
export { diagnosisDocument } from './doctor/document.ts';
export { diagnosisSummary } from './doctor/page.ts';
export { type Clue, evidenceFor } from './doctor/rule-causes.ts';
export type { DirectoryReading };
export type { FileView, Outcome, RuntimeView } from './runtimes/view.ts';
