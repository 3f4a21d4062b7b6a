import { ArgumentError } from './argument-error.ts';
import { refuseWindowsPath } from './host-path.ts';

/** `install-plugins` as the command line asks for it. */
export interface InstallRequest {
  readonly kind: 'install-plugins';
  /** URL or path; undefined for the official release. */
  readonly archive: string | undefined;
  readonly sha256: string | undefined;
  readonly directory: string;
  readonly yes: boolean;
}

/** The options of `install-plugins` as node:util's parseArgs gives them. */
interface InstallValues {
  readonly archive?: string | undefined;
  readonly sha256?: string | undefined;
  readonly dir?: string | undefined;
  readonly yes?: boolean | undefined;
}

/** Reads the arguments of `install-plugins`. Throws ArgumentError. */
export function readInstallRequest({
  archive,
  sha256,
  dir = '/opt/cni/bin',
  yes = false,
}: InstallValues): InstallRequest {
  if (archive === '') throw new ArgumentError('--archive is empty; give the URL or the path of a .tgz.');
  refuseWindowsPath('--dir', dir);
  if (!dir.startsWith('/')) throw new ArgumentError(`--dir is "${dir}"; give an absolute path, such as /opt/cni/bin.`);
  return { kind: 'install-plugins', archive, sha256, directory: dir.replace(/(?<=.)\/+$/, ''), yes };
}
