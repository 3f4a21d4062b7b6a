import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import { sentences } from '../../engine/text/sentences.ts';
import { interruptionOf, type AddReport, type Operation } from '../../engine/libcni/index.ts';
import { causeOf } from './explanation.ts';

/** The names that a message about an attachment mentions. */
export interface Subject {
  readonly network: string;
  readonly namespace: string;
  readonly ifName: string;
  /** Short name of the host. */
  readonly host: string;
}

/** Notification of an ADD that succeeded. `unsavedFile`: the file whose unsaved text was used. */
export function addedText(subject: Subject, addresses: readonly string[], unsavedFile?: string): string {
  const { network, namespace, ifName, host } = subject;
  const names = { network, namespace, ifName, host, addresses: commaList(addresses) };
  const added =
    addresses.length === 0
      ? l10n.t('Added "{network}" to "{namespace}" on "{host}". Interface {ifName} has no address.', names)
      : l10n.t('Added "{network}" to "{namespace}" on "{host}". Interface {ifName} has {addresses}.', names);
  return sentences(added, unsavedFile && l10n.t('The unsaved text of {0} was used.', unsavedFile));
}

/** Notification of an ADD that did not succeed: what became of it, and why it failed. The log has the details and the remedy. */
export function addFailureText(subject: Subject, { add, rollback, rollbackSkipped }: AddReport): string {
  const { network, namespace, host } = subject;
  const names = { network, namespace, host };
  if (add.state === 'unknown' || (rollbackSkipped !== undefined && rollbackSkipped !== 'alreadyAttached')) {
    return failureText(subject, add);
  }
  const isRolledBack = rollback?.state === 'ok';
  if (add.state === 'cancelled') {
    if (rollback === undefined) {
      return canceledText(subject, add.verb);
    }
    return isRolledBack
      ? l10n.t('Adding "{network}" to "{namespace}" on "{host}" was canceled and rolled back.', names)
      : l10n.t('Adding "{network}" to "{namespace}" on "{host}" was canceled, and the rollback failed.', names);
  }
  if (rollback === undefined) {
    const kept = l10n.t(
      'Adding "{network}" to "{namespace}" on "{host}" failed. The existing attachment was kept.',
      names,
    );
    return sentences(kept, causeOf(add));
  }
  const failed = isRolledBack
    ? l10n.t('Adding "{network}" to "{namespace}" on "{host}" failed and was rolled back.', names)
    : l10n.t('Adding "{network}" to "{namespace}" on "{host}" failed, and the rollback failed too.', names);
  return sentences(failed, causeOf(add));
}

/** Notification of an operation that did not succeed. */
export function failureText(subject: Subject, operation: Operation): string {
  switch (operation.state) {
    case 'cancelled':
      return canceledText(subject, operation.verb);
    case 'unknown':
      return unknownText(operation);
    case 'failed':
    case 'ok':
    case 'running':
      return sentences(failedText(subject, operation.verb), causeOf(operation));
  }
}

function canceledText({ network, namespace, host }: Subject, verb: Operation['verb']): string {
  const names = { network, namespace, host };
  if (verb === 'ADD') {
    return l10n.t('Adding "{network}" to "{namespace}" on "{host}" was canceled.', names);
  }
  return verb === 'DEL'
    ? l10n.t('Deleting "{network}" from "{namespace}" on "{host}" was canceled.', names)
    : l10n.t('Checking "{network}" in "{namespace}" on "{host}" was canceled.', names);
}

function failedText({ network, namespace, host }: Subject, verb: Operation['verb']): string {
  const names = { network, namespace, host };
  if (verb === 'ADD') {
    return l10n.t('Adding "{network}" to "{namespace}" on "{host}" failed.', names);
  }
  return verb === 'DEL'
    ? l10n.t('Deleting "{network}" from "{namespace}" on "{host}" failed.', names)
    : l10n.t('Checking "{network}" in "{namespace}" on "{host}" failed.', names);
}

/** First sentence about an operation with an unknown outcome. remainsText() is the second. */
function unknownText({ verb, network, error }: Operation): string {
  return interruptionOf(error) === 'timedOut'
    ? l10n.t('{0} of "{1}" timed out; its outcome is unknown.', verb, network)
    : l10n.t('Connection lost during {0} of "{1}"; its outcome is unknown.', verb, network);
}

/** Notification of a CHECK that succeeded. */
export function checkedText({ network, namespace, ifName, host }: Subject): string {
  const names = { network, namespace, ifName, host };
  return l10n.t('"{network}" still matches the ADD result: {ifName} in "{namespace}" on "{host}".', names);
}

/** Notification of a DEL that succeeded. */
export function deletedText({ network, namespace, ifName, host }: Subject): string {
  const names = { network, namespace, ifName, host };
  return l10n.t('Deleted "{network}" ({ifName}) from "{namespace}" on "{host}".', names);
}
