import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import {
  isDocumentProblem,
  type Operation,
  type OperationDocument,
  readOperationDocument,
} from '../../../engine/libcni/index.ts';
import { commandAction, notify, type NotificationAction } from '../../editor/notify.ts';
import type { OperationHistory } from '../../operations/operation-history.ts';
import { isOperationNode } from '../../views/operation-nodes.ts';
import { pageType } from '../../webviews/page-editor.ts';

/** A document of an operation. */
export interface RecordedOperation {
  readonly uri: vscode.Uri;
  readonly document: OperationDocument;
}

/** Dependencies of commands on recorded operations. */
export interface RecordedSources {
  readonly history: Pick<OperationHistory, 'entries' | 'find' | 'remove'>;
}

/**
 * Returns the address of the operation that a command was called on: a row, a document, the operation of a notification, the
 * active tab, else the newest one. Undefined if nothing ran yet, which is reported.
 */
export function operationUri({ history }: RecordedSources, target: unknown): vscode.Uri | undefined {
  if (target instanceof vscode.Uri) {
    return target;
  }
  const entry = isOperationNode(target) ? target.entry : isStarted(target) ? history.find(target) : history.entries[0];
  const uri = target === undefined ? (activeOperation() ?? entry?.uri) : entry?.uri;
  if (uri === undefined) {
    notify('info', l10n.t('No operation ran yet.'), [commandAction(l10n.t('Add to Namespace…'), 'cni.addToNamespace')]);
    return undefined;
  }
  return vscode.Uri.parse(uri.toString());
}

/** Returns {@link operationUri} with its document. A document that cannot be read is reported. */
export async function recordedOperation(
  sources: RecordedSources,
  target: unknown,
): Promise<RecordedOperation | undefined> {
  const uri = operationUri(sources, target);
  if (uri === undefined) {
    return undefined;
  }
  const document = readOperationDocument(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri)));
  if (isDocumentProblem(document)) {
    notify('error', document.problem, []);
    return undefined;
  }
  return { uri, document };
}

/** A button that opens the inspector of an operation that ended. */
export function inspectAction({ verb, startedAt }: Operation): NotificationAction {
  return commandAction(l10n.t('Inspect'), 'cni.inspectOperation', { verb, startedAt });
}

function isStarted(value: unknown): value is Pick<Operation, 'verb' | 'startedAt'> {
  return typeof value === 'object' && value !== null && 'verb' in value && 'startedAt' in value;
}

/** The operation in the active tab. */
function activeOperation(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && input.viewType === pageType('operation') ? input.uri : undefined;
}
