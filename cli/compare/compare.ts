import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import path from 'node:path';
import {
  askHosts,
  clusterMembers,
  fleetHostOf,
  surveyHost,
  type FleetHost,
  type HostSurvey,
  type Member,
} from '../../engine/fleet/index.ts';
import {
  createHost,
  type Host,
  isHostError,
  type KubernetesCluster,
  type NamedHost,
  QuestionQueue,
  removeDebugPods,
} from '../../engine/host/index.ts';
import type { Surveyed } from '../../language/index.ts';
import { type CliProcess, exitCodes } from '../output/cli-process.ts';
import { remedyOf } from '../output/failure.ts';
import { hostsOf } from '../hosts/hosts.ts';
import { loadOrExplain } from '../networks/network-source.ts';
import { printJSON } from '../output/print-json.ts';
import type { CompareRequest } from './request.ts';

/**
 * Runs `compare`: queries several hosts at once and prints the matrix of hosts and checks. Returns the exit code: 0 no
 * findings, 1 findings, 2 a host did not answer.
 */
export async function compare(cli: CliProcess, request: CompareRequest): Promise<number> {
  const source = request.network === undefined ? undefined : await loadOrExplain(cli, request.network);
  const file =
    source === undefined
      ? undefined
      : { name: path.basename(source.file), text: new TextDecoder().decode(source.bytes) };
  const { hosts, clusters } = await hostsOf(request, cli.signal);
  const kubectl = { env: cli.env, signal: cli.signal, timeoutMs: request.timeoutMs };
  const nodes = clusters.map((cluster) => clusterMembers(cluster, kubectl));
  const surveyed = await survey(cli, request, { hosts, nodes }, source?.list);
  const found = await Promise.all(nodes);
  const reached = clusters.filter((_cluster, index) => found[index]?.some(({ problem }) => problem === undefined));
  await removePods(cli, reached, request.timeoutMs);
  // The language is large, and no verb but this one and `lint` needs it.
  const { compareHosts, matrixDocument, textOf } = await import('../cnitool-language.ts');
  const matrix = compareHosts(surveyed, file, request.checks);
  cli.stdout(request.json ? printJSON(matrixDocument(matrix)) : textOf(matrix));
  if (matrix.unreached > 0) {
    return exitCodes.usage;
  }
  return matrix.findings > 0 ? exitCodes.failure : exitCodes.ok;
}

async function survey(
  cli: CliProcess,
  request: CompareRequest,
  { hosts, nodes }: { readonly hosts: readonly NamedHost[]; readonly nodes: readonly Promise<readonly Member[]>[] },
  list: Parameters<typeof surveyHost>[2]['list'],
): Promise<readonly Surveyed[]> {
  const byHost = new Map<Host, NamedHost>();
  const questions = questionsOf(cli);
  const open = (named: NamedHost): Host => {
    // The queries run in sequence, so one shell suffices.
    const host = createHost(named.spec, {
      env: cli.env,
      name: named.name,
      maxShells: 1,
      timeLimits: () => request.timeLimits,
      askpass: questions?.ask,
    });
    byHost.set(host, named);
    return host;
  };
  const { checks } = request;
  const wanted = { list, validate: checks.includes('validate'), status: checks.includes('status'), remedyOf };
  const ask = (host: Host, signal: AbortSignal): Promise<HostSurvey> => {
    const { pluginPath, confDir, cacheDir = request.cacheDir } = byHost.get(host) ?? {};
    return surveyHost(host, { pluginPath, cniPath: cli.env['CNI_PATH'], confDir, cacheDir }, wanted, signal);
  };
  const fleetHost = (member: Member): FleetHost => fleetHostOf(member, open);
  const fleet = [
    ...hosts.map((named) => fleetHost({ named })),
    ...nodes.map(async (found) => (await found).map(fleetHost)),
  ];
  const answers = await askHosts(fleet, ask, {
    concurrency: request.parallel,
    timeoutMs: request.timeoutMs,
    askedMs: () => questions?.askedMs ?? 0,
    signal: cli.signal,
    onAnswer: ({ host }, done, total) => {
      // The progress line would overwrite the question.
      if (questions?.isOpen !== true) {
        cli.progress(l10n.t('{0} of {1} hosts: {2}', done, total, host));
      }
    },
  });
  cli.progress('');
  return answers;
}

/** Returns a queue for the questions of all hosts; undefined without a terminal. */
function questionsOf(cli: CliProcess): QuestionQueue | undefined {
  const { askpass } = cli;
  if (askpass === undefined) {
    return undefined;
  }
  return new QuestionQueue((question, signal) => {
    cli.progress('');
    return askpass(question, signal);
  });
}

/** Removes the debugging pods of the shells, which have ended by now. A failure is only reported. */
async function removePods(cli: CliProcess, clusters: readonly KubernetesCluster[], timeoutMs: number): Promise<void> {
  const removeOf = async (cluster: KubernetesCluster): Promise<void> => {
    try {
      const removed = await removeDebugPods(cluster, { env: cli.env, timeoutMs });
      if (removed.length > 0) {
        cli.stderr(`note: ${l10n.t('Removed the pods of "kubectl debug": {0}.', removed.join(' '))}\n`);
      }
    } catch (error) {
      if (!isHostError(error)) {
        throw error;
      }
      const note = sentences(error.message, l10n.t('Pods named "node-debugger-…" may remain.'));
      cli.stderr(`note: ${note}\n`);
    }
  };
  await Promise.all(clusters.map(removeOf));
}
