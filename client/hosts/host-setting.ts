/** A range of columns in a line. */
export interface Columns {
  readonly start: number;
  readonly end: number;
}

/** Returns the range of the value of `cni.host` in a line of a settings file; undefined when the cursor is not in it. */
export function hostValueAt(line: string, cursor: number): Columns | undefined {
  const key = /"cni\.host"\s*:\s*/.exec(line);
  if (key === null) {
    return undefined;
  }
  const start = key.index + key[0].length;
  const [value] = /^(?:"(?:[^"\\]|\\.)*"?|[^\s,}]*)/.exec(line.slice(start)) ?? [''];
  const end = start + value.length;
  return start <= cursor && cursor <= end ? { start, end } : undefined;
}
