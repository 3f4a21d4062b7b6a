import type { PingReport } from '../inside/ping.ts';
import { readPing } from '../inside/ping.ts';
import { neighborLines } from '../network/ip-lines.ts';
import type { NetworkNeighbor } from '../network/ip-report.ts';
import type { NamespaceNetwork } from '../network/network.ts';
import type { Section } from '../shell/sections.ts';

/** The two ends of a connection, and the namespace of the host between them. */
export type Place = 'source' | 'target' | 'host';

/** The answer of the kernel to the question where a packet goes. */
export interface RouteAnswer {
  /** Such as `local`; `unicast` if the kernel prints none. */
  readonly type: string;
  readonly device: string | undefined;
  readonly gateway: string | undefined;
  /** The message of the kernel if there is no route. */
  readonly failure: string | undefined;
}

/** Counters of one namespace, before and after the packets. */
export interface Counted {
  readonly before: string;
  readonly after: string;
}

/** Everything that is known about a connection. The diagnosis is a function of it. */
export interface Observation {
  readonly from: string;
  readonly to: string;
  /** TCP port; undefined to test with ping only. */
  readonly port: number | undefined;
  readonly namespaces: Readonly<Record<Place, NamespaceNetwork>>;
  /** The other namespaces of the host, which may have the same address. */
  readonly others: readonly NamespaceNetwork[];
  /** Interfaces of the host with which the ends are connected; undefined if the host is not between them. */
  readonly entry: string | undefined;
  readonly exit: string | undefined;
  /** Route lookups: of both ends, on the host in both directions, and of the packets that arrive at both ends. */
  readonly routes: Readonly<
    Partial<Record<'source' | 'target' | 'forth' | 'back' | 'arrival' | 'return', RouteAnswer>>
  >;
  readonly sysctls: Readonly<Record<Place, ReadonlyMap<string, string>>>;
  readonly neighbors: Readonly<Record<Place, readonly NetworkNeighbor[]>>;
  readonly small: PingReport;
  /** A ping with the largest packet that the source can send; undefined if it was not tried. */
  readonly large: (PingReport & { readonly size: number }) | undefined;
  /** `open`, or the failure of the TCP connection; undefined without a port. */
  readonly tcp: string | undefined;
  readonly iptables: Readonly<Record<Place, Counted>>;
  readonly nft: Readonly<Record<Place, Counted>>;
}

/** Reads a line of `ip -o route get`, or its failure. */
export function routeAnswer(text: string): RouteAnswer {
  const line = text.trim().split('\n')[0] ?? '';
  const failure = /^(?:RTNETLINK answers|Error): (.*)$/.exec(line)?.[1];
  const type = /^(local|broadcast|multicast|unreachable|blackhole|prohibit|throw) /.exec(line)?.[1] ?? 'unicast';
  const isRefused = /^(?:unreachable|blackhole|prohibit|throw)$/.test(type);
  return {
    type,
    device: / dev (\S+)/.exec(line)?.[1],
    gateway: / via (?:inet6? )?(\S+)/.exec(line)?.[1],
    failure: failure ?? (isRefused || line === '' ? type : undefined),
  };
}

function byPlace<T>(of: (place: Place) => T): Readonly<Record<Place, T>> {
  return { source: of('source'), target: of('target'), host: of('host') };
}

/** What {@link readProbe} adds to an observation. */
type Probed = Pick<Observation, 'routes' | 'sysctls' | 'neighbors' | 'small' | 'large' | 'tcp' | 'iptables' | 'nft'>;

/** Reads the output of `probe`. `size` is that of the large ping. */
export function readProbe(sections: readonly Section[], size: number): Probed {
  const text = (kind: string, name: string): string =>
    sections.find((section) => section.kind === kind && section.name === name)?.text ?? '';
  const route = (name: string): RouteAnswer | undefined =>
    sections.some((section) => section.kind === 'route' && section.name === name)
      ? routeAnswer(text('route', name))
      : undefined;
  const tcp = text('tcp', '-').trim();
  const largeText = text('ping', 'large');
  const isLargeKnown = size > 0 && /packets transmitted/.test(largeText);
  const counted = (kind: string, place: Place): Counted => ({
    before: text(`${kind}Before`, place),
    after: text(`${kind}After`, place),
  });
  const routes = { forth: route('forth'), back: route('back'), arrival: route('arrival'), return: route('return') };
  return {
    routes: Object.fromEntries(Object.entries(routes).filter(([, answer]) => answer !== undefined)),
    sysctls: byPlace((place) => sysctlsOf(text('sysctl', place))),
    neighbors: byPlace((place) => neighborLines(text('neighbors', place))),
    small: readPing(text('ping', 'small'), '', 2),
    large: isLargeKnown ? { ...readPing(largeText, '', 2), size } : undefined,
    tcp: tcp === '' || tcp === 'missing' ? undefined : tcp,
    iptables: byPlace((place) => {
      const [v4, v6] = [counted('iptables', place), counted('ip6tables', place)];
      return { before: v4.before + v6.before, after: v4.after + v6.after };
    }),
    nft: byPlace((place) => counted('nft', place)),
  };
}

function sysctlsOf(text: string): ReadonlyMap<string, string> {
  return new Map([...text.matchAll(/^(\S+?):(\S+)$/gm)].map(([, key = '', value = '']) => [key, value]));
}
