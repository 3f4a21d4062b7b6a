import * as l10n from '@vscode/l10n';
import { isRecord } from '../../../engine/libcni/json/record.ts';
import {
  bytesOfText,
  type CallDocument,
  operationOfDocument,
  type OperationDocument,
  type StepDocument,
} from '../../../engine/libcni/index.ts';
import { outcomeText } from '../../operations/operation-text.ts';
import type { ChainRow, ChainSection, PageButton, RowState } from './operation-model.ts';
import { callTabs, stepTabs } from './step-tabs.ts';

/** A program that ran, and the id of its row. */
export interface RanProgram {
  readonly id: string;
  readonly program: StepDocument | CallDocument;
  /** The operation whose chain it is part of: the one of the document, or its rollback. */
  readonly operation: OperationDocument;
}

/** Returns the chain and, after a failed ADD, the DEL that rolled it back. */
export function chainSections(
  document: OperationDocument,
  buttonsOf: (ran: RanProgram) => readonly PageButton[],
): readonly ChainSection[] {
  const { rollback } = document;
  return [
    chainSection(document, l10n.t('Chain'), '', buttonsOf),
    ...(rollback === undefined
      ? []
      : [chainSection(rollback, l10n.t('Rollback, {0}', durationText(rollback.durationMs)), 'rollback-', buttonsOf)]),
  ];
}

/** Returns every program of a document that ran, by the id of its row. */
export function programsOf(document: OperationDocument): ReadonlyMap<string, RanProgram> {
  const programs = new Map<string, RanProgram>();
  const add = (operation: OperationDocument, id: string, program: StepDocument | CallDocument): void => {
    programs.set(id, { id, program, operation });
    program.calls?.forEach((call, index) => add(operation, `${id}.${index}`, call));
  };
  document.steps.forEach((step, index) => add(document, `${index}`, step));
  document.rollback?.steps.forEach((step, index) => add(document, `rollback-${index}`, step));
  return programs;
}

function chainSection(
  operation: OperationDocument,
  title: string,
  prefix: string,
  buttonsOf: (ran: RanProgram) => readonly PageButton[],
): ChainSection {
  const { steps, durationMs } = operation;
  const outcomes = operationOfDocument(operation).steps.map(({ outcome }) => outcomeText(outcome));
  const context = { operation, from: Date.parse(operation.startedAt), outcomes, buttonsOf };
  return {
    title,
    state: stateOf(operation),
    totalMs: durationMs,
    rows: [
      ...steps.flatMap((step, index) => [
        stepRow(step, index, `${prefix}${index}`, context),
        ...callRows(step, `${prefix}${index}`, 2, context),
      ]),
      ...unreachedTypes(operation).map((type, index) => unreachedRow(type, `${prefix}${steps.length + index}`)),
    ],
  };
}

interface RowContext {
  readonly operation: OperationDocument;
  /** Start of the operation in ms since the epoch. */
  readonly from: number;
  /** How each step ended. */
  readonly outcomes: readonly string[];
  readonly buttonsOf: (ran: RanProgram) => readonly PageButton[];
}

function stepRow(
  step: StepDocument,
  index: number,
  id: string,
  { operation, from, outcomes, buttonsOf }: RowContext,
): ChainRow {
  const state = stateOfStep(step);
  return {
    id,
    level: 1,
    name: step.pluginType,
    state,
    stateText: stateWord(state),
    ...timesOf(step, from),
    ending: outcomes[index] ?? '',
    tabs: stepTabs(operation.steps, index),
    buttons: buttonsOf({ id, program: step, operation }),
  };
}

function callRows(
  caller: StepDocument | CallDocument,
  id: string,
  level: number,
  context: RowContext,
): readonly ChainRow[] {
  return (caller.calls ?? []).flatMap((call, index) => {
    const state = call.exitCode === 0 ? 'ok' : 'failed';
    const row: ChainRow = {
      id: `${id}.${index}`,
      level,
      name: l10n.t('{0} (called by {1})', call.pluginType, caller.pluginType),
      state,
      stateText: stateWord(state),
      ...timesOf(call, context.from),
      ending: endingOfCall(call),
      tabs: callTabs(call),
      buttons: context.buttonsOf({ id: `${id}.${index}`, program: call, operation: context.operation }),
    };
    return [row, ...callRows(call, row.id, level + 1, context)];
  });
}

