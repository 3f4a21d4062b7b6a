import * as vscode from 'vscode';

/** Returns the column next to the active editor; without an editor the active one, or an empty column would stay. */
export const sideColumn = (): vscode.ViewColumn =>
  vscode.window.tabGroups.activeTabGroup.activeTab === undefined ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside;
