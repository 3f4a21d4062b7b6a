import * as vscode from 'vscode';
import type { Namespace } from '../../engine/host/host.ts';
import { freeNamespaceName, namespaceNameProblem } from '../namespace-name.ts';
import type { Services } from '../services.ts';
import { placeOf } from './place.ts';

/** Reads the namespaces of the selected host; starting the host may take a moment, so it is shown. */
export function readNamespaces(services: Services): Promise<readonly Namespace[]> {
  const runner = services.runner();
  return Promise.resolve(
    vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Window,
        title: vscode.l10n.t('Reading namespaces of {0}', runner.host.label),
      },
      () => runner.listNamespaces(),
    ),
  );
}

/** Lets the user choose a namespace, or make one on the way. */
export async function pickNamespace(
  services: Services,
  title: string,
  creation: 'withCreation' | 'existingOnly',
): Promise<Namespace | undefined> {
  const namespaces = await readNamespaces(services);
  const items: (vscode.QuickPickItem & { readonly namespace?: Namespace })[] = namespaces.map((namespace) => ({
    label: namespace.name,
    description: namespace.path,
    namespace,
  }));
  if (creation === 'withCreation') {
    items.push(
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      { label: `$(add) ${vscode.l10n.t('Create Namespace…')}`, alwaysShow: true },
    );
  }
  const placeHolder =
    namespaces.length === 0
      ? vscode.l10n.t('There are no namespaces {0} yet', placeOf(services))
      : vscode.l10n.t('Namespaces {0}', placeOf(services));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  if (picked === undefined) {
    return undefined;
  }
  return picked.namespace ?? createNamespaceAsked(services, namespaces);
}

/** Asks for a name and makes the namespace. */
export async function createNamespaceAsked(
  services: Services,
  existing: readonly Namespace[],
): Promise<Namespace | undefined> {
  const taken = existing.map((namespace) => namespace.name);
  const name = await vscode.window.showInputBox({
    title: vscode.l10n.t('Create a namespace {0}', placeOf(services)),
    prompt: vscode.l10n.t('Name of the network namespace'),
    value: freeNamespaceName(taken),
    validateInput: (value) => namespaceNameProblem(vscode.l10n.t, value, taken),
  });
  if (name === undefined) {
    return undefined;
  }
  const namespace = await services.runner().createNamespace(name);
  services.log.info(`Created namespace ${namespace.path} ${placeOf(services)}`);
  services.inventory.invalidate();
  return namespace;
}
