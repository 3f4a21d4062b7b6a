import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { leaksOf } from '../../engine/host/index.ts';
import {
  interruptionOf,
  type NetworkConfigList,
  type Operation,
  type OperationExtras,
} from '../../engine/libcni/index.ts';
import { namespaceName } from '../views/attachment-label.ts';
import type { CachedAttachment } from '../../engine/libcni/operation/cached-attachment.ts';
import type { Journal } from '../editor/journal.ts';
import { errorMessage, logText } from '../operations/explanation.ts';
import { checkedText, deletedText, failureText, type Subject } from '../operations/message-text.ts';
import { sentences } from '../../engine/text/sentences.ts';
import type { HostKnowledge } from '../hosts/host-knowledge.ts';
import { hostShortName } from '../hosts/host-text.ts';
import { operationSource } from '../operations/operation-source.ts';
import type { NetworkRunner } from '../operations/network-runner.ts';
import type { OperationFollower } from '../operations/operation-follower.ts';
import { notify, severityOf, showLogAction, type NotificationAction, progressNotification } from '../editor/notify.ts';
import { remainsText } from '../operations/unknown-outcome.ts';
import { changedFileText, type PickedAttachment } from './pickers/attachment.ts';
import { inspectAction } from './operations/recorded-operation.ts';
import { type HostChangeSources, warnOfLeaks } from './show-host-changes.ts';
import { type ConfigurationRange, explainActions, listText, remedyActions } from './remedy-actions.ts';

/** Dependencies of operations on attachments. */
export interface OperationSources extends HostChangeSources {
  readonly follower: Pick<OperationFollower, 'follow'>;
  readonly knowledge: Pick<HostKnowledge, 'invalidate'>;
  readonly log: Pick<Journal, 'info' | 'error'>;
}

/** Runs CHECK with a progress and reports its outcome. */
export async function checkPicked(
  sources: OperationSources,
  picked: PickedAttachment,
  runner: NetworkRunner,
): Promise<void> {
  const { list, attachment } = picked;
  const subject = subjectOn(runner, attachment);
  if (list.disableCheck) {
    const message = l10n.t('Network "{0}" disables CHECK with "disableCheck". Nothing was run.', list.name);
    notify('info', sentences(message, changedFileText(picked)), []);
    return;
  }
  const { network, namespace, host } = subject;
  const title = l10n.t('Checking "{network}" in "{namespace}" on "{host}"', { network, namespace, host });
  const operation = await sources.follower.follow(
    { title, host: runner.name, pluginCount: list.plugins.length, source: sourceOf(picked) },
    (following) => runner.check(list, attachment, following),
  );
  if (operation.state === 'ok') {
    notify('info', sentences(checkedText(subject), changedFileText(picked)), [showLogAction()]);
  } else {
    await reportFailure(sources, { operation, runner, attachment, list, message: failureText(subject, operation) });
  }
}

/** Runs DEL with a progress and reports its outcome. */
export async function deletePicked(
  sources: OperationSources,
  picked: PickedAttachment,
  runner: NetworkRunner,
): Promise<void> {
  const operation = await runDelete(sources, picked, runner);
  sources.knowledge.invalidate(runner.name);
  if (operation.state === 'ok') {
    const leaks = leaksOf(operation.changes);
    if (leaks.length > 0) {
      warnOfLeaks(sources, operation, leaks);
      return;
    }
    const message = deletedText(subjectOn(runner, picked.attachment));
    notify('info', sentences(message, changedFileText(picked)), [showLogAction()]);
  } else {
    await reportDeleteFailure(sources, picked, operation, runner);
  }
}

/** Runs DEL with a progress. */
export function runDelete(
  { follower }: Pick<OperationSources, 'follower'>,
  picked: PickedAttachment,
  runner: NetworkRunner,
): Promise<Operation> {
  const { attachment, list } = picked;
  const { network, namespace, host } = subjectOn(runner, attachment);
  const title = l10n.t('Deleting "{network}" from "{namespace}" on "{host}"', { network, namespace, host });
  const source = sourceOf(picked);
  return follower.follow({ title, host: runner.name, pluginCount: list.plugins.length, source }, (following) =>
    runner.del(list, attachment, following),
  );
}

