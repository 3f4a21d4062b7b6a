import type { TreeRow } from './tree-node.ts';

/**
 * The selections of the trees. The editor passes a command only the row that it was called on; only the tree knows the
 * other selected rows.
 */
export class TreeSelections {
  readonly #selections = new Set<() => readonly TreeRow[]>();

  /** Adds a tree by the function that returns its selected rows. */
  add(selection: () => readonly TreeRow[]): { dispose(): void } {
    this.#selections.add(selection);
    return { dispose: () => this.#selections.delete(selection) };
  }

  /**
   * Returns the rows that a command was called on: the selected ones that pass `isRow` if `target` is one of them, else only
   * `target`; none if `target` does not pass.
   */
  rows<T extends TreeRow>(target: unknown, isRow: (value: unknown) => value is T): readonly T[] {
    if (!isRow(target)) {
      return [];
    }
    for (const selection of this.#selections) {
      const selected = selection();
      if (selected.some(({ id }) => id === target.id)) {
        return selected.filter((row) => isRow(row));
      }
    }
    return [target];
  }
}
