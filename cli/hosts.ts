import { readFileSync } from 'node:fs';
import {
  HostSettingError,
  type HostSpec,
  type KubernetesCluster,
  type NamedHost,
  readHostArgument,
  readHostSettings,
} from '../engine/host/index.ts';
import { ExplainedError } from './failure.ts';
import { readSettingsText } from './settings-text.ts';

/** Which hosts the command line asks for. */
interface HostsRequest {
  /** `--host`: names of the hosts file, or what else stands for a host. */
  readonly hosts: readonly string[];
  readonly hostsFile: string | undefined;
  readonly groups: readonly string[];
  readonly sshConfig: string | undefined;
}

/** The one host that a command is for: described by the arguments, or known by its name to a hosts file. */
export type HostRequest =
  | { readonly spec: HostSpec }
  | { readonly name: string; readonly hostsFile: string; readonly sshConfig: string | undefined };

/** A host with what a hosts file says of it. */
export type RequestedHost = Pick<NamedHost, 'spec'> & Partial<NamedHost>;

/** The host of a request. Throws {@link ExplainedError}. */
export function hostOfRequest(request: HostRequest): RequestedHost {
  if ('spec' in request) return request;
  const { name, hostsFile, sshConfig } = request;
  refuseIdleSshConfig([name], sshConfig);
  return hostCalled(name, readHostsFile(hostsFile), sshConfig);
}

/** What a request is about: hosts, and clusters whose nodes are asked for. */
export interface Chosen {
  readonly hosts: readonly NamedHost[];
  readonly clusters: readonly KubernetesCluster[];
}

/** The hosts that a request is about, each once. Throws {@link ExplainedError}. */
export function hostsOf({ hosts, hostsFile, groups, sshConfig }: HostsRequest): Chosen {
  const known = hostsFile === undefined ? { hosts: [], clusters: [] } : readHostsFile(hostsFile);
  if (hosts.length === 0 && groups.length === 0) return known;
  refuseIdleSshConfig(hosts, sshConfig);
  const named = hosts.map((text) => hostCalled(text, known, sshConfig));
  const grouped = groups.map((group) => groupOf(group, known, hostsFile ?? ''));
  return {
    hosts: unique([...named, ...grouped.flatMap((one) => one.hosts)]),
    clusters: unique(grouped.flatMap(({ clusters }) => clusters)),
  };
}

function refuseIdleSshConfig(hosts: readonly string[], sshConfig: string | undefined): void {
  if (sshConfig !== undefined && !hosts.some((text) => text.startsWith('ssh:'))) {
    const hint = 'Give --host ssh:NAME, or configFile for the host in the hosts file.';
    throw new ExplainedError({ message: '--ssh-config is for hosts over ssh, and none was given.', hint });
  }
}

function unique<T>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** The hosts of a group; a cluster is a group by its own name. */
function groupOf(group: string, { hosts, clusters }: Chosen, file: string): Chosen {
  const members = hosts.filter((host) => host.group === group);
  const nodes = clusters.filter(({ name }) => name === group);
  if (members.length > 0 || nodes.length > 0) return { hosts: members, clusters: nodes };
  const there = [...new Set([...hosts.flatMap((host) => host.group ?? []), ...clusters.map(({ name }) => name)])];
  const hint = `Its groups: ${there.join(', ') || 'none'}.`;
  throw new ExplainedError({ message: `There is no group "${group}" in ${file}.`, hint });
}

/** A host of the file by its name, else what the text describes. */
function hostCalled(text: string, { hosts, clusters }: Chosen, sshConfig: string | undefined): NamedHost {
  const known = hosts.find(({ name }) => name === text);
  if (known !== undefined) return known;
  if (clusters.some(({ name }) => name === text)) {
    throw new ExplainedError({
      message: `"${text}" is a cluster.`,
      hint: `"compare --group ${text}" asks all of its nodes.`,
    });
  }
  try {
    const spec = readHostArgument(text, text.startsWith('ssh:') ? sshConfig : undefined);
    return { name: text.replace(/^(?:ssh|exec):/, ''), spec };
  } catch (error) {
    if (!(error instanceof HostSettingError)) throw error;
    const names = hosts.map(({ name }) => name).join(', ');
    const hint = names === '' ? error.cure : `The hosts file has ${names}. Else: ${error.cure}`;
    throw new ExplainedError({ message: error.message, hint });
  }
}

/** A list as the setting `cni.hosts` has it, or settings with that in it. */
function readHostsFile(file: string): Chosen {
  let value: unknown;
  try {
    const read = readSettingsText(readFileSync(file, 'utf8'));
    if (read.problem !== undefined) throw new Error(`${read.problem} in line ${read.line}`);
    ({ value } = read);
  } catch (error) {
    const message = `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    throw new ExplainedError({
      message,
      hint: 'It holds what the setting "cni.hosts" holds: [{"name": …, "kind": …}].',
    });
  }
  const list: unknown =
    typeof value === 'object' && value !== null && 'cni.hosts' in value ? value['cni.hosts'] : value;
  const { hosts, clusters, problems } = readHostSettings(list);
  const [problem] = problems;
  if (problem !== undefined) {
    throw new ExplainedError({ message: `${file}: ${problem.message}`, hint: problem.cure });
  }
  if (hosts.length + clusters.length === 0) throw new ExplainedError({ message: `${file} names no host.` });
  return { hosts, clusters };
}
