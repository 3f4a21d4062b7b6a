import * as l10n from '@vscode/l10n';
import type { NetworkConfigList } from '../../engine/libcni/index.ts';

/** Texts of the language status. */
export interface VersionText {
  readonly text: string;
  readonly detail: string;
  /** Whether libcni rejects the configuration. */
  readonly rejected: boolean;
}

/** The list that libcni loads, or the reason why it rejects it; undefined for a plugin of a network in another file. */
export type LoadedOrRejected = Pick<NetworkConfigList, 'cniVersion'> | { readonly reason: string } | undefined;

/** Returns the version that plugins get, the source of the schemas, and the host; `host` is its short name. */
export function versionText(loaded: LoadedOrRejected, host: string): VersionText {
  const detail = l10n.t('Built-in schemas; plugins run on "{0}"', host);
  if (loaded === undefined) {
    return { text: l10n.t('CNI plugin for a network in another file'), detail, rejected: false };
  }
  if ('reason' in loaded) {
    return { text: l10n.t('Rejected by libcni'), detail: loaded.reason, rejected: true };
  }
  // For plugins, a configuration without a version has 0.1.0 (SPEC, section 1).
  const version = loaded.cniVersion === '' ? '0.1.0' : loaded.cniVersion;
  return { text: l10n.t('CNI {0}', version), detail, rejected: false };
}
