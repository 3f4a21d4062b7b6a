import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type HostProblem, HostError, type NamedHost } from './host.ts';
import type { KubernetesCluster } from './kubernetes-settings.ts';
import { missingTool } from './missing-tool.ts';

/** How kubectl is run. */
export interface KubectlOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal;
  /** How long one call may take, in ms. Default 30 s. */
  readonly timeoutMs?: number;
  /** How much one call may print, in bytes. Default 256 MiB: lists of thousands of pods are that large. */
  readonly maxBytes?: number;
}

/** The hosts of a cluster, and the nodes on which there is no way to a shell. */
export interface ClusterHosts {
  readonly hosts: readonly NamedHost[];
  readonly problems: readonly { readonly name: string; readonly problem: HostProblem }[];
}

const run = promisify(execFile);

/** Marks the pods that we made, so that we remove no others. */
const mark = { name: 'CNI_WORKBENCH', value: 'debug' };

/**
 * The nodes of a cluster as hosts of one group, each called CLUSTER:NODE. Asks kubectl for the nodes, and with `pod` for
 * the pods. Rejects with HostError when kubectl cannot be run or says no, and with the signal's reason.
 */
export async function kubernetesHosts(cluster: KubernetesCluster, options: KubectlOptions = {}): Promise<ClusterHosts> {
  const { name: group, via, nodes, selector, pluginPath, confDir, cacheDir } = cluster;
  const found = await list(cluster, ['get', 'nodes', ...labels(nodes)], options);
  const pods = via === 'pod' ? await list(cluster, ['get', 'pods', ...labels(selector)], options) : [];
  const hosts: NamedHost[] = [];
  const problems: { name: string; problem: HostProblem }[] = [];
  for (const node of found.map(nameOf).toSorted()) {
    const name = `${group}:${node}`;
    const pod = pods.find((one) => isRunningOn(one, node));
    if (via === 'pod' && pod === undefined) {
      const message = `No pod with the labels ${selector ?? ''} runs on node ${node}.`;
      problems.push({
        name,
        problem: { code: 'unreachable', message, cure: 'Start one there, or use "via": "debug".' },
      });
      continue;
    }
    const argv = shellOn(cluster, node, pod === undefined ? '' : nameOf(pod));
    hosts.push({
      name,
      spec: { kind: 'exec', argv, sudo: 'never' },
      group,
      ...(pluginPath === undefined ? {} : { pluginPath }),
      ...(confDir === undefined ? {} : { confDir }),
      ...(cacheDir === undefined ? {} : { cacheDir }),
    });
  }
  return { hosts, problems };
}

/**
 * Removes the pods that `kubectl debug` left behind for our shells and that have ended; running ones and those of others
 * stay. Gives their names. Rejects as {@link kubernetesHosts}.
 */
export async function removeDebugPods(
  cluster: KubernetesCluster,
  options: KubectlOptions = {},
): Promise<readonly string[]> {
  if (cluster.via !== 'debug' || cluster.command !== undefined) return [];
  const pods = await list(cluster, ['get', 'pods'], options);
  const ended = pods
    .filter((pod) => isOurs(pod) && /^(?:Succeeded|Failed)$/.test(textAt(pod, 'status', 'phase')))
    .map(nameOf);
  if (ended.length > 0) await kubectl(cluster, ['delete', 'pod', '--wait=false', ...ended], options);
  return ended;
}

const labels = (selector: string | undefined): readonly string[] =>
  selector === undefined ? [] : ['--selector', selector];

/** What a shell's name is put behind to have it run on a node. */
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
    if (isRecord(value) && Array.isArray(value['items'])) return value['items'];
  } catch {
    // Told below: what kubectl printed is no list either way.
  }
  const message = `"kubectl ${words.join(' ')}" of cluster "${cluster.name}" printed no list: ${output.slice(0, 200)}`;
  throw new HostError({ code: 'unreachable', message, cure: 'Try it in a terminal.' });
}

async function kubectl(
  cluster: KubernetesCluster,
  words: readonly string[],
  { env, signal, timeoutMs = 30_000, maxBytes = 256 * 1024 * 1024 }: KubectlOptions,
): Promise<string> {
  const [program, ...common] = kubectlWords(cluster);
  try {
    const { stdout } = await run(program, [...common, ...words], {
      maxBuffer: maxBytes,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      ...(env === undefined ? {} : { env }),
      ...(signal === undefined ? {} : { signal }),
    });
    return stdout;
  } catch (error) {
    signal?.throwIfAborted();
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') throw new HostError(missingTool(program, 'on this machine'), { cause: error });
    const message = `"${[program, ...common, ...words.slice(0, 2)].join(' ')}" ${whatBecameOf(error, { timeoutMs, maxBytes })}.`;
    throw new HostError({ code: 'unreachable', message, cure: 'Try it in a terminal.' }, { cause: error });
  }
}

/** How a run of kubectl failed, in half a sentence: what it said last, or how it ended when it said nothing. */
function whatBecameOf(
  error: unknown,
  { timeoutMs, maxBytes }: Required<Pick<KubectlOptions, 'timeoutMs' | 'maxBytes'>>,
): string {
  if (!(error instanceof Error)) return `failed: ${String(error)}`;
  if ('code' in error && error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER')
    return `printed more than ${maxBytes} bytes`;
  if ('killed' in error && error.killed === true) return `gave no answer in ${timeoutMs / 1000} s`;
  const said = 'stderr' in error ? String(error.stderr).trim().replace(/\.$/, '') : error.message;
  if (said !== '') return `failed: ${said}`;
  return 'signal' in error && typeof error.signal === 'string'
    ? `was ended by the signal ${error.signal}`
    : `failed${'code' in error ? ` with exit status ${String(error.code)}` : ''} and said nothing`;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text at a path, '' for none. */
function textAt(value: unknown, ...path: readonly string[]): string {
  const found = path.reduce<unknown>((from, key) => (isRecord(from) ? from[key] : undefined), value);
  return typeof found === 'string' ? found : '';
}

const nameOf = (object: unknown): string => textAt(object, 'metadata', 'name');

function isRunningOn(pod: unknown, node: string): boolean {
  return textAt(pod, 'spec', 'nodeName') === node && textAt(pod, 'status', 'phase') === 'Running';
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
