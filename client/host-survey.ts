import {
  askHosts,
  clusterMembers,
  fleetHostOf,
  surveyHost,
  type FleetHost,
  type Member,
} from '../engine/fleet/index.ts';
import {
  type Host,
  type KubernetesCluster,
  type NamedHost,
  type QuestionQueue,
  removeDebugPods,
} from '../engine/host/index.ts';
import type { NetworkConfigList } from '../engine/libcni/index.ts';
import type { Surveyed } from '../server/service/fleet/survey.ts';
import type { HostConnections } from './host-connections.ts';
import { cniPathOf, type HostPlaces } from './host-places.ts';

/** What hosts are asked with. */
export interface SurveySources {
  readonly connections: HostConnections;
  readonly questions: Pick<QuestionQueue, 'askedMs'>;
  readonly placesOf: (named: NamedHost) => HostPlaces;
}

/** What a survey may be told. */
export interface SurveyOptions {
  readonly signal: AbortSignal;
  /** How many hosts have answered, of those that are known by then, and the one that did last. */
  readonly onAnswer: (done: number, total: number, host: string) => void;
}

/**
 * Asks hosts and the nodes of clusters what they have, several at once. A host that was connected stays so; one that was
 * not is let go of again, and so is one that hangs. Never rejects for what a host or kubectl does.
 */
export async function surveyHosts(
  { connections, questions, placesOf }: SurveySources,
  hosts: readonly NamedHost[],
  clusters: readonly KubernetesCluster[],
  list: NetworkConfigList | undefined,
  { signal, onAnswer }: SurveyOptions,
): Promise<readonly Surveyed[]> {
  const byHost = new Map<Host, { readonly named: NamedHost; readonly wasThere: boolean }>();
  const open = (named: NamedHost): Host => {
    const { kind } = connections.stateOf(named.name);
    const wasThere = kind === 'ready' || kind === 'connecting';
    const host = connections.hostOf(named);
    byHost.set(host, { named, wasThere });
    return host;
  };
  const release = async (host: Host): Promise<void> => {
    const known = byHost.get(host);
    if (known?.wasThere === false) await connections.disconnect(known.named.name);
  };
  const fleetHost = (member: Member): FleetHost => fleetHostOf(member, open, release);
  const nodesOf = async (cluster: KubernetesCluster): Promise<readonly FleetHost[]> =>
    (await clusterMembers(cluster, { signal })).map(fleetHost);
  return askHosts(
    [...hosts.map((named) => fleetHost({ named })), ...clusters.map(nodesOf)],
    (host, limit) => {
      const named = byHost.get(host)?.named;
      const known = named === undefined ? undefined : placesOf(named);
      const pluginPath = known?.pluginPath.length === 0 ? undefined : known?.pluginPath;
      const places = known === undefined ? {} : { ...known, pluginPath, cniPath: cniPathOf(known) };
      return surveyHost(host, places, { list, validate: true, status: true }, limit);
    },
    {
      signal,
      askedMs: () => questions.askedMs,
      onAnswer: ({ host }, done, total) => onAnswer(done, total, host),
    },
  );
}

/** Removes the pods that `kubectl debug` left behind. Gives what could not be done, in words. */
export async function tidyClusters(clusters: readonly KubernetesCluster[]): Promise<readonly string[]> {
  const outcomes = await Promise.allSettled(clusters.map((cluster) => removeDebugPods(cluster)));
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
}
