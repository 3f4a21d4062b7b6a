import * as l10n from '@vscode/l10n';
import { hasCode } from '../../engine/errors/workbench-error.ts';
import { attachmentOf } from '../../engine/libcni/operation/cached-attachment.ts';
import { notify, showLogAction } from '../editor/notify.ts';
import { hostShortName } from '../hosts/host-text.ts';
import { contentsText, lossText, type SandboxContents, type SandboxLoss } from '../hosts/sandbox-memory.ts';
import { loadCachedConfiguration } from '../operations/configuration-text.ts';
import { addFailureText } from '../operations/message-text.ts';
import { operationSource } from '../operations/operation-source.ts';
import type { NetworkRunner } from '../operations/network-runner.ts';
import { namespaceName } from '../views/attachment-label.ts';
import { action, type OperationSources, reportFailure } from './attachment-operations.ts';

/** Reports that a sandbox ended, and offers to recreate its contents in a new one. */
export function reportLostSandbox(
  sources: OperationSources,
  runner: () => NetworkRunner,
  contents: SandboxContents,
  loss: SandboxLoss,
): void {
  notify('warning', lossText(contents, loss), [
    action(sources, l10n.t('Add Again'), () => addAgain(sources, runner(), contents)),
  ]);
}

/** Creates the namespaces and adds the networks. A network that fails is reported and does not affect the others. */
async function addAgain(sources: OperationSources, runner: NetworkRunner, contents: SandboxContents): Promise<void> {
  const host = hostShortName(runner.name);
  try {
    for (const name of contents.namespaces) {
      await createNamespace(runner, name);
    }
    let failures = 0;
    for (const { network, netNS, ifName, config, chosen } of contents.attachments) {
      const list = loadCachedConfiguration(new TextEncoder().encode(config));
      const namespace = namespaceName(netNS);
      const report = await sources.follower.follow(
        {
          title: l10n.t('Adding "{network}" to "{namespace}" on "{host}"', { network, namespace, host }),
          host: runner.name,
          pluginCount: list.plugins.length,
          source: operationSource({ list }),
        },
        (following) => runner.add(list, netNS, ifName, following, chosen),
      );
      if (report.result === undefined) {
        failures += 1;
        const attachment = attachmentOf(list, report.add.containerID ?? '', ifName, netNS);
        const message = addFailureText({ network, namespace, ifName, host }, report);
        await reportFailure(sources, { operation: report.add, runner, attachment, list, message });
      }
    }
    if (failures === 0) {
      notify('info', l10n.t('Recreated in the sandbox: {0}.', contentsText(contents)), [showLogAction()]);
    }
  } finally {
    sources.knowledge.invalidate(runner.name);
  }
}

async function createNamespace(runner: NetworkRunner, name: string): Promise<void> {
  try {
    await runner.createNamespace(name);
  } catch (error) {
    // Something else created it first.
    if (!hasCode(error, 'namespaceExists')) {
      throw error;
    }
  }
}
