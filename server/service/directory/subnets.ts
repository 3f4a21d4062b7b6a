import { cidrRange, type AddressRange } from '../address-range.ts';
import { foldedMember, textOf } from '../members.ts';
import type { Model, PluginView } from '../model.ts';
import type { Node } from '../parse.ts';
import { placeOf, type Place } from './place.ts';

/** A subnet that a network hands addresses out of. */
export interface SubnetUse {
  /** As written. */
  readonly text: string;
  readonly range: AddressRange;
  readonly place: Place;
  /** Plugin in the chain whose IPAM it is. */
  readonly pluginIndex: number;
  readonly ipam: string;
  /** Where host-local keeps what it gave away: `dataDir/name` (plugins: ipam/host-local/backend/disk). */
  readonly state: string | undefined;
  readonly gateway: string | undefined;
}

/** The nodes that hold ranges: of `ranges`, and the old single `subnet` beside them. */
function rangeNodes(ipam: Node): Node[] {
  const sets = foldedMember(ipam, 'ranges')?.value;
  const lists = sets?.type === 'array' ? (sets.children ?? []) : [];
  const inner = lists.flatMap((list) => (list.type === 'array' ? (list.children ?? []) : []));
  return [ipam, ...inner.filter(({ type }) => type === 'object')];
}

function hostLocal(model: Model, plugin: PluginView, ipam: Node): SubnetUse[] {
  const dataDir = textOf(foldedMember(ipam, 'dataDir')?.value) || '/var/lib/cni/networks';
  const state = `${dataDir.replace(/\/+$/, '')}/${textOf(model.name?.value) ?? ''}`;
  return rangeNodes(ipam).flatMap((node) => {
    const value = foldedMember(node, 'subnet')?.value;
    const text = textOf(value);
    const range = text === undefined ? undefined : cidrRange(text);
    if (value === undefined || text === undefined || range === undefined) return [];
    const gateway = textOf(foldedMember(node, 'gateway')?.value);
    const place = placeOf(model, value);
    return [{ text, range, place, pluginIndex: plugin.index, ipam: 'host-local', state, gateway }];
  });
}

function fixed(model: Model, plugin: PluginView, ipam: Node): SubnetUse[] {
  const addresses = foldedMember(ipam, 'addresses')?.value;
  return (addresses?.type === 'array' ? (addresses.children ?? []) : []).flatMap((node) => {
    const value = foldedMember(node, 'address')?.value;
    const text = textOf(value);
    const range = text === undefined ? undefined : cidrRange(text);
    if (value === undefined || text === undefined || range === undefined) return [];
    const gateway = textOf(foldedMember(node, 'gateway')?.value);
    const place = placeOf(model, value);
    return [{ text, range, place, pluginIndex: plugin.index, ipam: 'static', state: undefined, gateway }];
  });
}

/** The subnets of a network's plugins: those of host-local and static; what other IPAM plugins do is not in the file. */
export function subnetsOf(model: Model): SubnetUse[] {
  return model.plugins.flatMap((plugin) => {
    if (plugin.ipam?.typeName === 'host-local') return hostLocal(model, plugin, plugin.ipam.node);
    return plugin.ipam?.typeName === 'static' ? fixed(model, plugin, plugin.ipam.node) : [];
  });
}
