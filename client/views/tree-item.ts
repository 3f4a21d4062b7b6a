import * as vscode from 'vscode';
import type { TreeRow } from './tree-node.ts';

/** Returns the tree item of a row, without menu and command; its tooltip is plain text. */
export function treeItem(row: TreeRow, state: vscode.TreeItemCollapsibleState): vscode.TreeItem {
  const item = new vscode.TreeItem(row.label, state);
  item.id = row.id;
  item.description = row.description;
  item.tooltip = row.tooltip;
  item.iconPath = new vscode.ThemeIcon(
    row.icon,
    row.color === undefined ? undefined : new vscode.ThemeColor(row.color),
  );
  return item;
}
