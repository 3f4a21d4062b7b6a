import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { failureOf } from '../../../engine/explain/index.ts';
import { pluginLine } from '../../../engine/host/index.ts';
import { bytesOfText, operationOfDocument, type OperationDocument } from '../../../engine/libcni/index.ts';
import type { CommandId } from '../../commands/command-ids.ts';
import { type FailedOnHost, remedyActions } from '../../commands/remedy-actions.ts';
import { openHostChanges } from '../../commands/show-host-changes.ts';
import type { NotificationAction } from '../../editor/notify.ts';
import type { ResultDocuments } from '../../editor/result-documents.ts';
import type { HostCatalog } from '../../hosts/host-catalog.ts';
import { programsOf, type RanProgram } from './chain-sections.ts';
import { configurationLine, type FileLine, showLine } from './configuration-line.ts';
import type { OperationAction, PageButton } from './operation-model.ts';
import { resultTexts } from './result-lines.ts';
import { shownText, streams } from './step-tabs.ts';

/** What the buttons of the inspector need. */
export interface ActionSources {
  readonly documents: Pick<ResultDocuments, 'show' | 'showPage' | 'put'>;
  readonly catalog: Pick<HostCatalog, 'find'>;
}

/** The buttons of the page, by their place. */
export interface OperationButtons {
  readonly ofOperation: readonly PageButton[];
  readonly ofProblem: readonly PageButton[];
  readonly ofProgram: (ran: RanProgram) => readonly PageButton[];
}

/** Returns the buttons that make sense for an operation. */
export async function operationButtons(sources: ActionSources, document: OperationDocument): Promise<OperationButtons> {
  const line = await failedLine(document);
  const remedies = remediesOf(sources, document);
  const again: readonly PageButton[] =
    document.steps.length === 0
      ? []
      : [
          { id: 'cni.runAgain', title: l10n.t('Run Again in Sandbox…') },
          { id: 'cni.copyOperation', title: l10n.t('Copy as Shell') },
        ];
  return {
    ofOperation: [
      ...(document.error === undefined ? again : []),
      ...(document.changes === undefined ? [] : [{ id: 'hostChanges', title: l10n.t('Show Host Changes') }]),
      { id: 'cni.exportOperation', title: l10n.t('Export…') },
    ],
    ofProblem: [
      ...remedies.map(({ title }, index): PageButton => ({ id: `remedy ${index}`, title })),
      ...(line === undefined ? [] : [{ id: 'goToLine', title: l10n.t('Go to Line {0}', line.line + 1) }]),
      ...again,
      ...(failureOf(operationOfDocument(document)) === undefined ? [] : [{ id: 'explain', title: l10n.t('Explain') }]),
    ],
    ofProgram: ({ program, operation }) => [
      ...('verb' in program && operation === document
        ? [{ id: 'cni.runAgain', title: l10n.t('Run Again from Here…') }]
        : []),
      ...(program.pluginPath === undefined ? [] : [{ id: 'copyShell', title: l10n.t('Copy as Shell') }]),
    ],
  };
}

/** The document of a page. */
interface ShownDocument {
  readonly uri: vscode.Uri;
  readonly document: OperationDocument;
}

/** The buttons that run a command on the document. */
const commands: readonly string[] = ['cni.runAgain', 'cni.copyOperation', 'cni.exportOperation'] satisfies CommandId[];

/** Carries out what a button stands for. Ignores a button that the document does not have. */
export async function runOperationAction(
  sources: ActionSources,
  { uri, document }: ShownDocument,
  { button, row }: OperationAction,
): Promise<void> {
  const ran = row === undefined ? undefined : programsOf(document).get(row);
  if (commands.includes(button)) {
    const step = document.steps.findIndex((one) => one === ran?.program);
    await vscode.commands.executeCommand(button, uri, ...(step < 0 ? [] : [step]));
    return;
  }
  await (ran === undefined ? runOnOperation(sources, document, button) : runOnProgram(sources, ran, button));
}

async function runOnOperation(sources: ActionSources, document: OperationDocument, button: string): Promise<void> {
  const [, remedy] = /^remedy (\d+)$/.exec(button) ?? [];
  if (remedy !== undefined) {
    await remediesOf(sources, document)[Number(remedy)]?.run();
  } else if (button === 'goToLine') {
    const line = await failedLine(document);
    await (line && showLine(line));
  } else if (button === 'hostChanges') {
    await openHostChanges(sources.documents, document, document.startedAt);
  } else if (button === 'explain') {
    await explain(document);
  }
}

/** Explains the failure with what is the case on the host now. */
async function explain(document: OperationDocument): Promise<void> {
  const failure = failureOf(operationOfDocument(document));
  const line = await failedLine(document);
  const config = document.source?.config;
  const argument: FailedOnHost | undefined = failure && {
    failure,
    hostName: document.host ?? '',
    config: config === undefined ? undefined : new TextDecoder().decode(bytesOfText(config)),
    place: line && { uri: line.uri.toString(), line: line.line },
  };
  await vscode.commands.executeCommand('cni.explainFailure' satisfies CommandId, argument);
}

async function runOnProgram(
  { documents }: ActionSources,
  { program, id, operation }: RanProgram,
  button: string,
): Promise<void> {
  const { pluginType, pluginPath } = program;
  const stream = streams.find((name) => name === button);
  const key = `${operation.startedAt} ${id}`;
  if (button === 'copyShell' && pluginPath !== undefined) {
    await vscode.env.clipboard.writeText(
      pluginLine({ pluginPath, env: program.env, stdin: bytesOfText(program.stdin) }),
    );
    vscode.window.setStatusBarMessage(l10n.t('Copied the call of {0}', pluginType), 5000);
  } else if (stream !== undefined) {
    const text = shownText(program[stream]);
    const extension = text.startsWith('{') ? 'json' : 'txt';
    await documents.show(`${pluginType} ${stream}.${extension}`, key, `${text}\n`);
  } else if (button === 'diff' && 'verb' in program) {
    const { before, after } = resultTexts(program);
    await vscode.commands.executeCommand(
      'vscode.diff',
      documents.put(`${pluginType} prevResult.json`, key, before),
      documents.put(`${pluginType} result.json`, key, after),
      l10n.t('{0}: prevResult ↔ result', pluginType),
      { preview: false },
    );
  }
}

/** The line of the plugin that failed. */
async function failedLine(document: OperationDocument): Promise<FileLine | undefined> {
  const at = document.steps.findLastIndex(({ error }) => error !== undefined);
  return at < 0 ? undefined : configurationLine(document, at);
}

/** The buttons of the remedy on the host where the operation ran, if it is still there. */
function remediesOf({ catalog }: ActionSources, document: OperationDocument): readonly NotificationAction[] {
  const host = catalog.find(document.host);
  return host === undefined ? [] : remedyActions(operationOfDocument(document), host, host.name);
}
