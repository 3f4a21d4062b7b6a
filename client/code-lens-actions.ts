import type { CommandId } from './command-ids.ts';
import type { Translate } from './translate.ts';

/** Where plugins that are loaded into a network of another file lie: `net.d/<network>/x.conf`. */
const fragment = /\/net\.d\/[^/]+\/[^/]+\.conf$/;

/** True where the file at `path` is one plugin of a network in another file, and no network itself. */
export function isFragment(path: string): boolean {
  return fragment.test(path);
}

/** What a code lens does, and what it is called. */
export interface LensAction {
  readonly command: CommandId;
  readonly title: string;
}

/** What stands above the configuration in the file at `path`; nothing where it is empty or no network by itself. */
export function lensActions(t: Translate, path: string, text: string): readonly LensAction[] {
  if (!text.includes('{') || isFragment(path)) {
    return [];
  }
  return [
    { command: 'cni.addToNamespace', title: t('Add to Namespace…') },
    { command: 'cni.check', title: t('Check') },
    { command: 'cni.delete', title: t('Delete') },
    { command: 'cni.testInSandbox', title: t('Test in Sandbox') },
  ];
}
