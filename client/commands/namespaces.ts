import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import type { Namespace } from '../../engine/host/host.ts';
import { isSameNamespace, namespaceName } from '../views/attachment-label.ts';
import type { CachedAttachment } from '../../engine/libcni/operation/cached-attachment.ts';
import type { CommandHandler } from './command-ids.ts';
import type { NetworkRunner } from '../operations/network-runner.ts';
import { selectedNamespaces } from '../views/selected-rows.ts';
import type { TreeSelections } from '../views/tree-selections.ts';
import { action, type OperationSources, runDelete, reportDeleteFailure } from './attachment-operations.ts';
import { asCached } from './pickers/attachment.ts';
import { promptToCreateNamespace, type NamespaceSources, pickNamespace, readNamespaces } from './pickers/namespace.ts';
import { isConfirmed, notify, type NotificationAction } from '../editor/notify.ts';
import { hostShortName } from '../hosts/host-text.ts';

/** "Create Namespace…" */
export function createNamespace(sources: NamespaceSources): CommandHandler {
  return async () => {
    await promptToCreateNamespace(sources, await readNamespaces(sources.runner()));
  };
}

/** "Delete Namespace": deletes the selected rows, or prompts for a namespace. */
export function deleteNamespace(
  sources: OperationSources & NamespaceSources & { readonly selections: Pick<TreeSelections, 'rows'> },
): CommandHandler {
  return async (target) => {
    const namespaces = selectedNamespaces(sources.selections, target, 'namedOnly');
    if (namespaces.length > 0) {
      await deleteNamespaces(sources, sources.runner(), namespaces);
      return;
    }
    const title = l10n.t('Select a namespace to delete on "{0}"', hostShortName(sources.runner().name));
    const picked = await pickNamespace(sources, title, 'existingOnly');
    if (picked !== undefined) {
      await deleteNamespaces(sources, sources.runner(), [picked]);
    }
  };
}

/** A button that deletes a namespace that was created for a failed ADD. */
export function deleteNewNamespaceAction(
  sources: OperationSources,
  runner: NetworkRunner,
  namespace: Namespace,
): NotificationAction {
  return action(sources, l10n.t('Delete Namespace'), () => deleteNamespaces(sources, runner, [namespace], 'isNew'));
}

/**
 * Deletes namespaces after one confirmation. Runs DEL of their attachments first, because deleting a namespace releases no
 * reservation. Keeps a namespace when a DEL fails.
 */
export async function deleteNamespaces(
  sources: OperationSources,
  runner: NetworkRunner,
  namespaces: readonly Namespace[],
  isNew?: 'isNew',
): Promise<void> {
  if (namespaces.length === 0) {
    notify('info', l10n.t('Only its runtime can delete the namespace of a container.'), []);
    return;
  }
  const { attachments } = await runner.cachedAttachments();
  const attachedTo = ({ path }: Namespace): readonly CachedAttachment[] =>
    attachments.filter(({ netNS }) => isSameNamespace(netNS, path));
  const attached = namespaces.flatMap((namespace) => attachedTo(namespace));
  // An empty namespace that is new or in the sandbox needs no confirmation.
  const isHarmless =
    attached.length === 0 && (isNew !== undefined || (namespaces.length === 1 && runner.host.spec.kind === 'sandbox'));
  if (!isHarmless && !(await isDeletionConfirmed(hostShortName(runner.name), namespaces, attached))) {
    return;
  }
  for (const namespace of namespaces) {
    if (await deleteAll(sources, runner, attachedTo(namespace))) {
      await runner.deleteNamespace(namespace.name);
      sources.log.info(l10n.t('Deleted namespace {0} on "{1}"', namespace.path, hostShortName(runner.name)));
    }
  }
  sources.knowledge.invalidate(runner.name);
}

async function deleteAll(
  sources: OperationSources,
  runner: NetworkRunner,
  attached: readonly CachedAttachment[],
): Promise<boolean> {
  for (const attachment of attached) {
    const picked = asCached(attachment);
    const operation = await runDelete(sources, picked, runner);
    if (operation.state !== 'ok') {
      await reportDeleteFailure(sources, picked, operation, runner);
      return false;
    }
  }
  return true;
}

async function isDeletionConfirmed(
  host: string,
  namespaces: readonly Namespace[],
  attached: readonly CachedAttachment[],
): Promise<boolean> {
  const names = commaList(namespaces.map(({ name }) => name));
  const confirm = attached.length === 0 ? l10n.t('Delete Namespace') : l10n.t('Delete Attachments and Namespace');
  const question =
    namespaces.length === 1
      ? l10n.t('Delete namespace "{0}" on "{1}"?', names, host)
      : l10n.t('Delete {count} namespaces on "{host}": {names}?', { count: namespaces.length, host, names });
  const detail =
    attached.length === 0
      ? l10n.t('Processes in it continue to run in an unnamed namespace.')
      : l10n.t(
          'These attachments are deleted first: {0}.',
          commaList(attached.map((one) => attachmentName(one, namespaces.length > 1))),
        );
  return isConfirmed(question, detail, confirm);
}

function attachmentName({ network, ifName, netNS }: CachedAttachment, withNamespace: boolean): string {
  return withNamespace ? l10n.t('{0} ({1}) in {2}', network, ifName, namespaceName(netNS)) : `${network} (${ifName})`;
}
