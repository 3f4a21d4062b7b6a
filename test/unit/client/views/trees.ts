import { editor, type ShownTree } from '../../../stand-in/editor.ts';

/** The tree view that was made with this id. */
export function treeOf(id: string): ShownTree {
  const tree = editor.trees.find((one) => one.id === id);
  if (tree === undefined) {
    throw new Error(`There is no view ${id}.`);
  }
  return tree;
}
