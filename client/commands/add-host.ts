import { homedir } from 'node:os';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { hasCode } from '../../engine/errors/workbench-error.ts';
import type { NamedHost } from '../../engine/host/host.ts';
import { commandWords, findHosts } from '../../engine/host/index.ts';
import type { CommandHandler } from './command-ids.ts';
import { entryProblem, suggestedName, takenNames, type HostAccess } from '../hosts/host-entry.ts';
import type { HostCatalog } from '../hosts/host-catalog.ts';
import { commandAction, notify } from '../editor/notify.ts';
import { inventoryFiles } from '../hosts/inventory-files.ts';
import { accessKey, type Addition, knownHostGroups } from '../hosts/known-hosts.ts';
import { errorText } from '../operations/explanation.ts';
import { readSSHConfigHosts, type SSHConfigFiles } from '../hosts/ssh-config-hosts.ts';

/** The parts of the catalog that adding a host needs. */
export type HostAdditions = Pick<HostCatalog, 'hosts' | 'clusters' | 'find' | 'add'>;

/** "Add Host…": writes a host or cluster to the settings and offers to connect a host. Does not connect by itself. */
export function addHost(catalog: HostAdditions): CommandHandler {
  return async () => {
    const added = await addOne(catalog);
    if (added === undefined) {
      return;
    }
    if ('cluster' in added) {
      notify('info', l10n.t('Added cluster "{0}".', added.cluster), [
        commandAction(l10n.t('Show Hosts'), 'cni.hosts.focus'),
      ]);
      return;
    }
    notify('info', l10n.t('Added host "{0}".', added.name), [
      {
        title: l10n.t('Connect'),
        run: () => vscode.commands.executeCommand('cni.connectHost', added.name),
      },
    ]);
  };
}

/** Prompts for the connection and name of a host, and writes it to the settings. Undefined for a cluster, too. */
export async function promptForHost(catalog: HostAdditions): Promise<NamedHost | undefined> {
  const added = await addOne(catalog);
  return added !== undefined && 'spec' in added ? added : undefined;
}

async function addOne(catalog: HostAdditions): Promise<NamedHost | { readonly cluster: string } | undefined> {
  const taken = takenNames(catalog);
  const addition = await promptForAddition(catalog);
  if (addition?.kind === 'cluster') {
    const name = suggestedName({ kind: 'ssh', destination: addition.context }, taken);
    await catalog.add({ kind: 'kubernetes', name, context: addition.context });
    return { cluster: name };
  }
  if (addition === undefined) {
    return undefined;
  }
  const { access, name: known } = addition;
  const suggestion = suggestedName(access, taken);
  const isKnown = known !== undefined && entryProblem({ name: known, ...access }, taken) === undefined;
  const name = isKnown ? known : await promptForName(access, suggestion, taken);
  if (name === undefined) {
    return undefined;
  }
  await catalog.add({ name, ...access });
  return catalog.find(name);
}

type PickedHost = Omit<Extract<Addition, { kind: 'host' }>, 'name'> & { readonly name: string | undefined };
type Picked = PickedHost | Extract<Addition, { kind: 'cluster' }>;
type AdditionItem = vscode.QuickPickItem & {
  readonly addition?: Addition;
  readonly ask?: () => Promise<HostAccess | undefined>;
};

async function promptForAddition(catalog: HostAdditions): Promise<Picked | undefined> {
  const picked = await vscode.window.showQuickPick(additionItems(catalog), {
    title: l10n.t('Add Host'),
    placeHolder: l10n.t('Select how to connect to the host'),
    matchOnDescription: true,
  });
  if (picked?.addition !== undefined) {
    return picked.addition;
  }
  const access = await picked?.ask?.();
  // A destination that is a valid name needs no other one.
  const name =
    access?.kind === 'ssh' && suggestedName(access, []) === access.destination ? access.destination : undefined;
  return access === undefined ? undefined : { kind: 'host', name, access };
}

/** Returns the rows. Tools run, and inventories of the workspace are read, only if it is trusted. */
async function additionItems(catalog: HostAdditions): Promise<readonly AdditionItem[]> {
  const { isTrusted } = vscode.workspace;
  const [found, sshConfig, inventories] = await Promise.all([
    isTrusted ? findHosts() : { containers: [], nodes: [], contexts: [] },
    readSSHConfigHosts(sshConfigFiles()),
    isTrusted ? inventoryFiles() : [],
  ]);
  const added = [
    ...catalog.hosts.flatMap(({ spec }) => {
      switch (spec.kind) {
        case 'ssh':
          return [accessKey(spec)];
        case 'exec':
          return [accessKey({ kind: 'exec', command: spec.argv })];
        case 'local':
        case 'sandbox':
          return [];
      }
    }),
    ...catalog.clusters.flatMap(({ context }) => (context === undefined ? [] : [context])),
  ];
  return [
    {
      label: `$(remote) ${l10n.t('SSH Host…')}`,
      description: l10n.t('name or user@name of a node'),
      ask: promptForDestination,
    },
    {
      label: `$(terminal) ${l10n.t('Command…')}`,
      description: l10n.t('opens a shell in a container, pod or virtual machine'),
      ask: promptForCommand,
    },
    ...knownHostGroups({ found, sshConfig, inventories }, new Set(added)).flatMap(({ title, rows }) => [
      { label: title, kind: vscode.QuickPickItemKind.Separator },
      ...rows,
    ]),
  ];
}

async function promptForDestination(): Promise<HostAccess | undefined> {
  const destination = await promptForLine({
    title: l10n.t('Add SSH Host'),
    prompt: l10n.t('Any ssh destination. Your ssh config, keys, agent and jump hosts are used.'),
    placeHolder: 'user@node1.example.org',
    problemOf: (text) => entryProblem({ name: 'new', ...sshAccess(text) }, []),
  });
  return destination === undefined ? undefined : sshAccess(destination);
}

function sshAccess(destination: string): HostAccess {
  return { kind: 'ssh', destination: destination.trim() };
}

async function promptForCommand(): Promise<HostAccess | undefined> {
  const command = await promptForLine({
    title: l10n.t('Add Host by Command'),
    prompt: l10n.t('Command that opens a root shell, for example "docker exec -i NAME"'),
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
    if (hasCode(error, 'hostSetting')) {
      return errorText(error);
    }
    throw error;
  }
}

function promptForName(access: HostAccess, value: string, taken: readonly string[]): Thenable<string | undefined> {
  return promptForLine({
    title: l10n.t('Add Host'),
    prompt: l10n.t('Name of the host in views and messages'),
    value,
    problemOf: (name) => entryProblem({ name, ...access }, taken),
  });
}

type Line = Pick<vscode.InputBoxOptions, 'title' | 'prompt' | 'placeHolder' | 'value'> & {
  readonly problemOf: (text: string) => string | undefined;
};

/** Prompts for one line. The input box stays open while the user copies text from elsewhere. */
function promptForLine({ problemOf, ...line }: Line): Thenable<string | undefined> {
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
        return undefined; // A file that is missing or unreadable offers no hosts.
      }
    },
    list: async (directory) => {
      try {
        return (await vscode.workspace.fs.readDirectory(vscode.Uri.file(directory))).map(([name]) => name);
      } catch {
        return []; // The same for a directory.
      }
    },
  };
}
