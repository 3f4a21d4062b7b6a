import * as l10n from '@vscode/l10n';
import type { NamespaceNetwork, NetworkInterface } from '../network/network.ts';
import { type ConnectionProblem, firstInterface, hostEndOf, lastInterface, type Leg, placeName } from './leg.ts';
import type { Observation } from './observation.ts';

/** Finds the interface that is too small for the packets of the source, after only a large ping failed. */
export function mtuCause({ large, to }: Observation, there: Leg): ConnectionProblem | undefined {
  if (large === undefined || large.received > 0) {
    return undefined;
  }
  const [first, last] = [firstInterface(there), lastInterface(there)];
  const onHost = (name: string | undefined) => there.host.interfaces.find((one) => one.name === name);
  const way: readonly (readonly [NamespaceNetwork, NetworkInterface | undefined])[] = [
    [there.host, hostEndOf(there, 'first', first)],
    [there.host, onHost(there.entry)],
    [there.host, onHost(there.exit)],
    [there.host, hostEndOf(there, 'last', last)],
    [there.to, last],
  ];
  const smaller = way
    .flatMap(([place, one]) => (one?.mtu === undefined ? [] : [{ place, name: one.name, mtu: one.mtu }]))
    .filter((one) => one.mtu < (first?.mtu ?? 0))
    .toSorted((a, b) => a.mtu - b.mtu)[0];
  const [from, mtu] = [placeName(there.from), first?.mtu ?? 0];
  if (smaller === undefined) {
    return {
      code: 'mtu',
      message: l10n.t('{from} sends packets of up to {mtu} bytes, but those do not reach {to}.', { from, mtu, to }),
      remedy: l10n.t('Reduce the MTU of the network, for example by the size of a tunnel header.'),
    };
  }
  return {
    code: 'mtu',
    message: l10n.t('{from} sends packets of up to {mtu} bytes, but {name} of {place} takes only {smaller}.', {
      from,
      mtu,
      name: smaller.name,
      place: placeName(smaller.place),
      smaller: smaller.mtu,
    }),
    remedy: l10n.t('Set "mtu" of the network to {0}.', smaller.mtu),
  };
}

/** Finds why a TCP connection is refused: nothing listens on the port, or only for another address. */
export function portCause({ tcp, port, to, namespaces }: Observation): ConnectionProblem | undefined {
  if (port === undefined || tcp === undefined || tcp === 'open' || !/refused/i.test(tcp)) {
    return undefined;
  }
  const target = placeName(namespaces.target);
  const sockets = namespaces.target.sockets.filter((one) => one.protocol === 'tcp' && one.port === port);
  const [other] = sockets.filter(({ address }) => !['0.0.0.0', '::', to].includes(address));
  if (other !== undefined && sockets.every(({ address }) => !['0.0.0.0', '::', to].includes(address))) {
    return {
      code: 'listensElsewhere',
      message: l10n.t('Port {port} of {target} is open only on {address}, not on {to}.', {
        port,
        target,
        address: other.address,
        to,
      }),
      remedy: l10n.t('Let the program listen on 0.0.0.0 or on {0}.', to),
    };
  }
  return {
    code: 'notListening',
    message: l10n.t('No program listens on port {0} of {1}.', port, target),
    remedy: l10n.t('Start the program, or check its port.'),
  };
}
