import type { NetworkConfigList } from '../engine/libcni/index.ts';
import type { Translate } from './translate.ts';

/** What stands beside the language of a configuration. */
export interface VersionText {
  readonly text: string;
  readonly detail: string;
  /** Whether libcni refuses the configuration. */
  readonly refused: boolean;
}

/** What libcni makes of a configuration: its list, or the reason why it refuses it; undefined for a plugin of another file's network. */
export type LoadedOrRefused = Pick<NetworkConfigList, 'cniVersion'> | { readonly reason: string } | undefined;

/** The version that plugins are given, whence the schemas are, and the host; `host` is its short name. */
export function versionText(t: Translate, loaded: LoadedOrRefused, host: string): VersionText {
  const detail = t('built-in schemas · runs in: {0}', host);
  if (loaded === undefined) {
    return { text: t('CNI plugin of another file’s network'), detail, refused: false };
  }
  if ('reason' in loaded) {
    return { text: t('libcni does not load this'), detail: loaded.reason, refused: true };
  }
  // A configuration without a version is one of 0.1.0 to every plugin (SPEC, section 1).
  const version = loaded.cniVersion === '' ? '0.1.0' : loaded.cniVersion;
  return { text: t('CNI {0}', version), detail, refused: false };
}
