import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createLanguage, type CarrierFiles, type Notice, type Problem } from '../../language/index.ts';
import type { CliProcess } from '../output/cli-process.ts';
import { neighborsOf } from './neighbors.ts';
import type { LintDiagnostic, LintedFile } from './report.ts';
import type { LintSettings } from './settings.ts';
import { shownPath } from './shown-path.ts';
import type { LintSource } from './sources.ts';

/** Maximum number of times that a carrier is fixed. */
const mostRuns = 3;

/** Checks files as the editor does: with their neighboring files, the facts of the host and the settings. */
export class Checker {
  readonly #language = createLanguage({ openDocuments: () => [] });
  readonly #directories = new Set<string>();
  readonly #cli: Pick<CliProcess, 'interruptible'>;

  /** @param carriers the files with embedded configurations that are linted, as far as one of them matters for another */
  constructor(cli: Pick<CliProcess, 'interruptible'>, { rules, hostFacts }: LintSettings, carriers: CarrierFiles) {
    this.#cli = cli;
    this.#language.configure(rules);
    this.#language.setHostFacts(hostFacts);
    this.#language.setCarriers(carriers);
  }

  /** Returns the findings of the rules in a file. */
  async lint(source: LintSource): Promise<LintedFile> {
    return this.#cli.interruptible(() => this.#lint(source));
  }

  /** Returns the text of a file after "Fix all"; undefined if it has no certain fix. */
  async fixed(source: LintSource): Promise<string | undefined> {
    return this.#cli.interruptible(() => this.#fixed(source));
  }

  /** Returns the certain fixes that a carrier cannot hold, with the reason. */
  async refusedFixes(source: LintSource): Promise<readonly string[]> {
    return source.isCarrier ? this.#cli.interruptible(() => this.#refusedFixes(source)) : [];
  }

  async #lint(source: LintSource): Promise<LintedFile> {
    const document = await this.#read(source);
    if (source.isCarrier) {
      const { found, problems, notices } = this.#language.carrierReport(document);
      const diagnostics = problems.map((one) => diagnosticOf(source, one));
      const noted = notices.map((one) => noticeText(source, one));
      return { path: source.shown, kind: 'carrier', embedded: found, diagnostics, notices: noted };
    }
    const { content, problems } = this.#language.report(document);
    return { path: source.shown, kind: content, diagnostics: problems.map((one) => diagnosticOf(source, one)) };
  }

  async #fixed(source: LintSource): Promise<string | undefined> {
    const document = await this.#read(source);
    if (source.isCarrier) {
      return this.#fixedCarrier(document);
    }
    const edit = this.#language.fixAll(document);
    return edit && TextDocument.applyEdits(document, [edit]);
  }

  /** Fixes a carrier until nothing changes: a mapping that becomes a configuration may have other problems. */
  #fixedCarrier(document: TextDocument): string | undefined {
    let text: string | undefined;
    for (let version = 1; version <= mostRuns; version++) {
      const current = text === undefined ? document : TextDocument.create(document.uri, 'cni', version, text);
      const { edits } = this.#language.fixCarrier(current);
      if (edits.length === 0) {
        break;
      }
      text = TextDocument.applyEdits(current, [...edits]);
    }
    return text;
  }

  async #refusedFixes(source: LintSource): Promise<readonly string[]> {
    const { refused } = this.#language.fixCarrier(await this.#read(source));
    return refused.map((one) => noticeText(source, one));
  }

  async #read({ uri, directory, text }: LintSource): Promise<TextDocument> {
    if (directory !== undefined && !this.#directories.has(directory)) {
      this.#directories.add(directory);
      // Any file represents its directory.
      const files = await neighborsOf(directory);
      this.#language.setNeighbors({ uri: `${pathToFileURL(directory).href}/-`, files });
    }
    return TextDocument.create(uri, 'cni', 1, text);
  }
}

function noticeText({ shown }: LintSource, { range: { start }, message }: Notice): string {
  return `${shown}:${start.line + 1}:${start.character + 1}: ${message}`;
}

function diagnosticOf({ uri: own, shown }: LintSource, { related, ...problem }: Problem): LintDiagnostic {
  return {
    ...problem,
    related: related.map(({ uri, range, message }) => ({ path: uri === own ? shown : shownOf(uri), range, message })),
  };
}

/** Returns the shown form of a location. One on the host of the facts has no path here. */
function shownOf(uri: string): string {
  return uri.startsWith('file:') ? shownPath(fileURLToPath(uri)) : uri;
}
