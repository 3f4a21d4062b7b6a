import { addressLines, linkLines, routeLines, routeText, withBridges } from '../network/ip-lines.ts';
import { type IPLink, isKernelRoute, isVeth } from '../network/ip-report.ts';
import { collapsed, linesOf, type PlaceEntry } from './state-entry.ts';

/**
 * Reads the links of the host and of a namespace. Ends of a veth in the two get the name of each other. `bridges`: lines
 * `/sys/class/net/NAME/bridge` from a host with busybox.
 */
export function linkEntries(
  host: string,
  namespace: string,
  bridges = '',
): { readonly host: readonly PlaceEntry[]; readonly namespace: readonly PlaceEntry[] } {
  const ours = withBridges(linkLines(host), bridges);
  const theirs = linkLines(namespace);
  return { host: entriesOf(ours, theirs), namespace: entriesOf(theirs, ours) };
}

const entriesOf = (links: readonly IPLink[], others: readonly IPLink[]): readonly PlaceEntry[] =>
  links.map((link) => ({ area: 'link', where: link.name, value: valueOf(link, others) }));

function factsOf({ flags, mtu, mac, master, detail }: IPLink): readonly string[] {
  return [
    flags.includes('UP') ? 'up' : 'down',
    ...(mtu === undefined ? [] : [`mtu ${mtu}`]),
    ...(mac === undefined ? [] : [`mac ${mac}`]),
    ...(detail === undefined ? [] : [detail]),
    ...(master === undefined ? [] : [`master ${master}`]),
    ...(flags.includes('PROMISC') ? ['promisc'] : []),
  ];
}

function valueOf(link: IPLink, others: readonly IPLink[]): string {
  const { kind } = link;
  const lower = lowerOf(link, others);
  const relation = lower === undefined ? [] : [`${isVeth(link) ? 'peer' : 'on'} ${lower}`];
  return [...(kind === undefined ? [] : [kind]), ...factsOf(link), ...relation].join(' ');
}

function lowerOf(link: IPLink, others: readonly IPLink[]): string | undefined {
  const { index, lower } = link;
  const other = link.lowerIndex;
  if (other === undefined) {
    return lower;
  }
  const found = others.find((one) => one.index === other);
  // The two ends of a veth point to each other.
  return isVeth(link) && found?.lower !== `if${index}` ? undefined : found?.name;
}

/** Reads `ip -o address`. Link-local IPv6 addresses are omitted, because the kernel adds them some time after the link is up. */
export function addressEntries(text: string): readonly PlaceEntry[] {
  return addressLines(text).flatMap(({ interface: where, address: own, peer, scope }): readonly PlaceEntry[] => {
    if (scope === 'link' && own.startsWith('fe80:')) {
      return [];
    }
    const address = peer === undefined ? own : `${own} peer ${peer}`;
    return [{ area: 'address', where, value: scope === 'global' ? address : `${address} scope ${scope}` }];
  });
}

/** Reads `ip -o route show table all`, except for routes that the kernel adds for addresses and links. */
export function routeEntries(family: 'IPv4' | 'IPv6', text: string): readonly PlaceEntry[] {
  return linesOf(text)
    .filter((line) => !routeLines(family, line).some(isKernelRoute))
    .map((line) => ({ area: 'route', where: family, value: routeText(line) }));
}

/** Reads `ip rule`. */
export function ruleEntries(family: 'IPv4' | 'IPv6', text: string): readonly PlaceEntry[] {
  return linesOf(text).map((line) => ({ area: 'rule', where: family, value: collapsed(line) }));
}
