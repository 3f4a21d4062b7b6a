import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../errors/workbench-error.ts';
import { type Command, type CommandRun, connectionLost, type Host, type HostProblem } from './host.ts';

/** Options of {@link runToEnd}. */
export interface RunToEndOptions {
  readonly signal?: AbortSignal | undefined;
  /** Replaces the host's own limit for commands, in ms. */
  readonly timeoutMs?: number | undefined;
}

/**
 * Runs an internal command on a host and returns its output and exit code. Rejects with HostError if the connection was
 * lost or a limit for time or output was exceeded, and with the signal's reason when that fires.
 */
export async function runToEnd(
  host: Pick<Host, 'label' | 'run'>,
  command: Command,
  { signal, timeoutMs }: RunToEndOptions = {},
): Promise<CommandRun & { readonly exitCode: number; readonly stdout: Buffer; readonly stderr: Buffer }> {
  const outcome = await host.run(command, { signal, timeoutMs });
  switch (outcome.kind) {
    case 'exited':
      return { ...outcome, stdout: Buffer.from(outcome.stdout), stderr: Buffer.from(outcome.stderr) };
    case 'aborted':
      if (signal?.aborted === true) {
        throw signal.reason;
      }
      throw new WorkbenchError(outcome.reason === 'outputLimit' ? tooMuchOutput(host.label) : tookTooLong(host.label));
    case 'unknown':
      throw new WorkbenchError(connectionLost(outcome.reason));
  }
}

/** Returns the problem of a script that exceeded its output limit. */
export function tooMuchOutput(label: string): HostProblem {
  return {
    code: 'tooMuchOutput',
    message: l10n.t('A script on {0} exceeded the output limit and was stopped.', label),
    remedy: l10n.t('Find out which program on the host prints too much.'),
  };
}

/** Returns the problem of a script that exceeded its time limit. */
export function tookTooLong(label: string): HostProblem {
  return {
    code: 'timedOut',
    message: l10n.t('A script on {0} exceeded its time limit and was stopped.', label),
    remedy: l10n.t(
      'Try again. If the host is only slow, allow more time with the setting "cni.scriptTimeout" or the option --script-timeout.',
    ),
  };
}

/** Returns the problem of a host with an invalid answer. */
export function badAnswer(label: string, reason: string): HostProblem {
  return {
    code: 'badAnswer',
    message: l10n.t('The answer of {0} is not valid: {1}.', label, reason),
    remedy: l10n.t('Check the output of its login, and its programs sh, tar and stat.'),
  };
}
