import { type CheckName, checkNames } from '../../server/service/fleet/cell.ts';
import { ArgumentError } from '../argument-error.ts';
import { readCacheDir } from '../host-path.ts';

/** `compare` as the command line asks for it. */
export interface CompareRequest {
  readonly kind: 'compare';
  /** A name, or the path of a file; undefined for the networks that each host has. */
  readonly network: string | undefined;
  /** `--host`: names of the hosts file, or what other verbs take for a host. */
  readonly hosts: readonly string[];
  readonly hostsFile: string | undefined;
  readonly groups: readonly string[];
  readonly sshConfig: string | undefined;
  readonly cacheDir: string | undefined;
  readonly checks: readonly CheckName[];
  readonly timeoutMs: number;
  readonly parallel: number;
  readonly json: boolean;
}

/** The options of `compare` as node:util's parseArgs gives them. */
interface CompareValues {
  readonly host?: readonly string[] | undefined;
  readonly hosts?: string | undefined;
  readonly group?: readonly string[] | undefined;
  readonly 'ssh-config'?: string | undefined;
  readonly 'cache-dir'?: string | undefined;
  readonly check?: readonly string[] | undefined;
  readonly timeout?: string | undefined;
  readonly parallel?: string | undefined;
  readonly json?: boolean | undefined;
}

/** Reads the arguments of `compare`. Throws ArgumentError. */
export function readCompareRequest([network, surplus]: readonly string[], values: CompareValues): CompareRequest {
  if (surplus !== undefined) {
    throw new ArgumentError(`"${surplus}" is one argument too many: compare [<net>] --host <host> --host <host>.`);
  }
  const { host: hosts = [], hosts: hostsFile, group: groups = [], json = false } = values;
  if (hosts.length === 0 && hostsFile === undefined) {
    throw new ArgumentError('"compare" needs hosts: --host ssh:a --host ssh:b, or --hosts FILE.');
  }
  if (groups.length > 0 && hostsFile === undefined) {
    throw new ArgumentError('--group names hosts of a file; give that with --hosts FILE.');
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
    timeoutMs: readNumber('timeout', values.timeout, 30, 3600) * 1000,
    parallel: readNumber('parallel', values.parallel, 8, 256),
    json,
  };
}

/** `plugins,version`, once or more often; all of them where none is named. In the order of the columns. */
function readChecks(given: readonly string[] | undefined): readonly CheckName[] {
  if (given === undefined) return checkNames;
  const names = given.flatMap((text) => text.split(','));
  const strange = names.find((name) => !checkNames.some((check) => check === name));
  if (strange !== undefined) {
    throw new ArgumentError(`There is no check "${strange}"; the checks are ${checkNames.join(', ')}.`);
  }
  return checkNames.filter((check) => names.includes(check));
}

function readNumber(option: string, text: string | undefined, fallback: number, most: number): number {
  if (text === undefined) return fallback;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most) {
    throw new ArgumentError(`--${option} is "${text}"; give a whole number from 1 to ${most}.`);
  }
  return number;
}
