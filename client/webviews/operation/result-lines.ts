import { isRecord } from '../../../engine/libcni/json/record.ts';
import type { StepDocument } from '../../../engine/libcni/index.ts';
import { makerOf, resultAfter, resultBefore } from '../result/step-results.ts';
import type { DiffLine } from './operation-model.ts';

/**
 * Returns the parts of the result before and after a step of ADD, one line each: what the step added or removed, and which
 * plugin made the rest. For a step that has no result, the parts that it was given.
 */
export function resultLines(steps: readonly StepDocument[], at: number): readonly DiffLine[] {
  const step = steps[at];
  if (step === undefined) {
    return [];
  }
  const before = resultParts(resultBefore(step));
  const result = resultAfter(step);
  const after = result === undefined ? before : resultParts(result);
  const kept = new Set(after);
  return [
    ...before
      .filter((part) => !kept.has(part))
      .map((text): DiffLine => ({ sign: '-', text, by: makerBefore(steps, at, text) })),
    ...after.map((text): DiffLine =>
      before.includes(text)
        ? { sign: ' ', text, by: makerBefore(steps, at, text) }
        : { sign: '+', text, by: step.pluginType },
    ),
  ];
}

/** Returns the results before and after a step as JSON text, for a diff editor. */
export function resultTexts(step: StepDocument): { readonly before: string; readonly after: string } {
  const before = indented(resultBefore(step));
  const after = resultAfter(step);
  return { before, after: after === undefined ? before : indented(after) };
}

const indented = (value: unknown): string => (value === undefined ? '' : `${JSON.stringify(value, undefined, 2)}\n`);

/** The plugin that made a part of the result which a step was given. */
const makerBefore = (steps: readonly StepDocument[], at: number, part: string): string =>
  makerOf(steps.slice(0, at), (result) => resultParts(result).includes(part));

/** One line for each part of a result, in the SPEC's words. An unknown key is a part too. */
function resultParts(result: unknown): readonly string[] {
  return isRecord(result)
    ? Object.entries(result)
        .filter(([key]) => key !== 'cniVersion')
        .flatMap(([key, value]) => partsOf(key, value, result))
    : [];
}

function partsOf(key: string, value: unknown, result: Readonly<Record<string, unknown>>): readonly string[] {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => `${key}[${index}]: ${partText(item, result)}`);
  }
  return isRecord(value) && Object.keys(value).length === 0 ? [] : [`${key}: ${partText(value, result)}`];
}

/** An interface, address or route in a few words; anything else as JSON. */
function partText(item: unknown, result: Readonly<Record<string, unknown>>): string {
  if (!isRecord(item)) {
    return textOf(item);
  }
  const { name, address, dst, gateway, gw, interface: index, ...rest } = item;
  const interfaces = result['interfaces'];
  const ofAddress: unknown = Array.isArray(interfaces) && typeof index === 'number' ? interfaces[index] : undefined;
  const place = isRecord(ofAddress) ? (ofAddress['name'] ?? index) : index;
  return [
    ...[name, address, dst].filter((value) => value !== undefined).map(textOf),
    ...[gateway, gw].filter((value) => value !== undefined).map((value) => `via ${textOf(value)}`),
    ...(place === undefined ? [] : [`on ${textOf(place)}`]),
    ...Object.entries(rest).map(([member, value]) => `${member} ${textOf(value)}`),
  ].join(' ');
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
