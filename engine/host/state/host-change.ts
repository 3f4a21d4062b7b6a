import type { ChangeDocument } from '../../libcni/operation/change-document.ts';
import type { StateArea } from './state-entry.ts';

/** Why a change by ADD remains after DEL. All but `leak` are known to remain, and harmless. */
export type Residue =
  | 'bridge'
  | 'forwarding'
  | 'localnet'
  | 'baseChains'
  | 'reservationMarks'
  | 'namespaceSysctl'
  | 'leak';

/** A change that this host recorded. `before` of what remains is the value before ADD. */
export interface HostChange extends ChangeDocument {
  readonly area: StateArea;
  readonly residue?: Residue | undefined;
}
