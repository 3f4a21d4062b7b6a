import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import { changeLine, leaksOf } from '../../engine/host/index.ts';
import type { AddReport, ChangeDocument, NetworkConfigList, Operation } from '../../engine/libcni/index.ts';
import { isSameNamespace } from '../views/attachment-label.ts';
import { addressesOf } from '../../engine/libcni/operation/cached-attachment.ts';
import { addFailureText, failureText } from './message-text.ts';
import type { Following, NetworkRunner } from './network-runner.ts';

/** Reports of a network that was added, checked and deleted once. An operation that is undefined did not run. */
export interface Trial {
  readonly add: AddReport;
  /** Undefined also where "disableCheck" is set. */
  readonly check: Operation | undefined;
  readonly del: Operation | undefined;
}

/** The operations that a trial needs. */
export type TrialRunner = Pick<NetworkRunner, 'createNamespace' | 'add' | 'check' | 'del' | 'cachedAttachments'>;

/** The namespace of a trial, which ends with its sandbox. */
const trialNamespace = 'cni-trial';

/** Runs ADD, CHECK and DEL in a new namespace. DEL also runs after a failed CHECK, but not after a failed ADD. */
export async function tryNetwork(
  runner: TrialRunner,
  list: NetworkConfigList,
  ifName: string,
  following: Following,
  chosen: RuntimeArguments = {},
): Promise<Trial> {
  const namespace = await runner.createNamespace(trialNamespace, following.signal);
  const add = await runner.add(list, namespace.path, ifName, following, chosen);
  if (add.result === undefined) {
    return { add, check: undefined, del: undefined };
  }
  const { attachments } = await runner.cachedAttachments(following.signal);
  const attachment = attachments.find(
    ({ network, netNS }) => network === list.name && isSameNamespace(netNS, namespace.path),
  );
  if (attachment === undefined) {
    return { add, check: undefined, del: undefined };
  }
  const check = list.disableCheck ? undefined : await runner.check(list, attachment, following);
  const del = await runner.del(list, attachment, following);
  return { add, check, del };
}

/** Returns true when everything that ran succeeded, DEL included. */
export function trialSucceeded({ add, check, del }: Trial): boolean {
  return add.result !== undefined && (check === undefined || check.state === 'ok') && del?.state === 'ok';
}

/** Returns what DEL left behind that it should have removed; after a failed ADD, what the rollback left. */
export function trialLeaks({ add, del }: Trial): readonly ChangeDocument[] {
  return leaksOf((del ?? add.add).changes);
}

/** Notification of a trial that left something behind. */
export function leakText(network: string, [first, ...others]: readonly ChangeDocument[]): string {
  const names = { network, leak: first === undefined ? '' : changeLine(first), count: others.length };
  return others.length === 0
    ? l10n.t('DEL of "{network}" succeeded, but left this behind: {leak}', names)
    : l10n.t('DEL of "{network}" succeeded, but left this and {count} more behind: {leak}', names);
}

/** Notification of a trial: the address that ADD assigned, or the first failure with its cause. */
export function trialText(network: string, ifName: string, host: string, trial: Trial): string {
  const { add, check, del } = trial;
  const subject = { network, namespace: trialNamespace, ifName, host };
  if (add.result === undefined) {
    return addFailureText(subject, add);
  }
  const failed = [check, del].find((operation) => operation !== undefined && operation.state !== 'ok');
  if (failed !== undefined) {
    return failureText(subject, failed);
  }
  if (del === undefined) {
    return l10n.t('ADD of "{0}" succeeded, but its result is not in the cache.', network);
  }
  const addresses = commaList(addressesOf(add.result.value));
  const names = { network, ifName, addresses };
  if (check === undefined) {
    return addresses === ''
      ? l10n.t(
          'Test of "{network}" passed. ADD assigned no address; DEL succeeded. CHECK is disabled by "disableCheck".',
          names,
        )
      : l10n.t(
          'Test of "{network}" passed. ADD assigned {addresses} to {ifName}; DEL succeeded. CHECK is disabled by "disableCheck".',
          names,
        );
  }
  return addresses === ''
    ? l10n.t('Test of "{network}" passed. ADD assigned no address; CHECK and DEL succeeded.', names)
    : l10n.t('Test of "{network}" passed. ADD assigned {addresses} to {ifName}; CHECK and DEL succeeded.', names);
}
