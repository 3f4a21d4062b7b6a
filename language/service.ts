import { TextDocument } from 'vscode-languageserver-textdocument';
import type { FormattingOptions, Position, Range, TextEdit } from 'vscode-languageserver-types';
import { carrierPath } from './carriers/recognition.ts';
import { readCarrier } from './carriers/registry.ts';
import { check, type Checked } from './check.ts';
import { neighborOf, type Neighbor } from './directory/neighbor.ts';
import { pathOf, readModel, type Model } from './document/model.ts';
import type { ActionRequest } from './features/actions.ts';
import { CarrierFeatures } from './features/carrier/carrier-features.ts';
import { neighborsIn } from './features/carrier/carrier-neighbors.ts';
import { carrierReport, fixCarrier, type CarrierFixes, type CarrierReport } from './features/carrier/carrier-report.ts';
import { networkSymbols } from './features/carrier/network-navigation.ts';
import { OpenedCarrier, OpenedCarriers } from './features/carrier/opened-carrier.ts';
import { ConfigurationFeatures } from './features/configuration-features.ts';
import { rangeOf } from './features/diagnostics.ts';
import type { DocumentFeatures, FeatureSources } from './features/document-features.ts';
import { editEmbedded, embeddedTexts, type EmbeddedChange } from './features/embedded-texts.ts';
import type { JSONLanguage } from './features/json-language.ts';
import { workspaceSymbols } from './features/navigation.ts';
import { newNetwork, type NewNetworkQuestion } from './features/new-network.ts';
import { fixAll } from './features/refactor/fix-all.ts';
import { reportOf, type Report } from './features/report.ts';
import { readDirectory } from './runtimes/all.ts';
import { CheckedDocuments } from './workspace/checked-documents.ts';
import type { RuleContext } from './workspace/context.ts';
import { WorkspaceCarriers } from './workspace/known-carriers.ts';
import { setPluginAliases } from './schema/plugin-aliases.ts';
import { isCarrier } from './workspace/served-as.ts';
import { readSettings, type Settings } from './workspace/settings.ts';
import { Surroundings } from './workspace/surroundings.ts';
import { WorkspaceFiles } from './workspace/workspace-files.ts';

/** The features over the documents and their context: see Language in index.ts. */
export class LanguageService {
  readonly #openDocuments: () => readonly TextDocument[];
  readonly #checked = new CheckedDocuments();
  readonly #carriers = new OpenedCarriers();
  readonly #files = new WorkspaceFiles();
  readonly #surroundings: Surroundings;
  readonly #workspace: WorkspaceCarriers;
  readonly #ofConfigurations: DocumentFeatures;
  readonly #ofCarriers: DocumentFeatures;
  #settings = readSettings(undefined);
  #json: Promise<JSONLanguage> | undefined;

  constructor(openDocuments: () => readonly TextDocument[]) {
    this.#openDocuments = openDocuments;
    this.#surroundings = new Surroundings(openDocuments, () => this.#files.all());
    this.#workspace = new WorkspaceCarriers(openDocuments, (document) => this.#carrier(document).contents);
    const sources: FeatureSources = {
      settings: () => this.#settings,
      context: (document) => this.#context(document),
      neighbors: (document) => this.#neighbors(document),
      carriers: () => this.#workspace.known,
      json: () => this.#jsonLanguage(),
    };
    this.#ofConfigurations = new ConfigurationFeatures(this.#checked, sources);
    this.#ofCarriers = new CarrierFeatures(this.#carriers, sources);
  }

  configure(settings: Settings): void {
    this.#settings = settings;
    if (setPluginAliases(settings.pluginAliases)) {
      this.#checked.clear();
      this.#carriers.clear();
      this.#surroundings.forgetModels();
    }
  }

  setNeighbors(sent: unknown): void {
    this.#surroundings.setNeighbors(sent);
  }

