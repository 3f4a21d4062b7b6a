const encoder = new TextEncoder();

/** Returns the number of bytes of a text in UTF-8. */
export function byteLength(text: string): number {
  // Most names are plain ASCII, and encoding costs more than this test.
  return /^[ -~]*$/.test(text) ? text.length : encoder.encode(text).length;
}
