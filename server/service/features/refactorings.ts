import { renamedUri } from '../file-uri.ts';
import type { CodeAction, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Range } from 'vscode-json-languageservice';
import type { Checked } from '../check.ts';
import type { Model } from '../model.ts';
import type { RuleContext, TextChange } from '../rules/rule.ts';
import { rangeOf } from './diagnostics.ts';
import { toList, toSingle } from './refactor/convert.ts';
import { extractPlugin } from './refactor/extract-plugin.ts';
import { fixAll, type MayRename } from './refactor/fix-all.ts';
import type { Refactoring } from './refactor/refactoring.ts';
import { sortChain } from './refactor/sort-chain.ts';
import { versionUpgrades } from './refactor/upgrade-version.ts';

/** What a client can do with a code action. */
export interface ActionAbilities {
  readonly canRename: boolean;
  readonly canCreate: boolean;
  /** Shows actions that cannot be done here, with the reason. */
  readonly showsDisabled: boolean;
}

/** The kind of «fix all»; for `editor.codeActionsOnSave` too. */
export const FIX_ALL = 'source.fixAll.cni';

/** Whether a client that asked for these kinds wants actions of `kind`; the kinds are a tree with dots. */
export function wantsKind(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((one) => kind === one || one === '' || kind.startsWith(`${one}.`));
}

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
  if (disabled !== undefined) return { title, kind, disabled: { reason: disabled } };
  return { title, kind, edit: workspaceEdit(model, refactoring) };
}

/** The refactorings that a range of a document offers. */
export function refactorings(
  model: Model,
  range: Range,
  context: RuleContext,
  abilities: ActionAbilities,
): CodeAction[] {
  const all = [
    toList(model),
    toSingle(model),
    sortChain(model),
    extractPlugin(model, model.document.offsetAt(range.start), context.neighbours ?? []),
    ...versionUpgrades(model, context.hostFacts),
  ];
  return all
    .filter((one) => one !== undefined)
    .filter(({ rename, create, disabled }) => {
      if (disabled !== undefined) return abilities.showsDisabled;
      return (rename === undefined || abilities.canRename) && (create === undefined || abilities.canCreate);
    })
    .map((one) => toAction(model, one));
}

/** «Fix all»: everything that has a preferred quick fix, in one edit; undefined where there is nothing. */
export function fixAllAction(
  model: Model,
  check: (model: Model) => readonly Checked[],
  mayRename: MayRename,
): CodeAction | undefined {
  const fixed = fixAll(model, check, mayRename);
  if (fixed === undefined) return undefined;
  const { change, rename } = fixed;
  const changes = change === undefined ? [] : [change];
  const title = 'Fix all mistakes that have one sure cure';
  if (rename !== undefined)
    return { title: `${title}; ${rename}`, kind: FIX_ALL, edit: workspaceEdit(model, { changes, rename }) };
  return { title, kind: FIX_ALL, edit: { changes: { [model.document.uri]: editsOf(model, changes) } } };
}
