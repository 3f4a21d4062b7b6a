import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isCNIError, type NetworkConfigList } from '../../../engine/libcni/index.ts';
import { loadConfiguration } from '../../operations/configuration-text.ts';
import { EditorFiles } from '../../operations/editor-files.ts';
import { networkName } from '../../operations/network-name.ts';
import { commandAction, notify, type NotificationAction } from '../../editor/notify.ts';
import { fileItem, sortedByLabel } from '../../editor/pick-items.ts';

/** A configuration as it is in its editor. */
export interface OpenConfiguration {
  readonly uri: vscode.Uri;
  readonly fileName: string;
  readonly list: NetworkConfigList;
  /** True when the text differs from the file. */
  readonly unsaved: boolean;
  /** The range of a configuration inside another file. */
  readonly range?: vscode.Range;
  /** The name that the runtime fills in, because the text has none. */
  readonly suppliedName?: string | undefined;
}

/** Returns the document of the file that a command was called on, else the configuration in the active editor. */
export async function targetDocument(target: unknown): Promise<vscode.TextDocument | undefined> {
  if (target instanceof vscode.Uri) {
    return vscode.workspace.openTextDocument(target);
  }
  const active = vscode.window.activeTextEditor?.document;
  return active !== undefined && isConfiguration(active) ? active : undefined;
}

/** An item of the prompt for a configuration: a file, or anything else. */
type ConfigurationItem<T> = vscode.QuickPickItem & ({ readonly uri: vscode.Uri } | { readonly other: T });

/** Prompts for one of the configurations that are open or in the workspace. */
export function pickDocument(title: string): Promise<vscode.TextDocument | undefined> {
  return pickDocumentOr<never>(title, []);
}

/** Prompts for one of the configurations that are open or in the workspace, or for one of the others. */
export async function pickDocumentOr<T extends object>(
  title: string,
  others: readonly (vscode.QuickPickItem & { readonly other: T })[],
): Promise<vscode.TextDocument | T | undefined> {
  const open = vscode.workspace.textDocuments.filter((document) => isConfiguration(document));
  const found = await vscode.workspace.findFiles('{**/*.conflist,**/net.d/*.conf,**/net.d/*.json}', undefined, 200);
  const uris = new Map([...open.map((document) => document.uri), ...found].map((uri) => [uri.toString(), uri]));
  const files = await Promise.all(
    [...uris.values()].map(async (uri) => ({
      ...fileItem(vscode.workspace.asRelativePath(uri), networkName(await textOf(uri, open))),
      uri,
    })),
  );
  const items: readonly ConfigurationItem<T>[] = [...files, ...others];
  if (items.length === 0) {
    notify('info', l10n.t('This workspace has no network configurations.'), [
      commandAction(l10n.t('New Network Configuration'), 'cni.newConfiguration'),
    ]);
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(sortedByLabel(items), { title, matchOnDescription: true });
  return picked === undefined || 'other' in picked ? picked?.other : vscode.workspace.openTextDocument(picked.uri);
}

/** Returns the current text of a configuration; empty when it cannot be read, which is reported when it is opened. */
async function textOf(uri: vscode.Uri, open: readonly vscode.TextDocument[]): Promise<string> {
  const document = open.find((one) => one.uri.toString() === uri.toString());
  if (document !== undefined) {
    return document.getText();
  }
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return '';
  }
}

/** Loads the text of a document as libcni would. When libcni rejects it, shows its error and the line, and returns undefined. */
export async function loadDocument(document: vscode.TextDocument): Promise<OpenConfiguration | undefined> {
  const fileName = baseName(document.uri);
  try {
    const list = await loadConfiguration(new EditorFiles(document), document.uri.path);
    return { uri: document.uri, fileName, list, unsaved: document.isDirty || document.isUntitled };
  } catch (error) {
    if (!isCNIError(error)) {
      throw error;
    }
    await reportRejection(document, fileName, error.message);
    return undefined;
  }
}

/** Shows libcni's error, and the line of the first problem in the document, or in the range of an embedded configuration. */
export async function reportRejection(
  document: vscode.TextDocument,
  fileName: string,
  reason: string,
  within?: vscode.Range,
): Promise<void> {
  const problem = vscode.languages
    .getDiagnostics(document.uri)
    .filter(({ range }) => within === undefined || within.contains(range))
    .find((diagnostic) => diagnostic.severity === vscode.DiagnosticSeverity.Error);
  const rejected = l10n.t('libcni rejects {0}: {1}', fileName, reason);
  if (problem === undefined) {
    await vscode.window.showTextDocument(
      document,
      within && { selection: new vscode.Range(within.start, within.start) },
    );
    notify('error', rejected, []);
    return;
  }
  const { start } = problem.range;
  const goToLine = (): Thenable<unknown> =>
    vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
  await goToLine();
  notify('error', rejected, [
    ...(await fixActions(document, problem.range)),
    { title: l10n.t('Go to Line'), run: goToLine },
    commandAction(l10n.t('Show Problems'), 'workbench.actions.view.problems'),
  ]);
}

/** Returns a button for the preferred quick fix, if there is one. */
async function fixActions(document: vscode.TextDocument, range: vscode.Range): Promise<readonly NotificationAction[]> {
  const found = await vscode.commands.executeCommand<readonly (vscode.CodeAction | vscode.Command)[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    vscode.CodeActionKind.QuickFix.value,
  );
  const fixes = found.filter((action) => action instanceof vscode.CodeAction).filter(({ edit }) => edit !== undefined);
  const fix = fixes.find(({ isPreferred }) => isPreferred === true) ?? fixes[0];
  const edit = fix?.edit;
  return fix === undefined || edit === undefined
    ? []
    : [{ title: fix.title, run: () => vscode.workspace.applyEdit(edit) }];
}

function isConfiguration(document: vscode.TextDocument): boolean {
  return document.languageId === 'cni' || document.uri.path.endsWith('.conflist');
}

/** Returns the last part of a path. */
export function baseName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
