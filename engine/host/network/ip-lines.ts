import { collapsed, linesOf } from '../state/state-entry.ts';
import {
  detailKeys,
  type Forwarding,
  type InterfaceAddress,
  type IPFamily,
  type IPLink,
  type IPReport,
  isKernelRoute,
  lowerIndex,
  type NetworkNeighbor,
  type NetworkRoute,
  type NetworkRule,
} from './ip-report.ts';

/** Returns the value of a keyword of ip, if the text has it. */
function word(key: string, text: string): string | undefined {
  return new RegExp(`(?:^| )${key} (\\S+)`).exec(text)?.[1];
}

/** Reads the sections of network.sh with the text of ip, by kind. */
export function readLines(text: (kind: string) => string): IPReport {
  return {
    links: withBridges(linkLines(text('links')), text('bridges')),
    addresses: addressLines(text('addresses')),
    neighbors: neighborLines(text('neighbors')),
    routes: [...routeLines('IPv4', text('routes4')), ...routeLines('IPv6', text('routes6'))].filter(
      (route) => !isKernelRoute(route),
    ),
    rules: ruleLines('IPv4', text('rules')),
    forwarding: forwardingOf(text('sysctls')),
  };
}

/** Adds the kind of bridges, which busybox does not report. `bridges`: lines `/sys/class/net/NAME/bridge`. */
export function withBridges(links: readonly IPLink[], bridges: string): readonly IPLink[] {
  const known = new Set(linesOf(bridges).map((line) => line.split('/').at(-2)));
  return links.map((link) => (known.has(link.name) ? { ...link, kind: 'bridge' } : link));
}

/** Reads `ip -o -d link` or, of busybox, `ip -o link`; other lines are ignored. */
export function linkLines(text: string): readonly IPLink[] {
  return linesOf(text).flatMap(linkOf);
}

function linkOf(line: string): readonly IPLink[] {
  const [head = '', layer = '', ...details] = line.split('\\').map(collapsed);
  const [, index, name, lower, flags = '', rest = ''] =
    /^(\d+): (\S+?)(?:@(?:NONE|(\S+)))?: <([^>]*)> (.*)$/.exec(head) ?? [];
  if (index === undefined || name === undefined) {
    return [];
  }
  const about = details.find((detail) => !/^(?:altname|vf|info:|\w+_slave\b)/.test(detail)) ?? '';
  const kind = /^[a-z]\w*/.exec(about)?.[0];
  const mtu = word('mtu', rest);
  return [
    {
      index: Number(index),
      name,
      lower,
      lowerIndex: lowerIndex(lower),
      lowerNamespace: namespaceOf(layer),
      kind,
      flags: flags.split(','),
      state: word('state', rest),
      mtu: mtu === undefined ? undefined : Number(mtu),
      mac: /^link\/ether (\S+)/.exec(layer)?.[1],
      master: word('master', rest),
      detail: detailOf(kind, about),
    },
  ];
}

function namespaceOf(layer: string): IPLink['lowerNamespace'] {
  const name = word('link-netns', layer);
  const number = word('link-netnsid', layer);
  if (name !== undefined) {
    return { name };
  }
  return number === undefined ? undefined : { number: Number(number) };
}

function detailOf(kind: string | undefined, about: string): string | undefined {
  const key = detailKeys[kind ?? ''];
  const value = key === undefined ? undefined : word(key, about);
  return value === undefined ? undefined : `${key} ${value}`;
}

/** Reads `ip -o address`; other lines are ignored. */
export function addressLines(text: string): readonly InterfaceAddress[] {
  return linesOf(text).flatMap((line): readonly InterfaceAddress[] => {
    const [, on, address, peer, scope] = /^\d+: (\S+)\s+inet6? (\S+)(?: peer (\S+))?.* scope (\S+)/.exec(line) ?? [];
    return on === undefined || address === undefined || scope === undefined
      ? []
      : [{ interface: on, address, peer, scope }];
  });
}

/** Returns a line of `ip -o route` without what changes by itself. */
export function routeText(line: string): string {
  return collapsed(
    line.replaceAll('\\', ' ').replaceAll(/ (?:linkdown|dead|pref medium|expires \S+|error \S+)(?= |$)/g, ''),
  );
}

const routeTypes = 'unicast|local|broadcast|multicast|anycast|throw|unreachable|prohibit|blackhole|nat';
const routeLine = new RegExp(`^(?:(${routeTypes}) )?(default|[0-9a-f:][0-9a-f.:]*(?:/\\d+)?)((?: .*)?)$`);

/** Reads `ip -o route show table all` of one family. Each next hop is one route. */
export function routeLines(family: IPFamily, text: string): readonly NetworkRoute[] {
  return linesOf(text).flatMap((line): readonly NetworkRoute[] => {
    const [, type = 'unicast', destination, rest = ''] = routeLine.exec(routeText(line)) ?? [];
    if (destination === undefined) {
      return [];
    }
    const [own = '', ...hops] = rest.split(' nexthop ');
    const metric = word('metric', own);
    const common = {
      family,
      destination,
      type,
      source: word('src', own),
      table: word('table', own) ?? 'main',
      protocol: word('proto', own),
      scope: word('scope', own),
      metric: metric === undefined ? undefined : Number(metric),
    };
    return (hops.length === 0 ? [own] : hops).map((hop) => ({
      ...common,
      gateway: word('via(?: inet6?)?', ` ${hop}`),
      device: word('dev', ` ${hop}`),
    }));
  });
}

/** Reads `ip rule`; other lines are ignored. */
export function ruleLines(family: IPFamily, text: string): readonly NetworkRule[] {
  return linesOf(text).flatMap((line): readonly NetworkRule[] => {
    const [, priority, rule] = /^(\d+):\s+((?:not )?from .*)$/.exec(line) ?? [];
    return priority === undefined || rule === undefined
      ? []
      : [{ family, priority: Number(priority), text: collapsed(rule).replace(/ proto \w+$/, '') }];
  });
}

const states = 'PERMANENT|REACHABLE|STALE|DELAY|PROBE|FAILED|NOARP|INCOMPLETE|NONE';

/** Reads `ip neighbor`; other lines are ignored. */
export function neighborLines(text: string): readonly NetworkNeighbor[] {
  const line = new RegExp(`^([0-9a-f.:]+) dev (\\S+)(?: lladdr (\\S+))?.* (${states})$`);
  return linesOf(text).flatMap((raw): readonly NetworkNeighbor[] => {
    const [, address, device, mac, state] = line.exec(collapsed(raw)) ?? [];
    return address === undefined || device === undefined || state === undefined
      ? []
      : [{ address, device, mac, state }];
  });
}

/** Reads lines `/proc/sys/net/PATH:VALUE`. */
function forwardingOf(text: string): Forwarding {
  const of = (path: string): boolean | undefined => {
    const value = new RegExp(`/net/${path}:([01])$`, 'm').exec(text)?.[1];
    return value === undefined ? undefined : value === '1';
  };
  return { ipv4: of('ipv4/ip_forward'), ipv6: of('ipv6/conf/all/forwarding') };
}
