import type { AddReport, NetworkConfigList, Operation } from '../engine/libcni/index.ts';
import { isSameNamespace } from './attachment-label.ts';
import { addressesOf } from './cached-attachment.ts';
import { addFailureText, operationFailureText, sentences } from './message-text.ts';
import type { Following, NetworkRunner } from './network-runner.ts';
import type { Translate } from './translate.ts';

/** What became of a network that was added, checked and deleted once. What is undefined did not run. */
export interface Trial {
  readonly add: AddReport;
  /** Undefined also where the network switches CHECK off. */
  readonly check: Operation | undefined;
  readonly del: Operation | undefined;
}

/** What a trial does with a host. */
export type TrialRunner = Pick<NetworkRunner, 'createNamespace' | 'add' | 'check' | 'del' | 'cachedAttachments'>;

/** The namespace of a trial; it vanishes with its sandbox. */
const NAMESPACE = 'cni-trial';

/** ADD, CHECK and DEL in a namespace made for it. DEL runs also when CHECK fails; nothing more after a failed ADD. */
export async function tryNetwork(
  runner: TrialRunner,
  list: NetworkConfigList,
  ifName: string,
  following: Following,
): Promise<Trial> {
  const namespace = await runner.createNamespace(NAMESPACE, following.signal);
  const add = await runner.add(list, namespace.path, ifName, following);
  if (add.result === undefined) return { add, check: undefined, del: undefined };
  const { attachments } = await runner.cachedAttachments(following.signal);
  const attachment = attachments.find(
    ({ network, netNS }) => network === list.name && isSameNamespace(netNS, namespace.path),
  );
  if (attachment === undefined) return { add, check: undefined, del: undefined };
  const check = list.disableCheck ? undefined : await runner.check(list, attachment, following);
  const del = await runner.del(list, attachment, following);
  return { add, check, del };
}

/** Whether everything that ran went well, DEL included. */
export function trialSucceeded({ add, check, del }: Trial): boolean {
  return add.result !== undefined && (check === undefined || check.state === 'ok') && del?.state === 'ok';
}

/** The message of a trial: what works, or what failed with its cause and cure. */
export function trialText(t: Translate, network: string, ifName: string, trial: Trial): string {
  const { add, check, del } = trial;
  const place = t('in a sandbox of its own');
  if (add.result === undefined) return addFailureText(t, { network, namespace: NAMESPACE, ifName, place }, add);
  const addresses = addressesOf(add.result.value);
  const added =
    addresses.length === 0
      ? t('{0} works in the sandbox: ADD gave {1} no address.', network, ifName)
      : t('{0} works in the sandbox: ADD gave {1} {2}.', network, ifName, addresses.join(', '));
  const failures = [check, del].flatMap((operation) =>
    operation === undefined || operation.state === 'ok'
      ? []
      : [operationFailureText(t, t('{0} of {1} {2}', operation.verb, network, place), operation)],
  );
  if (failures.length > 0) return sentences(t('ADD of {0} works in the sandbox.', network), ...failures);
  const checked =
    check === undefined ? t('CHECK is switched off by "disableCheck".') : t('CHECK found it as it was added.');
  return sentences(added, checked, del === undefined ? undefined : t('DEL took it away again.'));
}
