import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Checked } from '../../check.ts';
import { readModel, type Model } from '../../document/model.ts';
import type { TextChange } from '../../rules/rule.ts';

/** Maximum number of characters checked in one run: 1,000 fixes in a file of 20 kB. */
const mostChecked = 20_000_000;

/** Applies changes that do not overlap to a text. */
function applyChanges(text: string, changes: readonly TextChange[]): string {
  let applied = '';
  let end = 0;
  for (const { offset, length, text: put } of changes.toSorted((a, b) => a.offset - b.offset)) {
    applied += text.slice(end, offset) + put;
    end = offset + length;
  }
  return applied + text.slice(end);
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

/** Returns the ids of the rules that find more problems than before. */
function rulesWithMore(before: readonly Checked[], after: readonly Checked[]): ReadonlySet<string> {
  const known = countByRule(before);
  return new Set([...countByRule(after)].flatMap(([id, count]) => (count > (known.get(id) ?? 0) ? [id] : [])));
}

/** A document with its findings. */
interface State {
  readonly model: Model;
  readonly findings: readonly Checked[];
  /** Index of the finding to fix next. Those before it come last, so that a fix that was left out is not tried after each other one. */
  readonly from: number;
}

/**
 * Returns the change that applies every certain fix of a document, or undefined if there is none. Each fix is applied
 * alone, followed by a fresh `check`, until no certain fix is left. A fix after which a rule finds more problems is left
 * out, unless a certain fix of that rule removes them (a misspelled key with a number in quotes) or the fix makes text
 * readable, which only reveals problems that existed before.
 */
export function fixAll(model: Model, check: (model: Model) => readonly Checked[]): TextChange | undefined {
  let allowance = mostChecked;
  const read = (one: Model, from: number): State => ({ model: one, findings: check(one), from });

  /** Returns the state after one certain fix, and another one if the first makes rules find more; `only` is for that one. */
  const next = (
    { model: current, findings, from }: State,
    before: readonly Checked[],
    only?: ReadonlySet<string>,
  ): State | undefined => {
    const { uri, languageId, version } = current.document;
    const text = current.document.getText();
    const order = [...findings.entries()];
    for (const [index, { rule, finding }] of [...order.slice(from), ...order.slice(0, from)]) {
      const isMeant = only?.has(rule.id) ?? true;
      const fix = isMeant ? finding.fixes?.().find(({ certain }) => certain !== undefined) : undefined;
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
      const after = read(readModel(TextDocument.create(uri, languageId, version, fixed)), index);
      const more = rulesWithMore(before, after.findings);
      if (fix.certain === 'reading' || more.size === 0) {
        return after;
      }
      const further = only === undefined ? next(after, before, more) : undefined;
      if (further !== undefined) {
        return further;
      }
    }
    return undefined;
  };

  let state = read(model, 0);
  for (;;) {
    const after = next(state, state.findings);
    if (after === undefined) {
      return difference(model.document.getText(), state.model.document.getText());
    }
    state = after;
  }
}
