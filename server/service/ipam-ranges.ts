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

/** A string in the document, with what it says. */
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
  /** Undefined where something in it cannot be read, or has no subnet. */
  readonly facts: RangeFacts | undefined;
}

/** One range set: a pool; the old form is a set of its own, before all others. */
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

/** The string under a key, unless it is empty where `''` means absent. */
function textAt(node: Node | undefined, key: string): TextAt | undefined {
  const value = foldedMember(node, key)?.value;
  const text = textOf(value);
  return value === undefined || text === undefined ? undefined : { node: value, text };
}

/** An address under a key; the empty string is as good as absent (net.IP.UnmarshalText). */
function addressAt(node: Node, key: string): TextAt | undefined {
  const found = textAt(node, key);
  return found?.text === '' ? undefined : found;
}

const OLD_KEYS = ['subnet', 'rangeStart', 'rangeEnd', 'gateway'];

/** The members of the old form (a single range beside `ranges`) that an `ipam` object has. */
export function oldFormMembers(node: Node): Member[] {
  return OLD_KEYS.flatMap((key) => foldedMember(node, key) ?? []);
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
  if (parsed === undefined) return undefined;
  const values: (Address | undefined)[] = [];
  for (const one of [start, end, gateway]) {
    const address = one && parseAddress(one.text);
    if (one !== undefined && address === undefined) return undefined;
    values.push(address);
  }
  const [rangeStart, rangeEnd, door] = values;
  return describeRange({ subnet: parsed, rangeStart, rangeEnd, gateway: door });
}

const objectsIn = (node: Node | undefined): Node[] =>
  node?.type === 'array' ? (node.children ?? []).filter(({ type }) => type === 'object') : [];

function setsOf(plugin: PluginView, ipam: Node): RangeSetAt[] {
  const sets: RangeSetAt[] = [];
  // Without a subnet the other old keys are never looked at (allocator/config.go, LoadIPAMConfig).
  if (textAt(ipam, 'subnet') !== undefined) sets.push({ node: ipam, ranges: [rangeAt(plugin, ipam, true)] });
  const ranges = foldedMember(ipam, 'ranges')?.value;
  for (const set of ranges?.type === 'array' ? (ranges.children ?? []) : []) {
    if (set.type !== 'array') continue;
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

const assignedBy = new WeakMap<PluginView, readonly Assigned[]>();

/** What a plugin's `ipam` object assigns: read once, for a view stands for one text. */
function assignedTo(plugin: PluginView): readonly Assigned[] {
  const known = assignedBy.get(plugin);
  if (known !== undefined) return known;
  const assigned = plugin.ipam === undefined ? [] : [readAssigned(plugin, plugin.ipam)];
  assignedBy.set(plugin, assigned);
  return assigned;
}

/** Every `ipam` object of the document, read. */
export const assignedIn = perModel((model: Model): readonly Assigned[] => model.plugins.flatMap(assignedTo));

/** The main plugins of the reference release: those of which it is known how they use what IPAM assigns. */
const REFERENCE = new Set(['bridge', 'macvlan', 'ipvlan', 'ptp', 'vlan', 'host-device', 'dummy', 'tap']);

/** Whether the plugin configures addresses and routes as pkg/ipam ConfigureIface does. */
export function isReference({ typeName }: PluginView): boolean {
  return REFERENCE.has(typeName ?? '');
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
