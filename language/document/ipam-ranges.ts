import {
  describeRange,
  parseAddress,
  parsePrefixed,
  type Address,
  type Prefixed,
  type RangeFacts,
} from './addresses.ts';
import { foldedMember, textOf, type Member } from './members.ts';
import { perModel, type Model, type PluginView } from './model.ts';
import type { Node } from './parse.ts';

/** A string in the document, with its text. */
export interface TextAt {
  readonly node: Node;
  readonly text: string;
}

/** One range of host-local, in `ranges` or in the old keys. */
export interface RangeAt {
  readonly plugin: PluginView;
  /** The object that holds the keys: an element of a range set, or `ipam` itself for the old form. */
  readonly node: Node;
  readonly isOldForm: boolean;
  readonly subnet: TextAt | undefined;
  readonly start: TextAt | undefined;
  readonly end: TextAt | undefined;
  readonly gateway: TextAt | undefined;
  /** Undefined if the subnet is missing or a value is not valid. */
  readonly facts: RangeFacts | undefined;
}

/** One range set: a pool. The old form is a separate set before all others. */
export interface RangeSetAt {
  readonly node: Node;
  readonly ranges: readonly RangeAt[];
}

/** One route of an `ipam` object. */
export interface RouteAt {
  readonly node: Node;
  readonly dst: TextAt | undefined;
  readonly gw: TextAt | undefined;
}

/** One entry of static's `addresses`. */
interface StaticAddressAt {
  readonly node: Node;
  readonly address: TextAt | undefined;
  readonly gateway: TextAt | undefined;
  readonly parsed: Prefixed | undefined;
}

/** What an `ipam` object of a plugin configuration assigns. */
export interface Assigned {
  readonly plugin: PluginView;
  readonly ipam: NonNullable<PluginView['ipam']>;
  /** The range sets of host-local in the order in which it uses them; none for others. */
  readonly sets: readonly RangeSetAt[];
  readonly ranges: Member | undefined;
  readonly addresses: readonly StaticAddressAt[];
  readonly routes: readonly RouteAt[];
}

/** Returns the string under a key. */
function textAt(node: Node | undefined, key: string): TextAt | undefined {
  const value = foldedMember(node, key)?.value;
  const text = textOf(value);
  return value === undefined || text === undefined ? undefined : { node: value, text };
}

/** Returns the address under a key. An empty string counts as absent (net.IP.UnmarshalText). */
function addressAt(node: Node, key: string): TextAt | undefined {
  const found = textAt(node, key);
  return found?.text === '' ? undefined : found;
}

const oldKeys = ['subnet', 'rangeStart', 'rangeEnd', 'gateway'];

/** Returns the members of the old form (a single range next to `ranges`) in an `ipam` object. */
export function oldFormMembers(node: Node): Member[] {
  return oldKeys.flatMap((key) => foldedMember(node, key) ?? []);
}

function rangeAt(plugin: PluginView, node: Node, isOldForm: boolean): RangeAt {
  const [start, end] = [addressAt(node, 'rangeStart'), addressAt(node, 'rangeEnd')];
  const [subnet, gateway] = [textAt(node, 'subnet'), addressAt(node, 'gateway')];
  return { plugin, node, isOldForm, subnet, start, end, gateway, facts: factsOf(subnet, start, end, gateway) };
}

function factsOf(
  subnet: TextAt | undefined,
  start: TextAt | undefined,
  end: TextAt | undefined,
  gateway: TextAt | undefined,
): RangeFacts | undefined {
  const parsed = subnet && parsePrefixed(subnet.text);
  if (parsed === undefined) {
    return undefined;
  }
  const values: (Address | undefined)[] = [];
  for (const one of [start, end, gateway]) {
    const address = one && parseAddress(one.text);
    if (one !== undefined && address === undefined) {
      return undefined;
    }
    values.push(address);
  }
  const [rangeStart, rangeEnd, gatewayAddress] = values;
  return describeRange({ subnet: parsed, rangeStart, rangeEnd, gateway: gatewayAddress });
}

const objectsIn = (node: Node | undefined): Node[] =>
  node?.type === 'array' ? (node.children ?? []).filter(({ type }) => type === 'object') : [];

/** Whether a plugin replaces the "ranges" of its "ipam": flannel sets its lease (flannel_linux.go, doCmdAdd). */
export function overwritesRanges({ typeName }: PluginView): boolean {
  return typeName === 'flannel';
}

function setsOf(plugin: PluginView, ipam: Node): RangeSetAt[] {
  const sets: RangeSetAt[] = [];
  // Without a subnet, host-local ignores the other old keys (allocator/config.go, LoadIPAMConfig).
  if (textAt(ipam, 'subnet') !== undefined) {
    sets.push({ node: ipam, ranges: [rangeAt(plugin, ipam, true)] });
  }
  const ranges = overwritesRanges(plugin) ? undefined : foldedMember(ipam, 'ranges')?.value;
  for (const set of ranges?.type === 'array' ? (ranges.children ?? []) : []) {
    if (set.type !== 'array') {
      continue;
    }
    sets.push({ node: set, ranges: objectsIn(set).map((node) => rangeAt(plugin, node, false)) });
  }
  return sets;
}

function readAssigned(plugin: PluginView, ipam: Assigned['ipam']): Assigned {
  const { node, typeName } = ipam;
  const addresses = typeName === 'static' ? objectsIn(foldedMember(node, 'addresses')?.value) : [];
  const routed = typeName === 'static' || typeName === 'host-local' || typeName === 'whereabouts';
  const routes = routed ? objectsIn(foldedMember(node, 'routes')?.value) : [];
  return {
    plugin,
    ipam,
    sets: typeName === 'host-local' ? setsOf(plugin, node) : [],
    ranges: foldedMember(node, 'ranges'),
    addresses: addresses.map((entry) => {
      const address = textAt(entry, 'address');
      const parsed = address && parsePrefixed(address.text);
      return { node: entry, address, gateway: addressAt(entry, 'gateway'), parsed };
    }),
    routes: routes.map((route) => ({ node: route, dst: textAt(route, 'dst'), gw: addressAt(route, 'gw') })),
  };
}

/** Reads every `ipam` object of the document. */
export const assignedIn = perModel((model: Model): readonly Assigned[] =>
  model.plugins.flatMap((plugin) => (plugin.ipam === undefined ? [] : [readAssigned(plugin, plugin.ipam)])),
);

/** The main plugins of the reference release, which apply the result of IPAM in a known way. */
const reference = new Set(['bridge', 'macvlan', 'ipvlan', 'ptp', 'vlan', 'host-device', 'dummy', 'tap']);

/** Whether the plugin configures addresses and routes as pkg/ipam ConfigureIface does. */
export function isReference({ typeName }: PluginView): boolean {
  return reference.has(typeName ?? '');
}

/** Whether a boolean key of a plugin configuration is true. */
export function isOn({ node }: PluginView, key: string): boolean {
  return foldedMember(node, key)?.value?.value === true;
}

/** Whether the runtime may pass an argument of this name. */
export function hasCapability({ node }: PluginView, name: string): boolean {
  const capabilities = foldedMember(node, 'capabilities')?.value;
  return (capabilities?.children ?? []).some(
    ({ children }) => children?.[0]?.value === name && children[1]?.value === true,
  );
}
