import * as l10n from '@vscode/l10n';
import { stat } from 'node:fs/promises';
import { hasCode, type WorkbenchError } from '../../engine/errors/workbench-error.ts';
import { errnoName } from '../../engine/host/files/local-files.ts';
import { readBounded } from '../../engine/host/files/bounded-read.ts';
import { isCarrierPath, largestCarrier, largestText, notAnalyzed } from '../../language/index.ts';
import { lintInputError, systemError } from './problem.ts';

/** The text of a file. */
export interface FileText {
  readonly text: string;
  /** False if bytes that are not UTF-8 were replaced, so that the text must not be written back. */
  readonly isExact: boolean;
}

/** Options of {@link readFileText}. */
export interface FileReading {
  readonly signal: AbortSignal;
  /** `regular` rejects pipes. Devices are always rejected. */
  readonly accept: 'regular' | 'any';
}

/** Returns the size limit of a file, in bytes. A carrier may be larger than a configuration. */
export function textLimitOf(name: string): number {
  return isCarrierPath(name.replaceAll('\\', '/')) ? largestCarrier : largestText;
}

/** Reads a file to lint. Rejects with WorkbenchError `lintInput`, and with the signal's reason. */
export async function readFileText(path: string, shown: string, { signal, accept }: FileReading): Promise<FileText> {
  let bytes: Uint8Array;
  const limit = textLimitOf(path);
  try {
    const status = await stat(path);
    if (!status.isFile() && !status.isFIFO()) {
      throw lintInputError(
        shown,
        l10n.t('Cannot read {0}, because it is not a file.', shown),
        l10n.t('Enter the path of a file.'),
      );
    }
    bytes = await readBounded(path, { signal, accept, limit });
  } catch (error) {
    signal.throwIfAborted();
    if (errnoName(error) === 'EFBIG') {
      throw await tooLarge(path, shown);
    }
    throw hasCode(error, 'lintInput') ? error : systemError('read', shown, error);
  }
  return decodeText(bytes, shown, limit);
}

async function tooLarge(path: string, shown: string): Promise<WorkbenchError> {
  const status = await stat(path).catch(() => undefined);
  return tooLong(shown, textLimitOf(path), status?.isFile() === true ? status.size : undefined);
}

function tooLong(shown: string, limit: number, size?: number): WorkbenchError {
  return lintInputError(shown, `${shown}: ${notAnalyzed(size, limit)}`, l10n.t('Check the path, or split the file.'));
}

/**
 * Decodes UTF-8 and keeps a byte order mark, which loaders see. Throws WorkbenchError `lintInput` for other content, and for
 * more than `limit` bytes.
 */
export function decodeText(bytes: Uint8Array, shown: string, limit: number): FileText {
  if (bytes.length > limit) {
    throw tooLong(shown, limit);
  }
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    const message = l10n.t('Cannot read {0}, because it is encoded in UTF-16.', shown);
    throw lintInputError(shown, message, l10n.t('Save it as UTF-8 without a byte order mark.'));
  }
  if (first === 0x1f && second === 0x8b) {
    const message = l10n.t('Cannot read {0}, because it is compressed with gzip.', shown);
    throw lintInputError(shown, message, l10n.t('Decompress it first.'));
  }
  if (bytes.includes(0)) {
    const message = l10n.t('Cannot read {0}, because it is a binary file.', shown);
    throw lintInputError(shown, message, l10n.t('Enter the path of a network configuration, which is JSON text.'));
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  return { text, isExact: Buffer.from(text).equals(bytes) };
}
