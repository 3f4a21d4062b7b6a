import * as l10n from '@vscode/l10n';
import {
  type NetworkConfigList,
  type Operation,
  runOperation,
  type Step,
  operationDocument,
} from '../../engine/libcni/index.ts';
import { enabledCapabilities } from '../../engine/libcni/plugin/plugin-answers.ts';
import type { CommonOptions } from '../command-line/arguments.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { failureOfOperation, report } from '../output/failure.ts';
import { loadOrExplain } from './network-source.ts';
import { printJSON } from '../output/print-json.ts';
import { stderrFollower, withSession } from '../hosts/session.ts';
import { table } from '../output/table.ts';
import { supportedVersionsOf } from '../command-line/version.ts';

/** The result for one plugin of the chain. */
interface Verdict {
  readonly type: string;
  readonly path: string | undefined;
  readonly supportedVersions: readonly string[] | undefined;
  readonly problem: string | undefined;
}

/** Runs `validate`: ValidateNetworkList of libcni, with a line for each plugin. Returns the exit code. */
export async function validateNetwork(cli: CliProcess, network: string, options: CommonOptions): Promise<number> {
  const { list, file } = await loadOrExplain(cli, network);
  const { operation } = await withSession(cli, options, ({ cni }) =>
    runOperation(
      { verb: 'VERSION', network: list.name },
      (observer) => cni.withObserver(observer).validateNetworkList(list, cli.signal),
      stderrFollower(cli),
    ),
  );
  const failure = failureOfOperation(cli, operation);
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
      problem ?? l10n.t('ok'),
      path ?? '-',
      supportedVersions?.join(' ') ?? '-',
    ]);
    const head = [l10n.t('PLUGIN'), l10n.t('STATE'), l10n.t('FILE'), l10n.t('SUPPORTS')];
    cli.stdout(table([head, ...rows]));
    cli.stdout(`${l10n.t('capabilities: {0}', capabilities.join(' ') || l10n.t('none'))}\n`);
  }
  return failure === undefined ? exitCodes.ok : report(cli, failure);
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
    return supportedVersions.includes(wanted) ? undefined : l10n.t('does not support {0}', wanted);
  }
  switch (step?.outcome?.kind) {
    case undefined:
      return step?.error === undefined ? l10n.t('not checked') : l10n.t('check failed');
    case 'notFound':
      return l10n.t('missing');
    case 'notStarted':
      return l10n.t('cannot be started');
    case 'exited':
    case 'signalled':
    case 'aborted':
    case 'outputLimit':
    case 'unknown':
      return l10n.t('does not report its versions');
  }
}
