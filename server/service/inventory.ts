import { perModel } from './model.ts';
import type { Node } from './parse.ts';

/** What a document's tree holds, found in one walk that the rules share. */
export interface Inventory {
  /** The objects and arrays, those that hold others first. */
  readonly containers: readonly Node[];
  readonly numbers: readonly Node[];
}

/** The inventory of a document. Iterative: a file may nest deeper than the stack. */
export const inventoryOf = perModel(({ root }): Inventory => {
  const containers: Node[] = [];
  const numbers: Node[] = [];
  const open = root === undefined ? [] : [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const { type, children } = node;
    if (type === 'number') numbers.push(node);
    if (children === undefined) continue;
    if (type !== 'property') containers.push(node);
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      // Most nodes are keys and texts, in which there is nothing more.
      if (child !== undefined && (child.children !== undefined || child.type === 'number')) open.push(child);
    }
  }
  return { containers, numbers };
});
