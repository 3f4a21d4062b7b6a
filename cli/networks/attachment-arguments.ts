import * as l10n from '@vscode/l10n';
import { profileError, readProfiles } from '../../engine/arguments/profiles.ts';
import { firstOf, type RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import { parseCapabilityArgs, parseCNIArgs } from '../../engine/libcni/index.ts';
import type { AttachmentOptions } from '../command-line/attachment-options.ts';
import { readSettingsFile, workspaceSettings } from '../hosts/settings-file.ts';
import type { CliProcess } from '../output/cli-process.ts';

/**
 * Returns the arguments of an attachment. Each part comes from its option, or else from its variable, or else from the
 * profile. A variable that is set to nothing is an empty part. Rejects with CNIError as cnitool does, with WorkbenchError
 * for the profile, and with the signal's reason.
 */
export async function attachmentArguments(
  { env, signal }: Pick<CliProcess, 'env' | 'signal'>,
  options: AttachmentOptions,
): Promise<RuntimeArguments> {
  const capabilityArgs = options.capabilityArgs ?? env['CAP_ARGS'];
  const args = options.cniArgs ?? env['CNI_ARGS'];
  const ifName = options.ifName ?? env['CNI_IFNAME'];
  const { containerID } = options;
  // In the order of cnitool, since only the first failure is reported.
  const given: RuntimeArguments = {
    ...(capabilityArgs === undefined ? {} : { capabilityArgs: parseCapabilityArgs(capabilityArgs) }),
    ...(args === undefined ? {} : { args: parseCNIArgs(args) }),
    ...(ifName === undefined ? {} : { ifName }),
    ...(containerID === undefined ? {} : { containerID }),
  };
  return options.profile === undefined ? given : firstOf(given, await profileNamed(options.profile, options, signal));
}

async function profileNamed(
  name: string,
  { settings }: Pick<AttachmentOptions, 'settings'>,
  signal: AbortSignal,
): Promise<RuntimeArguments> {
  const { 'cni.profiles': setting } = await readSettingsFile(settings, signal);
  const { profiles, unusable } = readProfiles(setting);
  const found = profiles.find((profile) => profile.name === name);
  if (found !== undefined) {
    return found.arguments;
  }
  const broken = unusable.find((profile) => profile.name === name);
  if (broken !== undefined) {
    throw broken.error;
  }
  const file = settings ?? workspaceSettings;
  const names = profiles.map((profile) => profile.name).join(', ');
  throw profileError(
    l10n.t('There is no profile "{0}" in "cni.profiles" of {1}.', name, file),
    names === ''
      ? l10n.t('Add it to the file, or choose another file with --settings.')
      : l10n.t('The profiles are {0}.', names),
  );
}
