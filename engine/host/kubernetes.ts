import * as l10n from '@vscode/l10n';
import { WorkbenchError } from '../errors/workbench-error.ts';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { HostProblem, NamedHost } from './host.ts';
import type { KubernetesCluster } from './settings/kubernetes-settings.ts';
import { limits } from './limits.ts';
import { missingTool } from './launchers/missing-tool.ts';
import { lastWords } from './clean-text.ts';
import { isRecord } from '../libcni/json/record.ts';

/** Options for kubectl. */
export interface KubectlOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** Time limit for one call, in ms. Default 30 s. */
  readonly timeoutMs?: number;
  /** Output limit of one call, in bytes. Default 256 MiB, enough for lists of thousands of pods. */
  readonly maxBytes?: number;
}

/** The hosts of a cluster, and the nodes without access to a shell. */
export interface ClusterHosts {
  readonly hosts: readonly NamedHost[];
  readonly problems: readonly { readonly name: string; readonly problem: HostProblem }[];
}

const run = promisify(execFile);

/** Environment variable that marks the own pods, since only those are removed. */
const mark = { name: 'CNI_WORKBENCH', value: 'debug' };

/**
 * Returns the nodes of a cluster as hosts of one group, named CLUSTER:NODE. Queries kubectl for the nodes, and with `pod` for
 * the pods. Rejects with HostError if kubectl cannot be run or fails, and with the signal's reason.
 */
export async function kubernetesHosts(cluster: KubernetesCluster, options: KubectlOptions = {}): Promise<ClusterHosts> {
  const { name: group, via, nodes, selector, pluginPath, confDir, cacheDir } = cluster;
  const found = await list(cluster, ['get', 'nodes', ...labels(nodes)], options);
  const pods = via === 'pod' ? await list(cluster, ['get', 'pods', ...labels(selector)], options) : [];
  const podOn = new Map(
    pods
      .filter(isRunning)
      .toReversed()
      .map((pod) => [textAt(pod, 'spec', 'nodeName'), pod]),
  );
  const hosts: NamedHost[] = [];
  const problems: { name: string; problem: HostProblem }[] = [];
  for (const node of found.map(nameOf).toSorted()) {
    const name = `${group}:${node}`;
    const pod = podOn.get(node);
    if (via === 'pod' && pod === undefined) {
      const message = l10n.t('No pod with the labels {0} runs on node {1}.', selector ?? '', node);
      problems.push({
        name,
        problem: { code: 'unreachable', message, remedy: l10n.t('Start such a pod there, or set "via" to "debug".') },
      });
      continue;
    }
    const argv = shellOn(cluster, node, pod === undefined ? '' : nameOf(pod));
    hosts.push({
      name,
      spec: { kind: 'exec', argv, sudo: 'never' },
      group,
      pluginPath,
      confDir,
      cacheDir,
    });
  }
  return { hosts, problems };
}

/**
 * Removes the finished pods that `kubectl debug` has created for own shells, and no others. Returns their names. Rejects as {@link kubernetesHosts}.
 */
export async function removeDebugPods(
  cluster: KubernetesCluster,
  options: KubectlOptions = {},
): Promise<readonly string[]> {
  if (cluster.via !== 'debug' || cluster.command !== undefined) {
    return [];
  }
  const pods = await list(cluster, ['get', 'pods'], options);
  const ended = pods
    .filter((pod) => isOurs(pod) && /^(?:Succeeded|Failed)$/.test(textAt(pod, 'status', 'phase')))
    .map(nameOf);
  if (ended.length > 0) {
    await kubectl(cluster, ['delete', 'pod', '--wait=false', ...ended], options);
  }
  return ended;
}

const labels = (selector: string | undefined): readonly string[] =>
  selector === undefined ? [] : ['--selector', selector];

/** Returns the command that runs a shell on a node. */
function shellOn(cluster: KubernetesCluster, node: string, pod: string): readonly [string, ...string[]] {
  const { command, via, image = 'busybox:stable', container, chroot = via === 'debug' ? '/host' : undefined } = cluster;
  if (command !== undefined) {
    const [program, ...words] = command;
    return [program, ...words.map((word) => word.replaceAll('{node}', node).replaceAll('{pod}', pod))];
  }
  const into = chroot === undefined ? [] : ['chroot', chroot];
  const [program, ...common] = kubectlWords(cluster);
  return via === 'debug'
    ? // The profile "sysadmin" is the privileged one, which plugins need.
      [
        program,
        ...common,
        'debug',
        `node/${node}`,
        '--stdin',
        '--quiet',
        `--image=${image}`,
        '--profile=sysadmin',
        `--env=${mark.name}=${mark.value}`,
        '--',
        ...into,
      ]
    : [
        program,
        ...common,
        'exec',
        '--stdin',
        pod,
        ...(container === undefined ? [] : ['--container', container]),
        '--',
        ...into,
      ];
}

