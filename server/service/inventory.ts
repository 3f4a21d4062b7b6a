import { perModel } from './model.ts';
import { walk, type Node } from './parse.ts';

/** What a document's tree holds, found in one walk that the rules share. */
export interface Inventory {
  /** The objects and arrays, those that hold others first. */
  readonly containers: readonly Node[];
  readonly numbers: readonly Node[];
}

/** The inventory of a document. */
export const inventoryOf = perModel(({ root }): Inventory => {
  const containers: Node[] = [];
  const numbers: Node[] = [];
  for (const node of walk(root)) {
    if (node.type === 'number') numbers.push(node);
    else if (node.type === 'object' || node.type === 'array') containers.push(node);
  }
  return { containers, numbers };
});
