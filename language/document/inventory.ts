import { perRoot } from './model.ts';
import { walk, type Node } from './parse.ts';

/** The nodes of a document that several rules need, found in one walk. */
export interface Inventory {
  /** The objects and arrays, outer ones first. */
  readonly containers: readonly Node[];
  readonly numbers: readonly Node[];
}

/** Returns the inventory of a document. */
export const inventoryOf = perRoot((root): Inventory => {
  const containers: Node[] = [];
  const numbers: Node[] = [];
  for (const node of walk(root)) {
    if (node.type === 'number') {
      numbers.push(node);
    } else if (node.type === 'object' || node.type === 'array') {
      containers.push(node);
    }
  }
  return { containers, numbers };
});
