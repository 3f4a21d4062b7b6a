import * as vscode from 'vscode';
import type { Namespace } from '../../engine/host/host.ts';
import { isSameNamespace } from '../attachment-label.ts';
import type { CachedAttachment } from '../cached-attachment.ts';
import type { CommandHandler } from '../command-ids.ts';
import type { Services } from '../services.ts';
import { isTreeNode } from '../tree-nodes.ts';
import { runDelete, tellDeleteFailure } from './attachment-operations.ts';
import { asCached } from './pick-attachment.ts';
import { createNamespaceAsked, pickNamespace, readNamespaces } from './pick-namespace.ts';
import { placeOf } from './place.ts';

/** «Create Namespace…» */
export function createNamespace(services: Services): CommandHandler {
  return async () => {
    await createNamespaceAsked(services, await readNamespaces(services));
  };
}

/** «Delete Namespace»: what was added to it is deleted first, for a namespace that goes takes no reservation with it. */
export function deleteNamespace(services: Services): CommandHandler {
  return async (target) => {
    const namespace =
      isTreeNode(target) && target.kind === 'namespace'
        ? target.namespace
        : await pickNamespace(services, vscode.l10n.t('Delete a namespace {0}', placeOf(services)), 'existingOnly');
    if (namespace === undefined) {
      return;
    }
    const { attachments } = await services.runner().cachedAttachments();
    const attached = attachments.filter((attachment) => isSameNamespace(attachment.netNS, namespace.path));
    if (!(await isMeant(services, namespace, attached))) {
      return;
    }
    if (await deleteAll(services, attached)) {
      await services.runner().deleteNamespace(namespace.name);
      services.log.info(`Deleted namespace ${namespace.path} ${placeOf(services)}`);
    }
    services.inventory.invalidate();
  };
}

async function deleteAll(services: Services, attached: readonly CachedAttachment[]): Promise<boolean> {
  for (const attachment of attached) {
    const picked = asCached(attachment);
    const runner = services.runner();
    const operation = await runDelete(services, picked, runner);
    if (operation.state !== 'ok') {
      await tellDeleteFailure(services, picked, operation, runner);
      return false;
    }
  }
  return true;
}

async function isMeant(
  services: Services,
  namespace: Namespace,
  attached: readonly CachedAttachment[],
): Promise<boolean> {
  if (attached.length === 0 && services.hosts.selected.spec.kind === 'sandbox') {
    return true;
  }
  const confirm =
    attached.length === 0 ? vscode.l10n.t('Delete Namespace') : vscode.l10n.t('Delete Networks and Namespace');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('Delete the namespace {0} {1}?', namespace.name, placeOf(services)),
    {
      modal: true,
      detail:
        attached.length === 0
          ? vscode.l10n.t('Processes in it keep running without a name for it.')
          : vscode.l10n.t(
              'First these are deleted from it: {0}.',
              attached.map(({ network, ifName }) => `${network} (${ifName})`).join(', '),
            ),
    },
    confirm,
  );
  return answer === confirm;
}
