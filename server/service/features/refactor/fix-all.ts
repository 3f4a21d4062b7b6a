import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Checked } from '../../check.ts';
import { readModel, type Model } from '../../model.ts';
import type { TextChange } from '../../rules/rule.ts';

/** A fix may bring up another finding, but not for ever. */
const MOST_ROUNDS = 8;

/** The changes of the preferred fixes, without those that touch one chosen before. */
function preferredChanges(findings: readonly Checked[]): TextChange[] {
  const chosen: TextChange[] = [];
  for (const { finding } of findings) {
    const fix = finding.fixes?.().find(({ preferred, changes }) => preferred === true && changes !== undefined);
    const changes = fix?.changes ?? [];
    const isFree = changes.every((change) =>
      chosen.every((one) => change.offset > one.offset + one.length || one.offset > change.offset + change.length),
    );
    if (isFree) chosen.push(...changes);
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

/**
 * What all preferred quick fixes make of a document, and those of what they leave, until none is left; undefined where
 * nothing is to mend. `check` finds what is wrong with a model. Advice that only comes up by a fix is not followed: a
 * misspelt key that was mended must not be taken out as useless in the same breath.
 */
export function fixAll(model: Model, check: (model: Model) => readonly Checked[]): TextChange | undefined {
  const before = model.document.getText();
  let current = model;
  let known: ReadonlySet<string> | undefined;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const findings = check(current);
    known ??= new Set(findings.map(({ rule }) => rule.id));
    const seen = known;
    const changes = preferredChanges(
      findings.filter(({ rule, severity }) => severity === 'error' || seen.has(rule.id)),
    );
    if (changes.length === 0) break;
    const { uri, languageId, version } = current.document;
    const text = applyChanges(current.document.getText(), changes);
    current = readModel(TextDocument.create(uri, languageId, version, text));
  }
  return difference(before, current.document.getText());
}
