import * as vscode from 'vscode';
import type { Namespace } from '../../engine/host/host.ts';
import { printResult, validateInterfaceName, type AddReport } from '../../engine/libcni/index.ts';
import { freeInterfaceName, isSameNamespace, resultDocumentName } from '../attachment-label.ts';
import { addressesOf, attachmentOf } from '../cached-attachment.ts';
import type { CommandHandler } from '../command-ids.ts';
import { addedText, addFailureText } from '../message-text.ts';
import type { NetworkRunner } from '../network-runner.ts';
import { notify, showLogAction } from '../notify.ts';
import type { Services } from '../services.ts';
import { isTreeNode } from '../tree-nodes.ts';
import { tellFailure } from './attachment-operations.ts';
import { loadDocument, pickDocument, targetDocument, type OpenConfiguration } from './configuration-document.ts';
import { pickNamespace } from './pick-namespace.ts';
import { placeOf, placeOn } from './place.ts';

/** «Add to Namespace…»: from a file the namespace is asked for, from a namespace the file. */
export function addToNamespace(services: Services): CommandHandler {
  return async (target) => {
    const given = isTreeNode(target) && target.kind === 'namespace' ? target.namespace : undefined;
    const title = given === undefined ? vscode.l10n.t('Add to a namespace') : vscode.l10n.t('Add to {0}', given.name);
    const document = (given === undefined ? await targetDocument(target) : undefined) ?? (await pickDocument(title));
    const configuration = document === undefined ? undefined : await loadDocument(document);
    if (configuration === undefined) {
      return;
    }
    const { name } = configuration.list;
    const namespace =
      given ??
      (await pickNamespace(
        services,
        vscode.l10n.t('Add {0} to a namespace {1}', name, placeOf(services)),
        'withCreation',
      ));
    const ifName = namespace === undefined ? undefined : await chooseInterfaceName(services, configuration, namespace);
    if (namespace !== undefined && ifName !== undefined) {
      await run(services, configuration, namespace, ifName);
    }
  };
}

/** The name of the settings; another is asked for only when the namespace has that one already. */
async function chooseInterfaceName(
  services: Services,
  configuration: OpenConfiguration,
  namespace: Namespace,
): Promise<string | undefined> {
  const preferred = services.settings.interfaceName(configuration.uri);
  const { attachments } = await services.runner().cachedAttachments();
  const taken = attachments
    .filter((attachment) => isSameNamespace(attachment.netNS, namespace.path))
    .map((attachment) => attachment.ifName);
  if (!taken.includes(preferred)) {
    return preferred;
  }
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Add {0} to {1} {2}', configuration.list.name, namespace.name, placeOf(services)),
    prompt: vscode.l10n.t('{0} already has {1}. Name of the new interface', namespace.name, preferred),
    value: freeInterfaceName(preferred, taken),
    validateInput: (value) =>
      taken.includes(value) ? vscode.l10n.t('{0} exists already', value) : validateInterfaceName(value)?.message,
  });
}

async function run(
  services: Services,
  configuration: OpenConfiguration,
  namespace: Namespace,
  ifName: string,
): Promise<void> {
  const { list } = configuration;
  const runner = services.runner();
  const place = placeOn(runner.host);
  const report = await services.follower.follow(
    {
      title: vscode.l10n.t('Adding {0} to {1} {2}', list.name, namespace.name, place),
      place,
      pluginCount: list.plugins.length,
    },
    (following) => runner.add(list, namespace.path, ifName, following),
  );
  services.inventory.invalidate();
  await showReport(services, configuration, namespace, report, runner);
}

async function showReport(
  services: Services,
  { list, fileName, unsaved }: OpenConfiguration,
  namespace: Namespace,
  report: AddReport,
  runner: NetworkRunner,
): Promise<void> {
  const ifName = report.add.ifName ?? '';
  const subject = {
    network: list.name,
    namespace: namespace.name,
    ifName,
    place: placeOn(runner.host),
    ...(unsaved ? { unsavedFile: fileName } : {}),
  };
  if (report.result === undefined) {
    const attachment = attachmentOf(list, report.add.containerID ?? '', ifName, namespace.path);
    const message = addFailureText(vscode.l10n.t, subject, report);
    await tellFailure(services, { operation: report.add, runner, attachment, list, message });
    return;
  }
  const text = `${new TextDecoder().decode(printResult(report.result))}\n`;
  const name = resultDocumentName(list.name, namespace.path, ifName);
  await services.documents.show(name, `result:${runner.host.label}:${report.add.containerID ?? ''}`, text);
  notify('info', addedText(vscode.l10n.t, subject, addressesOf(report.result.value)), [showLogAction()]);
}
