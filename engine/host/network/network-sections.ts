import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../../errors/workbench-error.ts';
import { type CollectedNamespace, namespacesOf, ownNamespace, processesOf } from '../facts/fact-namespaces.ts';
import { badAnswer } from '../run-to-end.ts';
import { readSections, type Section } from '../shell/sections.ts';
import { iptablesEntries, iptablesTables, nftEntries } from '../state/firewall-entries.ts';
import type { PlaceEntry } from '../state/state-entry.ts';
import { readJSON } from './ip-json.ts';
import { readLines, ruleLines } from './ip-lines.ts';
import { type InterfaceAddress, type IPLink, type IPReport, isVeth } from './ip-report.ts';
import { natOf } from './nat.ts';
import type { HostNetwork, NamespaceNetwork, NamespaceOwner, NetworkInterface } from './network.ts';
import { endFinder, type FindEnd, type NamespaceLinks } from './peers.ts';
import { containerNames } from './pod-names.ts';
import { type ListeningSocket, listeningSockets } from './sockets.ts';

type NamespaceFacts = Pick<NamespaceNetwork, 'id' | 'kind' | 'path' | 'name' | 'owner'>;

/**
 * Reads the output of network.sh.
 * @throws HostError badAnswer
 */
export function readNetworkSections(output: string, nonce: string, host: string): HostNetwork {
  const sections = readSections(output, nonce);
  const text = (kind: string): string => sections.find((section) => section.kind === kind)?.text ?? '';
  const collected = namespacesOf(sections);
  const own = ownNamespace(sections);
  if (collected === undefined || own === undefined) {
    throw new WorkbenchError(badAnswer(host, l10n.t('the state of the network is incomplete')));
  }
  const parts = partsByNamespace(sections);
  const found: readonly NamespaceFacts[] = [
    { id: own, kind: 'own', path: undefined, name: undefined, owner: undefined },
    ...collected.map(factsOf(text('pods'))),
  ];
  // A namespace can have several names; the first counts.
  const unique = [...new Map(found.toReversed().map((facts) => [facts.id, facts])).values()].toReversed();
  const readings = unique.flatMap((facts) => readingOf(facts, parts.get(facts.id)));
  const findEnd = endFinder(readings.map(({ links }) => links));
  const sockets = socketsByNamespace(sections, text('sockets'), text('holders'));
  return {
    host,
    namespaces: readings.map((reading) => namespaceNetwork(reading, findEnd, sockets.get(reading.facts.id) ?? [])),
    omitted: Number(sections.find(({ kind }) => kind === 'omitted')?.name ?? 0),
    isCut: sections.at(-1)?.kind !== 'end',
  };
}

type Parts = ReadonlyMap<string, string>;

const textKinds = ['links', 'addresses', 'neighbors', 'sysctls', 'rules', 'routes4', 'routes6', 'bridges'];
const namespaceKinds = new Set([...textKinds, 'ip', 'rules6', 'nft', 'iptables', 'ip6tables', 'read']);

/** Returns the text of each kind of section, by inode of the namespace. */
function partsByNamespace(sections: readonly Section[]): ReadonlyMap<number, Parts> {
  const found = new Map<number, Map<string, string>>();
  for (const { kind, name, text } of sections) {
    if (namespaceKinds.has(kind)) {
      const parts = found.get(Number(name)) ?? new Map<string, string>();
      found.set(Number(name), parts.set(kind, text));
    }
  }
  return found;
}

/** What was read of one namespace. */
interface Reading {
  readonly facts: NamespaceFacts;
  readonly parts: Parts;
  readonly report: IPReport;
  readonly links: NamespaceLinks;
}

function readingOf(facts: NamespaceFacts, parts: Parts | undefined): readonly Reading[] {
  if (parts === undefined) {
    return [];
  }
  const json = parts.get('ip');
  const report = json === undefined ? readLines((kind) => parts.get(kind) ?? '') : readJSON(json);
  const { id, kind, name } = facts;
  const links = { id, isOwn: kind === 'own', name: kind === 'named' ? name : undefined, links: report.links };
  return [{ facts, parts, report, links }];
}

function factsOf(pods: string): (namespace: CollectedNamespace) => NamespaceFacts {
  const names = containerNames(pods);
  return ({ inode, kind, path, name, owner }) => ({
    id: inode,
    kind,
    path,
    name,
    owner: owner === undefined ? undefined : { ...owner, ...namesOf(names, owner) },
  });
}

const namesOf = (
  names: ReturnType<typeof containerNames>,
  { containerID = '' }: NamespaceOwner,
): Pick<NamespaceOwner, 'pod' | 'container'> => names.get(containerID) ?? {};

function socketsByNamespace(
  sections: readonly Section[],
  sockets: string,
  holders: string,
): ReadonlyMap<number, readonly ListeningSocket[]> {
  const byProcess = listeningSockets(sockets, holders);
  return new Map([...processesOf(sections)].map(([inode, { pid }]) => [inode, byProcess.get(pid) ?? []]));
}

function namespaceNetwork(
  { facts, parts, report, links }: Reading,
  findEnd: FindEnd,
  sockets: readonly ListeningSocket[],
): NamespaceNetwork {
  const { routes, rules, neighbors, forwarding } = report;
  const isDetailed = parts.has('nft');
  const firewall = isDetailed ? firewallOf(parts) : undefined;
  return {
    ...facts,
    isRead: parts.has('read') && report.links.length > 0,
    interfaces: interfacesOf(links, report.addresses, findEnd),
    routes,
    rules: [...rules, ...ruleLines('IPv6', parts.get('rules6') ?? '')],
    neighbors,
    sockets,
    forwarding,
    isDetailed,
    nat: firewall && natOf(firewall),
    firewall,
  };
}

function firewallOf(parts: Parts): readonly PlaceEntry[] {
  const [iptables, ip6tables] = [parts.get('iptables') ?? '', parts.get('ip6tables') ?? ''];
  return [
    ...iptablesEntries('iptables', iptables),
    ...iptablesEntries('ip6tables', ip6tables),
    ...nftEntries(parts.get('nft') ?? '', [...iptablesTables('ip', iptables), ...iptablesTables('ip6', ip6tables)]),
  ];
}

function interfacesOf(
  namespace: NamespaceLinks,
  addresses: readonly InterfaceAddress[],
  findEnd: FindEnd,
): readonly NetworkInterface[] {
  const byInterface = new Map<string, InterfaceAddress[]>();
  for (const address of addresses) {
    byInterface.set(address.interface, [...(byInterface.get(address.interface) ?? []), address]);
  }
  return namespace.links.map((link) => ({
    ...propertiesOf(link),
    ...endsOf(namespace, link, findEnd),
    addresses: (byInterface.get(link.name) ?? []).map(({ address, peer, scope }) => ({ address, peer, scope })),
  }));
}

function endsOf(namespace: NamespaceLinks, link: IPLink, findEnd: FindEnd): Pick<NetworkInterface, 'peer' | 'lower'> {
  const end = findEnd(namespace, link);
  // busybox, which reports no state, reports no kind either.
  const isPeer = isVeth(link) || (link.state === undefined && end?.namespace !== namespace.id);
  return isPeer ? { peer: end, lower: undefined } : { peer: undefined, lower: end };
}

const propertiesOf = ({
  index,
  name,
  kind,
  mac,
  mtu,
  flags,
  state,
  master,
  detail,
}: IPLink): Omit<NetworkInterface, 'peer' | 'lower' | 'addresses'> => ({
  index,
  name,
  kind,
  mac,
  mtu,
  isUp: flags.includes('UP'),
  state,
  master,
  detail,
});
