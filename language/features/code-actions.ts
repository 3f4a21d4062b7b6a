import { renamedUri } from '../document/file-uri.ts';
import type { CodeAction, Range, WorkspaceEdit } from 'vscode-json-languageservice';
import type { Checked } from '../check.ts';
import type { Model } from '../document/model.ts';
import type { Fix } from '../rules/rule.ts';
import { rangeOf, toDiagnostic } from './diagnostics.ts';

function touches(checked: Checked, model: Model, range: Range): boolean {
  const { offset, length } = checked.finding.span;
  return offset <= model.document.offsetAt(range.end) && offset + length >= model.document.offsetAt(range.start);
}

function workspaceEdit(model: Model, fix: Fix): WorkspaceEdit {
  const { uri } = model.document;
  const edits = (fix.changes ?? []).map((change) => ({ range: rangeOf(model, change), newText: change.text }));
  if (fix.rename !== undefined) {
    const newUri = renamedUri(uri, fix.rename);
    const changed = edits.length === 0 ? [] : [{ textDocument: { uri, version: null }, edits }];
    return { documentChanges: [...changed, { kind: 'rename', oldUri: uri, newUri }] };
  }
  return { changes: { [uri]: edits } };
}

/** Merges actions with the same edit into one that fixes all their findings, under the first title. */
export function mergedActions(actions: readonly CodeAction[]): CodeAction[] {
  const byEdit = new Map<string, CodeAction>();
  for (const action of actions) {
    const edit = JSON.stringify(action.edit);
    const same = byEdit.get(edit);
    byEdit.set(edit, same === undefined ? action : both(same, action));
  }
  return [...byEdit.values()];
}

function both(first: CodeAction, second: CodeAction): CodeAction {
  const diagnostics = [...(first.diagnostics ?? []), ...(second.diagnostics ?? [])];
  return { ...first, diagnostics, ...(second.isPreferred === true ? { isPreferred: true } : {}) };
}

/**
 * Returns the quick fixes of all findings that a range touches. A fix that two findings share is offered once.
 * @param canRename whether the client can rename files
 */
export function codeActions(
  model: Model,
  findings: readonly Checked[],
  range: Range,
  canRename: boolean,
): readonly CodeAction[] {
  const actions = findings
    .filter((checked) => touches(checked, model, range))
    .flatMap((checked) =>
      (checked.finding.fixes?.() ?? [])
        .filter((fix) => fix.rename === undefined || canRename)
        .map((fix) => ({
          title: fix.title,
          kind: 'quickfix',
          diagnostics: [toDiagnostic(model, checked)],
          edit: workspaceEdit(model, fix),
          ...(fix.preferred ? { isPreferred: true } : {}),
        })),
    );
  return mergedActions(actions);
}
