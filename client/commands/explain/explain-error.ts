import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type LoggedFailure, LogReader } from '../../../engine/explain/index.ts';
import type { NamedHost } from '../../../engine/host/index.ts';
import { notify } from '../../editor/notify.ts';
import { type ExplanationSources, showExplanation } from '../../explain/show-explanation.ts';
import { hostScheme, splitHostFilePath } from '../../host-files/host-file-path.ts';
import type { HostCatalog } from '../../hosts/host-catalog.ts';
import type { HostSelection } from '../../hosts/host-selection.ts';
import { showLine } from '../../webviews/operation/configuration-line.ts';
import type { CommandHandler } from '../command-ids.ts';
import { type FailedOnHost, locate, typePattern } from '../remedy-actions.ts';

/** Dependencies of "Explain Error…". */
export type ExplainSources = ExplanationSources & {
  readonly catalog: Pick<HostCatalog, 'find'>;
  readonly hosts: Pick<HostSelection, 'selected'>;
};

/** A text to explain, and where it is. */
interface Passage {
  readonly text: string;
  readonly uri?: vscode.Uri;
  /** Number of its first line in the document, from 0. */
  readonly firstLine: number;
  /** The user chose the text because of a failure, so every line is about CNI. */
  readonly isChosen: boolean;
}

/** More characters are not read. */
const longestPassage = 16 * 1024 * 1024;

/** "Explain Error…": explains the selection, the current line or the log; without them a text that the user enters. */
export function explainError(sources: ExplainSources): CommandHandler {
  return async () => {
    for (const passage of passagesOf(vscode.window.activeTextEditor)) {
      if (await show(sources, passage)) {
        return;
      }
    }
    const text = await enteredText();
    if (text !== undefined) {
      await explainPluginError(sources, text);
    }
  };
}

/** Explains a text that the user chose. */
async function explainPluginError(sources: ExplainSources, text: string): Promise<void> {
  if (!(await show(sources, { text, firstLine: 0, isChosen: true }))) {
    reportNone();
  }
}

/** "Explain Error" of the terminal: explains its selection. */
export function explainTerminalError(sources: ExplainSources): CommandHandler {
  return async () => {
    await explainPluginError(sources, await terminalSelection());
  };
}

/** Returns the selection of the terminal, which only the clipboard gives; empty without a selection. */
async function terminalSelection(): Promise<string> {
  const { clipboard } = vscode.env;
  const before = await clipboard.readText();
  try {
    // Without a selection the command copies nothing, so the text of before must not be there.
    await clipboard.writeText('');
    await vscode.commands.executeCommand('workbench.action.terminal.copySelection');
    return await clipboard.readText();
  } finally {
    await clipboard.writeText(before);
  }
}

/** Returns what the command can be meant for in an editor: the selection; else the current line, then the whole log. */
function passagesOf(active: vscode.TextEditor | undefined): readonly Passage[] {
  if (active === undefined) {
    return [];
  }
  const { document, selection } = active;
  const { uri, languageId } = document;
  if (!selection.isEmpty) {
    return [{ text: document.getText(selection), uri, firstLine: selection.start.line, isChosen: true }];
  }
  const { line } = selection.active;
  const current = { text: document.lineAt(line).text, uri, firstLine: line, isChosen: false };
  return languageId === 'log' || uri.path.endsWith('.log')
    ? [current, { text: document.getText(), uri, firstLine: 0, isChosen: false }]
    : [current];
}

/** Prompts for a text, with the clipboard as proposal if it has a failure. */
async function enteredText(): Promise<string | undefined> {
  const clipboard = await vscode.env.clipboard.readText();
  const isFailure = failuresIn({ text: clipboard, firstLine: 0, isChosen: false }).length > 0;
  return vscode.window.showInputBox({
    title: l10n.t('Explain Error'),
    prompt: l10n.t('Paste the message of a pod event, a runtime or a plugin.'),
    ...(isFailure ? { value: clipboard } : {}),
    ignoreFocusOut: true,
  });
}

function failuresIn({ text, firstLine, isChosen }: Passage): readonly LoggedFailure[] {
  const reader = new LogReader({ isCNI: isChosen });
  for (const [index, line] of text.slice(0, longestPassage).split('\n').entries()) {
    if (line.trim() !== '') {
      reader.read(line, { line: firstLine + index + 1 });
    }
  }
  return reader.failures;
}

/** Shows the explanations of a text next to the editor. Returns false if it has no failure. */
async function show(sources: ExplainSources, passage: Passage): Promise<boolean> {
  const failures = failuresIn(passage);
  if (failures.length === 0) {
    return false;
  }
  const { uri } = passage;
  await showExplanation(sources, {
    failures,
    key: uri?.toString() ?? '',
    host: hostOf(sources, uri),
    placeOf: ({ line }) => (uri === undefined ? undefined : { uri: uri.toString(), line: line - 1 }),
  });
  return true;
}

/** Returns the host of a log: its own if it is a file of a host, else the selected one. */
function hostOf({ catalog, hosts }: ExplainSources, uri: vscode.Uri | undefined): NamedHost {
  const own = uri?.scheme === hostScheme ? catalog.find(splitHostFilePath(uri.path).host) : undefined;
  return own ?? hosts.selected;
}

/** "Explain" of a failed operation. */
export function explainFailure(sources: ExplainSources): CommandHandler {
  return async (failed) => {
    if (!isFailedOnHost(failed)) {
      return;
    }
    const { failure, hostName, config, configuration, surveyed } = failed;
    const { network = '', plugin = '' } = failure;
    const found = configuration && (await locate(configuration, typePattern(plugin)));
    const place = failed.place ?? (found && { uri: found.document.uri.toString(), line: found.position.line });
    await showExplanation(sources, {
      failures: [failure],
      key: `${hostName} ${network}`,
      host: sources.catalog.find(hostName) ?? sources.hosts.selected,
      surveyed: await surveyed,
      file: config === undefined ? undefined : { name: `${network}.conflist`, text: config },
      placeOf: () => place,
    });
  };
}

function isFailedOnHost(value: unknown): value is FailedOnHost {
  return typeof value === 'object' && value !== null && 'failure' in value && 'hostName' in value;
}

/** "Go to Line": shows a line of a document. Arguments: its URI, and the number of the line from 0. */
export function goToLine(): CommandHandler {
  return async (uri, line) => {
    if (typeof uri !== 'string' || typeof line !== 'number') {
      return;
    }
    await showLine({ uri: vscode.Uri.parse(uri), line });
  };
}

function reportNone(): void {
  notify('info', l10n.t('The text has no CNI failure. Select the line with the error, and run the command again.'), []);
}
