import { isRecord } from '../../../engine/libcni/json/record.ts';
import type { DirectoryReading } from '../../../language/index.ts';

/** End of the name of a document that the page "runtimes" shows. */
const documentEnd = '.cni-runtimes.json';

/** Name of the tab. */
export const runtimesDocumentName = `Runtimes${documentEnd}`;

/** The document of the page: a directory as each runtime reads it, and its address. */
export interface RuntimesDocument extends DirectoryReading {
  /** URI of the directory. */
  readonly uri: string;
}

/** Returns the text of a document. */
export function runtimesText(document: RuntimesDocument): string {
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** Reads a document; undefined for another text. */
export function readRuntimes(text: string): RuntimesDocument | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRuntimes(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isRuntimes(value: unknown): value is RuntimesDocument {
  return (
    isRecord(value) &&
    typeof value['uri'] === 'string' &&
    typeof value['directory'] === 'string' &&
    Array.isArray(value['runtimes']) &&
    value['runtimes'].every(
      (view: unknown) =>
        isRecord(view) &&
        ['runtime', 'reads', 'verdict'].every((key) => typeof view[key] === 'string') &&
        Array.isArray(view['files']) &&
        view['files'].every(isRecord),
    )
  );
}
