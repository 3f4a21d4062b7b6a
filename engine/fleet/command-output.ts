import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../errors/workbench-error.ts';
import { lastWords } from '../host/clean-text.ts';
import type { Command, Host } from '../host/host.ts';
import { badAnswer, runToEnd } from '../host/run-to-end.ts';

/**
 * Runs an own command and returns its stdout. Rejects with HostError if the command fails, the host cannot be used or the
 * connection is lost, and with the signal's reason when that fires.
 */
export async function outputOf(host: Host, argv: Command['argv'], signal?: AbortSignal): Promise<string> {
  const { exitCode, stdout, stderr } = await runToEnd(host, { argv, env: { LC_ALL: 'C' } }, { signal });
  if (exitCode !== 0) {
    throw new WorkbenchError(
      badAnswer(host.label, lastWords(stderr.toString()) || l10n.t('exit status {0}', exitCode)),
    );
  }
  return stdout.toString();
}
