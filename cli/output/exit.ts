import * as l10n from '@vscode/l10n';
import { exitCodes } from './cli-process.ts';

/** The part of the process that controls its end. */
interface EndingProcess {
  exitCode?: number | string | null | undefined;
  once(event: 'beforeExit', listener: () => void): unknown;
  off(event: 'beforeExit', listener: () => void): unknown;
}

/**
 * Ends the program with the status of `work`. If nothing can settle `work` any more, reports this on stderr and ends with
 * status 1, because Node would exit with 0.
 */
export async function exitWith(
  work: Promise<number>,
  program: EndingProcess,
  stderr: (text: string) => void,
): Promise<void> {
  const onIdle = (): void => {
    program.exitCode = exitCodes.failure;
    stderr(`${l10n.t('The command ended unexpectedly. Its outcome is unknown.')}\n`);
  };
  program.once('beforeExit', onIdle);
  try {
    program.exitCode = await work;
  } finally {
    program.off('beforeExit', onIdle);
  }
}
