import * as l10n from '@vscode/l10n';
import { andList } from '../../engine/text/listing.ts';

/** What is checked on each host, in the order of the columns. */
export const checkNames = [
  'plugins',
  'version',
  'subnet',
  'needs',
  'order',
  'drift',
  'validate',
  'status',
  'attachments',
] as const;

export type CheckName = (typeof checkNames)[number];

/** The meaning of each check, in a sentence. */
export const checkTexts: Readonly<Record<CheckName, () => string>> = {
  plugins: () => l10n.t('The plugins are installed and run.'),
  version: () => l10n.t('The plugins support the version of the network, and none is older than on another host.'),
  subnet: () => l10n.t('Nothing else on the host uses the subnets.'),
  needs: () => l10n.t('The host has the interfaces, kernel features and programs that the plugins need.'),
  order: () => l10n.t('The runtime of the host uses the file.'),
  drift: () => l10n.t('The copy of the file on the host has the same content.'),
  validate: () => l10n.t('libcni accepts the network (ValidateNetworkList).'),
  status: () => l10n.t('The plugins are ready (STATUS, since cniVersion 1.1.0).'),
  attachments: () => l10n.t('The number of attachments in the cache.'),
};

/**
 * The result of one check on one host. `good` and `note` need no action, a `finding` needs a fix, and `unknown` could not
 * be checked.
 */
export type Cell =
  | { readonly state: 'good' | 'note'; readonly text: string }
  | {
      readonly state: 'finding' | 'unknown';
      /** A few words for the table. */
      readonly text: string;
      /** Whole sentences: what is wrong, and the consequence. */
      readonly reasons: readonly string[];
      /** How to fix it. */
      readonly remedy?: string | undefined;
      /** The rules that found it. */
      readonly rules?: readonly string[] | undefined;
    };

export const good = (text = l10n.t('ok')): Cell => ({ state: 'good', text });

export const note = (text: string): Cell => ({ state: 'note', text });

export const finding = (
  text: string,
  reasons: readonly string[],
  remedy?: string,
  rules?: readonly string[],
): Cell => ({ state: 'finding', text, reasons, remedy, rules });

/** The cell of a check that needs files which the user may not read. */
export const notRead = (paths: readonly string[], host: string): Cell =>
  unknown(
    l10n.t('cannot be read'),
    l10n.t('This user cannot read {0} on {1}.', andList(paths), host),
    l10n.t('Connect to the host as root or with sudo.'),
  );

export const unknown = (text: string, reason: string, remedy?: string): Cell => ({
  state: 'unknown',
  text,
  reasons: [reason],
  remedy,
});
