import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../errors/workbench-error.ts';
import {
  type Host,
  type HostProblem,
  isHostError,
  type KubernetesCluster,
  kubernetesHosts,
  type NamedHost,
} from '../host/index.ts';
import type { FleetHost } from './ask-hosts.ts';

/** A host to query, or one that is known to be unreachable. */
export type Member =
  | { readonly named: NamedHost; readonly problem?: undefined }
  | { readonly name: string; readonly group: string; readonly problem: HostProblem };

/**
 * Returns the nodes of a cluster. If kubectl fails or lists no nodes, the only member is the cluster itself with the
 * problem. Rejects only with the signal's reason.
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
    if (!isHostError(error)) {
      throw error;
    }
    return [{ name: group, group, problem: error.problem }];
  }
}

function noNodes({ name, nodes }: KubernetesCluster): HostProblem {
  return nodes === undefined
    ? {
        code: 'unreachable',
        message: l10n.t('The cluster "{0}" has no nodes.', name),
        remedy: l10n.t('Check the context and the kubeconfig.'),
      }
    : {
        code: 'unreachable',
        message: l10n.t('No node of the cluster "{0}" has the labels {1}.', name, nodes),
        remedy: l10n.t('Check "nodes", or remove it to use all nodes.'),
      };
}

/** Returns a member for askHosts. `open` and `release` are called only for a reachable one. */
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
      if (member.problem !== undefined) {
        throw new WorkbenchError(member.problem);
      }
      return open(member.named);
    },
    release,
  };
}
