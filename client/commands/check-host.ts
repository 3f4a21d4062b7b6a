import * as l10n from '@vscode/l10n';
import type { NamedHost } from '../../engine/host/index.ts';
import type { CheckUp } from '../../language/index.ts';
import type { Requests } from '../../protocol/messages.ts';
import { withCancellableProgress } from '../editor/cancellable-progress.ts';
import { commandAction, notify, showLogAction } from '../editor/notify.ts';
import type { ResultDocuments } from '../editor/result-documents.ts';
import { hostFileUri } from '../host-files/host-file-path.ts';
import { surveyHosts, type SurveySources } from '../hosts/host-survey.ts';
import { hostShortName } from '../hosts/host-text.ts';
import type { LanguageServer } from '../language/language-server.ts';
import type { CommandHandler } from './command-ids.ts';
import { givenHost, type HostTargets } from './connect-host.ts';
import { type HostChoice, pickHost } from './pickers/host.ts';

/** Dependencies of "Check This Host". */
export type CheckHostSources = HostTargets &
  HostChoice &
  SurveySources & {
    readonly server: Pick<LanguageServer, 'ensureStarted'> & {
      request(
        method: 'cni/checkHost',
        params: Requests['cni/checkHost']['params'],
      ): Promise<CheckUp | null | undefined>;
    };
    readonly documents: Pick<ResultDocuments, 'show' | 'showPage'>;
  };

/** "Check This Host": shows what is wrong on a host, most likely cause first. */
export function checkHost(sources: CheckHostSources): CommandHandler {
  return async (target) => {
    const named =
      givenHost(sources.catalog, target) ?? (await pickHost(sources, l10n.t('Select a host to check'), 'existingOnly'));
    if (named !== undefined) {
      await examine(sources, named);
    }
  };
}

async function examine(sources: CheckHostSources, named: NamedHost): Promise<void> {
  const title = l10n.t('Checking "{0}"', hostShortName(named.name));
  const [surveyed] = await withCancellableProgress(title, (signal) =>
    surveyHosts(sources, [named], [], undefined, { signal, onAnswer: () => {} }),
  );
  const again = { title: l10n.t('Check Again'), run: () => examine(sources, named) };
  if (surveyed === undefined || surveyed.answer.kind === 'cancelled') {
    return;
  }
  if (surveyed.answer.kind !== 'ok') {
    const { answer } = surveyed;
    const reason =
      answer.kind === 'timedOut'
        ? l10n.t('The host did not answer within {0} s.', answer.afterMs / 1000)
        : answer.reason;
    notify('error', reason, [again, showLogAction('failure')]);
    return;
  }
  await sources.server.ensureStarted();
  const checkUp = await sources.server.request('cni/checkHost', {
    host: surveyed,
    root: hostFileUri(named.name, '').replace(/\/$/, ''),
  });
  if (!checkUp) {
    notify('error', l10n.t('The language server did not answer, so the host could not be checked.'), [
      commandAction(l10n.t('Restart Language Server'), 'cni.restartServer'),
      showLogAction('failure'),
    ]);
    return;
  }
  const { summary, markdown, document } = checkUp;
  await sources.documents.showPage('Host.md', named.name, markdown);
  const isHealthy = document.problems === 0 && document.unchecked.length === 0;
  notify(isHealthy ? 'info' : 'warning', summary, [
    {
      title: l10n.t('Open as JSON'),
      run: () => sources.documents.show('Host.json', named.name, `${JSON.stringify(document, undefined, 2)}\n`),
    },
    again,
  ]);
}
