import { indentJSON } from '../../engine/libcni/index.ts';

/** Indents JSON text and keeps every number and string as written. Returns text that is not JSON unchanged. */
export function indentedJSON(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  const compact = text.replaceAll(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
  // Go indents by four spaces, the editor by two.
  return indentJSON(compact).replaceAll(/^ +/gm, (indent) => indent.slice(indent.length / 2));
}
