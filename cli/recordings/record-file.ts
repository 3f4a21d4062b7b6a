import * as l10n from '@vscode/l10n';
import { lstat, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { temporaryName } from '../../engine/host/files/temporary-file.ts';
import { errnoName } from '../../engine/host/files/local-files.ts';
import { maskedDocument, type OperationDocument } from '../../engine/libcni/index.ts';
import { localPath } from '../hosts/host-path.ts';
import { systemError } from '../lint/problem.ts';
import { cliError } from '../output/cli-error.ts';
import type { CliProcess } from '../output/cli-process.ts';
import { type Failure, report } from '../output/failure.ts';
import { printJSON } from '../output/print-json.ts';

/** A file of `--record` that is not yet complete. */
export interface RecordFile {
  /** Writes the document without secrets, and gives the file its name. Returns why that failed, if it did. */
  complete(document: OperationDocument): Promise<Failure | undefined>;
  /** Removes what is not complete. */
  discard(): Promise<void>;
}

/**
 * Creates the file of `--record` with mode 0600, before plugins run, so that nothing runs whose recording cannot be written.
 * It gets its name when it is complete, and then replaces an existing regular file. Rejects with WorkbenchError `lintInput`,
 * or `argument` for anything but a regular file.
 */
export async function openRecordFile(given: string): Promise<RecordFile> {
  const file = localPath(given);
  const temporary = path.join(path.dirname(file), temporaryName());
  await rejectOther(file, given);
  const handle = await open(temporary, 'wx', 0o600).catch((error: unknown) => {
    throw systemError('write', given, error);
  });
  let isOpen = true;
  const close = async (): Promise<void> => {
    isOpen = false;
    await handle.close();
  };
  return {
    complete: async (document) => {
      try {
        await handle.writeFile(printJSON(maskedDocument(document)));
        await handle.sync();
        await close();
        await rename(temporary, file);
        return undefined;
      } catch (error) {
        const { message, remedy: hint } = systemError('write', given, error);
        return { message, hint };
      }
    },
    discard: async () => {
      if (isOpen) {
        await close();
      }
      await rm(temporary, { force: true });
    },
  };
}

/** Returns the exit code of a command, after the report of a recording that could not be written. */
export function completed(cli: CliProcess, exitCode: number, failure: Failure | undefined): number {
  return failure === undefined ? exitCode : report(cli, failure);
}

async function rejectOther(file: string, given: string): Promise<void> {
  const found = await lstat(file).catch((error: unknown) => {
    if (errnoName(error) === 'ENOENT') {
      return undefined;
    }
    throw systemError('write', given, error);
  });
  if (found !== undefined && !found.isFile()) {
    throw cliError(
      'argument',
      l10n.t('{0} exists and is not a regular file, so nothing was recorded and nothing ran.', given),
      l10n.t('Enter another path with {0}.', '--record'),
    );
  }
}
