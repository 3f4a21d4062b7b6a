import * as l10n from '@vscode/l10n';
import { cliError } from '../output/cli-error.ts';
import { rejectWindowsPath } from './host-path.ts';

/** The arguments of `install-plugins`. */
export interface InstallRequest {
  readonly kind: 'install-plugins';
  /** URL or path; undefined for the official release. */
  readonly archive: string | undefined;
  readonly sha256: string | undefined;
  readonly directory: string;
  readonly yes: boolean;
}

/** The options of `install-plugins` from parseArgs of node:util. */
interface InstallValues {
  readonly archive?: string | undefined;
  readonly sha256?: string | undefined;
  readonly dir?: string | undefined;
  readonly yes?: boolean | undefined;
}

/** Reads the arguments of `install-plugins`. Throws WorkbenchError `argument`. */
export function readInstallRequest({
  archive,
  sha256,
  dir = '/opt/cni/bin',
  yes = false,
}: InstallValues): InstallRequest {
  if (archive === '') {
    throw cliError(
      'argument',
      l10n.t('{0} is empty.', '--archive'),
      l10n.t('Enter the URL or the path of a .tgz file.'),
    );
  }
  rejectWindowsPath('--dir', dir);
  if (!dir.startsWith('/')) {
    throw cliError(
      'argument',
      l10n.t('--dir is "{0}", which is not an absolute path.', dir),
      l10n.t('Enter an absolute path, such as /opt/cni/bin.'),
    );
  }
  return { kind: 'install-plugins', archive, sha256, directory: dir.replace(/(?<=.)\/+$/, ''), yes };
}
