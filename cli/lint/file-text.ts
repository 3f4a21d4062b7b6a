import { readFile, stat } from 'node:fs/promises';
import { LintProblemError, systemProblem } from './problem.ts';

/** No network configuration is larger, in bytes. */
const LARGEST = 16 * 1024 * 1024;

/** The text of a file. */
export interface FileText {
  readonly text: string;
  /** False where bytes that are no UTF-8 were replaced, so that the text must not be written back. */
  readonly isExact: boolean;
}

/** Reads a file that is to be linted. Rejects with {@link LintProblemError}. */
export async function readFileText(path: string, shown: string): Promise<FileText> {
  let bytes: Uint8Array;
  try {
    const status = await stat(path);
    if (!status.isFile() && !status.isFIFO()) {
      throw new LintProblemError({ path: shown, message: `cannot read ${shown}: it is no file` });
    }
    if (status.size > LARGEST) {
      const size = Math.round(status.size / 1024 / 1024);
      throw new LintProblemError({
        path: shown,
        message: `cannot read ${shown}: it has ${size} MB; no network configuration is that large`,
      });
    }
    bytes = await readFile(path);
  } catch (error) {
    throw error instanceof LintProblemError ? error : new LintProblemError(systemProblem('cannot read', shown, error));
  }
  return decodeText(bytes, shown);
}

/** Decodes UTF-8; a byte order mark stays, since loaders see it. Throws {@link LintProblemError} for other content. */
export function decodeText(bytes: Uint8Array, shown: string): FileText {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new LintProblemError({
      path: shown,
      message: `cannot read ${shown}: it is UTF-16, and no loader reads that`,
      hint: 'Save it as UTF-8 without byte order mark.',
    });
  }
  if (bytes.includes(0)) {
    throw new LintProblemError({
      path: shown,
      message: `cannot read ${shown}: it is a binary file`,
      hint: 'A network configuration is JSON text; give the path of one.',
    });
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return { text, isExact: Buffer.from(text).equals(bytes) };
}
