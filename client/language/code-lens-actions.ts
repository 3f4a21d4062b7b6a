import * as l10n from '@vscode/l10n';
import type { CommandId } from '../commands/command-ids.ts';

/** The path of a plugin that libcni loads into the network of another file: `net.d/<network>/x.conf`. */
const fragment = /\/net\.d\/[^/]+\/[^/]+\.conf$/;

/** True when the file at `path` is one plugin of a network in another file. */
export function isFragment(path: string): boolean {
  return fragment.test(path);
}

/** Command and title of a code lens. */
export interface LensAction {
  readonly command: CommandId;
  readonly title: string;
  /** The profile with which the network is added. */
  readonly profile?: string;
}

/**
 * Returns the code lenses above the configuration in the file at `path`; none when it is empty or not a network.
 * `isAttached`: its network has an attachment on the selected host. `profiles`: the names of its profiles.
 */
export function lensActions(
  path: string,
  text: string,
  isAttached: boolean,
  profiles: readonly string[] = [],
): readonly LensAction[] {
  if (!text.includes('{') || isFragment(path)) {
    return [];
  }
  const ofAttachment: readonly LensAction[] = [
    { command: 'cni.check', title: l10n.t('Check Attachment…') },
    { command: 'cni.delete', title: l10n.t('Delete from Namespace…') },
  ];
  return [
    { command: 'cni.addToNamespace', title: l10n.t('Add to Namespace…') },
    ...profileLenses(profiles),
    ...(isAttached ? ofAttachment : []),
    { command: 'cni.testInSandbox', title: l10n.t('Test in Sandbox') },
  ];
}

/** Returns a code lens for each profile. */
export function profileLenses(profiles: readonly string[]): readonly LensAction[] {
  return profiles.map((profile) => ({
    command: 'cni.addWithArguments',
    title: l10n.t('Add with "{0}"…', profile),
    profile,
  }));
}
