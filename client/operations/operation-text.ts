import * as l10n from '@vscode/l10n';
import { isWorkbenchError } from '../../engine/errors/workbench-error.ts';
import type { Operation, PluginOutcome, Step } from '../../engine/libcni/index.ts';
import { indentedJSON } from '../editor/json-text.ts';
import { meaningOf } from './explanation.ts';

/** Longer lines of JSON are split into several. */
const longestLine = 100;

/** First line of an operation in the log: verb, network, host and attachment. */
export function operationHeading({ verb, network, netNS, ifName, containerID }: Operation, host: string): string {
  return [
    `${verb} ${network}`,
    l10n.t('host {0}', host),
    ...(netNS === undefined || netNS === '' ? [] : [`netns ${netNS}`]),
    ...(ifName === undefined ? [] : [l10n.t('interface {0}', ifName)]),
    ...(containerID === undefined ? [] : [l10n.t('container {0}', containerID)]),
  ].join(', ');
}

/** Last line of an operation in the log: how it ended and how long it took; for a problem of the host also the remedy. */
export function operationEnding(operation: Operation): string {
  const { verb, network, durationMs, error } = operation;
  const reason = error === undefined ? '' : `: ${error.message}`;
  const remedy = isWorkbenchError(error?.cause) ? `\n  ${l10n.t('remedy: {0}', error.cause.remedy)}` : '';
  return `${verb} ${network}: ${stateText(operation, milliseconds(durationMs))}${reason}${remedy}`;
}

function stateText({ state }: Operation, time: string): string {
  switch (state) {
    case 'running':
      return l10n.t('running');
    case 'ok':
      return l10n.t('succeeded after {0}', time);
    case 'failed':
      return l10n.t('failed after {0}', time);
    case 'cancelled':
      return l10n.t('canceled after {0}', time);
    case 'unknown':
      return l10n.t('outcome unknown after {0}', time);
  }
}

/** Describes one finished step: plugin, outcome, error with its meaning and remedy, environment, input, output. Indents JSON on long lines. */
export function stepText(step: Step): string {
  const { outcome } = step;
  const lines = [`${step.verb} ${step.index + 1} ${step.pluginType}: ${outcomeText(outcome)}`, ...errorLines(step)];
  lines.push(
    ...section(
      'env',
      Object.entries(step.env).map(([key, value]) => `${key}=${value}`),
    ),
  );
  lines.push(...section('stdin', textLines(step.stdin)));
  if (outcome !== undefined && 'stdout' in outcome) {
    lines.push(...section('stdout', textLines(outcome.stdout)), ...section('stderr', textLines(outcome.stderr)));
  }
  return lines.join('\n');
}

function errorLines(step: Step): readonly string[] {
  const { error } = step;
  if (error === undefined) {
    return [];
  }
  const meaning = meaningOf(error, step);
  return [
    `  error: ${error.message}`,
    `  code: ${error.code}`,
    ...(error.details === '' ? [] : [`  details: ${error.details}`]),
    ...(meaning === undefined
      ? []
      : [`  ${l10n.t('meaning: {0}', meaning.title)}`, `  ${l10n.t('remedy: {0}', meaning.remedy)}`]),
  ];
}

/** Names the plugin that runs, for a progress: "bridge (1/2)…". Names the verb only when it is not the ADD of the title. */
export function stepProgress(operation: Operation, pluginCount: number): string | undefined {
  const step = operation.steps.at(-1);
  if (step === undefined || operation.state !== 'running') {
    return undefined;
  }
  const number = `${step.index + 1}/${pluginCount}`;
  return `${step.verb === 'ADD' ? '' : `${step.verb} `}${step.pluginType} (${number})…`;
}

/** Returns how a plugin ended, in a sentence without a full stop. */
export function outcomeText(outcome: PluginOutcome | undefined): string {
  switch (outcome?.kind) {
    case undefined:
      return l10n.t('running');
    case 'notFound':
      return l10n.t('plugin not found');
    case 'notStarted':
      return l10n.t('{0} could not be started: {1}', outcome.pluginPath, outcome.reason);
    case 'exited':
      return l10n.t('{path} exited with status {status} after {time}', {
        path: outcome.pluginPath,
        status: outcome.exitCode,
        time: milliseconds(outcome.durationMs),
      });
    case 'signalled':
      return l10n.t('{path} was killed by {signal} after {time}', {
        path: outcome.pluginPath,
        signal: outcome.signal,
        time: milliseconds(outcome.durationMs),
      });
    case 'outputLimit':
      return l10n.t('{0} was killed after {1}: too much output', outcome.pluginPath, milliseconds(outcome.durationMs));
    case 'aborted':
      return outcome.reason === 'cancelled'
        ? l10n.t('{0} was canceled after {1}', outcome.pluginPath, milliseconds(outcome.durationMs))
        : l10n.t('{0} timed out after {1}', outcome.pluginPath, milliseconds(outcome.durationMs));
    case 'unknown':
      return l10n.t('connection lost while the plugin ran: {0}', outcome.reason);
  }
}

function section(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? [`  ${name}: ${l10n.t('(empty)')}`]
    : [`  ${name}:`, ...lines.map((line) => `    ${line}`)];
}

function textLines(bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder().decode(bytes).replace(/\n$/, '');
  if (text === '') {
    return [];
  }
  const lines = text.split('\n');
  return lines.some(({ length }) => length > longestLine) ? indentedJSON(text).split('\n') : lines;
}

function milliseconds(duration: number): string {
  return `${duration.toFixed(1)} ms`;
}
