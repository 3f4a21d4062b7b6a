import type { HostSpec } from '../engine/host/host.ts';
import type { Translate } from './translate.ts';

/** The hosts that need no settings. */
export type BuiltInHost = 'sandbox' | 'local';

/** Name of a host where there is little room: the status bar, a tree. */
export function hostShortName(t: Translate, kind: BuiltInHost): string {
  switch (kind) {
    case 'sandbox':
      return t('sandbox');
    case 'local':
      return t('local');
  }
}

/** What a host is, for the list from which one is selected. */
export function hostDescription(t: Translate, kind: BuiltInHost): string {
  switch (kind) {
    case 'sandbox':
      return t('Namespaces of their own that vanish afterwards. Nothing on this machine changes.');
    case 'local':
      return t('This machine, as root or with sudo. What plugins do to its network is real.');
  }
}

/** A host as a place in a sentence: "in the sandbox", "on this machine as root". `label` is the host's own. */
export function hostPlace(t: Translate, kind: HostSpec['kind'], label: string): string {
  return kind === 'sandbox' ? t('in {0}', label) : t('on {0}', label);
}
