import * as vscode from 'vscode';
import type { NetworkConfigList, Operation } from '../../engine/libcni/index.ts';
import { namespaceName } from '../attachment-label.ts';
import type { CachedAttachment } from '../cached-attachment.ts';
import { errorText } from '../explanation.ts';
import { checkedText, deletedText, operationFailureText, sentences, type Subject } from '../message-text.ts';
import type { NetworkRunner } from '../network-runner.ts';
import { notify, severityOf, showLogAction, type NotificationAction } from '../notify.ts';
import type { Services } from '../services.ts';
import { remainsText } from '../unknown-outcome.ts';
import { changedFileText, type PickedAttachment } from './pick-attachment.ts';
import { placeOn } from './place.ts';

/** CHECK under a progress, and the message about it. */
export async function checkPicked(
  services: Services,
  picked: PickedAttachment,
  runner: NetworkRunner = services.runner(),
): Promise<void> {
  const { list, attachment } = picked;
  const subject = subjectOn(runner, attachment);
  if (list.disableCheck) {
    const message = vscode.l10n.t('"disableCheck" of {0} switches CHECK off. Nothing ran.', list.name);
    notify('info', sentences(message, changedFileText(picked)), []);
    return;
  }
  const title = vscode.l10n.t('Checking {0} in {1} {2}', subject.network, subject.namespace, subject.place);
  const operation = await services.follower.follow(
    { title, place: subject.place, pluginCount: list.plugins.length },
    (following) => runner.check(list, attachment, following),
  );
  if (operation.state === 'ok') {
    const message = sentences(checkedText(vscode.l10n.t, subject), changedFileText(picked));
    notify('info', message, [showLogAction()]);
  } else {
    const message = sentences(operationFailureText(vscode.l10n.t, title, operation), changedFileText(picked));
    await tellFailure(services, { operation, runner, attachment, list, message });
  }
}

/** DEL under a progress, and the message about it. */
export async function deletePicked(
  services: Services,
  picked: PickedAttachment,
  runner: NetworkRunner = services.runner(),
): Promise<void> {
  const operation = await runDelete(services, picked, runner);
  services.inventory.invalidate();
  if (operation.state === 'ok') {
    const message = deletedText(vscode.l10n.t, subjectOn(runner, picked.attachment));
    notify('info', sentences(message, changedFileText(picked)), [showLogAction()]);
  } else {
    await tellDeleteFailure(services, picked, operation, runner);
  }
}

/** DEL under a progress. */
export function runDelete(
  services: Services,
  { attachment, list }: PickedAttachment,
  runner: NetworkRunner,
): Promise<Operation> {
  return services.follower.follow(
    { title: deleteTitle(runner, attachment), place: placeOn(runner.host), pluginCount: list.plugins.length },
    (following) => runner.del(list, attachment, following),
  );
}

/** The message of a DEL that did not go well. */
export async function tellDeleteFailure(
  services: Services,
  { attachment, list }: PickedAttachment,
  operation: Operation,
  runner: NetworkRunner,
): Promise<void> {
  const message = operationFailureText(vscode.l10n.t, deleteTitle(runner, attachment), operation);
  await tellFailure(services, { operation, runner, attachment, list, message });
}

/** An operation that did not go well. */
export interface FailedOperation {
  readonly operation: Operation;
  /** Of the host where it ran, whichever is selected by now. */
  readonly runner: NetworkRunner;
  readonly attachment: CachedAttachment;
  readonly list: NetworkConfigList;
  readonly message: string;
}

/** Tells of a failure; where the connection broke, connects again, shows what is there, and offers to check or delete it. */
export async function tellFailure(services: Services, failed: FailedOperation): Promise<void> {
  const { operation, message } = failed;
  if (operation.state === 'unknown') {
    await lookAfterCut(services, failed);
  } else {
    notify(severityOf(operation), message, [showLogAction()]);
  }
}

async function lookAfterCut(services: Services, failed: FailedOperation): Promise<void> {
  const { runner, attachment, list, message } = failed;
  const place = placeOn(runner.host);
  try {
    const title = vscode.l10n.t('Connecting again, to see what is {0}', place);
    const remains = await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, () =>
      runner.inspect(attachment),
    );
    const picked = { attachment, list };
    const { namespace, ifName } = subjectOn(runner, attachment);
    const text = remainsText(vscode.l10n.t, { place, namespace, ifName }, remains);
    notify('warning', sentences(message, text), [
      // CHECK compares with the cached result; without one there is nothing to compare with.
      ...(remains.cached ? [action(vscode.l10n.t('Check'), () => checkPicked(services, picked, runner))] : []),
      ...(remains.advice === 'nothing'
        ? []
        : [action(vscode.l10n.t('Delete'), () => deletePicked(services, picked, runner))]),
      showLogAction(),
    ]);
  } catch (error) {
    const lost = vscode.l10n.t('Connecting again did not work, so nobody knows either what is {0}.', place);
    notify('error', sentences(message, lost, errorText(vscode.l10n.t, error)), [
      action(vscode.l10n.t('Connect and Look Again'), () => lookAfterCut(services, failed)),
      showLogAction(),
    ]);
  } finally {
    services.inventory.invalidate();
  }
}

/** A button whose work may fail: that is told too. */
function action(title: string, run: () => Promise<void>): NotificationAction {
  return {
    title,
    run: () => run().catch((error: unknown) => notify('error', errorText(vscode.l10n.t, error), [showLogAction()])),
  };
}

/** The words for an attachment in messages. */
function subjectOn({ host }: NetworkRunner, { network, ifName, netNS }: CachedAttachment): Subject {
  return { network, ifName, namespace: namespaceName(netNS), place: placeOn(host) };
}

function deleteTitle(runner: NetworkRunner, attachment: CachedAttachment): string {
  const { network, namespace, place } = subjectOn(runner, attachment);
  return vscode.l10n.t('Deleting {0} from {1} {2}', network, namespace, place);
}
