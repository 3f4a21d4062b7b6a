import { writeSync } from 'node:fs';

/** Writes a short text to stdout; false if it could not be written. */
export function printAtOnce(text: string): boolean {
  try {
    writeSync(1, text);
    return true;
  } catch {
    return false;
  }
}
