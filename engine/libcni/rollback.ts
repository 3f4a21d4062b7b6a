import type { CNIConfig } from './cni-config.ts';
import { isCNIError } from './errors.ts';
import type { Operation, Step } from './operation.ts';
import { runOperation } from './recorder.ts';
import type { NetworkConfigList, Result, RuntimeConf } from './types.ts';

/**
 * Why a failed ADD was not rolled back: nobody wanted it; no plugin ran, so there is nothing to undo; the attachment was
 * there before, and DEL would take the working one down; the host is gone, so nothing can be done.
 */
export type RollbackSkipped = 'notWanted' | 'nothingRan' | 'alreadyAttached' | 'connectionLost';

/** What {@link addWithRollback} did. */
export interface AddReport {
  readonly add: Operation;
  /** Missing when ADD did not go well. */
  readonly result?: Result;
  /** The DEL that undid a failed ADD, with its own state and error; of several failures all, one a line. */
  readonly rollback?: Operation;
  /** Set when ADD failed and there was no rollback. */
  readonly rollbackSkipped?: RollbackSkipped;
}

/** How {@link addWithRollback} goes about it. */
export interface AddWithRollbackOptions {
  /** Default true. */
  readonly rollback?: boolean;
  /** Stops ADD; the rollback that follows is not stopped by it. */
  readonly signal?: AbortSignal;
  /** Stops the rollback: a plugin that hangs in ADD often hangs in DEL too. */
  readonly rollbackSignal?: AbortSignal;
  /** Sees both operations grow, ADD first. */
  readonly onUpdate?: (operation: Operation) => void;
}

/** True when the plugin was started, whatever became of it. */
function ran(step: Step): boolean {
  return step.outcome !== undefined && step.outcome.kind !== 'notFound' && step.outcome.kind !== 'notStarted';
}

async function isAttached(cni: CNIConfig, list: NetworkConfigList, rt: RuntimeConf): Promise<boolean> {
  try {
    return (await cni.getNetworkListCachedConfig(list, rt)) !== undefined;
  } catch (error) {
    // A cache file that cannot be understood is still one; a name that makes none is not.
    if (isCNIError(error)) {
      return !error.message.startsWith('cache file path requires');
    }
    throw error;
  }
}

/**
 * ADD, and when that fails DEL of the plugins that ran, in reverse, each whatever became of the others. cnitool's own
 * verbs do not use it: libcni leaves this to the runtime (SPEC section 3, "the runtime must … DEL"). Never rejects for a failed operation.
 */
export async function addWithRollback(
  cni: CNIConfig,
  list: NetworkConfigList,
  rt: RuntimeConf,
  options: AddWithRollbackOptions = {},
): Promise<AddReport> {
  const { signal, onUpdate, rollback: wanted = true } = options;
  const request = { network: list.name, rt };
  let before = false;
  const { operation: add, value: result } = await runOperation(
    { ...request, verb: 'ADD' },
    async (observer) => {
      before = wanted && (await isAttached(cni, list, rt));
      return cni.withObserver(observer).addNetworkList(list, rt, signal);
    },
    onUpdate,
  );
  if (result !== undefined) {
    return { add, result };
  }
  const plugins = list.plugins.filter((_plugin, index) => add.steps.some((step) => step.index === index && ran(step)));
  const skipped = reasonToSkip(wanted, add, before, plugins.length);
  if (skipped !== undefined) {
    return { add, rollbackSkipped: skipped };
  }
  const { operation: rollback } = await runOperation(
    { ...request, verb: 'DEL' },
    (observer) => cni.withObserver(observer).takeBackNetworkList({ ...list, plugins }, rt, options.rollbackSignal),
    onUpdate,
  );
  return { add, rollback };
}

function reasonToSkip(wanted: boolean, add: Operation, before: boolean, ranCount: number): RollbackSkipped | undefined {
  if (!wanted) {
    return 'notWanted';
  }
  if (add.state === 'unknown') {
    return 'connectionLost';
  }
  if (ranCount === 0) {
    return 'nothingRan';
  }
  return before ? 'alreadyAttached' : undefined;
}
