import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type Profiles, profileSetting } from '../../engine/arguments/profiles.ts';
import type { RuntimeArguments } from '../../engine/arguments/runtime-arguments.ts';
import { isRecord } from '../../engine/libcni/json/record.ts';

/** Returns the profiles for a network: those with its name, and those without a network. */
export function profilesFor(network: string, { profiles, unusable }: Profiles): Profiles {
  return {
    profiles: profiles.filter((profile) => profile.network === undefined || profile.network === network),
    unusable,
  };
}

/** Prompts for a name, and saves the arguments as a profile in the settings of the workspace, else of the user. */
export async function saveProfile(network: string, values: RuntimeArguments, known: Profiles): Promise<void> {
  const names = [...known.profiles, ...known.unusable].map(({ name }) => name);
  const name = await vscode.window.showInputBox({
    title: l10n.t('Save the arguments of "{0}" as a profile', network),
    prompt: l10n.t('Name of the profile in the setting "cni.profiles"'),
    value: network,
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim() === '') {
        return l10n.t('Enter a name.');
      }
      return names.includes(text.trim())
        ? {
            message: l10n.t('Replaces the profile "{0}".', text.trim()),
            severity: vscode.InputBoxValidationSeverity.Info,
          }
        : undefined;
    },
  });
  if (name === undefined) {
    return;
  }
  const withArgs = (values.args ?? []).length === 0 ? false : await mayStoreArgs();
  if (withArgs === undefined) {
    return;
  }
  const isInWorkspace = vscode.workspace.workspaceFile !== undefined || vscode.workspace.workspaceFolders !== undefined;
  const target = isInWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  const configuration = vscode.workspace.getConfiguration('cni');
  const found = configuration.inspect<unknown>('profiles');
  const before = isInWorkspace ? found?.workspaceValue : found?.globalValue;
  const after = { ...(isRecord(before) ? before : {}), [name.trim()]: profileSetting(network, values, withArgs) };
  await configuration.update('profiles', after, target);
}

/** Asks whether CNI_ARGS may be stored, since they can hold secrets. Undefined if the user cancels. */
async function mayStoreArgs(): Promise<boolean | undefined> {
  const items = [
    { label: l10n.t('Save Without CNI_ARGS'), withArgs: false },
    { label: l10n.t('Save with CNI_ARGS'), description: l10n.t('readable in the settings'), withArgs: true },
  ];
  const title = l10n.t('CNI_ARGS may contain secrets');
  return (await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true }))?.withArgs;
}
