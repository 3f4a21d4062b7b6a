import { readFileSync } from 'node:fs';
import path from 'node:path';
import { askHosts, surveyHost, type FleetHost, type HostSurvey } from '../../engine/fleet/index.ts';
import { createHost, type Host, type NamedHost } from '../../engine/host/index.ts';
import type { Surveyed } from '../../server/service/fleet/survey.ts';
import { type CliProcess, exitCodes } from '../cli-process.ts';
import { loadOrExplain } from '../network-source.ts';
import { printJSON } from '../operation-json.ts';
import { hostsOf } from './hosts.ts';
import type { CompareRequest } from './request.ts';

/**
 * `compare`: asks several hosts at once and prints the matrix of hosts and checks. Gives the exit code: 0 all is well,
 * 1 there are findings, 2 a host did not answer.
 */
export async function compare(cli: CliProcess, request: CompareRequest): Promise<number> {
  const source = request.network === undefined ? undefined : await loadOrExplain(cli, request.network);
  const file =
    source === undefined ? undefined : { name: path.basename(source.file), text: readFileSync(source.file, 'utf8') };
  const hosts = hostsOf(request);
  const surveyed = await survey(cli, request, hosts, source?.list);
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
  hosts: readonly NamedHost[],
  list: Parameters<typeof surveyHost>[2]['list'],
): Promise<readonly Surveyed[]> {
  const byHost = new Map<Host, NamedHost>();
  const fleet = hosts.map((named): FleetHost => ({
    name: named.name,
    open: () => {
      // One thing after the other is asked, so one shell will do.
      const host = createHost(named.spec, { env: cli.env, name: named.name, maxShells: 1 });
      byHost.set(host, named);
      return host;
    },
    release: (host) => host.dispose(),
  }));
  const wanted = { list, validate: request.checks.includes('validate'), status: request.checks.includes('status') };
  const ask = (host: Host, signal: AbortSignal): Promise<HostSurvey> => {
    const { pluginPath, confDir, cacheDir = request.cacheDir } = byHost.get(host) ?? {};
    return surveyHost(host, { pluginPath, confDir, cacheDir }, wanted, signal);
  };
  const answers = await askHosts(fleet, ask, {
    concurrency: request.parallel,
    timeoutMs: request.timeoutMs,
    signal: cli.signal,
    onAnswer: ({ host }, done, total) => cli.progress(`${done}/${total} hosts: ${host}`),
  });
  cli.progress('');
  return answers.map((answer, index) => {
    const group = hosts[index]?.group;
    return { ...answer, ...(group === undefined ? {} : { group }) };
  });
}
