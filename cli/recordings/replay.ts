import * as l10n from '@vscode/l10n';
import { readBounded } from '../../engine/host/files/bounded-read.ts';
import {
  checkReplay,
  pluginDirsOfReplay,
  pluginsOfReplay,
  type Replayed,
  replayOperation,
} from '../../engine/fleet/index.ts';
import {
  isDocumentProblem,
  operationDocument,
  type OperationDocument,
  readOperationDocument,
} from '../../engine/libcni/index.ts';
import { lineText } from '../../engine/text/edges.ts';
import type { CommonOptions } from '../command-line/arguments.ts';
import { pathOf, type Session, withSession } from '../hosts/session.ts';
import { systemError } from '../lint/problem.ts';
import { cliError } from '../output/cli-error.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { confirm } from '../output/confirm.ts';
import { remedyOf } from '../output/failure.ts';
import { printJSON } from '../output/print-json.ts';
import { completed, openRecordFile, type RecordFile } from './record-file.ts';
import type { ReplayRequest, ReplayRun } from './replay-request.ts';
import { recordingText } from './recording-text.ts';

/** Maximum size of a recording and of the input of a step, in bytes. */
const largest = { recording: 64 * 1024 * 1024, stdin: 16 * 1024 * 1024 };

/**
 * Runs `replay`: displays a recording, or with --run runs it again in a new sandbox and displays that. Returns the exit
 * code, which is that of the new run. Rejects with WorkbenchError.
 */
export async function replay(cli: CliProcess, request: ReplayRequest, options: CommonOptions): Promise<number> {
  const document = await readRecording(cli, request.file);
  if (request.run === undefined) {
    cli.stdout(options.json ? printJSON(document) : await recordingText(document));
    return exitCodes.ok;
  }
  return runAgain(cli, document, request.run, options);
}

async function readRecording(cli: CliProcess, file: string): Promise<OperationDocument> {
  const read = readOperationDocument(new TextDecoder().decode(await readFile(cli, file, largest.recording)));
  if (isDocumentProblem(read)) {
    throw cliError(
      'recording',
      l10n.t('{0} is not a recording of cnitool. {1}', file, read.problem),
      l10n.t('Record an operation with {0}.', '--record FILE'),
    );
  }
  return read;
}

async function readFile(cli: CliProcess, file: string, limit: number): Promise<Uint8Array> {
  try {
    return await readBounded(file, { signal: cli.signal, limit });
  } catch (error) {
    cli.signal.throwIfAborted();
    throw systemError('read', file, error);
  }
}

async function runAgain(
  cli: CliProcess,
  recorded: OperationDocument,
  { from, stdin: input, yes, record }: ReplayRun,
  options: CommonOptions,
): Promise<number> {
  const stdin = input === undefined ? undefined : await readInput(cli, input);
  const choice = { from, stdin };
  const given = cli.env['CNI_PATH'];
  const pluginDirs = given === undefined || given === '' ? pluginDirsOfReplay(recorded) : pathOf(given);
  const run = async ({ host }: Session): Promise<Replayed> => {
    checkReplay(host, recorded, choice);
    if (!yes) {
      await confirmRun(cli, recorded, pluginDirs);
    }
    file = record === undefined ? undefined : await openRecordFile(record);
    return replayOperation(host, recorded, { ...choice, pluginDirs, signal: cli.signal });
  };
  let file: RecordFile | undefined;
  try {
    const replayed = await withSession(cli, options, run, pluginDirs);
    const { operation, result } = replayed;
    const document = operationDocument(operation, { result, hint: remedyOf(operation) });
    const { source, args, capabilityArgs } = recorded;
    cli.stdout(options.json ? printJSON(document) : await recordingText({ ...document, source }));
    noteUnreached(cli, recorded, replayed, from);
    const exitCode = operation.state === 'ok' ? exitCodes.ok : exitCodes.failure;
    return completed(cli, exitCode, await file?.complete({ ...document, source, args, capabilityArgs }));
  } finally {
    await file?.discard();
  }
}

async function readInput(cli: CliProcess, input: string): Promise<Uint8Array> {
  const bytes = input === '-' ? await cli.readInput(largest.stdin) : await readFile(cli, input, largest.stdin);
  if (bytes.length > largest.stdin) {
    throw cliError(
      'recording',
      l10n.t('The input of the step is larger than {0} bytes.', largest.stdin),
      l10n.t('Use a smaller one.'),
    );
  }
  return bytes;
}

/** Shows the plugins and their directories on stderr, and asks for confirmation. Rejects with WorkbenchError `declined`. */
async function confirmRun(cli: CliProcess, recorded: OperationDocument, pluginDirs: readonly string[]): Promise<void> {
  const plugins = pluginsOfReplay(recorded).map(lineText).join(', ');
  const lines = [
    l10n.t('{verb} of network "{network}" runs again in a new sandbox, with the recorded input.', {
      verb: recorded.verb,
      network: lineText(recorded.network),
    }),
    l10n.t('  Plugins: {0}', plugins),
    l10n.t('  Directories: {0}', pluginDirs.map(lineText).join(' ')),
  ];
  cli.stderr(lines.map((line) => `${line}\n`).join(''));
  await confirm(cli, {
    withoutTerminal: l10n.t('Nothing was run, because there is no terminal for the confirmation.'),
    byAnswer: l10n.t('Nothing was run.'),
  });
}

/** Notes which steps did not run although the user wants to see them. */
function noteUnreached(
  cli: CliProcess,
  recorded: OperationDocument,
  { operation, before }: Replayed,
  from: number,
): void {
  if (operation.steps.length <= before && operation.state !== 'ok') {
    cli.stderr(`note: ${l10n.t('An earlier step failed, so step {0} did not run.', from + 1)}\n`);
  } else if (recorded.verb === 'ADD' && recorded.state !== 'ok' && operation.state === 'ok') {
    const text = l10n.t('The recording ends with its failed step. Plugins after it are not in it and did not run.');
    cli.stderr(`note: ${text}\n`);
  }
}
