import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { NewNetworkAnswer, NewNetworkQuestion } from '../../language/index.ts';
import type { Choice } from '../editor/back-prompts.ts';
import type { HostKnowledge } from '../hosts/host-knowledge.ts';
import type { HostSelection } from '../hosts/host-selection.ts';
import { hostShortName } from '../hosts/host-text.ts';
import type { LanguageServer } from '../language/language-server.ts';
import { purposeTraits } from '../start/answers.ts';
import { networkText } from '../start/network-text.ts';
import { fileNameOf } from '../start/proposals.ts';
import { askNewNetwork, type Destination, type NewNetwork } from '../start/wizard.ts';
import type { WorkspaceProblems } from '../workspace/workspace-problems.ts';
import type { CommandHandler } from './command-ids.ts';

/** Dependencies of the command. */
export interface NewConfigurationSources {
  readonly server: Pick<LanguageServer, 'ensureStarted'> & {
    request(method: 'cni/newNetwork', params: NewNetworkQuestion): Promise<NewNetworkAnswer | null | undefined>;
  };
  readonly workspaceProblems: Pick<WorkspaceProblems, 'sendNow'>;
  readonly hosts: Pick<HostSelection, 'selected'>;
  readonly knowledge: Pick<HostKnowledge, 'of'>;
}

/**
 * "New Network Configuration…": asks what for, which addresses and where, and writes a complete network. Starts nothing on a
 * host: what is known about the host in use is compared.
 */
export function newConfiguration(sources: NewConfigurationSources): CommandHandler {
  return async () => {
    const { server, workspaceProblems, hosts, knowledge } = sources;
    const ready = server.ensureStarted().then(() => workspaceProblems.sendNow());
    const known = knowledge.of(hosts.selected.name);
    const facts = known.kind === 'unknown' ? undefined : known.contents?.facts;
    const made = await askNewNetwork({
      hostNetwork: { interfaces: facts?.interfaces ?? [], routes: facts?.routes ?? [] },
      consult: async (question) => {
        await ready;
        return (await server.request('cni/newNetwork', question)) ?? undefined;
      },
      destinations: (isDefinition) => destinations(isDefinition, hosts.selected.name),
    });
    if (made !== undefined) {
      await write(made);
    }
  };
}

function destinations(isDefinition: boolean, host: string): readonly Choice<Destination>[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri, name }) => ({
    label: `$(root-folder) ${l10n.t('Folder {0}', name)}`,
    value: { kind: 'folder', uri: uri.toString() } as const,
  }));
  const onHost = {
    label: `$(server) ${l10n.t('Configuration directory of a host…')}`,
    description: hostShortName(host),
    value: { kind: 'host' } as const,
  };
  const untitled = { label: `$(new-file) ${l10n.t('New untitled file')}`, value: { kind: 'untitled' } as const };
  return [...folders, ...(isDefinition || !vscode.workspace.isTrusted ? [] : [onHost]), untitled];
}

async function write({ answers, destination }: NewNetwork): Promise<void> {
  const { isDefinition } = purposeTraits[answers.purpose];
  const text = networkText(answers);
  const name = fileNameOf(answers, isDefinition);
  switch (destination.kind) {
    case 'untitled': {
      const language = isDefinition ? 'yaml' : 'cni';
      await show(await vscode.workspace.openTextDocument({ language, content: text }));
      return;
    }
    case 'host': {
      const uri = vscode.Uri.from({ scheme: 'untitled', path: name });
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.workspace.applyEdit(replacement(document, text));
      await show(document);
      await vscode.commands.executeCommand('cni.saveToHost', uri);
      return;
    }
    case 'folder': {
      const uri = await freeUri(vscode.Uri.parse(destination.uri), name);
      await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
      await show(await vscode.workspace.openTextDocument(uri));
    }
  }
}

async function show(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
}

/** Returns the edit that replaces the text of a document, which an earlier untitled file of the same name may have. */
function replacement(document: vscode.TextDocument, text: string): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  const end = document.positionAt(document.getText().length);
  const whole = new vscode.Range(new vscode.Position(0, 0), end);
  edit.set(document.uri, [new vscode.TextEdit(whole, text)]);
  return edit;
}

/** Returns the URI of a file in a folder that does not exist: `10-mynet.conflist`, `10-mynet-2.conflist`. */
async function freeUri(folder: vscode.Uri, name: string): Promise<vscode.Uri> {
  const dot = name.lastIndexOf('.');
  for (let number = 1; ; number++) {
    const own = number === 1 ? name : `${name.slice(0, dot)}-${number}${name.slice(dot)}`;
    const uri = vscode.Uri.joinPath(folder, own);
    if (!(await exists(uri))) {
      return uri;
    }
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') {
      return false;
    }
    throw error;
  }
}
