import type { CNIConfig } from './cni-config.ts';
import { hasCacheFile } from './cache.ts';
import { isCNIError } from '../errors.ts';
import { interruptionOf } from '../plugin/interruption.ts';
import type { Operation, Step } from './operation.ts';
import { runOperation } from './recorder.ts';
import type { NetworkConfigList, Result, RuntimeConf } from '../result/types.ts';

/**
 * Why a failed ADD was not rolled back: it was not requested; no plugin ran; the attachment existed before, and DEL would
 * remove the working one; the connection was lost.
 */
export type RollbackSkipped = 'notWanted' | 'nothingRan' | 'alreadyAttached' | 'connectionLost';

/** The result of {@link addWithRollback}. */
export interface AddReport {
  readonly add: Operation;
  /** Missing if ADD failed. */
  readonly result?: Result;
  /** The DEL after a failed ADD, with its own state and error; several failures are one per line. */
  readonly rollback?: Operation;
  /** Set if ADD failed without a rollback. */
  readonly rollbackSkipped?: RollbackSkipped;
}

/** Options of {@link addWithRollback}. */
export interface AddWithRollbackOptions {
  /** Default true. */
  readonly rollback?: boolean;
  /** Stops ADD, but not the rollback after it. */
  readonly signal?: AbortSignal;
  /** Stops the rollback, since a plugin that hangs in ADD often hangs in DEL as well. */
  readonly rollbackSignal?: AbortSignal;
  /** Receives each change of both operations, ADD first. */
  readonly onUpdate?: (operation: Operation) => void;
}

/** Returns true if the plugin was started, regardless of its outcome. */
function ran(step: Step): boolean {
  return step.outcome !== undefined && step.outcome.kind !== 'notFound' && step.outcome.kind !== 'notStarted';
}

async function isAttached(cni: CNIConfig, list: NetworkConfigList, rt: RuntimeConf): Promise<boolean> {
  if (!hasCacheFile(list.name, rt)) {
    return false;
  }
  try {
    return (await cni.getNetworkListCachedConfig(list, rt)) !== undefined;
  } catch (error) {
    // An invalid cache file counts as well.
    if (isCNIError(error)) {
      return true;
    }
    throw error;
  }
}

/**
 * Runs ADD, and if it fails DEL of the plugins that ran, in reverse and despite failures. cnitool itself does not: libcni
 * leaves this to the runtime (SPEC section 3, "the runtime must … DEL"). Never rejects for a failed operation.
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
  if (interruptionOf(add.error) === 'unknown') {
    return 'connectionLost';
  }
  if (ranCount === 0) {
    return 'nothingRan';
  }
  return before ? 'alreadyAttached' : undefined;
}
