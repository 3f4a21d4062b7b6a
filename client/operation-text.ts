import type { Operation, PluginOutcome, Step } from '../engine/libcni/index.ts';

/** Head line of an operation in the log: verb, network, attachment, host. */
export function operationHeading(operation: Operation, where: string): string {
  const attachment = [
    operation.netNS === undefined || operation.netNS === '' ? undefined : `netns ${operation.netNS}`,
    operation.ifName === undefined ? undefined : `interface ${operation.ifName}`,
    operation.containerID === undefined ? undefined : `container ${operation.containerID}`,
  ].filter((part) => part !== undefined);
  return [`${operation.verb} ${operation.network} ${where}`, ...attachment].join(', ');
}

/** Last line of an operation: how it ended and how long it took. */
export function operationEnding(operation: Operation): string {
  const error = operation.error === undefined ? '' : `: ${operation.error.message}`;
  return `${operation.verb} ${operation.network} ${operation.state} after ${milliseconds(operation.durationMs)}${error}`;
}

/** Everything about one ended step: plugin, how it ended, environment, input, output, errors. Bytes are shown as they are, as UTF-8. */
export function stepText(step: Step): string {
  const { outcome } = step;
  const lines = [`${step.verb} ${step.index + 1} ${step.pluginType}: ${outcomeText(outcome)}`];
  if (step.error !== undefined) {
    lines.push(`  error: ${step.error.message}`, `  code: ${step.error.code}`);
    if (step.error.details !== '') {
      lines.push(`  details: ${step.error.details}`);
    }
  }
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

/** What runs right now, for a progress: "bridge (1/2)…"; undefined when nothing does. ADD is what the title says, so only other verbs are named. */
export function stepProgress(operation: Operation, pluginCount: number): string | undefined {
  const step = operation.steps.at(-1);
  if (step === undefined || operation.state !== 'running') {
    return undefined;
  }
  const number = `${step.index + 1}/${pluginCount}`;
  return `${step.verb === 'ADD' ? '' : `${step.verb} `}${step.pluginType} (${number})…`;
}

function outcomeText(outcome: PluginOutcome | undefined): string {
  switch (outcome?.kind) {
    case undefined:
      return 'running';
    case 'notFound':
      return 'not found, nothing ran';
    case 'notStarted':
      return `${outcome.pluginPath} could not be started: ${outcome.reason}`;
    case 'exited':
      return `${outcome.pluginPath} exit ${outcome.exitCode}, ${milliseconds(outcome.durationMs)}`;
    case 'signalled':
      return `${outcome.pluginPath} killed by ${outcome.signal}, ${milliseconds(outcome.durationMs)}`;
    case 'outputLimit':
      return `${outcome.pluginPath} wrote too much and was killed, ${milliseconds(outcome.durationMs)}`;
    case 'aborted': {
      const reason = outcome.reason === 'cancelled' ? 'cancelled' : 'timed out';
      return `${outcome.pluginPath} ${reason}, ${milliseconds(outcome.durationMs)}`;
    }
    case 'unknown':
      return `connection lost while it ran: ${outcome.reason}`;
  }
}

function section(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [`  ${name}: (empty)`] : [`  ${name}:`, ...lines.map((line) => `    ${line}`)];
}

function textLines(bytes: Uint8Array): readonly string[] {
  const text = new TextDecoder().decode(bytes).replace(/\n$/, '');
  return text === '' ? [] : text.split('\n');
}

function milliseconds(duration: number): string {
  return `${duration.toFixed(1)} ms`;
}
