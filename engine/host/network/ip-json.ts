import { isRecord } from '../../libcni/json/record.ts';
import {
  detailKeys,
  type InterfaceAddress,
  type IPLink,
  type IPReport,
  isKernelRoute,
  lowerIndex,
  type NetworkNeighbor,
  type NetworkRoute,
  type NetworkRule,
} from './ip-report.ts';

/** An element of the arrays that ip prints. */
type Element = Readonly<Record<string, unknown>>;

/**
 * Reads the output of `ip -j -d -force -batch`: a line with an array for each of `address`, `neighbor`, `netconf`, `rule`,
 * `route` and `netns list-id`, in any order. Those that failed are missing or incomplete. What is not valid is ignored.
 */
export function readJSON(text: string): IPReport {
  const elements = text.split('\n').flatMap(elementsOf);
  const links = elements.filter((element) => 'ifname' in element);
  const namespaces = new Map(
    elements.filter((element) => 'nsid' in element).map(({ nsid, name }) => [nsid, textOf(name)]),
  );
  return {
    links: links.map((element) => linkOf(element, namespaces)),
    addresses: links.flatMap(addressesOf),
    neighbors: elements.flatMap(neighborOf),
    routes: elements.flatMap(routesOf).filter((route) => !isKernelRoute(route)),
    rules: elements.flatMap(ruleOf),
    forwarding: { ipv4: isForwarding('inet', elements), ipv6: isForwarding('inet6', elements) },
  };
}

const listOf = (value: unknown): readonly Element[] => (Array.isArray(value) ? value.filter(isRecord) : []);

const recordOf = (value: unknown): Element => (isRecord(value) ? value : {});

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

/** What is before an element of an array, and not before an object inside one. */
const begin = /[[\],]+(?=\{"(?:ifindex|dst|type|priority|nsid|family":"inet6?","interface)")/;

/** Parses an array, or one by one the elements of arrays that are cut or not valid. */
function elementsOf(line: string): readonly Element[] {
  const whole = parsed(line);
  return whole === undefined
    ? line.split(begin).flatMap((element) => listOf([parsed(element.replace(/\]$/, ''))]))
    : listOf(whole);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function linkOf(element: Element, namespaces: ReadonlyMap<unknown, string | undefined>): IPLink {
  const { link, link_index: index, link_netnsid: id, link_type: layer, linkinfo } = element;
  const { ifindex, ifname, flags, operstate, mtu, address, master } = element;
  const lower = textOf(link) ?? (typeof index === 'number' ? `if${index}` : undefined);
  return {
    index: numberOf(ifindex) ?? 0,
    name: textOf(ifname) ?? '',
    lower,
    lowerIndex: lowerIndex(lower),
    lowerNamespace: namespaceOf(numberOf(id), namespaces),
    ...kindOf(recordOf(linkinfo)),
    flags: Array.isArray(flags) ? flags.map(String) : [],
    state: textOf(operstate),
    mtu: numberOf(mtu),
    mac: layer === 'ether' ? textOf(address) : undefined,
    master: textOf(master),
  };
}

function namespaceOf(number: number | undefined, names: ReadonlyMap<unknown, string | undefined>) {
  const name = names.get(number);
  if (name !== undefined) {
    return { name };
  }
  return number === undefined ? undefined : { number };
}

function kindOf({ info_kind: kind, info_data: data }: Element): Pick<IPLink, 'kind' | 'detail'> {
  const key = detailKeys[textOf(kind) ?? ''];
  const value = key === undefined ? undefined : textOf(recordOf(data)[key]);
  return { kind: textOf(kind), detail: value === undefined ? undefined : `${key} ${value}` };
}

function addressesOf({ ifname, addr_info: info }: Element): readonly InterfaceAddress[] {
  return listOf(info).flatMap(({ local, address: peer, prefixlen, scope }) => {
    const [on, own, other, length] = [textOf(ifname), textOf(local), textOf(peer), textOf(prefixlen)];
    return on === undefined || own === undefined || length === undefined
      ? []
      : [
          {
            interface: on,
            address: other === undefined ? `${own}/${length}` : own,
            peer: other === undefined ? undefined : `${other}/${length}`,
            scope: textOf(scope) ?? 'global',
          },
        ];
  });
}

function neighborOf({ dst, dev, lladdr, state }: Element): readonly NetworkNeighbor[] {
  const [address, device, last] = [textOf(dst), textOf(dev), Array.isArray(state) ? textOf(state.at(-1)) : undefined];
  return address === undefined || device === undefined || last === undefined
    ? []
    : [{ address, device, mac: textOf(lladdr), state: last }];
}

function routesOf(route: Element): readonly NetworkRoute[] {
  const { dst, type, nexthops, pref, prefsrc, table, protocol, scope, metric } = route;
  const [destination, kind, hops] = [textOf(dst), textOf(type), listOf(nexthops)];
  if (destination === undefined || kind === undefined) {
    return [];
  }
  const ways = hops.length === 0 ? [route] : hops;
  // Not `via`, which has the IPv6 gateway of an IPv4 route.
  const addresses = [destination, ...ways.map(({ gateway }) => textOf(gateway))];
  const isIPv6 = pref !== undefined || addresses.some((address) => address?.includes(':'));
  return ways.map(({ gateway, via, dev }) => ({
    family: isIPv6 ? 'IPv6' : 'IPv4',
    destination,
    type: kind,
    device: textOf(dev),
    gateway: textOf(gateway ?? recordOf(via)['host']),
    source: textOf(prefsrc),
    table: textOf(table) ?? 'main',
    protocol: textOf(protocol),
    scope: textOf(scope),
    metric: numberOf(metric),
  }));
}

/** What is before the value of a key of a rule, if that is not the key. */
const ruleWords: Readonly<Record<string, string>> = {
  src: ' from ',
  srclen: '/',
  dst: ' to ',
  dstlen: '/',
  fwmask: '/',
  uid_start: ' uidrange ',
  uid_end: '-',
  sport_start: ' sport ',
  sport_end: '-',
  dport_start: ' dport ',
  dport_end: '-',
  table: ' lookup ',
  l3mdev: ' lookup [l3mdev-table]',
  suppress_prefixlen: ' suppress_prefixlength ',
  nat_gateway: ' map-to ',
  action: ' ',
};

/** Writes a rule as the text of ip has it, whose order the keys have. */
function ruleOf(element: Element): readonly NetworkRule[] {
  const { priority } = element;
  if (typeof priority !== 'number') {
    return [];
  }
  const text = Object.entries(element)
    .filter(([key]) => key !== 'priority' && key !== 'protocol')
    .map(([key, value]) => `${ruleWords[key] ?? ` ${key} `}${textOf(value) ?? ''}`)
    .join('');
  return [{ family: 'IPv4', priority, text: text.replaceAll(/ +/g, ' ').trim() }];
}

function isForwarding(wanted: string, elements: readonly Element[]): boolean | undefined {
  const all = elements.find(({ interface: name, family }) => name === 'all' && family === wanted);
  const { forwarding } = all ?? {};
  return typeof forwarding === 'boolean' ? forwarding : undefined;
}
