import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import { statSync } from 'node:fs';
import path from 'node:path';
import { changesText, createNamespace, type Host, namespaceExists, workingDirectory } from '../../engine/host/index.ts';
import {
  addWithRollback,
  attachmentContainerID,
  interruptionOf,
  type NetworkConfigList,
  type Operation,
  printResult,
  type Result,
  runOperation,
  type RuntimeConf,
  operationDocument,
  type OperationDocument,
  type OperationExtras,
  textOrBase64,
} from '../../engine/libcni/index.ts';
import type { CnitoolRequest } from '../command-line/arguments.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { type Failure, failureOfOperation, report } from '../output/failure.ts';
import { listValue } from '../../engine/arguments/runtime-arguments.ts';
import { attachmentArguments } from './attachment-arguments.ts';
import { confirmCollection } from './garbage.ts';
import { hostPath } from '../hosts/host-path.ts';
import { failureOfLoading, loadToRun } from './network-source.ts';
import { printJSON } from '../output/print-json.ts';
import { recordChanges } from './record-changes.ts';
import { completed, openRecordFile, type RecordFile } from '../recordings/record-file.ts';
import { rollbackNote } from './rollback-note.ts';
import { deleteCommand } from './delete-command.ts';
import { failedBeforehand, type Session, stderrFollower, withSession } from '../hosts/session.ts';

const specVerbs = { add: 'ADD', check: 'CHECK', del: 'DEL', gc: 'GC', status: 'STATUS' } as const;

/** A network and an attachment, as cnitool derives them from its arguments and environment. */
interface Subject {
  readonly list: NetworkConfigList;
  /** Where the list is from, with "#NAME" inside another file. */
  readonly origin: string;
  readonly rt: RuntimeConf;
}

/** A finished operation with its result. */
interface Ended extends OperationExtras {
  readonly operation: Operation;
}

/** Runs a verb of cnitool v1.3.0 (cnitool/cnitool.go) with its variables, output, error texts and exit codes. */
export async function runCnitoolVerb(cli: CliProcess, request: CnitoolRequest): Promise<number> {
  const file = request.record === undefined ? undefined : await openRecordFile(request.record);
  try {
    return await runVerb(cli, request, file);
  } finally {
    await file?.discard();
  }
}

async function runVerb(cli: CliProcess, request: CnitoolRequest, file: RecordFile | undefined): Promise<number> {
  const verb = specVerbs[request.verb];
  let subject: Subject;
  try {
    subject = await readSubject(cli, request);
  } catch (error) {
    const operation = await failedBeforehand(verb, request.network, error);
    const failure = failureOfLoading(cli, request.network, error);
    const exitCode = finish(cli, request, { operation }, failure);
    return completed(cli, exitCode, await file?.complete(operationDocument(operation, { hint: failure.hint })));
  }
  if (request.verb === 'add' && cli.isTerminal) {
    await noteArguments(cli, subject);
  }
  const { host, ...ended } = await withSession(cli, request.options, async (session) => ({
    ...(await operate(cli, request, session, subject)),
    host: session.host.label,
  }));
  const failure = failureOfEnded(cli, request, ended);
  const exitCode = finish(cli, request, ended, failure);
  return completed(
    cli,
    exitCode,
    await file?.complete(recordedDocument(subject, { ...ended, host, hint: failure?.hint })),
  );
}

/** Returns the document of `--json` with the host, the configuration and the arguments. */
function recordedDocument({ list, origin, rt }: Subject, { operation, ...extras }: Ended): OperationDocument {
  const source = { path: origin, config: textOrBase64(list.bytes) };
  const { args, capabilityArgs } = rt;
  return operationDocument(operation, { ...extras, source, args, capabilityArgs });
}

/**
 * Returns the failure of an operation. If an interruption was rolled back, a note says so and there is no remedy. For an
 * unknown outcome, the remedy includes the command that removes what exists.
 */
function failureOfEnded(cli: CliProcess, request: CnitoolRequest, { operation, rollback }: Ended): Failure | undefined {
  const failure = failureOfOperation(cli, operation);
  if (failure === undefined) {
    return undefined;
  }
  const { message, hint = '' } = failure;
  if (rollback?.state === 'ok' && interruptionOf(operation.error) !== undefined) {
    return { message };
  }
  const isAboutOne = request.verb === 'add' || request.verb === 'del';
  return operation.state === 'unknown' && isAboutOne
    ? {
        message,
        hint: sentences(hint, l10n.t('The command is: {0}', deleteCommand(cli.program, cli.args))).trimStart(),
      }
    : failure;
}

/** Reads the arguments in the order of cnitool, since only the first failure is reported. */
async function readSubject(cli: CliProcess, request: CnitoolRequest): Promise<Subject> {
  const { list, file } = await loadToRun(cli, request.network);
  const { args = [], capabilityArgs = {}, ...chosen } = await attachmentArguments(cli, request.attachment);
  const netNS = hostPath(request.netns, namedDirectory(cli.env['PWD']));
  const { containerID = attachmentContainerID(netNS), ifName = 'eth0' } = chosen;
  return { list, origin: file, rt: { containerID, netNS, ifName, args, capabilityArgs } };
}

