import { fileURLToPath, pathToFileURL } from 'node:url';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { check, type Checked } from '../../server/service/check.ts';
import { rangeOf } from '../../server/service/features/diagnostics.ts';
import { fixAll, type MayRename } from '../../server/service/features/refactor/fix-all.ts';
import { readModel, type Model } from '../../server/service/model.ts';
import { type Fix, rulePage } from '../../server/service/rules/rule.ts';
import { Surroundings } from '../../server/surroundings.ts';
import { neighboursOf } from './neighbours.ts';
import type { LintDiagnostic, LintedFile, LintFix } from './report.ts';
import type { LintSettings } from './settings.ts';
import { shownPath } from './shown-path.ts';
import type { LintSource } from './sources.ts';

/** A file as read, and what the rules find in it, or in what a fix makes of it. */
interface Read {
  readonly model: Model;
  readonly check: (model: Model) => readonly Checked[];
}

/** What «fix all» makes of a file; each is undefined where it stays. */
interface FixedFile {
  readonly text: string | undefined;
  /** Without directory. */
  readonly rename: string | undefined;
}

/** Checks files as the editor does: with the files beside each, the facts of the host and the settings. */
export class Checker {
  readonly #settings: LintSettings;
  readonly #surroundings = new Surroundings(() => []);
  readonly #directories = new Set<string>();

  constructor(settings: LintSettings) {
    this.#settings = settings;
    this.#surroundings.setHostFacts(settings.hostFacts);
  }

  /** What the rules find in a file. */
  async lint(source: LintSource): Promise<LintedFile> {
    const { model, check: findingsOf } = await this.#read(source);
    return {
      path: source.shown,
      kind: model.content,
      diagnostics: findingsOf(model)
        .toSorted((a, b) => a.finding.span.offset - b.finding.span.offset)
        .map((checked) => diagnosticOf(model, source.shown, checked)),
    };
  }

  /** What «fix all» makes of a file: its text, its name, or both; undefined where nothing is to be mended. */
  async fixed(source: LintSource, mayRename: MayRename): Promise<FixedFile | undefined> {
    const { model, check: findingsOf } = await this.#read(source);
    const fixed = fixAll(model, findingsOf, mayRename);
    if (fixed === undefined) {
      return undefined;
    }
    const { change, rename } = fixed;
    const text =
      change && source.text.slice(0, change.offset) + change.text + source.text.slice(change.offset + change.length);
    return { text, rename };
  }

  async #read({ uri, directory, text }: LintSource): Promise<Read> {
    if (directory !== undefined && !this.#directories.has(directory)) {
      this.#directories.add(directory);
      // Any file of the directory stands for it.
      const files = await neighboursOf(directory);
      this.#surroundings.setNeighbours({ uri: `${pathToFileURL(directory).href}/-`, files });
    }
    const context = this.#surroundings.contextOf(uri, this.#settings.rules);
    const model = readModel(TextDocument.create(uri, 'cni', 1, text));
    return { model, check: (one) => check(one, context) };
  }
}

function diagnosticOf(model: Model, own: string, { rule, finding, severity }: Checked): LintDiagnostic {
  return {
    rule: rule.id,
    name: rule.name,
    page: rulePage(rule.id),
    severity,
    message: finding.message,
    range: rangeOf(model, finding.span),
    related: (finding.related ?? []).map(({ span, place, message }) =>
      place === undefined
        ? { path: own, range: rangeOf(model, span), message }
        : { path: shownOf(place.uri), range: place.range, message },
    ),
    fixes: (finding.fixes?.() ?? []).map((fix) => fixOf(model, fix)),
  };
}

function fixOf(model: Model, { title, preferred, changes, rename }: Fix): LintFix {
  return {
    title,
    preferred: preferred === true,
    edits: (changes ?? []).map((change) => ({ range: rangeOf(model, change), newText: change.text })),
    ...(rename === undefined ? {} : { rename }),
  };
}

/** Places may also be on the host that facts are of; those have no path here. */
function shownOf(uri: string): string {
  return uri.startsWith('file:') ? shownPath(fileURLToPath(uri)) : uri;
}
