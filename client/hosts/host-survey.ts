import * as l10n from '@vscode/l10n';
import {
  askHosts,
  clusterMembers,
  fleetHostOf,
  surveyHost,
  type FleetHost,
  type Member,
} from '../../engine/fleet/index.ts';
import {
  type Host,
  type HostProblem,
  type KubernetesCluster,
  type NamedHost,
  type QuestionQueue,
  removeDebugPods,
} from '../../engine/host/index.ts';
import type { NetworkConfigList } from '../../engine/libcni/index.ts';
import type { Surveyed } from '../../language/index.ts';
import type { HostConnections } from './host-connections.ts';
import { cniPathOf, type HostPlaces } from './host-locations.ts';
import { logText, remedyOf } from '../operations/explanation.ts';

/** Dependencies of a survey. */
export interface SurveySources {
  readonly connections: Pick<HostConnections, 'stateOf' | 'hostOf' | 'disconnect'>;
  readonly questions: Pick<QuestionQueue, 'askedMs'>;
  readonly placesOf: (named: NamedHost) => HostPlaces;
}

/** Options of a survey. */
export interface SurveyOptions {
  readonly signal: AbortSignal;
  /** Called with the number of hosts that answered, the number of known hosts, and the last one that answered. */
  readonly onAnswer: (done: number, total: number, host: string) => void;
}

/**
 * Surveys hosts and the nodes of clusters, several at once. Connected hosts stay connected; others are disconnected
 * afterwards, also when they do not answer. Failed hosts stay failed. Never rejects because of a host or kubectl.
 */
export async function surveyHosts(
  { connections, questions, placesOf }: SurveySources,
  hosts: readonly NamedHost[],
  clusters: readonly KubernetesCluster[],
  list: NetworkConfigList | undefined,
  { signal, onAnswer }: SurveyOptions,
): Promise<readonly Surveyed[]> {
  const byHost = new Map<Host, { readonly named: NamedHost; readonly wasConnected: boolean }>();
  const open = (named: NamedHost): Host => {
    const { kind } = connections.stateOf(named.name);
    const wasConnected = kind === 'ready' || kind === 'connecting';
    const host = connections.hostOf(named);
    byHost.set(host, { named, wasConnected });
    return host;
  };
  const release = async (host: Host): Promise<void> => {
    const known = byHost.get(host);
    if (known?.wasConnected === false) {
      await connections.disconnect(known.named.name, problemOf(host, signal));
    }
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
      return surveyHost(host, places, { list, validate: true, status: true, remedyOf }, limit);
    },
    {
      signal,
      askedMs: () => questions.askedMs,
      onAnswer: ({ host }, done, total) => onAnswer(done, total, host),
    },
  );
}

/** Returns why a host could not be surveyed; undefined when it could, or when the user canceled. */
function problemOf({ state, label }: Host, signal: AbortSignal): HostProblem | undefined {
  if (state.kind === 'failed') {
    return state.problem;
  }
  if (state.kind !== 'connecting' || signal.aborted) {
    return undefined;
  }
  return { code: 'unreachable', message: l10n.t('{0} did not answer in time.', label), remedy: l10n.t('Try again.') };
}

/** Removes the pods of `kubectl debug`. Returns the errors as texts. */
export async function cleanUpClusters(clusters: readonly KubernetesCluster[]): Promise<readonly string[]> {
  const outcomes = await Promise.allSettled(clusters.map((cluster) => removeDebugPods(cluster)));
  return outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [logText(outcome.reason)] : []));
}
