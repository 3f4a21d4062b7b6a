import {
  type Host,
  HostError,
  type HostProblem,
  isHostError,
  type KubernetesCluster,
  kubernetesHosts,
  type NamedHost,
} from '../host/index.ts';
import type { FleetHost } from './ask-hosts.ts';

/** A host that is to be asked, or one that is known to have no way to it. */
export type Member =
  | { readonly named: NamedHost; readonly problem?: undefined }
  | { readonly name: string; readonly group: string; readonly problem: HostProblem };

/**
 * The nodes of a cluster. Where kubectl cannot tell them, or tells of none, the cluster itself is the one member that has
 * a problem.
 * Rejects with the signal's reason only.
 */
export async function clusterMembers(
  cluster: KubernetesCluster,
  options: Parameters<typeof kubernetesHosts>[1] = {},
): Promise<readonly Member[]> {
  const group = cluster.name;
  try {
    const { hosts, problems } = await kubernetesHosts(cluster, options);
    const members = [...hosts.map((named) => ({ named })), ...problems.map((one) => ({ ...one, group }))];
    return members.length > 0 ? members : [{ name: group, group, problem: noNodes(cluster) }];
  } catch (error) {
    if (!isHostError(error)) throw error;
    return [{ name: group, group, problem: error.problem }];
  }
}

function noNodes({ name, nodes }: KubernetesCluster): HostProblem {
  return nodes === undefined
    ? { code: 'unreachable', message: `Cluster "${name}" has no nodes.`, cure: 'Check the context and the kubeconfig.' }
    : {
        code: 'unreachable',
        message: `No node of cluster "${name}" has the labels ${nodes}.`,
        cure: 'Check "nodes", or leave it out for all of them.',
      };
}

/** A member for askHosts; `open` and `release` are for those that can be asked. */
export function fleetHostOf(
  member: Member,
  open: (named: NamedHost) => Host,
  release: (host: Host) => Promise<void> = (host) => host.dispose(),
): FleetHost {
  const { name, group } = member.problem === undefined ? member.named : member;
  return {
    name,
    group,
    open: () => {
      if (member.problem !== undefined) throw new HostError(member.problem);
      return open(member.named);
    },
    release,
  };
}
