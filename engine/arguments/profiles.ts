import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../errors/workbench-error.ts';
import {
  isCNIError,
  parseCapabilityArgs,
  parseCNIArgs,
  validateContainerID,
  validateInterfaceName,
} from '../libcni/index.ts';
import { isRecord } from '../libcni/json/record.ts';
import type { RuntimeArguments } from './runtime-arguments.ts';

/** A named set of arguments from the setting `cni.profiles`. */
interface Profile {
  readonly name: string;
  /** The network that it is for; undefined for any. */
  readonly network: string | undefined;
  readonly arguments: RuntimeArguments;
}

/** A profile as the setting has it. */
export interface ProfileSetting {
  readonly network?: string;
  readonly interfaceName?: string;
  readonly containerID?: string;
  /** As the variable CNI_ARGS. */
  readonly cniArgs?: string;
  readonly capabilityArgs?: object;
}

/** Codes of errors about a profile. */
export const profileErrorCodes = ['profile'] as const;

/** Error about a profile in the settings. */
type ProfileError = WorkbenchError<(typeof profileErrorCodes)[number]>;

/** Creates a {@link ProfileError}. */
export const profileError = (message: string, remedy: string): ProfileError =>
  new WorkbenchError({ code: 'profile', message, remedy });

/** A profile that cannot be used. */
interface UnusableProfile {
  readonly name: string;
  readonly error: ProfileError;
}

/** The profiles of a setting in its order, and those that cannot be used. */
export interface Profiles {
  readonly profiles: readonly Profile[];
  readonly unusable: readonly UnusableProfile[];
}

/** Reads the value of the setting `cni.profiles`. */
export function readProfiles(setting: unknown): Profiles {
  const profiles: Profile[] = [];
  const unusable: UnusableProfile[] = [];
  for (const [name, value] of Object.entries(isRecord(setting) ? setting : {})) {
    const read = readProfile(name, value);
    if (read instanceof WorkbenchError) {
      unusable.push({ name, error: read });
    } else {
      profiles.push(read);
    }
  }
  return { profiles, unusable };
}

/** Returns a profile as the setting has it. `withArgs`: with its CNI_ARGS. */
export function profileSetting(network: string, values: RuntimeArguments, withArgs: boolean): ProfileSetting {
  const { ifName, containerID, args = [], capabilityArgs = {} } = values;
  return {
    network,
    ...(ifName === undefined ? {} : { interfaceName: ifName }),
    ...(containerID === undefined ? {} : { containerID }),
    ...(withArgs && args.length > 0 ? { cniArgs: cniArgsText(args) } : {}),
    ...(Object.keys(capabilityArgs).length === 0 ? {} : { capabilityArgs }),
  };
}

/** Returns the text of CNI_ARGS. */
export const cniArgsText = (args: NonNullable<RuntimeArguments['args']>): string =>
  args.map((pair) => pair.join('=')).join(';');

const keys: ReadonlySet<string> = new Set([
  'network',
  'interfaceName',
  'containerID',
  'cniArgs',
  'capabilityArgs',
] satisfies (keyof ProfileSetting)[]);

function readProfile(name: string, value: unknown): Profile | ProfileError {
  const problem = problemOf(value);
  if (problem !== undefined || !isRecord(value)) {
    const message = l10n.t('The profile "{0}" in "cni.profiles" cannot be used: {1}.', name, problem ?? '');
    return profileError(message, l10n.t('Correct the setting.'));
  }
  const { network, interfaceName: ifName, containerID, cniArgs, capabilityArgs } = value;
  return {
    name,
    network: typeof network === 'string' ? network : undefined,
    arguments: {
      ...(typeof ifName === 'string' ? { ifName } : {}),
      ...(typeof containerID === 'string' ? { containerID } : {}),
      ...(typeof cniArgs === 'string' ? { args: parseCNIArgs(cniArgs) } : {}),
      ...(isRecord(capabilityArgs) ? { capabilityArgs: parseCapabilityArgs(JSON.stringify(capabilityArgs)) } : {}),
    },
  };
}

/** Returns what is wrong with a profile. */
function problemOf(value: unknown): string | undefined {
  if (!isRecord(value)) {
    return l10n.t('it is not an object');
  }
  const unknown = Object.keys(value).find((key) => !keys.has(key));
  if (unknown !== undefined) {
    return l10n.t('it has the unknown key "{0}"', unknown);
  }
  const { capabilityArgs, ...texts } = value;
  const notText = Object.entries(texts).find(([, text]) => typeof text !== 'string');
  if (notText !== undefined) {
    return l10n.t('"{0}" is not a string', notText[0]);
  }
  if (capabilityArgs !== undefined && !isRecord(capabilityArgs)) {
    return l10n.t('"{0}" is not an object', 'capabilityArgs');
  }
  return textProblem(texts);
}

/** Returns the error of libcni for one of the texts. */
function textProblem(texts: Readonly<Record<string, unknown>>): string | undefined {
  const { interfaceName, containerID, cniArgs } = texts;
  const error =
    (typeof interfaceName === 'string' ? validateInterfaceName(interfaceName) : undefined) ??
    (typeof containerID === 'string' ? validateContainerID(containerID) : undefined);
  return error?.message ?? (typeof cniArgs === 'string' ? cniArgsProblem(cniArgs) : undefined);
}

/** Returns the error of libcni for a text of CNI_ARGS. */
export function cniArgsProblem(text: string): string | undefined {
  try {
    parseCNIArgs(text);
    return undefined;
  } catch (error) {
    if (isCNIError(error)) {
      return error.message;
    }
    throw error;
  }
}
