import * as vscode from 'vscode';
import type { CommandHandler } from './command-ids.ts';

type IgnoredFindings = Readonly<Record<string, readonly string[]>>;

/**
 * "Ignore R074 in this file": writes the rule to `cni.ignoredFindings`, in the workspace settings for a file of the
 * workspace, else in the user settings. Arguments: the URI of the file and the id of the rule.
 */
export function ignoreFinding(): CommandHandler {
  return async (uri, rule) => {
    if (typeof uri !== 'string' || typeof rule !== 'string') {
      return;
    }
    const resource = vscode.Uri.parse(uri);
    const isInWorkspace = vscode.workspace.getWorkspaceFolder(resource) !== undefined;
    const glob = isInWorkspace ? vscode.workspace.asRelativePath(resource, false) : resource.path;
    const target = isInWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
    const configuration = vscode.workspace.getConfiguration('cni', resource);
    const written = configuration.inspect<IgnoredFindings>('ignoredFindings');
    const before = (isInWorkspace ? written?.workspaceValue : written?.globalValue) ?? {};
    const rules = [...new Set([...(before[glob] ?? []), rule])].toSorted();
    await configuration.update('ignoredFindings', { ...before, [glob]: rules }, target);
  };
}
