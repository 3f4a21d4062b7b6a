import * as l10n from '@vscode/l10n';
import { declaredCapabilities, fieldsFor } from '../../engine/arguments/fields.ts';
import { listValue, type RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import type { NetworkConfigList } from '../../engine/libcni/index.ts';
import type { ArgumentProblem } from '../../language/index.ts';
import type { Settings } from '../editor/settings.ts';
import type { LanguageServer } from '../language/language-server.ts';
import type { OpenConfiguration } from '../commands/pickers/configuration.ts';
import { askArguments } from './arguments-form.ts';
import type { FormSubject } from './form.ts';
import { attachmentParts, partOf } from './form-parts.ts';
import type { LastArguments } from './last-arguments.ts';
import { profilesFor, saveProfile } from './profile-settings.ts';

/** Dependencies of the arguments of an ADD. */
export interface ArgumentSources {
  readonly settings: Pick<Settings, 'interfaceName' | 'profiles'>;
  readonly server: Pick<LanguageServer, 'ensureStarted' | 'request'>;
  readonly lastArguments: Pick<LastArguments, 'of' | 'remember'>;
}

/** How the arguments of an ADD are chosen: in the form if the network declares some, always in the form, or by a profile. */
export type ArgumentChoice = 'ifDeclared' | 'always' | { readonly profile: string };

/**
 * Returns the arguments of an ADD. The form offers those that it held the last time for the network. Undefined if the user
 * cancels.
 */
export async function chooseArguments(
  sources: ArgumentSources,
  configuration: OpenConfiguration,
  names: { readonly namespace: string; readonly host: string },
  choice: ArgumentChoice,
): Promise<RuntimeArguments | undefined> {
  const { list, uri } = configuration;
  const { settings, lastArguments } = sources;
  if (choice === 'ifDeclared' && declaredCapabilities(list).length === 0) {
    return {};
  }
  if (typeof choice === 'object') {
    const profile = settings.profiles(uri).profiles.find(({ name }) => name === choice.profile);
    if (profile !== undefined) {
      await lastArguments.remember(list.name, profile.arguments);
      return profile.arguments;
    }
  }
  const subject = (): FormSubject => formSubject(sources, configuration);
  const answer = await askArguments({
    title: l10n.t('Arguments of "{network}" in "{namespace}" on "{host}"', {
      network: list.name,
      namespace: names.namespace,
      host: names.host,
    }),
    subject,
    values: lastArguments.of(list.name) ?? {},
    check: (values) => argumentProblems(sources, list, values),
    save: (values) => saveProfile(list.name, values, settings.profiles(uri)),
  });
  if (answer !== undefined) {
    await lastArguments.remember(list.name, answer.held);
  }
  return answer?.chosen;
}

/** Returns the parts of the form and the profiles for the network of a configuration. */
export function formSubject(
  { settings }: Pick<ArgumentSources, 'settings'>,
  { list, uri }: Pick<OpenConfiguration, 'list' | 'uri'>,
): FormSubject {
  return {
    declared: fieldsFor(declaredCapabilities(list)).map(partOf),
    ofAttachment: attachmentParts(settings.interfaceName(uri)),
    profiles: profilesFor(list.name, settings.profiles(uri)),
  };
}

/** Asks the language what is wrong with arguments; none if it cannot answer. */
async function argumentProblems(
  { server }: Pick<ArgumentSources, 'server'>,
  list: NetworkConfigList,
  { args = [], capabilityArgs = {} }: RuntimeArguments,
): Promise<readonly ArgumentProblem[]> {
  if (args.length === 0 && Object.keys(capabilityArgs).length === 0) {
    return [];
  }
  await server.ensureStarted();
  return (await server.request('cni/arguments', { list: listValue(list), passed: { args, capabilityArgs } })) ?? [];
}
