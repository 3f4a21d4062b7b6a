const steps: Readonly<Record<string, (index: number, last: number) => number>> = {
  ArrowDown: (index, last) => Math.min(index + 1, last),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/**
 * Returns the index of the row that a key leads to; undefined for other keys. One row has the tab index 0, so that Tab
 * leaves the list (a roving tab index).
 */
export function rowOfKey(key: string, index: number, count: number): number | undefined {
  return steps[key]?.(index, count - 1);
}
