import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Checked } from '../../check.ts';
import { readModel, type Model } from '../../document/model.ts';
import type { TextChange } from '../../rules/rule.ts';

/** Maximum number of characters checked in one run: 1,000 fixes in a file of 20 kB. */
const mostChecked = 20_000_000;

/** Applies changes that do not overlap to a text. */
function applyChanges(text: string, changes: readonly TextChange[]): string {
  return changes
    .toSorted((a, b) => b.offset - a.offset)
    .reduce(
      (after, { offset, length, text: put }) => after.slice(0, offset) + put + after.slice(offset + length),
      text,
    );
}

/** Returns the shortest single change from `before` to `after`; undefined if they are equal. */
function difference(before: string, after: string): TextChange | undefined {
  if (before === after) {
    return undefined;
  }
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) {
    start++;
  }
  let end = 0;
  while (end < shorter - start && before.at(-1 - end) === after.at(-1 - end)) {
    end++;
  }
  return { offset: start, length: before.length - start - end, text: after.slice(start, after.length - end) };
}

/** Counts the problems of each rule. A hint is an opinion, not a problem. */
function countByRule(findings: readonly Checked[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rule, severity } of findings) {
    if (severity !== 'hint') {
      counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
    }
  }
  return counts;
}

/** Whether no rule finds more problems than before. */
function addsNoProblem(before: readonly Checked[], after: readonly Checked[]): boolean {
  const known = countByRule(before);
  return [...countByRule(after)].every(([id, count]) => count <= (known.get(id) ?? 0));
}

/** A document with its findings. */
interface State {
  readonly model: Model;
  readonly findings: readonly Checked[];
}

/**
 * Returns the change that applies every certain fix of a document, or undefined if there is none. Each fix is applied
 * alone, followed by a fresh `check`, until no certain fix is left. A fix after which a rule finds more problems is left
 * out, unless another certain fix removes them (a misspelled key with a number in quotes) or the fix makes text readable,
 * which only reveals problems that existed before.
 */
export function fixAll(model: Model, check: (model: Model) => readonly Checked[]): TextChange | undefined {
  let allowance = mostChecked;
  const read = (one: Model): State => ({ model: one, findings: check(one) });

  /** Returns the state after one fix, or after up to `most` fixes of which the last removes the problems of the first. */
  const next = ({ model: current, findings }: State, before: readonly Checked[], most: number): State | undefined => {
    const { uri, languageId, version } = current.document;
    const text = current.document.getText();
    for (const { finding } of findings) {
      const fix = finding.fixes?.().find(({ certain }) => certain !== undefined);
      if (fix?.changes === undefined || fix.rename !== undefined) {
        continue;
      }
      allowance -= text.length;
      if (allowance < 0) {
        return undefined;
      }
      const fixed = applyChanges(text, fix.changes);
      if (fixed === text) {
        continue;
      }
      const after = read(readModel(TextDocument.create(uri, languageId, version, fixed)));
      if (fix.certain === 'reading' || addsNoProblem(before, after.findings)) {
        return after;
      }
      const further = most > 1 ? next(after, before, most - 1) : undefined;
      if (further !== undefined) {
        return further;
      }
    }
    return undefined;
  };

  let state = read(model);
  for (;;) {
    const after = next(state, state.findings, 2);
    if (after === undefined) {
      return difference(model.document.getText(), state.model.document.getText());
    }
    state = after;
  }
}
