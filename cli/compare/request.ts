import * as l10n from '@vscode/l10n';
import { type CheckName, checkNames } from '../../language/index.ts';
import type { TimeLimits } from '../../engine/host/index.ts';
import { cliError } from '../output/cli-error.ts';
import { readNumber, readTimeLimits } from '../command-line/number-option.ts';
import { readCacheDir } from '../hosts/host-path.ts';

/** The arguments of `compare`. */
export interface CompareRequest {
  readonly kind: 'compare';
  /** Name of a network or path of a file; undefined for all networks of each host. */
  readonly network: string | undefined;
  /** Values of `--host`: names in the hosts file, or hosts as for other verbs. */
  readonly hosts: readonly string[];
  readonly hostsFile: string | undefined;
  readonly groups: readonly string[];
  readonly sshConfig: string | undefined;
  readonly cacheDir: string | undefined;
  readonly checks: readonly CheckName[];
  readonly timeoutMs: number;
  readonly timeLimits: TimeLimits;
  readonly parallel: number;
  readonly json: boolean;
}

/** The options of `compare` from parseArgs of node:util. */
interface CompareValues {
  readonly host?: readonly string[] | undefined;
  readonly hosts?: string | undefined;
  readonly group?: readonly string[] | undefined;
  readonly 'ssh-config'?: string | undefined;
  readonly 'cache-dir'?: string | undefined;
  readonly check?: readonly string[] | undefined;
  readonly timeout?: string | undefined;
  readonly parallel?: string | undefined;
  readonly 'script-timeout'?: string | undefined;
  readonly 'plugin-timeout'?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Reads the arguments of `compare`. Throws WorkbenchError `argument`. */
export function readCompareRequest([network, surplus]: readonly string[], values: CompareValues): CompareRequest {
  if (surplus !== undefined) {
    throw cliError(
      'argument',
      l10n.t('Unexpected argument "{0}".', surplus),
      l10n.t('Usage: {0}', 'compare [<net>] --host <host> --host <host>'),
    );
  }
  const { host: hosts = [], hosts: hostsFile, group: groups = [], json = false } = values;
  if (hosts.length === 0 && hostsFile === undefined) {
    throw cliError(
      'argument',
      l10n.t('"compare" needs hosts.'),
      l10n.t('Add {0} or {1}.', '--host ssh:a --host ssh:b', '--hosts FILE'),
    );
  }
  if (groups.length > 0 && hostsFile === undefined) {
    throw cliError('argument', l10n.t('--group needs a hosts file.'), l10n.t('Add {0}.', '--hosts FILE'));
  }
  return {
    kind: 'compare',
    network,
    hosts,
    hostsFile,
    groups,
    sshConfig: values['ssh-config'],
    cacheDir: readCacheDir(values['cache-dir']),
    checks: readChecks(values.check),
    timeoutMs: readNumber('timeout', values.timeout, { fallback: 30, most: 3600 }) * 1000,
    timeLimits: readTimeLimits(values),
    parallel: readNumber('parallel', values.parallel, { fallback: 8, most: 256 }),
    json,
  };
}

/** Returns the checks of lists such as `plugins,version` in the order of the columns; without a list, all checks. */
function readChecks(given: readonly string[] | undefined): readonly CheckName[] {
  if (given === undefined) {
    return checkNames;
  }
  const names = given.flatMap((text) => text.split(','));
  const unknown = names.find((name) => !checkNames.some((check) => check === name));
  if (unknown !== undefined) {
    throw cliError(
      'argument',
      l10n.t('There is no check "{0}".', unknown),
      l10n.t('The checks are {0}.', checkNames.join(', ')),
    );
  }
  return checkNames.filter((check) => names.includes(check));
}
