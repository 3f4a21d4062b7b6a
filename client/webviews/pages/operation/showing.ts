import type { OperationAction, OperationModel, RowState } from '../../operation/operation-model.ts';
import type { Showing } from '../parts/start-page.ts';

/** What the user selected. */
interface OperationState {
  readonly row?: string;
  readonly tab?: string;
}

export type ShowingOperation = Showing<OperationModel, OperationState, OperationAction>;

/** The color of a state. */
export function classOf(state: RowState): string {
  if (state === 'ok') {
    return 'good';
  }
  return state === 'failed' || state === 'unknown' ? 'bad' : 'muted';
}
