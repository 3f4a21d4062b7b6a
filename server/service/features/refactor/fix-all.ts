import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Checked } from '../../check.ts';
import { renamedUri } from '../../file-uri.ts';
import { fileOf, readModel, type Model } from '../../model.ts';
import type { TextChange } from '../../rules/rule.ts';

/** A fix may bring up another finding, but not for ever. */
const MOST_ROUNDS = 8;

/** Whether a file may be given a name of its directory. */
export type MayRename = (name: string) => boolean;

interface Chosen {
  readonly changes: TextChange[];
  rename: string | undefined;
}

/**
 * The preferred fixes, without those that touch one chosen before. A fix that renames is taken whole or not at all, and
 * for more than a remark: who else knows the file by its name is not known here.
 */
function preferredFixes(findings: readonly Checked[], mayRename: MayRename): Chosen {
  const chosen: Chosen = { changes: [], rename: undefined };
  for (const { finding, severity } of findings) {
    const fix = finding.fixes?.().find(({ preferred }) => preferred === true);
    const { changes = [], rename } = fix ?? {};
    const isNamed = severity === 'error' || severity === 'warning';
    if (rename !== undefined && (chosen.rename !== undefined || !isNamed || !mayRename(rename))) continue;
    const isFree = changes.every((change) =>
      chosen.changes.every(
        (one) => change.offset > one.offset + one.length || one.offset > change.offset + change.length,
      ),
    );
    if (!isFree) continue;
    chosen.changes.push(...changes);
    chosen.rename ??= rename;
  }
  return chosen;
}

/** A text after changes that do not touch each other. */
function applyChanges(text: string, changes: readonly TextChange[]): string {
  return changes
    .toSorted((a, b) => b.offset - a.offset)
    .reduce(
      (after, { offset, length, text: put }) => after.slice(0, offset) + put + after.slice(offset + length),
      text,
    );
}

/** The one change that makes `after` of `before`, as short as it can be; undefined where they are equal. */
function difference(before: string, after: string): TextChange | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { offset: start, length: before.length - start - end, text: after.slice(start, after.length - end) };
}

/** What «fix all» comes to: a change of the text, another name for the file, or both. */
export interface FixedAll {
  readonly change: TextChange | undefined;
  readonly rename: string | undefined;
}

/**
 * What all preferred quick fixes make of a document, and those of what they leave, until none is left; undefined where
 * nothing is to mend. `check` finds what is wrong with a model. Advice that only comes up by a fix is not followed: a
 * misspelt key that was mended must not be taken out as useless in the same breath.
 */
export function fixAll(
  model: Model,
  check: (model: Model) => readonly Checked[],
  mayRename: MayRename,
): FixedAll | undefined {
  let current = model;
  let known: ReadonlySet<string> | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const findings = check(current);
    known ??= new Set(findings.map(({ rule }) => rule.id));
    const seen = known;
    const { changes, rename } = preferredFixes(
      findings.filter(({ rule, severity }) => severity === 'error' || seen.has(rule.id)),
      mayRename,
    );
    if (changes.length === 0 && rename === undefined) break;
    const { uri, languageId, version } = current.document;
    const text = applyChanges(current.document.getText(), changes);
    const name = rename === undefined ? uri : renamedUri(uri, rename);
    current = readModel(TextDocument.create(name, languageId, version, text));
  }
  const change = difference(model.document.getText(), current.document.getText());
  const rename = current.document.uri === model.document.uri ? undefined : fileOf(current);
  return change === undefined && rename === undefined ? undefined : { change, rename };
}
