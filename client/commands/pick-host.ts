import * as vscode from 'vscode';
import type { NamedHost } from '../../engine/host/host.ts';
import { addHostAsked } from './add-host.ts';
import { hostDescription, hostShortName, hostStateIcon, hostStateText } from '../host-text.ts';
import type { Services } from '../services.ts';

/** Lets the user choose one of the hosts, or add one on the way. */
export async function pickHost(
  services: Services,
  title: string,
  addition: 'withAddition' | 'existingOnly',
): Promise<NamedHost | undefined> {
  const { catalogue, connections, hosts } = services;
  const { t } = vscode.l10n;
  const items: (vscode.QuickPickItem & { readonly named?: NamedHost })[] = catalogue.hosts.map((named) => {
    const state = connections.stateOf(named.name);
    const inUse = named.name === hosts.selected.name ? [t('in use')] : [];
    return {
      label: `$(${hostStateIcon(named, state)}) ${hostShortName(t, named.name)}`,
      description: [...inUse, hostStateText(t, state)].join(' · '),
      detail: hostDescription(t, named.spec),
      named,
    };
  });
  if (addition === 'withAddition') {
    items.push(
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      { label: `$(add) ${t('Add Host…')}`, alwaysShow: true },
    );
  }
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  if (picked !== undefined && picked.named === undefined) {
    return addHostAsked(services);
  }
  return picked?.named;
}
