import { statSync } from 'node:fs';
import path from 'node:path';
import { createNamespace, type Host, namespaceExists } from '../engine/host/index.ts';
import {
  addWithRollback,
  attachmentContainerID,
  interruptionOf,
  type NetworkConfigList,
  type Operation,
  parseCapabilityArgs,
  parseCNIArgs,
  printResult,
  type Result,
  runOperation,
  type RuntimeConf,
} from '../engine/libcni/index.ts';
import type { CnitoolRequest } from './arguments.ts';
import { type CliProcess, exitCodes } from './cli-process.ts';
import { type Failure, failureOfOperation, tell } from './failure.ts';
import { agreeToCollect } from './garbage.ts';
import { hostPath } from './host-path.ts';
import { failureOfLoading, loadNetwork, netDirOf } from './network-source.ts';
import { operationDocument, type OperationExtras, printJSON } from './operation-json.ts';
import { rollbackNote } from './rollback-note.ts';
import { failedBeforehand, type Session, stderrFollower, withSession } from './session.ts';

const specVerbs = { add: 'ADD', check: 'CHECK', del: 'DEL', gc: 'GC', status: 'STATUS' } as const;

/** A network and an attachment, as cnitool makes them of its arguments and environment. */
interface Subject {
  readonly list: NetworkConfigList;
  readonly rt: RuntimeConf;
}

/** An operation that ended, and what came of it. */
interface Ended extends OperationExtras {
  readonly operation: Operation;
}

/** One of cnitool v1.3.0's verbs (cnitool/cnitool.go): its variables, output, error texts and exit codes. */
export async function runCnitoolVerb(cli: CliProcess, request: CnitoolRequest): Promise<number> {
  const verb = specVerbs[request.verb];
  let subject: Subject;
  try {
    subject = await readSubject(cli, request);
  } catch (error) {
    const operation = await failedBeforehand(verb, request.network, error);
    return finish(cli, request, { operation }, failureOfLoading(cli, request.network, error));
  }
  const ended = await withSession(cli, request.options, (session) => operate(cli, request, session, subject));
  return finish(cli, request, ended, failureOfEnded(cli, ended));
}

/** An interruption that was taken back needs no cure: the note about the rollback says so. */
function failureOfEnded(cli: CliProcess, { operation, rollback }: Ended): Failure | undefined {
  const failure = failureOfOperation(cli, operation);
  const isUndone = rollback?.state === 'ok' && interruptionOf(operation.error) !== undefined;
  return failure && isUndone ? { message: failure.message } : failure;
}

/** In cnitool's order, since only the first failure is told. */
async function readSubject(cli: CliProcess, request: CnitoolRequest): Promise<Subject> {
  const { list } = await loadNetwork(request.network, netDirOf(cli), cli.signal);
  const capabilityArgs = parseCapabilityArgs(cli.env['CAP_ARGS'] ?? '');
  const args = parseCNIArgs(cli.env['CNI_ARGS'] ?? '');
  const netNS = hostPath(request.netns, workingDirectory(cli.env['PWD']));
  const ifName = cli.env['CNI_IFNAME'] ?? 'eth0';
  return { list, rt: { containerID: attachmentContainerID(netNS), netNS, ifName, args, capabilityArgs } };
}

/** As Go's os.Getwd: by the name that the shell has for it, which may lead through links. */
function workingDirectory(named: string | undefined): string {
  const here = process.cwd();
  if (named === undefined || !path.isAbsolute(named)) return here;
  const [one, other] = [named, here].map((directory) => statSync(directory, { throwIfNoEntry: false }));
  return one?.ino === other?.ino && one?.dev === other?.dev ? named : here;
}

async function operate(cli: CliProcess, request: CnitoolRequest, session: Session, subject: Subject): Promise<Ended> {
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
        await furnishSandbox(cli, session.host, rt.netNS);
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
    furnishSandbox(cli, host, rt.netNS),
  );
  if (operation.error !== undefined) {
    return { operation };
  }
  const options = { signal: cli.signal, rollbackSignal: cli.secondSignal, onUpdate };
  const { add, ...rest } = await addWithRollback(cni, list, rt, options);
  return { operation: add, ...rest };
}

/** A sandbox lives for one call, so the namespace that the call is about is made in it. */
async function furnishSandbox(cli: CliProcess, host: Host, netNS: string): Promise<void> {
  const name = /^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(netNS)?.[1];
  if (host.spec.kind === 'sandbox' && name !== undefined && !(await namespaceExists(host, name, cli.signal))) {
    await createNamespace(host, name, cli.signal);
    cli.stderr(`note: made the namespace "${name}" in the sandbox, which is gone when this command ends\n`);
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
        await agreeToCollect(cli, cni, list, host.label);
      }
      // As cnitool: without valid attachments, so that all of the network is collected.
      await cni.gcNetworkList(list, undefined, signal);
      return undefined;
    case 'status':
      await cni.getStatusNetworkList(list, signal);
      return undefined;
  }
}

/** Prints what came of it, and gives the exit code. */
function finish(cli: CliProcess, request: CnitoolRequest, ended: Ended, failure: Failure | undefined): number {
  const { operation, result } = ended;
  if (request.options.json) {
    cli.stdout(printJSON(operationDocument(operation, { ...ended, hint: failure?.hint })));
  } else if (result !== undefined) {
    cli.stdout(printResult(result));
  }
  if (failure === undefined) {
    return exitCodes.ok;
  }
  const exitCode = tell(cli, failure);
  cli.stderr(rollbackNote(ended.rollback, ended.rollbackSkipped));
  return exitCode;
}
