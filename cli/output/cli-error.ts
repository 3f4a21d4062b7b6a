import { WorkbenchError } from '../../engine/errors/workbench-error.ts';

/** Errors of the command line, in addition to those of the engine. */
export const cliErrorCodes = [
  /** An invalid argument: exit status 2. */
  'argument',
  /** The file of `--hosts` cannot be used. */
  'hostsFile',
  /** The hosts file does not have the host or group. */
  'unknownHost',
  /** The network cannot be loaded. */
  'network',
  /** The working directory was removed. */
  'workingDirectory',
  /** The user did not confirm, or could not be asked. */
  'declined',
  /** A file is not a recording, or its input cannot be used. */
  'recording',
  /** A file for `lint` cannot be used. */
  'lintInput',
] as const;

type CliErrorCode = (typeof cliErrorCodes)[number];

/** Creates an error with one of {@link cliErrorCodes}. */
export function cliError(
  code: CliErrorCode,
  message: string,
  remedy: string,
  options?: ErrorOptions,
): WorkbenchError<CliErrorCode> {
  return new WorkbenchError({ code, message, remedy }, options);
}
