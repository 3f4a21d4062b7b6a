import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isWorkbenchError } from '../../engine/errors/workbench-error.ts';
import {
  explainOperation,
  type Explanation,
  type ExplanationId,
  type Failure,
  failureOf,
} from '../../engine/explain/index.ts';
import type { Host, NamedHost } from '../../engine/host/host.ts';
import type { NetworkConfigList, Operation } from '../../engine/libcni/index.ts';
import type { Surveyed } from '../../language/index.ts';
import { actionOf, commandAction, type NotificationAction } from '../editor/notify.ts';
import { isThisMachine } from '../hosts/host-locations.ts';

/** A file, or the range of a configuration inside it. */
export interface ConfigurationRange {
  readonly uri: vscode.Uri;
  readonly range?: vscode.Range;
}

/** The part of a host that decides on remedies. */
type RemedyHost = Pick<Host, 'spec'>;

type Remedy = (host: NamedHost) => readonly vscode.Command[];

const openTerminal: Remedy = ({ spec }) => (isThisMachine(spec) ? [terminalCommand()] : []);
const installPlugins: Remedy = (host) => [installCommand(host)];

const remedies: Partial<Readonly<Record<ExplanationId, Remedy>>> = {
  referencePluginMissing: installPlugins,
  noPluginPath: installPlugins,
  wrongFormat: installPlugins,
  notPermitted: () => [{ title: l10n.t('Select Host…'), command: 'cni.selectHost' }],
  toolMissing: openTerminal,
  notExecutable: openTerminal,
  interpreterMissing: openTerminal,
  prevResultMissing: () => [{ title: l10n.t('Add to Namespace…'), command: 'cni.addToNamespace' }],
};

/** Returns the command that carries out the remedy of a known failure on a host; none if no command can. */
export function remedyCommands({ id }: Explanation, host: NamedHost): readonly vscode.Command[] {
  return remedies[id]?.(host) ?? [];
}

/** Returns the button that carries out the remedy of a failed operation, whatever its verb; none where only the log helps. */
export function remedyActions(
  operation: Operation,
  { spec }: RemedyHost,
  hostName: string,
): readonly NotificationAction[] {
  const cause = operation.error?.cause;
  if (isWorkbenchError(cause)) {
    return hostRemedyActions(cause.code);
  }
  const explanation = explainOperation(operation);
  return explanation === undefined ? [] : remedyCommands(explanation, { name: hostName, spec }).map(actionOf);
}

/** Where an operation failed. */
export interface FailedWhere {
  /** Name of the host; the selected host counts if it no longer exists. */
  readonly hostName: string;
  /** The text of the list that ran. */
  readonly config?: string | undefined;
  /** What ran, as it is in a file. */
  readonly configuration?: ConfigurationRange | undefined;
  /** The line of the plugin, if it is known without the configuration. */
  readonly place?: FailurePlace | undefined;
  /** The answer of a host that ends before the user reads the explanation; undefined if it cannot be read. */
  readonly surveyed?: Promise<Surveyed | undefined> | undefined;
}

/** A line of a document. */
export interface FailurePlace {
  readonly uri: string;
  /** Number of the line, from 0. */
  readonly line: number;
}

/** Argument of the command that explains a failed operation. */
export interface FailedOnHost extends FailedWhere {
  readonly failure: Failure;
}

/** Returns the text of a list that ran. */
export function listText({ bytes }: NetworkConfigList): string {
  return new TextDecoder().decode(bytes);
}

/** Returns the button that explains a failed operation; none for a problem of the host, whose notification says all. */
export function explainActions(operation: Operation, where: FailedWhere): readonly NotificationAction[] {
  const failure = isWorkbenchError(operation.error?.cause) ? undefined : failureOf(operation);
  const argument: FailedOnHost | undefined = failure && { ...where, failure };
  return argument === undefined ? [] : [commandAction(l10n.t('Explain'), 'cni.explainFailure', argument)];
}

/** Returns the button that carries out the remedy of a problem with a host, by the code of its error. */
export function hostRemedyActions(code: string): readonly NotificationAction[] {
  switch (code) {
    case 'hostSetting':
    case 'unreachable':
    case 'authenticationFailed':
    case 'loginShell':
      return [commandAction(l10n.t('Edit Host…'), 'cni.editHosts')];
    case 'hostKey':
    case 'noUserNamespaces':
      return [actionOf(terminalCommand())];
    default:
      return [];
  }
}

/** A button that shows the line with `pattern` in a configuration, which may have changed since; else its first line. */
export function goToLineAction(configuration: ConfigurationRange, pattern: RegExp): NotificationAction {
  return {
    title: l10n.t('Go to Line'),
    run: async () => {
      const { document, position } = await locate(configuration, pattern);
      await vscode.window.showTextDocument(document, { selection: new vscode.Range(position, position) });
    },
  };
}

/** Returns where `pattern` is in a configuration; else where the configuration begins. */
export async function locate(
  { uri, range }: ConfigurationRange,
  pattern: RegExp,
): Promise<{ readonly document: vscode.TextDocument; readonly position: vscode.Position }> {
  const document = await vscode.workspace.openTextDocument(uri);
  const from = range === undefined ? 0 : document.offsetAt(range.start);
  const position = document.positionAt(from + Math.max(0, document.getText().slice(from).search(pattern)));
  return { document, position };
}

/** Returns a pattern for a plugin's "type". A name from a configuration may have any characters. */
export function typePattern(plugin: string): RegExp {
  const quoted = JSON.stringify(plugin).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`"type"\\s*:\\s*${quoted}`);
}

/** Returns the command that installs plugins for a host. The sandbox uses those of this machine. */
export function installCommand({ name, spec }: NamedHost): vscode.Command {
  const target = spec.kind === 'sandbox' ? 'local' : name;
  return { title: l10n.t('Install Plugins…'), command: 'cni.installPlugins', arguments: [target] };
}

function terminalCommand(): vscode.Command {
  return { title: l10n.t('Open Terminal'), command: 'workbench.action.terminal.new' };
}
