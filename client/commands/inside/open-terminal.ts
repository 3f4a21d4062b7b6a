import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { namespaceShell } from '../../../engine/host/index.ts';
import type { Namespace } from '../../../engine/host/host.ts';
import { hostShortName } from '../../hosts/host-text.ts';
import type { NetworkRunner } from '../../operations/network-runner.ts';
import type { CommandHandler } from '../command-ids.ts';
import type { NamespaceSources } from '../pickers/namespace.ts';
import { givenNamespace } from './given-namespace.ts';

const pickTitle = (): string => l10n.t('Select a namespace for the terminal');

/** "Open Terminal": opens a shell in a namespace. */
export function openTerminal(sources: NamespaceSources): CommandHandler {
  return async (target) => {
    const runner = sources.runner();
    const namespace = await givenNamespace(sources, target, pickTitle());
    if (namespace !== undefined) {
      vscode.window.createTerminal(await terminalOptions(runner, namespace)).show();
    }
  };
}

/** The terminal profile "Shell in Namespace": prompts for a namespace of the selected host. */
export function namespaceProfile(
  sources: NamespaceSources,
  askForTrust: () => void,
  report: (error: unknown) => void,
): vscode.Disposable {
  return vscode.window.registerTerminalProfileProvider('cni.namespaceShell', {
    provideTerminalProfile: async () => {
      if (!vscode.workspace.isTrusted) {
        askForTrust();
        return undefined;
      }
      try {
        const runner = sources.runner();
        const namespace = await givenNamespace(sources, undefined, pickTitle());
        if (namespace === undefined) {
          return undefined;
        }
        const options = await terminalOptions(runner, namespace);
        showOnceOpen(options.name);
        return new vscode.TerminalProfile(options);
      } catch (error) {
        report(error);
        return undefined;
      }
    },
  });
}

/** Shows the terminal of a profile, which the editor opens while the panel is closed. */
function showOnceOpen(name: string): void {
  const opening = vscode.window.onDidOpenTerminal((terminal) => {
    if (terminal.name === name) {
      opening.dispose();
      terminal.show();
    }
  });
}

/** Prepares the shell, and removes its file when a terminal with its name is closed. */
async function terminalOptions(
  runner: NetworkRunner,
  namespace: Namespace,
): Promise<vscode.TerminalOptions & { name: string }> {
  const { host } = runner;
  const place = hostShortName(runner.name);
  const shell = await namespaceShell(host, namespace, place);
  const { command } = shell;
  const [shellPath, ...shellArgs] = command.argv;
  const name = `${namespace.name} — ${place}`;
  const closing = vscode.window.onDidCloseTerminal((terminal) => {
    if (terminal.name === name) {
      closing.dispose();
      // It must not connect a host that was disconnected.
      if (host.state.kind === 'ready') {
        void shell.remove();
      }
    }
  });
  return {
    name,
    shellPath,
    shellArgs,
    ...(command.env === undefined ? {} : { env: { ...command.env }, strictEnv: true }),
    iconPath: new vscode.ThemeIcon('vm-outline'),
    isTransient: true,
  };
}
