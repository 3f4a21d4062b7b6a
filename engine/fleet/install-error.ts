import { WorkbenchError } from '../errors/workbench-error.ts';

/** Why plugins were not installed. Nothing of the installation is left on the host unless the message says so. */
export const installErrorCodes = [
  /** Nothing can be read from the URL or path of the archive. */
  'archiveUnreachable',
  /** The checksum is missing or wrong. */
  'archiveChecksum',
  /** The archive is damaged or too large, or has no plugins for this host. */
  'archiveContent',
  /** Plugins cannot be installed into this directory or on this host. */
  'installTarget',
  /** A step of the installation failed on the host. */
  'installStep',
] as const;

type InstallErrorCode = (typeof installErrorCodes)[number];

/** Error of an installation. */
export type InstallError = WorkbenchError<InstallErrorCode>;

/** Creates an {@link InstallError}. */
export function installError(
  code: InstallErrorCode,
  message: string,
  remedy: string,
  options?: ErrorOptions,
): InstallError {
  return new WorkbenchError({ code, message, remedy }, options);
}
