import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type ArgumentChoice, type ArgumentSources, chooseArguments } from '../arguments/chosen-arguments.ts';
import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import { explainOperation, type ExplanationId } from '../../engine/explain/index.ts';
import type { Namespace } from '../../engine/host/host.ts';
import { operationDocument, validateInterfaceName, type AddReport } from '../../engine/libcni/index.ts';
import { sentences } from '../../engine/text/sentences.ts';
import { freeInterfaceName, isSameNamespace, resultDocumentName } from '../views/attachment-label.ts';
import { addressesOf, attachmentOf } from '../../engine/libcni/operation/cached-attachment.ts';
import type { CommandHandler } from './command-ids.ts';
import { hostShortName } from '../hosts/host-text.ts';
import { mappedPorts, mappedText, openPortActions } from '../operations/mapped-ports.ts';
import { addedText, addFailureText } from '../operations/message-text.ts';
import type { NetworkRunner } from '../operations/network-runner.ts';
import { operationSource } from '../operations/operation-source.ts';
import { isConfirmed, notify, type NotificationAction, showLogAction } from '../editor/notify.ts';
import type { ResultDocuments } from '../editor/result-documents.ts';
import { isNamespaceNode } from '../views/tree-nodes.ts';
import { openPage } from '../webviews/page-editor.ts';
import { action, deletePicked, type OperationSources, reportFailure } from './attachment-operations.ts';
import type { OpenConfiguration } from './pickers/configuration.ts';
import { deleteNewNamespaceAction } from './namespaces.ts';
import type { PickedAttachment } from './pickers/attachment.ts';
import { targetConfiguration, type ConfigurationSources } from './pickers/target-configuration.ts';
import { type NamespaceSources, pickNamespace, type PickedNamespace } from './pickers/namespace.ts';
import { goToLineAction, typePattern } from './remedy-actions.ts';

/** Dependencies of "Add to Namespace…". */
export interface AdditionSources extends OperationSources, NamespaceSources, ConfigurationSources, ArgumentSources {
  readonly documents: Pick<ResultDocuments, 'put'>;
  readonly log: OperationSources['log'];
}

/**
 * "Add to Namespace…": called on a file, prompts for the namespace; called on a namespace, prompts for the file. A file that is
 * dropped on a namespace prompts for neither.
 */
export function addToNamespace(sources: AdditionSources): CommandHandler {
  return (target, place, into) =>
    chooseAndRun(sources, target, place, 'ifDeclared', isNamespaceNode(into) ? into.namespace : undefined);
}

/** "Add with Arguments…": the same, with the form of arguments for any network, or with a profile. */
export function addWithArguments(sources: AdditionSources): CommandHandler {
  return (target, place, profile) =>
    chooseAndRun(sources, target, place, typeof profile === 'string' ? { profile } : 'always');
}

async function chooseAndRun(
  sources: AdditionSources,
  called: unknown,
  place: unknown,
  choice: ArgumentChoice,
  into?: Namespace,
): Promise<void> {
  const given = isNamespaceNode(called) ? called.namespace : undefined;
  const title =
    given === undefined
      ? l10n.t('Select a network configuration to add')
      : l10n.t('Select a network configuration to add to "{0}"', given.name);
  const file = given === undefined ? { target: called, place } : undefined;
  const configuration = await targetConfiguration(sources, file, title);
  if (configuration === undefined) {
    return;
  }
  const namespace: PickedNamespace | undefined =
    given ?? into ?? (await pickNamespace(sources, addTitle(configuration, sources.runner()), 'withCreation'));
  if (namespace === undefined) {
    return;
  }
  const runner = sources.runner();
  let isReported = false;
  try {
    const target = await chooseTarget(sources, configuration, { runner, namespace }, choice);
    if (target !== undefined) {
      await run(sources, configuration, target);
      isReported = true;
    }
  } finally {
    if (!isReported && namespace.isNew === true) {
      notify('info', l10n.t('The new namespace "{0}" was kept.', namespace.name), [
        deleteNewNamespaceAction(sources, runner, namespace),
      ]);
    }
  }
}

