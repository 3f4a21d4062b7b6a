import type * as vscode from 'vscode';
import type { Settings } from '../editor/settings.ts';

/** Returns the names of the profiles for a network, for its code lenses. */
export function profileNames(
  settings: Pick<Settings, 'profiles'>,
  uri: vscode.Uri,
  network: string | undefined,
): readonly string[] {
  const { profiles } = settings.profiles(uri);
  return profiles.filter((profile) => network !== undefined && profile.network === network).map(({ name }) => name);
}
