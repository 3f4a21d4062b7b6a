import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';

/** Codes of errors about files that the file system does not report (for those see FileError of libcni). */
export const fileErrorCodes = ['fileChanged', 'damagedArchive'] as const;

/** Creates the error of a write to a file that was changed after it was read. */
export function fileChanged(message: string, remedy: string): WorkbenchError<'fileChanged'> {
  return new WorkbenchError({ code: 'fileChanged', message, remedy });
}

/** Creates the error about an invalid or incomplete tar archive. */
export function damagedArchive(message: string): WorkbenchError<'damagedArchive'> {
  return new WorkbenchError({ code: 'damagedArchive', message, remedy: l10n.t('Download the archive again.') });
}