function kubectlWords({
  kubectl: program = 'kubectl',
  kubeconfig,
  context,
  namespace,
}: KubernetesCluster): [string, ...string[]] {
  return [
    program,
    ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig]),
    ...(context === undefined ? [] : ['--context', context]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
  ];
}

async function list(
  cluster: KubernetesCluster,
  words: readonly string[],
  options: KubectlOptions,
): Promise<readonly unknown[]> {
  const output = await kubectl(cluster, [...words, '--output', 'json'], options);
  try {
    const value: unknown = JSON.parse(output);
    if (isRecord(value) && Array.isArray(value['items'])) {
      return value['items'];
    }
  } catch {
    // The error below covers this case as well.
  }
  const message = l10n.t('"{command}" of the cluster "{cluster}" did not print a list: {output}', {
    command: `kubectl ${words.join(' ')}`,
    cluster: cluster.name,
    output: lastWords(output.slice(0, 200)),
  });
  throw new WorkbenchError({ code: 'unreachable', message, remedy: tryInTerminal() });
}

const tryInTerminal = (): string => l10n.t('Run the command in a terminal.');

async function kubectl(
  cluster: KubernetesCluster,
  words: readonly string[],
  { env, signal, timeoutMs = 30_000, maxBytes = limits.kubectl }: KubectlOptions,
): Promise<string> {
  const [program, ...common] = kubectlWords(cluster);
  try {
    const { stdout } = await run(program, [...common, ...words], {
      maxBuffer: maxBytes,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      env,
      signal,
    });
    return stdout;
  } catch (error) {
    signal?.throwIfAborted();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') {
      throw new WorkbenchError(missingTool(program), { cause: error });
    }
    const command = [program, ...common, ...words.slice(0, 2)].join(' ');
    const message = failureText(command, error, { timeoutMs, maxBytes });
    throw new WorkbenchError({ code: 'unreachable', message, remedy: tryInTerminal() }, { cause: error });
  }
}

/** Returns how a run of kubectl failed: with its last output, or how it ended without output. */
function failureText(
  command: string,
  error: unknown,
  { timeoutMs, maxBytes }: Required<Pick<KubectlOptions, 'timeoutMs' | 'maxBytes'>>,
): string {
  if (!(error instanceof Error)) {
    return l10n.t('"{0}" failed: {1}.', command, String(error));
  }
  if ('code' in error && error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') {
    return l10n.t('"{0}" printed more than {1} bytes.', command, maxBytes);
  }
  if ('killed' in error && error.killed === true) {
    return l10n.t('"{0}" did not answer within {1} s.', command, timeoutMs / 1000);
  }
  const output = lastWords('stderr' in error ? String(error.stderr) : error.message);
  if (output !== '') {
    return l10n.t('"{0}" failed: {1}.', command, output);
  }
  if ('signal' in error && typeof error.signal === 'string') {
    return l10n.t('"{0}" was ended by the signal {1}.', command, error.signal);
  }
  return 'code' in error
    ? l10n.t('"{0}" failed with exit status {1} and printed nothing.', command, String(error.code))
    : l10n.t('"{0}" failed and printed nothing.', command);
}

/** Returns the text at a path, '' for none. */
function textAt(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((from, key) => (isRecord(from) ? from[key] : undefined), value);
  return typeof found === 'string' ? found : '';
}

const nameOf = (object: unknown): string => textAt(object, 'metadata', 'name');

function isRunning(pod: unknown): boolean {
  return textAt(pod, 'status', 'phase') === 'Running';
}

function isOurs(pod: unknown): boolean {
  const spec = isRecord(pod) && isRecord(pod['spec']) ? pod['spec'] : {};
  const containers = Array.isArray(spec['containers']) ? spec['containers'].filter(isRecord) : [];
  return containers.some(({ env }) =>
    (Array.isArray(env) ? env : []).some(
      (one) => textAt(one, 'name') === mark.name && textAt(one, 'value') === mark.value,
    ),
  );
}
