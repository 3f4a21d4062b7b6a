import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import {
  capture,
  type CaptureReport,
  findWireshark,
  interfacesInside,
  openInWireshark,
} from '../../../engine/host/index.ts';
import type { Host, Namespace } from '../../../engine/host/host.ts';
import { withCancellableProgress } from '../../editor/cancellable-progress.ts';
import { notify, type NotificationAction } from '../../editor/notify.ts';
import type { Settings } from '../../editor/settings.ts';
import type { CommandHandler } from '../command-ids.ts';
import type { NamespaceSources } from '../pickers/namespace.ts';
import { givenNamespace } from './given-namespace.ts';

/** Dependencies of "Capture…". */
export type CaptureSources = NamespaceSources & { readonly settings: Pick<Settings, 'captureLimits'> };

/** "Capture…": writes packets of a namespace to a .pcap file until the user stops it or a limit is reached. */
export function captureInNamespace(sources: CaptureSources): CommandHandler {
  return async (target) => {
    const namespace = await givenNamespace(sources, target, l10n.t('Select the namespace to capture in'));
    const { host } = sources.runner();
    const on = namespace === undefined ? undefined : await pickInterface(host, namespace);
    const filter = on === undefined ? undefined : await promptForFilter();
    if (namespace === undefined || on === undefined || filter === undefined) {
      return;
    }
    const file = await pickFile(`${namespace.name}-${on}.pcap`.replaceAll('/', '_'));
    if (file === undefined) {
      return;
    }
    const request = { namespace, interface: on, filter, file: file.fsPath, ...sources.settings.captureLimits };
    const report = await withCancellableProgress(
      l10n.t('Capturing in "{0}" (Cancel stops it)', namespace.name),
      (signal, progress) => capture(host, request, signal, (now) => progress.report({ message: amountText(now) })),
    );
    notify(report.ended === 'connectionLost' ? 'warning' : 'info', reportText(namespace, report), [
      ...(await wiresharkActions(file)),
      {
        title: l10n.t('Reveal File'),
        run: () => vscode.commands.executeCommand('revealInExplorer', file),
      },
    ]);
  };
}

function amountText({ packets, bytes }: { readonly packets: number; readonly bytes: number }): string {
  return packets === 1
    ? l10n.t('1 packet, {0} kB', Math.ceil(bytes / 1000))
    : l10n.t('{0} packets, {1} kB', packets, Math.ceil(bytes / 1000));
}

function reportText({ name }: Namespace, report: CaptureReport): string {
  const amount = amountText(report);
  switch (report.ended) {
    case 'stopped':
      return l10n.t('Captured in "{0}": {1}.', name, amount);
    case 'timeLimit':
      return l10n.t('Captured in "{0}": {1}. The time limit was reached.', name, amount);
    case 'sizeLimit':
      return l10n.t('Captured in "{0}": {1}. The size limit was reached.', name, amount);
    case 'connectionLost':
      return l10n.t('The connection was lost during the capture in "{0}". The file has {1}.', name, amount);
  }
}

async function pickInterface(host: Host, namespace: Namespace): Promise<string | undefined> {
  const names = await interfacesInside(host, namespace);
  const all = { label: l10n.t('All Interfaces'), description: 'any', name: 'any' };
  const items = [all, ...names.map((name) => ({ label: name, description: '', name }))];
  const title = l10n.t('Select the interface to capture on in "{0}"', namespace.name);
  return (await vscode.window.showQuickPick(items, { title }))?.name;
}

/** Returns the parts of a filter; none for all packets; undefined when the user cancels. */
async function promptForFilter(): Promise<readonly string[] | undefined> {
  const filter = await vscode.window.showInputBox({
    title: l10n.t('Filter packets'),
    prompt: l10n.t('Filter of tcpdump. Leave it empty to capture all packets.'),
    placeHolder: 'tcp port 80',
    validateInput: (value) =>
      value.trim().startsWith('-') ? l10n.t('A filter does not begin with a hyphen.') : undefined,
  });
  return filter?.split(/\s+/).filter((word) => word !== '');
}

async function pickFile(name: string): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const base = folder?.uri.scheme === 'file' ? folder.uri : undefined;
  const file = await vscode.window.showSaveDialog({
    title: l10n.t('Save captured packets'),
    filters: { pcap: ['pcap'] },
    ...(base === undefined ? {} : { defaultUri: vscode.Uri.joinPath(base, name) }),
  });
  if (file !== undefined && file.scheme !== 'file') {
    notify('error', l10n.t('Packets can only be saved to a file of this machine.'), []);
    return undefined;
  }
  return file;
}

async function wiresharkActions(file: vscode.Uri): Promise<readonly NotificationAction[]> {
  const program = await findWireshark();
  return program === undefined
    ? []
    : [{ title: l10n.t('Open in Wireshark'), run: () => openInWireshark(program, file.fsPath) }];
}
