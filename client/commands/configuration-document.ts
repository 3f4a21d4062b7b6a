import * as vscode from 'vscode';
import { isCNIError, type NetworkConfigList } from '../../engine/libcni/index.ts';
import { loadConfiguration } from '../configuration-text.ts';
import { EditorFiles } from '../editor-files.ts';
import { notify, type NotificationAction } from '../notify.ts';

/** A configuration as it stands in its editor. */
export interface OpenConfiguration {
  readonly uri: vscode.Uri;
  readonly fileName: string;
  readonly list: NetworkConfigList;
  /** True when the text is not what is on disk. */
  readonly unsaved: boolean;
}

/** The document a command is about: the file it was called on, else the one in the active editor if it is a configuration. */
export async function targetDocument(target: unknown): Promise<vscode.TextDocument | undefined> {
  if (target instanceof vscode.Uri) {
    return vscode.workspace.openTextDocument(target);
  }
  const active = vscode.window.activeTextEditor?.document;
  return active !== undefined && isConfiguration(active) ? active : undefined;
}

/** Lets the user choose one of the configurations that are open or in the workspace. */
export async function pickDocument(title: string): Promise<vscode.TextDocument | undefined> {
  const open = vscode.workspace.textDocuments.filter((document) => isConfiguration(document));
  const found = await vscode.workspace.findFiles('{**/*.conflist,**/net.d/*.conf,**/net.d/*.json}', undefined, 200);
  const uris = new Map([...open.map((document) => document.uri), ...found].map((uri) => [uri.toString(), uri]));
  const items = [...uris.values()].map((uri) => ({
    label: baseName(uri),
    description: vscode.workspace.asRelativePath(uri),
    uri,
  }));
  if (items.length === 0) {
    notify(
      'info',
      vscode.l10n.t('There is no network configuration in this workspace. Open one, or make a .conflist file.'),
      [],
    );
    return undefined;
  }
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true });
  return picked === undefined ? undefined : vscode.workspace.openTextDocument(picked.uri);
}

/** Loads the text of a document as libcni would. When libcni would refuse it, says so in its words, shows the place, and gives undefined. */
export async function loadDocument(document: vscode.TextDocument): Promise<OpenConfiguration | undefined> {
  const fileName = baseName(document.uri);
  try {
    const list = await loadConfiguration(new EditorFiles(document), document.uri.path);
    return { uri: document.uri, fileName, list, unsaved: document.isDirty || document.isUntitled };
  } catch (error) {
    if (!isCNIError(error)) {
      throw error;
    }
    await reportRefusal(document, fileName, error.message);
    return undefined;
  }
}

async function reportRefusal(document: vscode.TextDocument, fileName: string, reason: string): Promise<void> {
  const problem = vscode.languages
    .getDiagnostics(document.uri)
    .find((diagnostic) => diagnostic.severity === vscode.DiagnosticSeverity.Error);
  const refused = vscode.l10n.t('{0} cannot be run, libcni refuses it: {1}.', fileName, reason);
  if (problem === undefined) {
    await vscode.window.showTextDocument(document);
    notify('error', refused, []);
    return;
  }
  const { start } = problem.range;
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(start, start) });
  const where = vscode.l10n.t('Line {0}: {1}', start.line + 1, problem.message);
  notify('error', `${refused} ${where}`, [
    ...(await fixActions(document, problem.range)),
    {
      title: vscode.l10n.t('Show Problems'),
      run: () => vscode.commands.executeCommand('workbench.actions.view.problems'),
    },
  ]);
}

/** The quick fix that fits best, as a button, if there is one. */
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

function baseName(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