/** Notes what is wrong with CAP_ARGS and CNI_ARGS before the plugins read them. */
async function noteArguments(cli: CliProcess, { list, rt }: Subject): Promise<void> {
  if (rt.args.length === 0 && Object.keys(rt.capabilityArgs).length === 0) {
    return;
  }
  const { argumentProblems } = await import('../cnitool-language.ts');
  for (const { variable, message } of argumentProblems(listValue(list), rt)) {
    cli.stderr(`note: ${variable}: ${message}\n`);
  }
}

/** Returns the working directory as Go's os.Getwd does: with the path from the shell, which may include links. */
function namedDirectory(named: string | undefined): string | undefined {
  const here = workingDirectory();
  if (here === undefined || named === undefined || !path.isAbsolute(named)) {
    return here;
  }
  const [one, other] = [named, here].map((directory) => statSync(directory, { throwIfNoEntry: false }));
  return one?.ino === other?.ino && one?.dev === other?.dev ? named : here;
}

/** Runs the verb, and records what it changes on the host if that is requested. */
async function operate(cli: CliProcess, request: CnitoolRequest, session: Session, subject: Subject): Promise<Ended> {
  if (!request.changes) {
    return run(cli, request, session, subject);
  }
  const { list, rt } = subject;
  // Before the recording, since a new namespace is not a change by the plugins. The operation reports a failure.
  await prepareSandbox(cli, session.host, rt.netNS).catch(() => undefined);
  const recording = await recordChanges(cli, session.host, list, rt);
  const ended = await run(cli, request, session, subject);
  const { operation, rollback } = ended;
  const recorded =
    request.verb === 'add' ? recording?.finishAdd(operation, rollback) : recording?.finishDelete(operation);
  return { ...ended, operation: (await recorded) ?? operation };
}

async function run(cli: CliProcess, request: CnitoolRequest, session: Session, subject: Subject): Promise<Ended> {
  const { list, rt } = subject;
  const about = { verb: specVerbs[request.verb], network: list.name };
  const needsNamespace = request.verb !== 'gc' && request.verb !== 'status';
  const follow = stderrFollower(cli);
  if (request.rollback) {
    return addOrRollBack(cli, session, subject, follow);
  }
  const { operation, value } = await runOperation(
    needsNamespace ? { ...about, rt } : about,
    async (observer) => {
      if (needsNamespace) {
        await prepareSandbox(cli, session.host, rt.netNS);
      }
      return perform(cli, request, { ...session, cni: session.cni.withObserver(observer) }, subject);
    },
    follow,
  );
  return { operation, result: value };
}

async function addOrRollBack(
  cli: CliProcess,
  { host, cni }: Session,
  { list, rt }: Subject,
  onUpdate: (operation: Operation) => void,
): Promise<Ended> {
  const { operation } = await runOperation({ verb: 'ADD', network: list.name, rt }, () =>
    prepareSandbox(cli, host, rt.netNS),
  );
  if (operation.error !== undefined) {
    return { operation };
  }
  const options = { signal: cli.signal, rollbackSignal: cli.secondSignal, onUpdate };
  const { add, ...rest } = await addWithRollback(cni, list, rt, options);
  return { operation: add, ...rest };
}

/** Creates the namespace of the command in a sandbox, which exists only for one command. */
async function prepareSandbox(cli: CliProcess, host: Host, netNS: string): Promise<void> {
  const name = /^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(netNS)?.[1];
  if (host.spec.kind === 'sandbox' && name !== undefined && !(await namespaceExists(host, name, cli.signal))) {
    await createNamespace(host, name, cli.signal);
    const text = l10n.t('Created the namespace "{0}" in the sandbox, which ends with this command.', name);
    cli.stderr(`note: ${text}\n`);
  }
}

async function perform(
  cli: CliProcess,
  request: CnitoolRequest,
  { cni, host }: Session,
  { list, rt }: Subject,
): Promise<Result | undefined> {
  const { signal } = cli;
  switch (request.verb) {
    case 'add':
      return cni.addNetworkList(list, rt, signal);
    case 'check':
      await cni.checkNetworkList(list, rt, signal);
      return undefined;
    case 'del':
      await cni.delNetworkList(list, rt, signal);
      return undefined;
    case 'gc':
      if (!request.yes) {
        await confirmCollection(cli, cni, list, host.label);
      }
      // As in cnitool, without valid attachments, so that all attachments of the network are collected.
      await cni.gcNetworkList(list, undefined, signal);
      return undefined;
    case 'status':
      await cni.getStatusNetworkList(list, signal);
      return undefined;
  }
}

/** Prints the result and returns the exit code. */
function finish(cli: CliProcess, request: CnitoolRequest, ended: Ended, failure: Failure | undefined): number {
  const { operation, result } = ended;
  if (request.options.json) {
    cli.stdout(printJSON(operationDocument(operation, { ...ended, hint: failure?.hint })));
  } else if (result !== undefined) {
    cli.stdout(printResult(result));
  }
  if (!request.options.json && operation.changes !== undefined) {
    cli.stderr(changesText(operation.changes));
  }
  if (failure === undefined) {
    return exitCodes.ok;
  }
  const exitCode = report(cli, failure);
  cli.stderr(rollbackNote(ended.rollback, ended.rollbackSkipped));
  return exitCode;
}
