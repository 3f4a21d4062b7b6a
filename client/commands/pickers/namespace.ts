import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { CachedAttachment } from '../../../engine/libcni/operation/cached-attachment.ts';
import type { Namespace } from '../../../engine/host/host.ts';
import type { Journal } from '../../editor/journal.ts';
import type { HostKnowledge } from '../../hosts/host-knowledge.ts';
import { freeNamespaceName, namespaceNameProblem } from '../../operations/namespace-name.ts';
import type { NetworkRunner, SelectedRunner } from '../../operations/network-runner.ts';
import { namespaceItem, sortedByLabel } from '../../editor/pick-items.ts';
import { hostShortName } from '../../hosts/host-text.ts';

/** Dependencies of the namespace picker. */
export interface NamespaceSources {
  readonly runner: SelectedRunner;
  readonly knowledge: Pick<HostKnowledge, 'invalidate'>;
  readonly log: Pick<Journal, 'info'>;
}

/** Reads the namespaces of a host, with a progress because the host may have to start. */
export function readNamespaces(runner: NetworkRunner): Promise<readonly Namespace[]> {
  return Promise.resolve(
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Window,
        title: l10n.t('Reading namespaces of "{0}"', hostShortName(runner.name)),
      },
      () => runner.listNamespaces(),
    ),
  );
}

/** A selected namespace; `isNew` when it was created by the picker. */
export interface PickedNamespace extends Namespace {
  readonly isNew?: boolean;
}

/** Prompts for a namespace, or for the name of a new one. */
export async function pickNamespace(
  sources: NamespaceSources,
  title: string,
  creation: 'withCreation' | 'existingOnly',
): Promise<PickedNamespace | undefined> {
  const runner = sources.runner();
  const [namespaces, attachments] = await Promise.all([readNamespaces(runner), attachmentsOf(runner)]);
  const items: (vscode.QuickPickItem & { readonly namespace?: Namespace })[] = [
    ...sortedByLabel(namespaces.map((namespace) => ({ ...namespaceItem(namespace, attachments), namespace }))),
  ];
  if (creation === 'withCreation') {
    items.push(
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      { label: `$(add) ${l10n.t('Create Namespace…')}`, alwaysShow: true },
    );
  }
  const placeHolder =
    namespaces.length === 0
      ? l10n.t('"{0}" has no namespaces yet', hostShortName(runner.name))
      : l10n.t('Namespaces on "{0}"', hostShortName(runner.name));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  if (picked === undefined) {
    return undefined;
  }
  if (picked.namespace !== undefined) {
    return picked.namespace;
  }
  const created = await promptToCreateNamespace(sources, namespaces);
  return created === undefined ? undefined : { ...created, isNew: true };
}

/** Returns the attachments that describe namespaces; none when the cache cannot be read. */
async function attachmentsOf(runner: NetworkRunner): Promise<readonly CachedAttachment[]> {
  try {
    return (await runner.cachedAttachments()).attachments;
  } catch {
    return [];
  }
}

/** Prompts for a name and creates the namespace. */
export async function promptToCreateNamespace(
  { runner: selectedRunner, knowledge, log }: NamespaceSources,
  existing: readonly Namespace[],
): Promise<Namespace | undefined> {
  const taken = existing.map((namespace) => namespace.name);
  const runner = selectedRunner();
  const host = hostShortName(runner.name);
  const name = await vscode.window.showInputBox({
    title: l10n.t('Create a namespace on "{0}"', host),
    prompt: l10n.t('Name of the network namespace'),
    value: freeNamespaceName(taken),
    validateInput: (value) => namespaceNameProblem(value, taken),
  });
  if (name === undefined) {
    return undefined;
  }
  const namespace = await runner.createNamespace(name);
  log.info(l10n.t('Created namespace {0} on "{1}"', namespace.path, host));
  knowledge.invalidate(runner.name);
  return namespace;
}
