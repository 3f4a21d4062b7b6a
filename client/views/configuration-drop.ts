import * as vscode from 'vscode';
import { isNamespaceNode, type TreeNode } from './tree-nodes.ts';

const uriList = 'text/uri-list';

/** Adds a configuration that is dropped on a namespace: a file of the explorer, a tab, or a file of a host. */
export const configurationDrop: vscode.TreeDragAndDropController<TreeNode> = {
  dragMimeTypes: [],
  dropMimeTypes: [uriList],
  handleDrop: async (target, data) => {
    const text = await data.get(uriList)?.asString();
    const uri = text?.split(/\r?\n/).find((line) => line !== '' && !line.startsWith('#'));
    if (isNamespaceNode(target) && uri !== undefined) {
      await vscode.commands.executeCommand('cni.addToNamespace', vscode.Uri.parse(uri, true), undefined, target);
    }
  },
};