/** Returns the configuration of an attachment for the record of an operation. */
const sourceOf = ({ list, place }: PickedAttachment): OperationExtras['source'] => operationSource({ ...place, list });

/** Reports a DEL that did not succeed. */
export async function reportDeleteFailure(
  sources: OperationSources,
  { attachment, list }: PickedAttachment,
  operation: Operation,
  runner: NetworkRunner,
): Promise<void> {
  const message = failureText(subjectOn(runner, attachment), operation);
  await reportFailure(sources, { operation, runner, attachment, list, message });
}

/** An operation that did not succeed. */
export interface FailedOperation {
  readonly operation: Operation;
  /** A runner of the host where it ran; another host may be selected by now. */
  readonly runner: NetworkRunner;
  readonly attachment: CachedAttachment;
  readonly list: NetworkConfigList;
  readonly message: string;
  /** More buttons, before that of the general remedy. */
  readonly actions?: readonly NotificationAction[];
  /** The configuration that ran, as it is in a file. */
  readonly configuration?: ConfigurationRange;
}

/** Reports a failure with its remedy. After an unknown outcome, inspects the host and offers to check or delete what exists. */
export async function reportFailure(sources: OperationSources, failed: FailedOperation): Promise<void> {
  const { operation, runner, message, list, actions = [], configuration } = failed;
  if (operation.state === 'unknown') {
    await inspectAfterUnknownOutcome(sources, failed);
    return;
  }
  notify(severityOf(operation), message, [
    ...actions,
    ...remedyActions(operation, runner.host, runner.name),
    ...explainActions(operation, { hostName: runner.name, config: listText(list), configuration }),
    inspectAction(operation),
    showLogAction('failure'),
  ]);
}

async function inspectAfterUnknownOutcome(sources: OperationSources, failed: FailedOperation): Promise<void> {
  const { runner, attachment, list, message } = failed;
  const { namespace, ifName, host } = subjectOn(runner, attachment);
  try {
    const title =
      interruptionOf(failed.operation.error) === 'unknown'
        ? l10n.t('Reconnecting to "{0}"', host)
        : l10n.t('Inspecting "{0}"', host);
    const remains = await vscode.window.withProgress(progressNotification(title), () => runner.inspect(attachment));
    const picked = { attachment, list };
    notify('warning', sentences(message, remainsText({ host, namespace, ifName }, remains)), [
      // CHECK compares with the cached result.
      ...(remains.cached ? [action(sources, l10n.t('Check'), () => checkPicked(sources, picked, runner))] : []),
      ...(remains.advice === 'nothing'
        ? []
        : [action(sources, l10n.t('Delete'), () => deletePicked(sources, picked, runner))]),
      showLogAction('failure'),
    ]);
  } catch (error) {
    sources.log.error(logText(error));
    notify('error', sentences(message, l10n.t('"{0}" could not be inspected.', host)), [
      action(sources, l10n.t('Try Again'), () => inspectAfterUnknownOutcome(sources, failed)),
      showLogAction('failure'),
    ]);
  } finally {
    sources.knowledge.invalidate(runner.name);
  }
}

/** A button whose work may fail. A failure is logged and reported. */
export function action(
  { log }: Pick<OperationSources, 'log'>,
  title: string,
  run: () => Promise<void>,
): NotificationAction {
  return {
    title,
    run: () =>
      run().catch((error: unknown) => {
        log.error(logText(error));
        notify('error', errorMessage(error), [showLogAction('failure')]);
      }),
  };
}

/** The names that messages about an attachment mention. */
function subjectOn({ name }: NetworkRunner, { network, ifName, netNS }: CachedAttachment): Subject {
  return { network, ifName, namespace: namespaceName(netNS), host: hostShortName(name) };
}
