import { isRecord } from '../../../engine/libcni/json/record.ts';
import type { BytesText, StepDocument } from '../../../engine/libcni/index.ts';

/** Returns the result that a step of ADD printed; undefined for a step that returned none. */
export function resultAfter({ verb, outcome, exitCode, stdout }: StepDocument): unknown {
  return verb === 'ADD' && outcome === 'exited' && exitCode === 0 ? jsonOf(stdout) : undefined;
}

/** Returns the result that a step was given. */
export function resultBefore({ stdin }: StepDocument): unknown {
  const config = jsonOf(stdin);
  return isRecord(config) ? config['prevResult'] : undefined;
}

/** Returns the first plugin after which every result has something; '' if it was there before the chain. */
export function makerOf(steps: readonly StepDocument[], has: (result: unknown) => boolean): string {
  let maker = '';
  for (const step of steps.toReversed()) {
    const result = resultAfter(step);
    if (result === undefined || !has(result)) {
      break;
    }
    maker = step.pluginType;
  }
  return maker;
}

function jsonOf(text: BytesText | undefined): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
