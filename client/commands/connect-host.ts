import * as vscode from 'vscode';
import type { Host, NamedHost } from '../../engine/host/host.ts';
import { withCancellableProgress } from '../cancellable-progress.ts';
import type { CommandHandler } from '../command-ids.ts';
import { isHostNode } from '../host-nodes.ts';
import { isThisMachine } from '../host-places.ts';
import { hostShortName } from '../host-text.ts';
import type { Services } from '../services.ts';
import { pickHost } from './pick-host.ts';

/** «Connect» */
export function connectHost(services: Services): CommandHandler {
  return async (target) => {
    const named =
      givenHost(services, target) ?? (await pickHost(services, vscode.l10n.t('Connect which host?'), 'existingOnly'));
    if (named !== undefined) {
      await connected(services, named);
    }
  };
}

/** «Select Host…»: where plugins run in this workspace from now on. */
export function selectHost(services: Services): CommandHandler {
  return async () => {
    const title = vscode.l10n.t('Select the host on which plugins run');
    const picked = await pickHost(services, title, 'withAddition');
    if (picked !== undefined) {
      await selectAndConnect(services, picked);
    }
  };
}

/** «Use This Host»: where plugins run in this workspace from now on. */
export function useHost(services: Services): CommandHandler {
  return async (target) => {
    const named = givenHost(services, target);
    if (named !== undefined) {
      await selectAndConnect(services, named);
    }
  };
}

/** Makes a host the one of this workspace. One elsewhere is connected now; this machine and the sandbox start with their first use. */
async function selectAndConnect(services: Services, named: NamedHost): Promise<void> {
  await services.hosts.select(named);
  if (!isThisMachine(named.spec) && vscode.workspace.isTrusted) {
    await connected(services, named);
  }
}

/** «Disconnect»: what runs there ends. */
export function disconnectHost(services: Services): CommandHandler {
  return async (target) => {
    const title = vscode.l10n.t('Disconnect which host?');
    const named = givenHost(services, target) ?? (await pickHost(services, title, 'existingOnly'));
    if (named !== undefined && (await mayEnd(named))) {
      await services.connections.disconnect(named.name);
    }
  };
}

/** «Forget Host»: takes it out of the settings, which also disconnects it. Nothing on the host changes. */
export function forgetHost(services: Services): CommandHandler {
  return async (target) => {
    const named = givenHost(services, target);
    if (named === undefined) {
      return;
    }
    const confirm = vscode.l10n.t('Forget Host');
    const answer = await vscode.window.showWarningMessage(
      vscode.l10n.t('Forget the host {0}?', named.name),
      { modal: true, detail: vscode.l10n.t('It is taken out of the setting cni.hosts. Nothing changes on the host.') },
      confirm,
    );
    if (answer === confirm) {
      await services.catalogue.forget(named.name);
    }
  };
}

/** «Edit Hosts in Settings» */
export function editHosts(): CommandHandler {
  return async () => {
    await vscode.commands.executeCommand('workbench.action.openSettingsJson', {
      revealSetting: { key: 'cni.hosts', edit: true },
    });
  };
}

/** «Refresh Hosts»: what is shown of hosts is read again. */
export function refreshHosts({ catalogue, knowledge }: Services): CommandHandler {
  return () => {
    for (const { name } of catalogue.hosts) {
      knowledge.invalidate(name);
    }
    return Promise.resolve();
  };
}

/** The host that a command was called on: by a row of the view Hosts, or by name. */
export function givenHost({ catalogue }: Services, target: unknown): NamedHost | undefined {
  const name = isHostNode(target) ? target.host : target;
  return typeof name === 'string' ? catalogue.find(name) : undefined;
}

/** The host with its connection up; shown while that takes time, and it can be cancelled. Rejects with HostError. */
export async function connected({ connections }: Services, named: NamedHost): Promise<Host> {
  const host = connections.hostOf(named);
  if (connections.stateOf(named.name).kind === 'ready') {
    return host;
  }
  const title = vscode.l10n.t('Connecting to {0}', hostShortName(vscode.l10n.t, named.name));
  await withCancellableProgress(title, (signal) => host.connect(signal));
  return host;
}

/** A sandbox takes all that is in it along. */
async function mayEnd({ spec }: NamedHost): Promise<boolean> {
  if (spec.kind !== 'sandbox') {
    return true;
  }
  const confirm = vscode.l10n.t('End Sandbox');
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t('End the sandbox?'),
    {
      modal: true,
      detail: vscode.l10n.t('Its namespaces and all that was added to them vanish. The next use makes a new one.'),
    },
    confirm,
  );
  return answer === confirm;
}
