import * as l10n from '@vscode/l10n';
import { changesText } from '../../engine/host/index.ts';
import { explainOperation, wordsOf } from '../../engine/explain/index.ts';
import {
  bytesOfText,
  type CallDocument,
  operationOfDocument,
  type OperationDocument,
  type StepDocument,
} from '../../engine/libcni/index.ts';
import { lineText, terminalText } from '../../engine/text/edges.ts';
import { table } from '../output/table.ts';

/** Returns a recording for a person: what ran, how each step ended, what failed and what to do, and the result. */
export async function recordingText(document: OperationDocument): Promise<string> {
  const { rollback, changes } = document;
  return [
    `${headingOf(document)}\n`,
    ...(await subjectLines(document)).map((line) => `  ${line}\n`),
    chainTable(document),
    failureText(document),
    resultText(document),
    changes === undefined ? '' : `\n${changesText(changes)}`,
    ...(rollback === undefined ? [] : ['\n', await recordingText(rollback)]),
  ].join('');
}

function headingOf({ verb, network, state, durationMs }: OperationDocument): string {
  const time = timeText(durationMs);
  const ending = {
    running: () => l10n.t('running'),
    ok: () => l10n.t('succeeded after {0}', time),
    failed: () => l10n.t('failed after {0}', time),
    cancelled: () => l10n.t('canceled after {0}', time),
    unknown: () => l10n.t('outcome unknown after {0}', time),
  }[state]();
  return `${verb} ${lineText(network)}: ${ending}`;
}

async function subjectLines(document: OperationDocument): Promise<readonly string[]> {
  const { startedAt, host, containerID, ifName, netNS, args, capabilityArgs } = document;
  const configuration = await configurationOf(document);
  const lines = [
    l10n.t('started: {0}', startedAt),
    host === undefined ? '' : l10n.t('host: {0}', host),
    containerID === undefined ? '' : l10n.t('container: {0}', containerID),
    ifName === undefined ? '' : l10n.t('interface: {0}', ifName),
    netNS === undefined ? '' : l10n.t('namespace: {0}', netNS),
    configuration === undefined ? '' : l10n.t('configuration: {0}', configuration),
    args === undefined || args.length === 0 ? '' : `CNI_ARGS: ${args.map((pair) => pair.join('=')).join(';')}`,
    capabilityArgs === undefined || Object.keys(capabilityArgs).length === 0
      ? ''
      : `CAP_ARGS: ${JSON.stringify(capabilityArgs)}`,
  ];
  return lines.filter((line) => line !== '').map(lineText);
}

/** Returns the file of the configuration, with the line of the plugin that failed if the text of the file is known. */
async function configurationOf({ verb, steps, source }: OperationDocument): Promise<string | undefined> {
  const { path, uri, config } = source ?? {};
  const file = path ?? uri;
  const failed = steps.findLast(({ error }) => error !== undefined);
  // The list of a single configuration, or of one inside another file, is not the text of the file.
  if (
    file === undefined ||
    failed === undefined ||
    typeof config !== 'string' ||
    !config.includes('\n') ||
    file.includes('#')
  ) {
    return file;
  }
  const { pluginLine } = await import('../cnitool-language.ts');
  const line = pluginLine(config, verb === 'DEL' ? -1 - failed.index : failed.index);
  return line === undefined ? file : `${file}:${line}`;
}

function chainTable({ steps }: OperationDocument): string {
  if (steps.length === 0) {
    return `\n${l10n.t('No plugin ran.')}\n`;
  }
  const head = ['#', l10n.t('PLUGIN'), l10n.t('OUTCOME'), l10n.t('TIME'), l10n.t('FILE')];
  const rows = steps.flatMap((step, at) => [
    [
      String(at + 1),
      // ADD before CHECK and DEL, and DEL in GC.
      steps.every(({ verb }) => verb === step.verb) ? step.pluginType : `${step.verb} ${step.pluginType}`,
      outcomeText(step),
      step.durationMs === undefined ? '-' : timeText(step.durationMs),
      step.pluginPath ?? '-',
    ],
    ...callRows(step.calls ?? [], 1),
  ]);
  return `\n${table([head, ...rows])}`;
}

function callRows(calls: readonly CallDocument[], depth: number): readonly (readonly string[])[] {
  return calls.flatMap((call) => [
    ['', `${'  '.repeat(depth)}${call.pluginType}`, callText(call), timeText(call.durationMs), call.pluginPath],
    ...callRows(call.calls, depth + 1),
  ]);
}

function callText({ exitCode, signal }: CallDocument): string {
  if (exitCode !== undefined) {
    return exitText(exitCode);
  }
  return signal === undefined ? '-' : l10n.t('killed by {0}', signal);
}

const exitText = (exitCode: number): string => (exitCode === 0 ? l10n.t('ok') : l10n.t('exit status {0}', exitCode));

function outcomeText({ outcome, exitCode = 0, signal = '', reason = '', error }: StepDocument): string {
  switch (outcome) {
    case undefined:
      return error === undefined ? l10n.t('running') : l10n.t('not run');
    case 'notFound':
      return l10n.t('plugin not found');
    case 'notStarted':
      return l10n.t('not started: {0}', reason);
    case 'exited':
      return exitCode === 0 && error !== undefined ? l10n.t('invalid output') : exitText(exitCode);
    case 'signalled':
      return l10n.t('killed by {0}', signal);
    case 'aborted':
      return reason === 'timedOut' ? l10n.t('time limit exceeded') : l10n.t('canceled');
    case 'outputLimit':
      return l10n.t('too much output');
    case 'unknown':
      return l10n.t('unknown: {0}', reason);
  }
}

function failureText(document: OperationDocument): string {
  const { steps, error } = document;
  if (error === undefined) {
    return '';
  }
  const failed = steps.findLast((step) => step.error !== undefined);
  const explanation = explainOperation(operationOfDocument(document));
  const meaning = explanation && wordsOf(explanation);
  const remedy = meaning?.remedy ?? error.hint;
  const lines = [
    l10n.t('error: {0}', error.message),
    error.code === 0 ? '' : l10n.t('code: {0}', error.code),
    error.details === undefined ? '' : l10n.t('details: {0}', error.details),
    meaning === undefined || explanation?.restates === true ? '' : l10n.t('meaning: {0}', meaning.cause),
    remedy === undefined ? '' : l10n.t('remedy: {0}', remedy),
    ...stderrLines(failed),
  ];
  return `\n${lines
    .filter((line) => line !== '')
    .map((line) => `${terminalText(line)}\n`)
    .join('')}`;
}

function stderrLines(step: StepDocument | undefined): readonly string[] {
  const text = new TextDecoder().decode(bytesOfText(step?.stderr ?? '')).trimEnd();
  return text === '' ? [] : ['stderr:', ...text.split('\n').map((line) => `  ${line}`)];
}

function resultText({ result }: OperationDocument): string {
  return result === undefined ? '' : `\n${l10n.t('result:')}\n${JSON.stringify(result, null, 2)}\n`;
}

const timeText = (milliseconds: number): string => `${milliseconds.toFixed(1)} ms`;
