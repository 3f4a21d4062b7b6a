import type { AddReport, Operation } from '../engine/libcni/index.ts';
import { failureSaid, operationSentences } from './explanation.ts';
import type { Translate } from './translate.ts';

/** Whom a message is about, in the words it uses. */
export interface Subject {
  readonly network: string;
  readonly namespace: string;
  readonly ifName: string;
  /** "in the sandbox" */
  readonly place: string;
  /** Name of the file whose unsaved text was run. */
  readonly unsavedFile?: string;
}

/** Message of an ADD that went well: what, where, its addresses. */
export function addedText(t: Translate, subject: Subject, addresses: readonly string[]): string {
  const { network, namespace, ifName, place } = subject;
  const added =
    addresses.length === 0
      ? t('Added {0} to {1} {2}: {3}, without an address.', network, namespace, place, ifName)
      : t('Added {0} to {1} {2}: {3} has {4}.', network, namespace, place, ifName, addresses.join(', '));
  return sentences(added, unsavedText(t, subject));
}

/** Message of an ADD that did not go well: which plugin said what, the cure, and what became of the plugins that had run. */
export function addFailureText(t: Translate, subject: Subject, report: AddReport): string {
  const { network, namespace, place } = subject;
  const what = t('Adding {0} to {1} {2}', network, namespace, place);
  return sentences(operationFailureText(t, what, report.add), rollbackText(t, report), unsavedText(t, subject));
}

/** Message of a CHECK or DEL that did not go well. `what`: "Checking myptp in ns1 in the sandbox". */
export function operationFailureText(t: Translate, what: string, operation: Operation): string {
  switch (operation.state) {
    case 'cancelled':
      return t('{0} was cancelled.', what);
    case 'unknown':
      return unknownText(t, what, operation.steps.findLast(({ error }) => error !== undefined)?.pluginType);
    case 'failed':
    case 'ok':
    case 'running':
      return sentences(t('{0} failed.', what), ...operationSentences(t, operation));
  }
}

/** What there is to do about it, and what is there, is told behind (remainsText). */
function unknownText(t: Translate, what: string, plugin: string | undefined): string {
  return plugin === undefined
    ? t('{0}: the connection broke, so the outcome is unknown.', what)
    : t('{0}: the connection broke while {1} ran, so the outcome is unknown.', what, plugin);
}

/** Message of a CHECK that went well. */
export function checkedText(t: Translate, subject: Subject): string {
  const { network, namespace, ifName, place } = subject;
  return t('{0} is as it was added: {1} of {2} {3}.', network, ifName, namespace, place);
}

/** Message of a DEL that went well. */
export function deletedText(t: Translate, subject: Subject): string {
  const { network, namespace, ifName, place } = subject;
  return t('Deleted {0} from {1} {2}: {3} is gone.', network, namespace, place, ifName);
}

/** Joins sentences with blanks, without the empty ones. */
export function sentences(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

function rollbackText(t: Translate, report: AddReport): string {
  if (report.rollback !== undefined) {
    return report.rollback.state === 'ok'
      ? t('What had run was taken back with DEL.')
      : sentences(
          t('Taking back what had run failed too, so parts of it may be left.'),
          failureSaid(t, report.rollback),
        );
  }
  if (report.rollbackSkipped === undefined) {
    return '';
  }
  switch (report.rollbackSkipped) {
    case 'notWanted':
      return '';
    case 'nothingRan':
      return t('No plugin ran, so there is nothing to take back.');
    case 'alreadyAttached':
      return t('It had been added before, so nothing was taken back.');
    case 'connectionLost':
      return t('Nothing could be taken back.');
  }
}

function unsavedText(t: Translate, { unsavedFile }: Subject): string {
  return unsavedFile === undefined ? '' : t('The unsaved text of {0} was run.', unsavedFile);
}
