import { type Command, type Host, HostError } from '../host/host.ts';

/** A command of ours that a host ran and that failed; the message is what it said on stderr. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode: number;

  constructor(exitCode: number, stderr: string) {
    super(stderr === '' ? `exit status ${exitCode}` : stderr);
    this.exitCode = exitCode;
  }
}

/**
 * What a command writes to stdout. Rejects with {@link CommandError} when it fails, HostError when the host cannot be
 * used or the connection broke, and the signal's reason when that fires.
 */
export async function outputOf(
  host: Host,
  argv: Command['argv'],
  signal?: AbortSignal,
  stdin?: Uint8Array,
): Promise<string> {
  const command: Command = { argv, env: { LC_ALL: 'C' }, ...(stdin === undefined ? {} : { stdin }) };
  const outcome = await host.run(command, signal === undefined ? {} : { signal });
  switch (outcome.kind) {
    case 'exited':
      if (outcome.exitCode !== 0) {
        throw new CommandError(outcome.exitCode, Buffer.from(outcome.stderr).toString().trim());
      }
      return Buffer.from(outcome.stdout).toString();
    case 'aborted':
      throw signal?.reason instanceof Error ? signal.reason : new Error(`Stopped in ${host.label}: ${outcome.reason}.`);
    case 'unknown':
      throw new HostError({ code: 'connectionLost', message: outcome.reason, cure: 'Try again.' });
  }
}
