/** Returns one JSON document, which ends with a line feed. */
export function printJSON(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
