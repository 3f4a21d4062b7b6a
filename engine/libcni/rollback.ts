import type { CNIConfig } from './cni-config.ts';
import type { Operation } from './operation.ts';
import type { NetworkConfigList, Result, RuntimeConf } from './types.ts';

/** Why a failed ADD was not rolled back. */
export type RollbackSkipped = 'notWanted' | 'nothingRan' | 'alreadyAttached' | 'connectionLost';
export interface AddReport {
  readonly add: Operation;
  readonly result?: Result;
  /** The DEL that undid a failed ADD, with its own state. */
  readonly rollback?: Operation;
  /** Set when ADD failed and there was no rollback. */
  readonly rollbackSkipped?: RollbackSkipped;
}
export interface AddWithRollbackOptions {
  /** Default true. */
  readonly rollback?: boolean;
  readonly signal?: AbortSignal;
  readonly onUpdate?: (operation: Operation) => void;
}
/** ADD, and when it fails DEL of the plugins that ran. Never rejects for a failed operation. */
export declare function addWithRollback(
  cni: CNIConfig,
  list: NetworkConfigList,
  rt: RuntimeConf,
  options?: AddWithRollbackOptions,
): Promise<AddReport>;
