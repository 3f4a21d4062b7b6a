import type { Prefixed, RangeFacts } from '../addresses.ts';
import { assignedIn } from '../ipam-ranges.ts';
import { foldedMember, textOf } from '../members.ts';
import { perModel, type Model } from '../model.ts';
import { placeOf, type Place } from './place.ts';

/** A subnet that a network takes addresses out of. */
export interface SubnetUse {
  /** As written. */
  readonly text: string;
  readonly subnet: Prefixed;
  /** What host-local makes of the range; undefined for a fixed address of static. */
  readonly facts: RangeFacts | undefined;
  readonly place: Place;
  /** Plugin in the chain whose IPAM it is. */
  readonly pluginIndex: number;
  /** Where host-local keeps what it gave away: `dataDir/name` (plugins: ipam/host-local/backend/disk). */
  readonly state: string | undefined;
}

/** The directory in which host-local keeps the reservations of a network. */
function stateOf(model: Model, dataDir: string | undefined): string {
  return `${(dataDir || '/var/lib/cni/networks').replace(/\/+$/, '')}/${textOf(model.name?.value) ?? ''}`;
}

/** The subnets of a network's plugins: those of host-local and static; what other IPAM plugins do is not in the file. */
export const subnetsOf = perModel((model): readonly SubnetUse[] =>
  assignedIn(model).flatMap(({ plugin: { index }, ipam, sets, addresses }): SubnetUse[] => {
    const state = stateOf(model, textOf(foldedMember(ipam.node, 'dataDir')?.value));
    const ranges = sets.flatMap((set) => set.ranges);
    const pooled = ranges.flatMap(({ subnet, facts }) => {
      if (subnet === undefined || facts === undefined) return [];
      const place = placeOf(model, subnet.node);
      return [{ text: subnet.text, subnet: facts.subnet, facts, place, pluginIndex: index, state }];
    });
    const fixed = addresses.flatMap(({ address, parsed }) => {
      if (address === undefined || parsed === undefined) return [];
      const place = placeOf(model, address.node);
      return [{ text: address.text, subnet: parsed, facts: undefined, place, pluginIndex: index, state: undefined }];
    });
    return [...pooled, ...fixed];
  }),
);
