import path from 'node:path';
import {
  createHost,
  createNamespace,
  type Host,
  isHostError,
  LocalConfigFiles,
  NamespaceError,
  namespaceExists,
} from '../engine/host/index.ts';
import { explain, explainOperation } from '../engine/libcni/explain.ts';
import {
  attachmentContainerID,
  CNIConfig,
  loadNetworkConf,
  type NetworkConfigList,
  type Operation,
  parseCapabilityArgs,
  parseCNIArgs,
  printResult,
  type Result,
  runOperation,
  type RuntimeConf,
  type Step,
  type StepObserver,
} from '../engine/libcni/index.ts';
import { readArguments, type Request } from './arguments.ts';
import { help, usage } from './usage.ts';

/** What the program sees of its process; a test makes up its own. */
export interface CliProcess {
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly program: string;
  readonly version: string;
  readonly signal: AbortSignal;
  stdout(bytes: string | Uint8Array): void;
  stderr(bytes: string | Uint8Array): void;
}

const specVerbs = { add: 'ADD', check: 'CHECK', del: 'DEL', gc: 'GC', status: 'STATUS' } as const;

type OperationRequest = Extract<Request, { kind: 'operation' }>;

/**
 * cnitool v1.3.0 (cnitool/cnitool.go) on top of our engine: its variables, output, error texts and exit status.
 * What is ours goes to stderr: a line `hint: …` behind an error, a line `note: …` about the sandbox.
 * @returns the exit status
 */
export async function runCli(cli: CliProcess): Promise<number> {
  const request = readArguments(cli.args);
  switch (request.kind) {
    case 'help':
      cli.stdout(help(cli.program));
      return 0;
    case 'version':
      cli.stdout(`${cli.program} ${cli.version}\n`);
      return 0;
    case 'usage':
      cli.stderr(`${request.problem === undefined ? '' : `${request.problem}\n`}${usage(cli.program)}`);
      return 1;
    case 'operation':
      return runRequest(cli, request);
  }
}

async function runRequest(cli: CliProcess, request: OperationRequest): Promise<number> {
  let list: NetworkConfigList;
  let rt: RuntimeConf;
  try {
    // In cnitool's order, since only the first failure is told.
    list = await loadNetworkConf(new LocalConfigFiles(), cli.env['NETCONFPATH'] || '/etc/cni/net.d', request.network);
    const capabilityArgs = parseCapabilityArgs(cli.env['CAP_ARGS'] ?? '');
    const args = parseCNIArgs(cli.env['CNI_ARGS'] ?? '');
    const netNS = path.resolve(request.netns);
    const ifName = cli.env['CNI_IFNAME'] ?? 'eth0';
    rt = { containerID: attachmentContainerID(netNS), netNS, ifName, args, capabilityArgs };
  } catch (error) {
    return tell(cli, messageOf(error), explain(error)?.cure);
  }
  const pluginDirs = (cli.env['CNI_PATH'] ?? '') === '' ? [] : (cli.env['CNI_PATH'] ?? '').split(':');
  const host = createHost(request.host, { env: cli.env, pluginDirs: pluginDirs.filter((dir) => dir !== '') });
  try {
    if (request.host.kind === 'sandbox') {
      await furnishSandbox(cli, host, rt.netNS);
    }
    return await runOn(cli, host, request, list, rt, pluginDirs);
  } catch (error) {
    return tellHostFailure(cli, error);
  } finally {
    await host.dispose();
  }
}

/** A sandbox lives for one call, so the namespace that the call is about is made in it. */
async function furnishSandbox(cli: CliProcess, host: Host, netNS: string): Promise<void> {
  const name = /^(?:\/var)?\/run\/netns\/([^/]+)$/.exec(netNS)?.[1];
  if (name !== undefined && !(await namespaceExists(host, name, cli.signal))) {
    await createNamespace(host, name, cli.signal);
    cli.stderr(`note: made the namespace "${name}" in the sandbox, which is gone when this command ends\n`);
  }
}

async function runOn(
  cli: CliProcess,
  host: Host,
  request: OperationRequest,
  list: NetworkConfigList,
  rt: RuntimeConf,
  pluginDirs: readonly string[],
): Promise<number> {
  const cni = new CNIConfig({ pluginDirs, exec: host.exec, store: host.store });
  const verb = specVerbs[request.verb];
  const { operation, value } = await runOperation({ verb, network: list.name, rt }, (observer) =>
    perform(cni.withObserver(withStderr(cli, observer)), request, list, rt, cli.signal),
  );
  if (value !== undefined) {
    cli.stdout(printResult(value));
  }
  return operation.error === undefined ? 0 : tellFailure(cli, operation, operation.error);
}

function perform(
  cni: CNIConfig,
  request: OperationRequest,
  list: NetworkConfigList,
  rt: RuntimeConf,
  signal: AbortSignal,
): Promise<Result | undefined> {
  switch (request.verb) {
    case 'add':
      return cni.addNetworkList(list, rt, signal);
    case 'check':
      return cni.checkNetworkList(list, rt, signal).then(() => undefined);
    case 'del':
      return cni.delNetworkList(list, rt, signal).then(() => undefined);
    case 'gc':
      // As cnitool: without valid attachments, so that all of the network is collected.
      return cni.gcNetworkList(list, undefined, signal).then(() => undefined);
    case 'status':
      return cni.getStatusNetworkList(list, signal).then(() => undefined);
  }
}

/** Passes on what a plugin that went well wrote to stderr (libcni: RawExec.ExecPlugin). */
function withStderr(cli: CliProcess, observer: StepObserver): StepObserver {
  return {
    onStep: (step: Step) => {
      if (step.outcome?.kind === 'exited' && step.outcome.exitCode === 0) {
        cli.stderr(step.outcome.stderr);
      }
      observer.onStep(step);
    },
  };
}

function tellFailure(cli: CliProcess, operation: Operation, error: Error): number {
  if (isHostError(error.cause)) {
    return tellHostFailure(cli, error.cause);
  }
  const explanation = explainOperation(operation);
  return tell(cli, error.message, explanation && `${explanation.title} ${explanation.cure}`);
}

function tellHostFailure(cli: CliProcess, error: unknown): number {
  if (isHostError(error)) {
    return tell(cli, error.problem.message, error.problem.cure);
  }
  if (error instanceof NamespaceError) {
    return tell(cli, error.message, error.cure);
  }
  if (cli.signal.aborted) {
    return tell(cli, 'stopped', undefined);
  }
  throw error;
}

function tell(cli: CliProcess, message: string, hint: string | undefined): number {
  cli.stderr(`${message}\n${hint === undefined ? '' : `hint: ${hint}\n`}`);
  return 1;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
