import * as l10n from '@vscode/l10n';
import { renamedUri } from '../document/file-uri.ts';
import type { CodeAction, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { Range } from 'vscode-json-languageservice';
import type { Checked } from '../check.ts';
import type { Model } from '../document/model.ts';
import type { TextChange } from '../rules/rule.ts';
import type { RuleContext } from '../workspace/context.ts';
import { rangeOf } from './diagnostics.ts';
import { toList, toSingle } from './refactor/convert.ts';
import { extractPlugin } from './refactor/extract-plugin.ts';
import { fixAll } from './refactor/fix-all.ts';
import { opinionFixes } from './refactor/opinions.ts';
import type { Refactoring } from './refactor/refactoring.ts';
import { sortChain } from './refactor/sort-chain.ts';
import { versionUpgrades } from './refactor/upgrade-version.ts';
import { headOf, Selected, writtenOf } from './refactor/where-offered.ts';

/** What a client supports in code actions. */
export interface ActionAbilities {
  readonly canRename: boolean;
  readonly canCreate: boolean;
  /** Shows actions that cannot be applied here, with the reason. */
  readonly showsDisabled: boolean;
}

/** The kind of "Fix all", also for `editor.codeActionsOnSave`. */
export const fixAllKind = 'source.fixAll.cni';

function editsOf(model: Model, changes: readonly TextChange[]): TextEdit[] {
  return changes.map((change) => ({ range: rangeOf(model, change), newText: change.text }));
}

function textEdits(model: Model, changes: readonly TextChange[]): TextDocumentEdit {
  const { uri, version } = model.document;
  return { textDocument: { uri, version }, edits: editsOf(model, changes) };
}

function workspaceEdit(
  model: Model,
  { changes = [], create, rename }: Pick<Refactoring, 'changes' | 'create' | 'rename'>,
): WorkspaceEdit {
  const { uri } = model.document;
  const start = { line: 0, character: 0 };
  const made =
    create === undefined
      ? []
      : [
          { kind: 'create' as const, uri: create.uri },
          {
            textDocument: { uri: create.uri, version: null },
            edits: [{ range: { start, end: start }, newText: create.text }],
          },
        ];
  const renamed =
    rename === undefined ? [] : [{ kind: 'rename' as const, oldUri: uri, newUri: renamedUri(uri, rename) }];
  return { documentChanges: [...made, textEdits(model, changes), ...renamed] };
}

function toAction(model: Model, refactoring: Refactoring): CodeAction {
  const { title, kind, disabled } = refactoring;
  if (disabled !== undefined) {
    return { title, kind, disabled: { reason: disabled } };
  }
  return { title, kind, edit: workspaceEdit(model, refactoring) };
}

/**
 * Returns the refactorings for a range of a document. Each is offered at the text that it changes, so that the light bulb
 * does not appear on every line: conversions of the file at its opening brace and top-level keys, a newer version at
 * `cniVersion` or, without it, at the same positions.
 */
export function refactorings(
  model: Model,
  range: Range,
  context: RuleContext,
  abilities: ActionAbilities,
): CodeAction[] {
  return offeredRefactorings(model, range, context, abilities).map((one) => toAction(model, one));
}

/** Returns the refactorings for a range that a client supports. */
export function offeredRefactorings(
  model: Model,
  range: Range,
  context: RuleContext,
  abilities: ActionAbilities,
): Refactoring[] {
  const selected = new Selected(model, range);
  const isAtHead = selected.touches(...headOf(model));
  const { cniVersion } = model;
  const isAtVersion = cniVersion === undefined ? isAtHead : selected.touches(writtenOf(cniVersion));
  const all = [
    ...(isAtHead ? [toList(model), toSingle(model)] : []),
    sortChain(model, selected),
    extractPlugin(model, model.document.offsetAt(range.start), context.neighbors ?? []),
    ...(isAtVersion ? versionUpgrades(model, context.hostFacts) : []),
    ...opinionFixes(model, selected, context),
  ];
  return all
    .filter((one) => one !== undefined)
    .filter(({ rename, create, disabled }) => {
      if (disabled !== undefined) {
        return abilities.showsDisabled;
      }
      return (rename === undefined || abilities.canRename) && (create === undefined || abilities.canCreate);
    });
}

/** Returns "Fix all": every certain fix in one edit; undefined if there is none. */
export function fixAllAction(model: Model, check: (model: Model) => readonly Checked[]): CodeAction | undefined {
  const change = fixAll(model, check);
  if (change === undefined) {
    return undefined;
  }
  return fixAllActionWith({ edit: { changes: { [model.document.uri]: editsOf(model, [change]) } } });
}

/** Returns "Fix all" with an edit, or disabled with a reason. */
export function fixAllActionWith(fix: Pick<CodeAction, 'edit' | 'disabled'>): CodeAction {
  return { title: l10n.t('Fix all auto-fixable problems'), kind: fixAllKind, ...fix };
}
