import * as l10n from '@vscode/l10n';
import { type LiveDifference, type NamespaceNetwork, networkLimits } from '../../engine/host/index.ts';
import { joined } from '../../engine/text/joined.ts';

/** A fact of a namespace as the views and pages show it. */
export interface LiveFact {
  readonly label: string;
  readonly description: string;
  /** Whether it may be why something does not work. */
  readonly isMarked?: boolean;
}

/** Returns a fact as one line, such as `default via 10.88.0.1 dev eth0`. */
export const lineOf = ({ label, description }: LiveFact): string => joined(' ', label, description);

/** Returns an interface with its addresses. */
export function interfaceFact({
  name,
  addresses,
  isUp,
  kind,
  mac,
  mtu,
}: NamespaceNetwork['interfaces'][number]): LiveFact {
  const description = joined(
    ' · ',
    isUp ? '' : l10n.t('down'),
    ...addresses.map(({ address }) => address),
    kind ?? '',
    mac ?? '',
    mtu === undefined ? '' : l10n.t('MTU {0}', mtu),
  );
  return { label: name, description, isMarked: !isUp && name !== 'lo' };
}

/** Returns where a route leads, as `ip route` prints it: `via 10.88.0.1 dev eth0`. */
export const hopText = ({
  gateway,
  device,
}: {
  readonly gateway?: string | undefined;
  readonly device?: string | undefined;
}): string => joined(' ', gateway === undefined ? '' : `via ${gateway}`, device === undefined ? '' : `dev ${device}`);

/** Returns a route as `ip route` prints it. */
export function routeFact({ destination, type, gateway, device, table }: NamespaceNetwork['routes'][number]): LiveFact {
  return {
    label: type === 'unicast' ? destination : `${type} ${destination}`,
    description: joined(' ', hopText({ gateway, device }), table === 'main' ? '' : `table ${table}`),
    isMarked: /^(?:blackhole|unreachable|prohibit)$/.test(type),
  };
}

/** Returns a rule as `ip rule` prints it. */
export const ruleFact = ({ priority, text, family }: NamespaceNetwork['rules'][number]): LiveFact => ({
  label: `${priority}: ${text}`,
  description: family,
});

/** Returns what is not known about the rules of a namespace that was not read in detail. */
export const unreadRules = ({
  isRead,
  isDetailed,
}: Pick<NamespaceNetwork, 'isRead' | 'isDetailed'>): readonly LiveFact[] =>
  isDetailed || !isRead
    ? []
    : [
        {
          label: l10n.t('IPv6 rules: not read'),
          description: l10n.t('(more than {0} namespaces)', networkLimits.detailed),
        },
      ];

/** Returns a neighbor with its MAC address. */
export const neighborFact = ({ address, device, mac, state }: NamespaceNetwork['neighbors'][number]): LiveFact => ({
  label: address,
  description: joined(' · ', mac ?? '', device, state),
  isMarked: state === 'FAILED',
});

/** Returns a listening socket with its process. */
export const socketFact = ({ protocol, address, port, process }: NamespaceNetwork['sockets'][number]): LiveFact => ({
  label: `${port}/${protocol}`,
  description: joined(' · ', address, process === undefined ? '' : l10n.t('{0} (pid {1})', process.name, process.pid)),
});

/** Returns a difference between a cached result and its namespace as a sentence. */
export function differenceText({ kind, interface: on, cached, live }: LiveDifference): string {
  switch (kind) {
    case 'interface':
      return l10n.t('Interface {0} is missing', cached);
    case 'address':
      return l10n.t('Address {0} of {1} is missing', cached, on);
    case 'route':
      return l10n.t('Route {0} is missing', cached);
    case 'mac':
      return l10n.t('{0} has the MAC address {1}, not {2}', on, live ?? '', cached);
  }
}