function endingOfCall({ pluginPath: path, exitCode: status, signal, durationMs }: CallDocument): string {
  const time = durationText(durationMs);
  if (signal !== undefined) {
    return l10n.t('{path} was ended by signal {signal} after {time}', { path, signal, time });
  }
  return status === undefined
    ? l10n.t('{path} was killed after {time}', { path, time })
    : l10n.t('{path} exited with status {status} after {time}', { path, status, time });
}

function unreachedRow(type: string, id: string): ChainRow {
  const stateText = stateWord('unreached');
  const ending = l10n.t('An earlier plugin failed, so this one did not run.');
  return { id, level: 1, name: type, state: 'unreached', stateText, duration: '', ending, tabs: [], buttons: [] };
}

function timesOf(
  { startedAt, durationMs }: StepDocument | CallDocument,
  from: number,
): Pick<ChainRow, 'startMs' | 'durationMs' | 'duration'> {
  return startedAt === undefined || durationMs === undefined
    ? { duration: '' }
    : { startMs: Math.max(Date.parse(startedAt) - from, 0), durationMs, duration: durationText(durationMs) };
}

/** Returns a duration in milliseconds, or in seconds from ten on. */
export function durationText(milliseconds: number): string {
  return milliseconds < 10_000
    ? `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
    : `${(milliseconds / 1000).toFixed(1)} s`;
}

function stateOfStep({ outcome, reason, error }: StepDocument): RowState {
  if (outcome === 'unknown' || (outcome === 'aborted' && reason === 'timedOut')) {
    return 'unknown';
  }
  if (outcome === 'aborted') {
    return 'canceled';
  }
  if (error !== undefined) {
    return 'failed';
  }
  return outcome === undefined ? 'running' : 'ok';
}

/** Returns whether an ADD was rolled back, and how long that took. */
export function rollbackText({ state, durationMs }: OperationDocument): string {
  return state === 'ok'
    ? l10n.t('rolled back in {0}', durationText(durationMs))
    : l10n.t('the rollback failed after {0}', durationText(durationMs));
}

/** Returns the state of an operation. */
export function stateOf({ state }: OperationDocument): RowState {
  return state === 'cancelled' ? 'canceled' : state;
}

/** Returns a state in a word. */
export function stateWord(state: RowState): string {
  switch (state) {
    case 'ok':
      return l10n.t('succeeded');
    case 'failed':
      return l10n.t('failed');
    case 'canceled':
      return l10n.t('canceled');
    case 'unknown':
      return l10n.t('outcome unknown');
    case 'running':
      return l10n.t('running');
    case 'unreached':
      return l10n.t('not reached');
  }
}

/** The plugins that did not run because an earlier one failed. DEL runs the chain from its end. */
function unreachedTypes({ verb, state, steps, source }: OperationDocument): readonly string[] {
  if (state === 'ok' || state === 'running' || verb === 'GC' || source?.config === undefined) {
    return [];
  }
  const types = pluginTypes(new TextDecoder().decode(bytesOfText(source.config)));
  return (verb === 'DEL' ? types.toReversed() : types).slice(steps.length);
}

/** The types of the plugins in a network configuration, list or single; none for a text that is not one. */
function pluginTypes(config: string): readonly string[] {
  try {
    const parsed: unknown = JSON.parse(config);
    const plugins: readonly unknown[] = isRecord(parsed) && Array.isArray(parsed['plugins']) ? parsed['plugins'] : [];
    return plugins.flatMap((plugin) =>
      isRecord(plugin) && typeof plugin['type'] === 'string' ? [plugin['type']] : [],
    );
  } catch {
    return [];
  }
}
