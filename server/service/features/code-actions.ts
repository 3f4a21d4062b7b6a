import { renamedUri } from '../file-uri.ts';
import type { CodeAction, Range, WorkspaceEdit } from 'vscode-json-languageservice';
import type { Checked } from '../check.ts';
import type { Model } from '../model.ts';
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

/** The quick fixes of all findings that a range touches. `canRename` tells whether the client can rename files. */
export function codeActions(
  model: Model,
  findings: readonly Checked[],
  range: Range,
  canRename: boolean,
): readonly CodeAction[] {
  return findings
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
}
