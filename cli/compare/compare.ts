import { readFileSync } from 'node:fs';
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
import type { Surveyed } from '../../server/service/fleet/survey.ts';
import { type CliProcess, exitCodes } from '../cli-process.ts';
import { hostsOf } from '../hosts.ts';
import { loadOrExplain } from '../network-source.ts';
import { printJSON } from '../operation-json.ts';
import type { CompareRequest } from './request.ts';

/**
 * `compare`: asks several hosts at once and prints the matrix of hosts and checks. Gives the exit code: 0 all is well,
 * 1 there are findings, 2 a host did not answer.
 */
export async function compare(cli: CliProcess, request: CompareRequest): Promise<number> {
  const source = request.network === undefined ? undefined : await loadOrExplain(cli, request.network);
  const file =
    source === undefined ? undefined : { name: path.basename(source.file), text: readFileSync(source.file, 'utf8') };
  const { hosts, clusters } = hostsOf(request);
  const kubectl = { env: cli.env, signal: cli.signal, timeoutMs: request.timeoutMs };
  const nodes = clusters.map((cluster) => clusterMembers(cluster, kubectl));
  const surveyed = await survey(cli, request, { hosts, nodes }, source?.list);
  const found = await Promise.all(nodes);
  const reached = clusters.filter((_cluster, index) => found[index]?.some(({ problem }) => problem === undefined));
  await tidy(cli, reached, request.timeoutMs);
  // The language is large, and no verb but this one and `lint` needs it.
  const { compareHosts, matrixDocument, textOf } = await import('./matrix.ts');
  const matrix = compareHosts(surveyed, file, request.checks);
  cli.stdout(request.json ? printJSON(matrixDocument(matrix)) : textOf(matrix));
  if (matrix.unreached > 0) return exitCodes.usage;
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
    // One thing after the other is asked, so one shell will do.
    const host = createHost(named.spec, {
      env: cli.env,
      name: named.name,
      maxShells: 1,
      ...(questions && { askpass: questions.ask }),
    });
    byHost.set(host, named);
    return host;
  };
  const wanted = { list, validate: request.checks.includes('validate'), status: request.checks.includes('status') };
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
      // The line of progress would take the place of the question.
      if (questions?.isOpen !== true) cli.progress(`${done}/${total} hosts: ${host}`);
    },
  });
  cli.progress('');
  return answers;
}

/** The questions of all hosts, one after the other; undefined where there is nobody to ask. */
function questionsOf(cli: CliProcess): QuestionQueue | undefined {
  const { askpass } = cli;
  if (askpass === undefined) return undefined;
  return new QuestionQueue((question, signal) => {
    cli.progress('');
    return askpass(question, signal);
  });
}

/** Takes away the debugging pods of the shells, which have ended now. What cannot be is told, and is no failure. */
async function tidy(cli: CliProcess, clusters: readonly KubernetesCluster[], timeoutMs: number): Promise<void> {
  const tidyOne = async (cluster: KubernetesCluster): Promise<void> => {
    try {
      const removed = await removeDebugPods(cluster, { env: cli.env, timeoutMs });
      if (removed.length > 0) cli.stderr(`note: removed the pods ${removed.join(' ')} of "kubectl debug"\n`);
    } catch (error) {
      if (!isHostError(error)) throw error;
      cli.stderr(`note: ${error.problem.message} Pods called node-debugger-… may be left behind.\n`);
    }
  };
  await Promise.all(clusters.map(tidyOne));
}
