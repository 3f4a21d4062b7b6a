import * as vscode from 'vscode';
import type { CommandHandler } from '../command-ids.ts';
import { hostDescription, hostShortName } from '../host-text.ts';
import type { Services } from '../services.ts';

/** «Select Host…»: where plugins run in this workspace from now on. */
export function selectHost(services: Services): CommandHandler {
  return async () => {
    const { hosts } = services;
    const items = (['sandbox', 'local'] as const).map((host) => ({
      label: `$(${host === 'sandbox' ? 'package' : 'vm'}) ${hostShortName(vscode.l10n.t, host)}`,
      description: host === hosts.kind ? vscode.l10n.t('in use') : '',
      detail: hostDescription(vscode.l10n.t, host),
      host,
    }));
    const picked = await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Select the host on which plugins run'),
      matchOnDetail: true,
    });
    if (picked !== undefined) {
      await hosts.select(picked.host);
    }
  };
}
