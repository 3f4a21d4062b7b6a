import * as l10n from '@vscode/l10n';
import { hasCode, type WorkbenchError } from '../../engine/errors/workbench-error.ts';
import { readBounded } from '../../engine/host/files/bounded-read.ts';
import { lintInputError, systemError } from '../lint/problem.ts';
import type { CliProcess } from '../output/cli-process.ts';

/** Maximum size of a log, in bytes. */
const largestLog = 64 * 1024 * 1024;

/** Name of standard input in messages. */
export const stdinName = '<stdin>';

/** Returns the text of a log. Rejects with WorkbenchError `lintInput`, and when the program is stopped. */
export async function readLog(cli: CliProcess, path: string): Promise<string> {
  const name = path === '-' ? stdinName : path;
  let bytes: Uint8Array;
  try {
    bytes =
      path === '-'
        ? await cli.readInput(largestLog)
        : await readBounded(path, { signal: cli.signal, limit: largestLog });
  } catch (error) {
    cli.signal.throwIfAborted();
    throw hasCode(error, 'lintInput') ? error : systemError('read', name, error);
  }
  if (bytes.length > largestLog) {
    throw tooLarge(name);
  }
  if (bytes.includes(0)) {
    throw lintInputError(
      name,
      l10n.t('Cannot read {0}, because it is a binary file.', name),
      l10n.t('Enter the path of a log file, which must be text.'),
    );
  }
  return new TextDecoder().decode(bytes);
}

function tooLarge(name: string): WorkbenchError {
  return lintInputError(
    name,
    l10n.t('Cannot read {0}: {1}.', name, l10n.t('the file is too large')),
    l10n.t('Pass part of it, for example the last 100,000 lines.'),
  );
}
