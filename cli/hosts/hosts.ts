import * as l10n from '@vscode/l10n';
import { sentences } from '../../engine/text/sentences.ts';
import { hasCode, reasonOf } from '../../engine/errors/workbench-error.ts';
import {
  type HostSpec,
  type KubernetesCluster,
  type NamedHost,
  readHostArgument,
  readHostSettings,
} from '../../engine/host/index.ts';
import { readBounded } from '../../engine/host/files/bounded-read.ts';
import { cliError } from '../output/cli-error.ts';
import { largestSettings, readSettingsText } from './settings-text.ts';

/** The hosts that the command line requests. */
interface HostsRequest {
  /** Values of `--host`: names in the hosts file, or other forms of a host. */
  readonly hosts: readonly string[];
  readonly hostsFile: string | undefined;
  readonly groups: readonly string[];
  readonly sshConfig: string | undefined;
}

/** The host of a command: described by the arguments, or by its name in a hosts file. */
export type HostRequest =
  | { readonly spec: HostSpec }
  | { readonly name: string; readonly hostsFile: string; readonly sshConfig: string | undefined };

/** A host with its entry in the hosts file, if any. */
export type RequestedHost = Pick<NamedHost, 'spec'> & Partial<NamedHost>;

/** Returns the host of a request. Rejects with WorkbenchError, and with the signal's reason. */
export async function hostOfRequest(request: HostRequest, signal: AbortSignal): Promise<RequestedHost> {
  if ('spec' in request) {
    return request;
  }
  const { name, hostsFile, sshConfig } = request;
  rejectUnusedSshConfig([name], sshConfig);
  return hostNamed(name, await readHostsFile(hostsFile, signal), sshConfig);
}

/** Hosts, and clusters whose nodes are hosts. */
export interface Chosen {
  readonly hosts: readonly NamedHost[];
  readonly clusters: readonly KubernetesCluster[];
}

/** Returns the hosts of a request without duplicates. Rejects with WorkbenchError, and with the signal's reason. */
export async function hostsOf(request: HostsRequest, signal: AbortSignal): Promise<Chosen> {
  const { hosts, hostsFile, groups, sshConfig } = request;
  const known = hostsFile === undefined ? { hosts: [], clusters: [] } : await readHostsFile(hostsFile, signal);
  if (hosts.length === 0 && groups.length === 0) {
    return known;
  }
  rejectUnusedSshConfig(hosts, sshConfig);
  const named = hosts.map((text) => hostNamed(text, known, sshConfig));
  const grouped = groups.map((group) => groupOf(group, known, hostsFile ?? ''));
  return {
    hosts: unique([...named, ...grouped.flatMap((one) => one.hosts)]),
    clusters: unique(grouped.flatMap(({ clusters }) => clusters)),
  };
}

function rejectUnusedSshConfig(hosts: readonly string[], sshConfig: string | undefined): void {
  if (sshConfig !== undefined && !hosts.some((text) => text.startsWith('ssh:'))) {
    const remedy = l10n.t('Add {0}, or set "configFile" for the host in the hosts file.', '--host ssh:NAME');
    throw cliError('argument', l10n.t('--ssh-config needs an ssh host.'), remedy);
  }
}

function unique<T>(all: readonly T[]): readonly T[] {
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

/** Returns the hosts of a group. The name of a cluster is also a group. */
function groupOf(group: string, { hosts, clusters }: Chosen, file: string): Chosen {
  const members = hosts.filter((host) => host.group === group);
  const nodes = clusters.filter(({ name }) => name === group);
  if (members.length > 0 || nodes.length > 0) {
    return { hosts: members, clusters: nodes };
  }
  const groups = [...new Set([...hosts.flatMap((host) => host.group ?? []), ...clusters.map(({ name }) => name)])];
  const remedy =
    groups.length === 0
      ? l10n.t('The file has no groups. Add a "group" to its hosts, or remove --group.')
      : l10n.t('The groups of the file are {0}.', groups.join(', '));
  throw cliError('unknownHost', l10n.t('There is no group "{0}" in {1}.', group, file), remedy);
}

/** Returns the host with this name in the file, or else the host that the text describes. */
function hostNamed(text: string, { hosts, clusters }: Chosen, sshConfig: string | undefined): NamedHost {
  const known = hosts.find(({ name }) => name === text);
  if (known !== undefined) {
    return known;
  }
  if (clusters.some(({ name }) => name === text)) {
    throw cliError(
      'unknownHost',
      l10n.t('"{0}" is a cluster, not a host.', text),
      l10n.t('Use {0} to compare its nodes.', `"compare --group ${text}"`),
    );
  }
  try {
    const spec = readHostArgument(text, text.startsWith('ssh:') ? sshConfig : undefined);
    return { name: text.replace(/^(?:ssh|exec):/, ''), spec };
  } catch (error) {
    if (!hasCode(error, 'hostSetting')) {
      throw error;
    }
    const names = hosts.map(({ name }) => name).join(', ');
    const remedy =
      names === '' ? error.remedy : sentences(l10n.t('The hosts of the file are {0}.', names), error.remedy);
    throw cliError('unknownHost', error.message, remedy);
  }
}

const contentOfHostsFile = (): string =>
  l10n.t('Use the format of the setting "cni.hosts": {0}.', '[{"name": …, "kind": …}]');

/** Reads a file with a list in the format of the setting `cni.hosts`, or with settings that include it. */
async function readHostsFile(file: string, signal: AbortSignal): Promise<Chosen> {
  let value: unknown;
  try {
    const read = readSettingsText((await readBounded(file, { signal, limit: largestSettings })).toString());
    if (read.problem !== undefined) {
      throw new Error(l10n.t('{0} on line {1}', read.problem, read.line));
    }
    ({ value } = read);
  } catch (error) {
    signal.throwIfAborted();
    throw cliError('hostsFile', l10n.t('{0} cannot be read: {1}.', file, reasonOf(error)), contentOfHostsFile());
  }
  const list: unknown =
    typeof value === 'object' && value !== null && 'cni.hosts' in value ? value['cni.hosts'] : value;
  const { hosts, clusters, problems } = readHostSettings(list);
  const [problem] = problems;
  if (problem !== undefined) {
    throw cliError('hostsFile', `${file}: ${problem.message}`, problem.remedy);
  }
  if (hosts.length + clusters.length === 0) {
    throw cliError('hostsFile', l10n.t('{0} has no hosts.', file), contentOfHostsFile());
  }
  return { hosts, clusters };
}