/** Returns where the network is added with which arguments; undefined if the user cancels. */
async function chooseTarget(
  sources: AdditionSources,
  configuration: OpenConfiguration,
  place: Pick<Target, 'runner' | 'namespace'>,
  choice: ArgumentChoice,
): Promise<Target | undefined> {
  const { runner, namespace } = place;
  const names = { namespace: namespace.name, host: hostShortName(runner.name) };
  const chosen = await chooseArguments(sources, configuration, names, choice);
  if (chosen === undefined) {
    return undefined;
  }
  const preferred = chosen.ifName ?? sources.settings.interfaceName(configuration.uri);
  const ifName = await chooseInterfaceName(preferred, runner, configuration, namespace);
  return ifName === undefined ? undefined : { ...place, ifName, chosen };
}

function addTitle({ list }: OpenConfiguration, { name }: NetworkRunner): string {
  return l10n.t('Select a namespace on "{0}" for "{1}"', hostShortName(name), list.name);
}

/** Returns the preferred interface name; prompts for another when the namespace already has that one. */
async function chooseInterfaceName(
  preferred: string,
  runner: NetworkRunner,
  configuration: OpenConfiguration,
  namespace: Namespace,
): Promise<string | undefined> {
  const taken = await cachedInterfaceNames(runner, namespace);
  return taken.includes(preferred) ? askInterfaceName(configuration, namespace, preferred, taken) : preferred;
}

async function cachedInterfaceNames(runner: NetworkRunner, namespace: Namespace): Promise<readonly string[]> {
  const { attachments } = await runner.cachedAttachments();
  return attachments.filter(({ netNS }) => isSameNamespace(netNS, namespace.path)).map(({ ifName }) => ifName);
}

function askInterfaceName(
  { list }: OpenConfiguration,
  namespace: Namespace,
  preferred: string,
  taken: readonly string[],
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t('Add "{0}" to "{1}"', list.name, namespace.name),
    prompt: l10n.t('Namespace "{0}" already has interface {1}. Enter another name.', namespace.name, preferred),
    value: freeInterfaceName(preferred, taken),
    validateInput: (value) =>
      taken.includes(value) ? l10n.t('"{0}" already exists.', value) : validateInterfaceName(value)?.message,
  });
}

/** Where a network is added, and with which arguments. */
interface Target {
  readonly runner: NetworkRunner;
  readonly namespace: PickedNamespace;
  readonly ifName: string;
  readonly chosen: RuntimeArguments;
}

async function run(sources: AdditionSources, configuration: OpenConfiguration, target: Target): Promise<void> {
  const { runner, namespace, ifName, chosen } = target;
  const { list, unsaved, fileName, suppliedName } = configuration;
  const names = { network: list.name, namespace: namespace.name, host: hostShortName(runner.name) };
  const title =
    suppliedName === undefined
      ? l10n.t('Adding "{network}" to "{namespace}" on "{host}"', names)
      : l10n.t('Adding "{network}" (name filled in as by Multus) to "{namespace}" on "{host}"', names);
  if (unsaved) {
    sources.log.info(l10n.t('Using the unsaved text of {0}', fileName));
  }
  const report = await sources.follower.follow(
    {
      title,
      host: runner.name,
      pluginCount: list.plugins.length,
      source: operationSource(configuration),
      args: chosen.args,
      capabilityArgs: chosen.capabilityArgs,
    },
    (following) => runner.add(list, namespace.path, ifName, following, chosen),
  );
  sources.knowledge.invalidate(runner.name);
  await showReport(sources, configuration, report, target);
}

