import { homedir } from 'node:os';
import * as vscode from 'vscode';
import type { NamedHost } from '../../engine/host/host.ts';
import { commandWords, HostSettingError } from '../../engine/host/index.ts';
import type { CommandHandler } from '../command-ids.ts';
import { entryProblem, suggestedName, takenNames, type HostAccess } from '../host-entry.ts';
import { notify } from '../notify.ts';
import type { Services } from '../services.ts';
import { readSSHConfigHosts, type SSHConfigFiles } from '../ssh-config-hosts.ts';

/** «Add Host…»: writes a host to the settings and offers to connect it; nothing is started by that. */
export function addHost(services: Services): CommandHandler {
  return async () => {
    const named = await addHostAsked(services);
    if (named !== undefined) {
      notify('info', vscode.l10n.t('Added the host {0}.', named.name), [
        {
          title: vscode.l10n.t('Connect'),
          run: () => vscode.commands.executeCommand('cni.connectHost', named.name),
        },
      ]);
    }
  };
}

/** Asks how a host is reached and what to call it, and writes it to the settings. */
export async function addHostAsked({ catalogue }: Services): Promise<NamedHost | undefined> {
  const taken = takenNames(catalogue);
  const access = await askAccess(catalogue.hosts);
  if (access === undefined) {
    return undefined;
  }
  const suggestion = suggestedName(access, taken);
  const isKnownName = access.kind === 'ssh' && access.destination === suggestion;
  const name = isKnownName ? suggestion : await askName(access, suggestion, taken);
  if (name === undefined) {
    return undefined;
  }
  await catalogue.add({ name, ...access });
  return catalogue.find(name);
}

type AccessItem = vscode.QuickPickItem & {
  readonly access?: HostAccess;
  readonly ask?: () => Promise<HostAccess | undefined>;
};

async function askAccess(hosts: readonly NamedHost[]): Promise<HostAccess | undefined> {
  const { t } = vscode.l10n;
  const destinations = new Set(hosts.map(({ spec }) => (spec.kind === 'ssh' ? spec.destination : '')));
  const known = (await readSSHConfigHosts(sshConfigFiles())).filter(({ name }) => !destinations.has(name));
  const items: AccessItem[] = [
    { label: `$(remote) ${t('Over ssh…')}`, description: t('a node, by name or user@name'), ask: askDestination },
    {
      label: `$(terminal) ${t('By a command…')}`,
      description: t('a container, a pod, a virtual machine: whatever gives a shell'),
      ask: askCommand,
    },
    { label: t('from your ssh configuration'), kind: vscode.QuickPickItemKind.Separator },
    ...known.map(({ name, leadsTo }) => ({
      label: `$(remote) ${name}`,
      description: leadsTo,
      access: { kind: 'ssh', destination: name } as const,
    })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Add a host'),
    placeHolder: t('How is the host reached?'),
    matchOnDescription: true,
  });
  return picked?.access ?? (await picked?.ask?.());
}

async function askDestination(): Promise<HostAccess | undefined> {
  const destination = await askLine({
    title: vscode.l10n.t('Add a host over ssh'),
    prompt: vscode.l10n.t('As ssh takes it. Your own ssh configuration, keys, agent and jump hosts hold.'),
    placeHolder: 'user@node1.example.org',
    problemOf: (text) => entryProblem({ name: 'new', ...sshAccess(text) }, []),
  });
  return destination === undefined ? undefined : sshAccess(destination);
}

function sshAccess(destination: string): HostAccess {
  return { kind: 'ssh', destination: destination.trim() };
}

async function askCommand(): Promise<HostAccess | undefined> {
  const command = await askLine({
    title: vscode.l10n.t('Add a host by a command'),
    prompt: vscode.l10n.t('The words that a shell is put behind. The shell should be root.'),
    placeHolder: 'docker exec -i kind-worker',
    problemOf: commandProblem,
  });
  return command === undefined ? undefined : { kind: 'exec', command: commandWords(command) };
}

function commandProblem(text: string): string | undefined {
  try {
    commandWords(text);
    return undefined;
  } catch (error) {
    if (error instanceof HostSettingError) {
      return error.message;
    }
    throw error;
  }
}

function askName(access: HostAccess, value: string, taken: readonly string[]): Thenable<string | undefined> {
  return askLine({
    title: vscode.l10n.t('Add a host'),
    prompt: vscode.l10n.t('The name by which views and messages call it'),
    value,
    problemOf: (name) => entryProblem({ name, ...access }, taken),
  });
}

type Line = Pick<vscode.InputBoxOptions, 'title' | 'prompt' | 'placeHolder' | 'value'> & {
  readonly problemOf: (text: string) => string | undefined;
};

/** Asks for one line, which stays while the user looks elsewhere for what to type. */
function askLine({ problemOf, ...line }: Line): Thenable<string | undefined> {
  return vscode.window.showInputBox({ ...line, ignoreFocusOut: true, validateInput: problemOf });
}

function sshConfigFiles(): SSHConfigFiles {
  const home = vscode.Uri.file(homedir()).path;
  return {
    home,
    directory: `${home}/.ssh`,
    read: async (path) => {
      try {
        return new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(path)));
      } catch {
        return undefined; // Not there, or not ours to read: it then offers nothing.
      }
    },
    list: async (directory) => {
      try {
        return (await vscode.workspace.fs.readDirectory(vscode.Uri.file(directory))).map(([name]) => name);
      } catch {
        return []; // As above.
      }
    },
  };
}
