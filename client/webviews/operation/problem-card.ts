import * as l10n from '@vscode/l10n';
import { operationOfDocument, type OperationDocument } from '../../../engine/libcni/index.ts';
import { meaningOf } from '../../operations/explanation.ts';
import type { PageButton, ProblemCard } from './operation-model.ts';

/** Returns what a failure means, the error text itself, and its remedy; undefined for an operation without an error. */
export function problemCard(document: OperationDocument, buttons: readonly PageButton[]): ProblemCard | undefined {
  const operation = operationOfDocument(document);
  const step = operation.steps.findLast(({ error }) => error !== undefined);
  const error = step?.error ?? operation.error;
  if (error === undefined) {
    return undefined;
  }
  const { msg, details, code } = error;
  const meaning = meaningOf(error, step);
  return {
    title: meaning?.title ?? l10n.t('The failure is not a known one. The text of the plugin says what went wrong.'),
    source: step === undefined ? l10n.t('libcni, code {0}:', code) : l10n.t('{0}, code {1}:', step.pluginType, code),
    text: details === '' ? msg : `${msg}\n${details}`,
    remedy: meaning?.remedy ?? document.error?.hint,
    buttons,
  };
}
