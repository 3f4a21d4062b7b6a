import type { Remains } from '../engine/host/index.ts';
import { sentences } from './message-text.ts';
import type { Translate } from './translate.ts';

/** Whom {@link remainsText} is about. */
interface Looked {
  /** "on node1 over ssh" */
  readonly place: string;
  readonly namespace: string;
  readonly ifName: string;
}

/** What there is of an attachment, in a sentence behind the one that says that nobody knows how its operation ended. */
export function remainsText(t: Translate, { place, namespace, ifName }: Looked, remains: Remains): string {
  const { cached, addresses, reservations } = remains;
  return sentences(
    t('Connected again, and looked {0}:', place),
    remains.namespace ? t('the namespace {0} is there,', namespace) : t('the namespace {0} is not there,', namespace),
    interfaceText(t, ifName, remains.interface, addresses),
    reservations.length === 0
      ? t('no address is reserved,')
      : t('{0} is reserved,', reservations.map(({ address }) => address).join(', ')),
    cached ? t('and there is a cached result.') : t('and there is no cached result.'),
  );
}

function interfaceText(
  t: Translate,
  ifName: string,
  isThere: boolean | undefined,
  addresses: readonly string[],
): string | undefined {
  if (isThere === undefined) {
    return undefined;
  }
  if (!isThere) {
    return t('{0} is not in it,', ifName);
  }
  return addresses.length === 0
    ? t('{0} is in it without an address,', ifName)
    : t('{0} is in it with {1},', ifName, addresses.join(', '));
}