  setCarriers(sent: unknown): void {
    this.#workspace.set(sent);
  }

  setHostFacts(sent: unknown): void {
    this.#surroundings.setHostFacts(sent);
  }

  setWorkspaceFiles(sent: unknown): readonly string[] {
    const changed = this.#files.apply(sent);
    const near = changed.flatMap((uri) => this.#surroundings.filesNear(uri));
    changed.forEach((uri) => this.#surroundings.close(uri));
    return [...new Set([...changed, ...near])];
  }

  workspaceFiles(): readonly string[] {
    return this.#files.all().map(({ uri }) => uri);
  }

  fileDiagnostics(uri: string) {
    const file = this.#files.get(uri);
    if (file === undefined) {
      return [];
    }
    const found = this.diagnostics(TextDocument.create(uri, file.languageId, 0, file.text));
    // The parsed documents are kept for the open ones.
    this.#checked.close(uri);
    this.#carriers.close(uri);
    return found;
  }

  close(uri: string): void {
    this.#checked.close(uri);
    this.#carriers.close(uri);
    this.#surroundings.close(uri);
  }

  openNear(uri: string): readonly string[] {
    return [...new Set([...this.#surroundings.openNear(uri), ...this.#otherCarriers(uri)])];
  }

  diagnostics(document: TextDocument) {
    return this.#of(document).diagnostics(document);
  }

  report(document: TextDocument): Report {
    return reportOf(this.#model(document), this.#findings(document));
  }

  carrierReport(document: TextDocument): CarrierReport {
    return carrierReport(this.#carrier(document), this.#context(document), this.#workspace.known);
  }

  fixCarrier(document: TextDocument): CarrierFixes {
    return fixCarrier(this.#carrier(document), this.#context(document));
  }

  embeddedTexts(document: TextDocument) {
    return embeddedTexts(document, this.#carrier(document).contents.embedded);
  }

  editEmbedded(document: TextDocument, change: EmbeddedChange) {
    return editEmbedded(document, (text) => this.#embedded(document, text), change);
  }

  fixAll(document: TextDocument): TextEdit | undefined {
    const context = this.#context(document);
    const model = this.#model(document);
    const change = fixAll(model, (one) => check(one, context));
    return change && { range: rangeOf(model, change), newText: change.text };
  }

  codeActions(document: TextDocument, range: Range, request: ActionRequest) {
    return this.#of(document).codeActions(document, range, request);
  }

  format(document: TextDocument, range: Range | undefined, options: FormattingOptions) {
    return this.#of(document).format(document, range, options);
  }

  complete(document: TextDocument, position: Position) {
    return this.#of(document).complete(document, position);
  }

  hover(document: TextDocument, position: Position) {
    return this.#of(document).hover(document, position);
  }

  definition(document: TextDocument, position: Position) {
    return this.#of(document).definition(document, position);
  }

  references(document: TextDocument, position: Position) {
    return this.#of(document).references(document, position);
  }

  selectionRanges(document: TextDocument, positions: Position[]) {
    return this.#of(document).selectionRanges(document, positions);
  }

  documentSymbols(document: TextDocument) {
    return this.#of(document).documentSymbols(document);
  }

  foldingRanges(document: TextDocument) {
    return this.#of(document).foldingRanges(document);
  }

  documentLinks(document: TextDocument) {
    return this.#of(document).documentLinks(document);
  }

  inlayHints(document: TextDocument, range: Range) {
    return this.#of(document).inlayHints(document, range);
  }

  semanticTokens(document: TextDocument) {
    return this.#of(document).semanticTokens(document);
  }

  workspaceSymbols(query: string) {
    const open = this.#openDocuments();
    const known = new Map<string, Neighbor>();
    for (const one of open.flatMap((document) => this.#neighbors(document))) {
      known.set(one.uri, one);
    }
    const embedded: Neighbor[] = [];
    for (const document of open) {
      if (isCarrier(document)) {
        embedded.push(...neighborsIn(this.#carrier(document)));
      } else {
        known.set(document.uri, neighborOf(this.#model(document)));
      }
    }
    const found = workspaceSymbols([...known.values(), ...embedded], query);
    const seen = new Set(found.map(({ name, location }) => `${name} ${location.uri}`));
    const networks = networkSymbols(this.#workspace.known.except(''), query);
    return [...found, ...networks.filter(({ name, location }) => !seen.has(`${name} ${location.uri}`))];
  }

  newNetwork(question: NewNetworkQuestion) {
    const open = this.#openDocuments();
    const seen = new Set(open.map(({ uri }) => uri));
    const files = this.#files.all().filter(({ uri, languageId }) => languageId !== 'cni' && !seen.has(uri));
    const inFiles = files.flatMap(({ uri, languageId, text }) => {
      const document = TextDocument.create(uri, languageId, 0, text);
      const embedded = neighborsIn(this.#carrier(document));
      this.#carriers.close(uri);
      return embedded;
    });
    const inOpen = open.filter((one) => isCarrier(one)).flatMap((one) => neighborsIn(this.#carrier(one)));
    const known = [...this.#surroundings.allNetworks(), ...inOpen, ...inFiles];
    return newNetwork(known, question, this.#problemsOf(question));
  }

  /** Returns the errors and warnings of a network that would be written, without its neighbors and the host. */
  #problemsOf({ written }: NewNetworkQuestion): readonly string[] {
    if (written === undefined) {
      return [];
    }
    const uri = written.isDefinition ? 'untitled:network.yaml' : 'untitled:network.conflist';
    const document = TextDocument.create(uri, written.isDefinition ? 'yaml' : 'cni', 0, written.text);
    const { problems } = written.isDefinition
      ? carrierReport(new OpenedCarrier(document, () => true), this.#settings)
      : this.#reportAlone(document);
    return problems.flatMap(({ severity, message }) =>
      severity === 'error' || severity === 'warning' ? [message] : [],
    );
  }

  #reportAlone(document: TextDocument): Report {
    const model = readModel(document);
    return reportOf(model, check(model, this.#settings));
  }

  readDirectory(uri: string) {
    const { directory, files } = this.#surroundings.filesOf(uri);
    return readDirectory(files, directory);
  }

  #of(document: TextDocument): DocumentFeatures {
    return isCarrier(document) ? this.#ofCarriers : this.#ofConfigurations;
  }

  #model(document: TextDocument): Model {
    return this.#checked.modelOf(document);
  }

  #findings(document: TextDocument): readonly Checked[] {
    return this.#checked.findingsOf(document, this.#context(document));
  }

  #context({ uri }: TextDocument): RuleContext {
    return this.#surroundings.contextOf(uri, this.#settings);
  }

  #neighbors({ uri }: TextDocument): readonly Neighbor[] {
    return this.#surroundings.neighborsOf(uri);
  }

  #carrier(document: TextDocument): OpenedCarrier {
    return this.#carriers.of(document, this.#settings.isCarrierEnabled);
  }

  /** Returns the other open carriers if a document is one: a definition may be in any file of the workspace. */
  #otherCarriers(uri: string): readonly string[] {
    const open = this.#openDocuments().filter((document) => isCarrier(document));
    const isOne = open.some((document) => document.uri === uri);
    return isOne ? open.map((document) => document.uri).filter((other) => other !== uri) : [];
  }

  #embedded({ uri, languageId }: TextDocument, text: string) {
    return readCarrier(text, carrierPath(pathOf(uri), languageId), this.#settings.isCarrierEnabled).embedded;
  }

  /** Returns the JSON language service, loaded with the first call: diagnostics come without it. */
  #jsonLanguage(): Promise<JSONLanguage> {
    return (this.#json ??= import('./features/json-language.ts').then((module) => new module.JSONLanguage()));
  }
}
