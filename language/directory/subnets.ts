import type { Prefixed, RangeFacts } from '../document/addresses.ts';
import { assignedIn } from '../document/ipam-ranges.ts';
import { foldedMember, textOf } from '../document/members.ts';
import { perModel, type Model } from '../document/model.ts';
import { locationOf, type SourceLocation } from './location.ts';

/** A subnet from which a network assigns addresses. */
export interface SubnetUse {
  /** The subnet as written. */
  readonly text: string;
  readonly subnet: Prefixed;
  /** The range as host-local uses it; undefined for a fixed address of static. */
  readonly facts: RangeFacts | undefined;
  readonly location: SourceLocation;
  /** Index of its plugin in the chain. */
  readonly pluginIndex: number;
  /** The directory of host-local's reservations: `dataDir/name` (plugins: ipam/host-local/backend/disk). */
  readonly state: string | undefined;
}

/** Returns the directory in which host-local stores the reservations of a network. */
function stateOf(model: Model, dataDir: string | undefined): string {
  return `${(dataDir || '/var/lib/cni/networks').replace(/\/+$/, '')}/${textOf(model.name?.value) ?? ''}`;
}

/** Returns the subnets of a network's plugins: those of host-local and static. Other IPAM plugins have none in the file. */
export const subnetsOf = perModel((model): readonly SubnetUse[] =>
  assignedIn(model).flatMap(({ plugin: { index }, ipam, sets, addresses }): SubnetUse[] => {
    const state = stateOf(model, textOf(foldedMember(ipam.node, 'dataDir')?.value));
    const ranges = sets.flatMap((set) => set.ranges);
    const pooled = ranges.flatMap(({ subnet, facts }) => {
      if (subnet === undefined || facts === undefined) {
        return [];
      }
      const location = locationOf(model, subnet.node);
      return [{ text: subnet.text, subnet: facts.subnet, facts, location, pluginIndex: index, state }];
    });
    const fixed = addresses.flatMap(({ address, parsed }) => {
      if (address === undefined || parsed === undefined) {
        return [];
      }
      const location = locationOf(model, address.node);
      return [{ text: address.text, subnet: parsed, facts: undefined, location, pluginIndex: index, state: undefined }];
    });
    return [...pooled, ...fixed];
  }),
);
