import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../json/record.ts';
import { bytesOfText, type OperationDocument, type StepDocument } from '../operation/operation-document.ts';
import type { Call } from '../plugin/invoke.ts';

/** One plugin execution that will run. */
export interface PlannedCall extends Call {
  /** Whether the result of this run replaces the recorded `prevResult`. */
  readonly followsResult: boolean;
}

/** What runs if a recorded operation is run again. */
export interface ReplayPlan {
  readonly calls: readonly PlannedCall[];
  /** Number of calls before the step from which the operation is run again. */
  readonly before: number;
}

/** From where, and with which input, an operation is run again. */
export interface ReplayChoice {
  /** Index in the recorded steps, default 0. The steps before it run as well, because it needs their work. */
  readonly from?: number | undefined;
  /** The input of that step, instead of the recorded one. */
  readonly stdin?: Uint8Array | undefined;
}

/**
 * Returns the plugin executions of an operation with their recorded input. CHECK and DEL need the work of ADD, so that runs
 * first, of the same plugins with the same configuration.
 */
export function planReplay(document: OperationDocument, { from = 0, stdin }: ReplayChoice = {}): ReplayPlan {
  const recorded = document.steps.map((step, at): PlannedCall => {
    const { verb, index, pluginType } = step;
    const original = bytesOfText(step.stdin);
    const input = at === from && stdin !== undefined ? stdin : original;
    const followsResult = hasSamePrevResult(input, original);
    return { verb, index, pluginType, env: variablesOf(step), stdin: input, followsResult };
  });
  const added = addsBefore(document);
  return { calls: [...added, ...recorded], before: added.length + from };
}

/** Returns the ADD of the chain of a CHECK or DEL. GC deletes several attachments, so it has none. ADD needs a namespace. */
function addsBefore({ verb, netNS = '', steps }: OperationDocument): readonly PlannedCall[] {
  if ((verb !== 'CHECK' && verb !== 'DEL') || netNS === '') {
    return [];
  }
  const chain = verb === 'DEL' ? steps.toReversed() : steps;
  return chain.map((step, index) => ({
    verb: 'ADD',
    index,
    pluginType: step.pluginType,
    env: { ...variablesOf(step), CNI_COMMAND: 'ADD' },
    stdin: withoutPrevResult(bytesOfText(step.stdin)),
    followsResult: index > 0,
  }));
}

/** Returns the CNI_* variables: no other variable of a recording reaches a plugin. */
function variablesOf({ env }: StepDocument): Call['env'] {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('CNI_')));
}

function configOf(stdin: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(stdin));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Returns true if both inputs have the same `prevResult`, not if they have none. */
function hasSamePrevResult(one: Uint8Array, other: Uint8Array): boolean {
  const prevResult = configOf(one)?.['prevResult'];
  return prevResult !== undefined && isDeepStrictEqual(prevResult, configOf(other)?.['prevResult']);
}

function withoutPrevResult(stdin: Uint8Array): Uint8Array {
  const { prevResult, ...config } = configOf(stdin) ?? {};
  return prevResult === undefined ? stdin : new TextEncoder().encode(JSON.stringify(config));
}
