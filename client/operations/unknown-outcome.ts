import * as l10n from '@vscode/l10n';
import { commaList } from '../../engine/text/listing.ts';
import type { Remains } from '../../engine/host/index.ts';

/** The names that {@link remainsText} mentions. */
interface Inspected {
  /** Short name of the host. */
  readonly host: string;
  readonly namespace: string;
  readonly ifName: string;
}

/** Returns what was found of an attachment, in the sentence after the one that says that the outcome is unknown. */
export function remainsText({ host, namespace, ifName }: Inspected, remains: Remains): string {
  const { cached, addresses, reservations } = remains;
  const reserved = commaList(reservations.map(({ address }) => address));
  const interfaceText =
    addresses.length === 0
      ? l10n.t('interface {0}', ifName)
      : l10n.t('interface {0} with {1}', ifName, commaList(addresses));
  const found = commaList([
    ...(remains.interface === true ? [interfaceText] : []),
    ...(reserved === '' ? [] : [l10n.t('reserved address {0}', reserved)]),
    ...(cached ? [l10n.t('cached result')] : []),
  ]);
  if (remains.namespace) {
    return found === ''
      ? l10n.t('No interface, reserved address or cached result was found on "{0}".', host)
      : l10n.t('Found on "{0}": {1}.', host, found);
  }
  return found === ''
    ? l10n.t('Namespace "{0}" no longer exists on "{1}".', namespace, host)
    : l10n.t('Namespace "{namespace}" no longer exists. Still on "{host}": {found}.', { namespace, host, found });
}
