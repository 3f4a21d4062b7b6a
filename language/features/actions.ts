import type { CodeAction, Range } from 'vscode-languageserver-types';
import { check, type Checked } from '../check.ts';
import type { Model } from '../document/model.ts';
import type { RuleContext } from '../workspace/context.ts';
import { codeActions } from './code-actions.ts';
import { ignoreActions } from './ignore-actions.ts';
import { fixAllKind, fixAllAction, refactorings, type ActionAbilities } from './refactorings.ts';

/** The kinds of code actions. */
export const actionKinds: readonly string[] = ['quickfix', 'refactor', fixAllKind];

/** The code actions that a client requests, and what it supports. */
export interface ActionRequest extends ActionAbilities {
  /** Kinds of actions; undefined for all. */
  readonly only: readonly string[] | undefined;
  /** The client requests them while the cursor moves, not the user. */
  readonly isAutomatic: boolean;
  /** The client has the command that ignores a rule in a file. */
  readonly canIgnore: boolean;
}

/** Whether a client that requests these kinds wants actions of `kind`. Kinds are hierarchical, with dots. */
export function wantsKind(only: readonly string[] | undefined, kind: string): boolean {
  return only === undefined || only.some((one) => kind === one || one === '' || kind.startsWith(`${one}.`));
}

/** Returns the code actions for a range: quick fixes, refactorings, "Fix all" and "Ignore in this file". */
export function actions(
  model: Model,
  range: Range,
  request: ActionRequest,
  findings: readonly Checked[],
  context: RuleContext,
): CodeAction[] {
  const { only, isAutomatic, canIgnore } = request;
  const wantsFixes = wantsKind(only, 'quickfix');
  const wantsAll = only === undefined ? !isAutomatic : wantsKind(only, fixAllKind);
  const all = wantsAll ? fixAllAction(model, (one) => check(one, context)) : undefined;
  return [
    ...(wantsFixes ? codeActions(model, findings, range, request.canRename) : []),
    ...refactorings(model, range, context, request).filter(({ kind }) => wantsKind(only, kind ?? '')),
    ...(all === undefined ? [] : [all]),
    ...(wantsFixes && canIgnore ? ignoreActions(model, findings, range) : []),
  ];
}
