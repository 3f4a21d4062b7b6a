import * as l10n from '@vscode/l10n';
import type { CodeAction, Range } from 'vscode-languageserver-types';
import { prettyJSON, prettyParts } from '../../carriers/literal-block.ts';
import { unreadable } from '../refactor/convert.ts';
import type { RuleContext } from '../../workspace/context.ts';
import { wantsKind, type ActionRequest } from '../actions.ts';
import { mergedActions } from '../code-actions.ts';
import { ignoring } from '../ignore-actions.ts';
import { fixAllActionWith, fixAllKind, offeredRefactorings } from '../refactorings.ts';
import { editsIn, fixCarrier } from './carrier-report.ts';
import type { ChangesInCarrier, EmbeddedDocument } from './embedded-document.ts';
import type { OpenedCarrier } from './opened-carrier.ts';
import { diagnosticOf, type PlacedFinding } from './placed-findings.ts';

/** Returns the edit of an action, or the reason why the carrier cannot hold it. */
function applying(carrier: OpenedCarrier, done: ChangesInCarrier): Pick<CodeAction, 'edit' | 'disabled'> {
  return 'refused' in done
    ? { disabled: { reason: done.refused } }
    : { edit: { changes: { [carrier.document.uri]: editsIn(carrier, done.changes) } } };
}

function quickFixes(carrier: OpenedCarrier, findings: readonly PlacedFinding[]): readonly CodeAction[] {
  const actions = findings.flatMap((one) =>
    one.fixes().map(({ title, preferred, done }) => ({
      title,
      kind: 'quickfix',
      diagnostics: [diagnosticOf(one)],
      ...applying(carrier, done),
      ...(preferred ? { isPreferred: true } : {}),
    })),
  );
  // Actions without an edit would be merged into one.
  return [...mergedActions(actions.filter(({ edit }) => edit)), ...actions.filter(({ edit }) => edit === undefined)];
}

/** Returns the refactorings of one configuration, except those that rename or create files. */
function refactoringsIn(
  carrier: OpenedCarrier,
  one: EmbeddedDocument,
  range: Range,
  context: RuleContext,
  request: ActionRequest,
): CodeAction[] {
  const abilities = { ...request, canRename: false, canCreate: false };
  return offeredRefactorings(one.model, range, one.framed.contextIn(context), abilities)
    .filter(({ kind }) => kind !== 'refactor.extract')
    .map(({ title, kind, disabled, changes = [] }) => ({
      title,
      kind,
      ...(disabled === undefined
        ? applying(carrier, one.changesInCarrier(changes))
        : { disabled: { reason: disabled } }),
    }));
}

/** Returns the refactoring that writes a quoted or folded configuration as a literal block, with one value per line. */
function toBlock(carrier: OpenedCarrier, { embedded }: EmbeddedDocument): CodeAction[] {
  const { asBlock, text, kind } = embedded;
  if (asBlock === undefined) {
    return [];
  }
  const action = { title: l10n.t('Convert to a literal block (|)'), kind: 'refactor.rewrite' };
  const body = kind === 'plugin' ? prettyParts(text) : prettyJSON(text);
  return body === undefined
    ? [{ ...action, disabled: { reason: unreadable() } }]
    : [{ ...action, ...applying(carrier, asBlock(body)) }];
}

function fixAllIn(carrier: OpenedCarrier, context: RuleContext): CodeAction[] {
  const { edits, refused } = fixCarrier(carrier, context);
  const [first] = refused;
  if (edits.length > 0) {
    return [fixAllActionWith({ edit: { changes: { [carrier.document.uri]: [...edits] } } })];
  }
  return first === undefined ? [] : [fixAllActionWith({ disabled: { reason: first.message } })];
}

/** Returns the code actions for a range of a carrier. An edit that the carrier cannot hold is a disabled action. */
export function actionsInCarrier(
  carrier: OpenedCarrier,
  range: Range,
  request: ActionRequest,
  findings: readonly PlacedFinding[],
  context: RuleContext,
): CodeAction[] {
  const { document } = carrier;
  const { only, isAutomatic, canIgnore, showsDisabled } = request;
  const [from, to] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  const touched = findings.filter(({ span: { offset, length } }) => offset <= to && offset + length >= from);
  const wantsFixes = wantsKind(only, 'quickfix');
  const wantsAll = only === undefined ? !isAutomatic : wantsKind(only, fixAllKind);
  // All refactorings are kinds of "refactor", and computing them takes time.
  const wantsRefactorings = only?.some((one) => one === '' || /^refactor(?:\.|$)/.test(one)) ?? true;
  const refactored = (wantsRefactorings ? carrier.touching(from, to) : []).flatMap((one) => [
    ...(wantsKind(only, 'refactor.rewrite') ? toBlock(carrier, one) : []),
    ...refactoringsIn(carrier, one, one.innerRange(from, to), context, request),
  ]);
  return [
    ...(wantsFixes ? quickFixes(carrier, touched) : []),
    ...refactored.filter(({ kind }) => wantsKind(only, kind ?? '')),
    ...(wantsAll ? fixAllIn(carrier, context) : []),
    ...(wantsFixes && canIgnore
      ? ignoring(
          document.uri,
          touched.map((one) => ({ id: one.checked.rule.id, diagnostic: () => diagnosticOf(one) })),
        )
      : []),
  ].filter(({ disabled }) => disabled === undefined || showsDisabled);
}
