const encoder = new TextEncoder();

/** How many bytes a text has in UTF-8. */
export function byteLength(text: string): number {
  // Most names are plain, and encoding costs more than this look.
  return /^[ -~]*$/.test(text) ? text.length : encoder.encode(text).length;
}
