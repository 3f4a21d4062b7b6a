import { type NetworkConfigList, type Operation, runOperation, type Step } from '../engine/libcni/index.ts';
import { enabledCapabilities } from '../engine/libcni/plugin-answers.ts';
import type { CommonOptions } from './arguments.ts';
import { type CliProcess, exitCodes } from './cli-process.ts';
import { type Failure, failureOfOperation, tell } from './failure.ts';
import { loadOrExplain } from './network-source.ts';
import { operationDocument, printJSON } from './operation-json.ts';
import { stderrFollower, withSession } from './session.ts';
import { table } from './table.ts';
import { supportedVersionsOf } from './version.ts';

/** What became of one plugin of the chain. */
interface Verdict {
  readonly type: string;
  readonly path: string | undefined;
  readonly supportedVersions: readonly string[] | undefined;
  readonly problem: string | undefined;
}

/** `validate`: libcni's ValidateNetworkList, with a line for each plugin. Gives the exit code. */
export async function validateNetwork(cli: CliProcess, network: string, options: CommonOptions): Promise<number> {
  const { list, file } = await loadOrExplain(cli, network);
  const { operation } = await withSession(cli, options, ({ cni }) =>
    runOperation(
      { verb: 'VERSION', network: list.name },
      (observer) => cni.withObserver(observer).validateNetworkList(list, cli.signal),
      stderrFollower(cli),
    ),
  );
  const failure = failureOf(cli, operation);
  const plugins = list.plugins.map((_plugin, index) => verdictOn(list, index, operation));
  const capabilities = enabledCapabilities(list.plugins.map((plugin) => plugin.network.capabilities));
  if (options.json) {
    const { name, cniVersion } = list;
    const valid = failure === undefined;
    const document = { network: name, cniVersion, file, valid, capabilities, plugins };
    cli.stdout(printJSON({ ...document, operation: operationDocument(operation, { hint: failure?.hint }) }));
  } else {
    const rows = plugins.map(({ type, path, supportedVersions, problem }) => [
      type,
      problem ?? 'ok',
      path ?? '-',
      supportedVersions?.join(' ') ?? '-',
    ]);
    cli.stdout(table([['PLUGIN', 'VERDICT', 'FILE', 'SUPPORTS'], ...rows]));
    cli.stdout(`capabilities: ${capabilities.length === 0 ? 'none' : capabilities.join(' ')}\n`);
  }
  return failure === undefined ? exitCodes.ok : tell(cli, failure);
}

function failureOf(cli: CliProcess, operation: Operation): Failure | undefined {
  const failure = failureOfOperation(cli, operation);
  return failure && failure.hint === undefined && failure.message.includes('does not support config version')
    ? {
        ...failure,
        hint: 'Choose a "cniVersion" that each plugin of the chain supports, or install newer plugins.',
      }
    : failure;
}

function verdictOn(list: NetworkConfigList, index: number, operation: Operation): Verdict {
  const type = list.plugins[index]?.network.type ?? '';
  const step = operation.steps.find((one) => one.index === index);
  const supportedVersions = step && supportedVersionsOf(step);
  const path = step?.outcome?.kind === 'notFound' ? undefined : step?.outcome?.pluginPath;
  return { type, path, supportedVersions, problem: problemOf(list, step, supportedVersions) };
}

function problemOf(
  list: NetworkConfigList,
  step: Step | undefined,
  supportedVersions: readonly string[] | undefined,
): string | undefined {
  if (supportedVersions !== undefined) {
    const wanted = list.cniVersion === '' ? '0.1.0' : list.cniVersion;
    return supportedVersions.includes(wanted) ? undefined : `does not support ${wanted}`;
  }
  switch (step?.outcome?.kind) {
    case undefined:
      return step?.error === undefined ? 'not asked' : 'could not be asked';
    case 'notFound':
      return 'missing';
    case 'notStarted':
      return 'cannot be started';
    case 'exited':
    case 'signalled':
    case 'aborted':
    case 'outputLimit':
    case 'unknown':
      return 'does not tell its versions';
  }
}
