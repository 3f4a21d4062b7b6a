import * as l10n from '@vscode/l10n';
import type { Failure } from '../../engine/explain/index.ts';
import { actionOf, notify } from '../editor/notify.ts';
import type { ResultDocuments } from '../editor/result-documents.ts';
import type { FailurePlace } from '../commands/remedy-actions.ts';
import { explanationActions } from './explanation-actions.ts';
import { type ExplainedFailure, explanationPage } from './explanation-page.ts';
import { type EvidenceSources, evidenceOn, type OnHost } from './host-evidence.ts';

/** Dependencies of an explanation. */
export type ExplanationSources = EvidenceSources & { readonly documents: Pick<ResultDocuments, 'showPage'> };

/** Failures to explain. */
export interface ToExplain<F extends Failure> extends OnHost {
  readonly failures: readonly F[];
  /** Identifies what they are from, so that its tab is updated. */
  readonly key: string;
  readonly placeOf: (failure: F) => FailurePlace | undefined;
}

/** Most buttons of the notification. The page has all actions. */
const mostButtons = 3;

/** Shows what failures mean next to the active editor, with what is the case on the host and with actions. */
export async function showExplanation<F extends Failure>(
  sources: ExplanationSources,
  { failures, key, placeOf, ...where }: ToExplain<F>,
): Promise<void> {
  const { host } = where;
  const { facts, here, isDisconnected } = await evidenceOn(sources, where, failures);
  const explained = failures.map((failure, index): ExplainedFailure => {
    const place = placeOf(failure);
    return { failure, place, here: here[index] ?? [], actions: explanationActions(failure, { host, facts, place }) };
  });
  const page = explanationPage(explained, { name: host.name, isDisconnected });
  await sources.documents.showPage('Explanation.md', key, page);
  const actions = explained[0]?.actions.slice(0, mostButtons) ?? [];
  notify('info', l10n.t('The explanation is in the tab "{0}".', 'Explanation.md'), actions.map(actionOf));
}