async function showReport(
  sources: AdditionSources,
  configuration: OpenConfiguration,
  report: AddReport,
  target: Target,
): Promise<void> {
  const { runner, namespace, ifName, chosen } = target;
  const { list, fileName, unsaved } = configuration;
  const subject = { network: list.name, namespace: namespace.name, ifName, host: hostShortName(runner.name) };
  if (report.result === undefined) {
    const { args: cniArgs = [], capabilityArgs = {} } = chosen;
    const added = attachmentOf(list, report.add.containerID ?? '', ifName, namespace.path);
    const attachment = { ...added, cniArgs, capabilityArgs };
    const actions = failureActions(sources, configuration, report, target, { attachment, list, place: configuration });
    const message = addFailureText(subject, report);
    await reportFailure(sources, { operation: report.add, runner, attachment, list, message, actions, configuration });
    return;
  }
  const { add, result } = report;
  const { args, capabilityArgs } = chosen;
  const source = operationSource(configuration);
  const document = operationDocument(add, { host: runner.name, source, args, capabilityArgs, result });
  const name = resultDocumentName(list.name, namespace.path, ifName);
  const key = `result:${runner.host.label}:${add.containerID ?? ''}`;
  await openPage('result', sources.documents.put(name, key, JSON.stringify(document)), true);
  const addresses = addressesOf(report.result.value);
  const ports = mappedPorts(list, chosen);
  const added = addedText(subject, addresses, unsaved ? fileName : undefined);
  notify('info', sentences(added, mappedText(ports, runner.host.spec)), [
    ...openPortActions(ports, runner.host.spec),
    showLogAction(),
  ]);
}

/** Buttons for what a failed ADD needs and for the namespace that was created for it. */
function failureActions(
  sources: AdditionSources,
  configuration: OpenConfiguration,
  report: AddReport,
  target: Target,
  picked: PickedAttachment,
): readonly NotificationAction[] {
  const { runner, namespace } = target;
  // After a lost connection, remainsText() reports the namespace.
  const isKept = namespace.isNew === true && report.add.state !== 'unknown';
  return [
    ...remedyOfAdd(sources, configuration, report, target, picked),
    ...(isKept ? [deleteNewNamespaceAction(sources, runner, namespace)] : []),
  ];
}

function remedyOfAdd(
  sources: AdditionSources,
  configuration: OpenConfiguration,
  { add }: AddReport,
  target: Target,
  picked: PickedAttachment,
): readonly NotificationAction[] {
  const explanation = explainOperation(add);
  const releasing = (): NotificationAction =>
    action(sources, l10n.t('Release Address…'), () => releaseAddress(sources, picked, target));
  const goingToVersion = (): NotificationAction => goToLineAction(configuration, /"cniVersion"/);
  const remedies: Partial<Record<ExplanationId, () => NotificationAction>> = {
    namedNamespaceMissing: () =>
      action(sources, l10n.t('Create Namespace and Retry'), () => createAndRetry(sources, configuration, target)),
    interfaceExists: () =>
      action(sources, l10n.t('Choose Interface Name…'), () => retryWithOtherName(sources, configuration, target)),
    addressReserved: releasing,
    resultNotCached: releasing,
    unknownPluginMissing: () => goToLineAction(configuration, typePattern(explanation?.args['plugin'] ?? '')),
    checkUnsupported: goingToVersion,
    versionIncompatible: goingToVersion,
    versionUnsupported: goingToVersion,
  };
  const remedy = explanation && remedies[explanation.id];
  return remedy === undefined ? [] : [remedy()];
}

async function createAndRetry(
  sources: AdditionSources,
  configuration: OpenConfiguration,
  target: Target,
): Promise<void> {
  await target.runner.createNamespace(target.namespace.name);
  await run(sources, configuration, target);
}

async function retryWithOtherName(
  sources: AdditionSources,
  configuration: OpenConfiguration,
  target: Target,
): Promise<void> {
  const { runner, namespace, ifName } = target;
  const taken = [...(await cachedInterfaceNames(runner, namespace)), ifName];
  const other = await askInterfaceName(configuration, namespace, ifName, taken);
  if (other !== undefined) {
    await run(sources, configuration, { ...target, ifName: other });
  }
}

/** DEL releases what the attachment holds, whether ADD succeeded or not. */
async function releaseAddress(
  sources: AdditionSources,
  picked: PickedAttachment,
  { runner, namespace, ifName }: Target,
): Promise<void> {
  const names = { network: picked.list.name, namespace: namespace.name, ifName };
  const question = l10n.t('Release the address of "{network}" ({ifName}) in "{namespace}"?', names);
  const detail = l10n.t('DEL removes the interface and its address reservation.');
  if (await isConfirmed(question, detail, l10n.t('Release Address'))) {
    await deletePicked(sources, picked, runner);
  }
}
