import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { NamedHost } from '../../../engine/host/host.ts';
import type { HostConnections } from '../../hosts/host-connections.ts';
import type { HostSelection } from '../../hosts/host-selection.ts';
import { promptForHost, type HostAdditions } from '../add-host.ts';
import { inPickOrder } from '../../hosts/host-order.ts';
import { hostDescription, hostShortName, hostStateIcon, hostStateText } from '../../hosts/host-text.ts';

/** Sources of the host picker. */
export interface HostChoice {
  readonly catalog: HostAdditions;
  readonly connections: Pick<HostConnections, 'stateOf'>;
  readonly hosts: Pick<HostSelection, 'selected'>;
}

/** Prompts for one of the hosts that `fits`, or for a new one. */
export async function pickHost(
  { catalog, connections, hosts }: HostChoice,
  title: string,
  addition: 'withAddition' | 'existingOnly',
  fits: (named: NamedHost) => boolean = () => true,
): Promise<NamedHost | undefined> {
  const fitting = inPickOrder(catalog.hosts).filter((named) => fits(named));
  const items: (vscode.QuickPickItem & { readonly named?: NamedHost })[] = fitting.map((named) => {
    const state = connections.stateOf(named.name);
    const selected = named.name === hosts.selected.name ? [l10n.t('selected')] : [];
    return {
      label: `$(${hostStateIcon(named, state)}) ${hostShortName(named.name)}`,
      description: [...selected, hostStateText(state)].join(' · '),
      detail: hostDescription(named.spec),
      named,
    };
  });
  if (addition === 'withAddition') {
    items.push(
      { label: '', kind: vscode.QuickPickItemKind.Separator },
      { label: `$(add) ${l10n.t('Add Host…')}`, alwaysShow: true },
    );
  }
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  if (picked !== undefined && picked.named === undefined) {
    return promptForHost(catalog);
  }
  return picked?.named;
}
