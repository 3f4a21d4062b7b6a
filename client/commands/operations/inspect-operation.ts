import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { pluginLine } from '../../../engine/host/index.ts';
import { bytesOfText } from '../../../engine/libcni/index.ts';
import type { TreeSelections } from '../../views/tree-selections.ts';
import { isOperationNode } from '../../views/operation-nodes.ts';
import { openPage } from '../../webviews/page-editor.ts';
import type { CommandHandler } from '../command-ids.ts';
import { operationUri, recordedOperation, type RecordedSources } from './recorded-operation.ts';

/** "Inspect Operation": opens the inspector. */
export function inspectOperation(sources: RecordedSources): CommandHandler {
  return async (target) => {
    const uri = operationUri(sources, target);
    if (uri !== undefined) {
      await openPage('operation', uri);
    }
  };
}

/** "Copy as Shell": copies one line for each plugin that ran, in their order. */
export function copyOperation(sources: RecordedSources): CommandHandler {
  return async (target) => {
    const recorded = await recordedOperation(sources, target);
    const lines = recorded?.document.steps.flatMap(({ pluginPath, env, stdin }) =>
      pluginPath === undefined ? [] : [pluginLine({ pluginPath, env, stdin: bytesOfText(stdin) })],
    );
    if (lines !== undefined) {
      await vscode.env.clipboard.writeText(lines.map((line) => `${line}\n`).join(''));
      vscode.window.setStatusBarMessage(l10n.t('Copied the calls of {0} plugins', lines.length), 5000);
    }
  };
}

/** "Clear Operations": forgets the selected operations, or all. */
export function clearOperations(
  { history }: RecordedSources,
  selections: Pick<TreeSelections, 'rows'>,
): CommandHandler {
  return async (target) => {
    const rows = selections.rows(target, isOperationNode);
    history.remove(rows.length > 0 ? rows.map(({ entry }) => entry) : history.entries);
  };
}
