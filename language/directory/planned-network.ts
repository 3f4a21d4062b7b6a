import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  formatAddress,
  formatPrefixed,
  isInRange,
  parseAddress,
  type RangeFacts,
  shifted,
} from '../document/addresses.ts';
import { type Assigned, assignedIn, isOn } from '../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../document/members.ts';
import { type Model, type PluginView, readModel } from '../document/model.ts';
import { subnetsOf } from './subnets.ts';

/** The addresses that host-local has reserved on a host. */
export interface HeldByHost {
  readonly reservations: readonly { readonly directory: string; readonly address: string }[];
  readonly lastReserved: readonly { readonly directory: string; readonly set: number; readonly address: string }[];
}

/** What the next ADD of a network would create. */
export interface PlannedNetwork {
  readonly network: string;
  readonly interfaces: readonly PlannedInterface[];
}

/** What one plugin of the chain would create. */
interface PlannedInterface {
  /** Type of the plugin, such as `bridge`. */
  readonly plugin: string;
  /** The bridge or the master, if the configuration names it or has a fixed default. */
  readonly attachedTo: string | undefined;
  readonly masquerades: boolean;
  readonly addresses: readonly PlannedAddress[];
}

/** An address that the interface would get. */
interface PlannedAddress {
  /** With prefix length; undefined if no address of the range set is free. */
  readonly address: string | undefined;
  readonly gateway: string | undefined;
  /** The ranges as written, or the address of static. */
  readonly from: string;
}

/** Plugins that create an interface, with the key of what they attach it to, and its default. */
const creators: ReadonlyMap<string, { readonly key?: string; readonly usual?: string }> = new Map([
  ['bridge', { key: 'bridge', usual: 'cni0' }],
  ['ptp', {}],
  ['macvlan', { key: 'master' }],
  ['ipvlan', { key: 'master' }],
  ['vlan', { key: 'master' }],
  ['host-device', { key: 'device' }],
  ['dummy', {}],
  ['tap', { key: 'bridge' }],
]);

/**
 * Returns what the next ADD of a configuration would create on a host, with the addresses that host-local would assign.
 * Undefined if the text has no plugin of a kind that is known to create an interface.
 */
export function plannedNetwork(text: string, held: HeldByHost): PlannedNetwork | undefined {
  const model = readModel(TextDocument.create('file:///etc/cni/net.d/planned.conflist', 'cni', 0, text));
  const interfaces = model.plugins.flatMap((plugin) => plannedInterface(model, plugin, held));
  return interfaces.length === 0 ? undefined : { network: textOf(model.name?.value) ?? '', interfaces };
}

function plannedInterface(model: Model, plugin: PluginView, held: HeldByHost): readonly PlannedInterface[] {
  const creator = creators.get(plugin.typeName ?? '');
  if (creator === undefined || plugin.writtenType === undefined) {
    return [];
  }
  const named = creator.key === undefined ? '' : textOf(foldedMember(plugin.node, creator.key)?.value);
  const assigned = assignedIn(model).filter((one) => one.plugin === plugin);
  return [
    {
      plugin: plugin.writtenType,
      attachedTo: named || creator.usual,
      masquerades: isOn(plugin, 'ipMasq'),
      addresses: assigned.flatMap((one) => plannedAddresses(model, one, held)),
    },
  ];
}

function plannedAddresses(model: Model, { plugin, sets, addresses }: Assigned, held: HeldByHost): PlannedAddress[] {
  const directory = subnetsOf(model).find(({ pluginIndex, state }) => pluginIndex === plugin.index && state)?.state;
  const pooled = sets.map((set, number): PlannedAddress => {
    const ranges = set.ranges.flatMap(({ facts }) => facts ?? []);
    const reserved = held.reservations.filter((one) => one.directory === directory).map(({ address }) => address);
    const last = held.lastReserved.find((one) => one.directory === directory && one.set === number)?.address;
    const from = set.ranges.flatMap(({ subnet }) => subnet?.text ?? []).join(', ');
    const next = nextFreeAddress(ranges, new Set(reserved), last);
    return {
      address: next && formatPrefixed({ address: next.address, prefix: next.range.subnet.prefix }),
      gateway: next && formatAddress(next.range.gateway),
      from,
    };
  });
  const fixed = addresses.map(({ address, gateway, parsed }): PlannedAddress => ({
    address: parsed && formatPrefixed(parsed),
    gateway: gateway?.text,
    from: address?.text ?? '',
  }));
  return [...pooled, ...fixed];
}

/** The most addresses that are tried. A larger range with more reservations has an unknown next address. */
const mostTried = 70_000;

/**
 * Returns the address that host-local assigns next: the first one after the last reserved one, in a circle over the ranges
 * of the set, that is not the gateway and not reserved (allocator.go, Get and RangeIter).
 */
function nextFreeAddress(
  ranges: readonly RangeFacts[],
  reserved: ReadonlySet<string>,
  last: string | undefined,
): { readonly address: RangeFacts['first']; readonly range: RangeFacts } | undefined {
  const after = last === undefined ? undefined : parseAddress(last);
  const start = after === undefined ? -1 : ranges.findIndex((range) => isInRange(range, after));
  let at = Math.max(start, 0);
  let range = ranges[at];
  let address = start < 0 ? undefined : after;
  for (let tried = 0; range !== undefined && tried < mostTried; tried += 1) {
    if (address === undefined) {
      address = range.first;
    } else if (address.value === range.last.value) {
      at = (at + 1) % ranges.length;
      range = ranges[at] ?? range;
      address = range.first;
    } else {
      address = shifted(address, 1n);
    }
    const isGateway = address.value === range.gateway.value;
    if (!isGateway && !reserved.has(formatAddress(address))) {
      return { address, range };
    }
  }
  return undefined;
}
