import { HostSettingError } from './host-setting-error.ts';

/**
 * A Kubernetes cluster, of whose nodes each is a host. A shell on a node comes of `kubectl debug node/NODE` (which makes
 * a pod there) or of `kubectl exec` into a privileged pod that runs there already.
 */
export interface KubernetesCluster {
  readonly name: string;
  readonly via: 'debug' | 'pod';
  /** The program; default `kubectl`. */
  readonly kubectl?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  /** Label selector of the nodes; default all of them. */
  readonly nodes?: string;
  /** Image of the debugging pods. */
  readonly image?: string;
  /** Label selector of the pods, one for each node. */
  readonly selector?: string;
  readonly container?: string;
  /** Where the container sees the node's root directory; `/host` with `debug`, nowhere with `pod`. */
  readonly chroot?: string;
  /** Instead of all that: the words that a shell is put behind, with `{node}` and `{pod}` in them. */
  readonly command?: readonly [string, ...string[]];
  readonly pluginPath?: readonly string[];
  readonly confDir?: string;
  readonly cacheDir?: string;
}

type Entry = Readonly<Record<string, unknown>>;

const texts = ['kubectl', 'kubeconfig', 'context', 'namespace', 'nodes', 'image', 'selector', 'container'] as const;
const paths = ['chroot', 'confDir', 'cacheDir'] as const;
const others = ['name', 'kind', 'via', 'command', 'pluginPath'];
const forVia = new Map([
  ['image', 'debug'],
  ['selector', 'pod'],
  ['container', 'pod'],
]);

/** True for an entry of `cni.hosts` that is a cluster. */
export function isClusterEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'kubernetes';
}

/** Reads an entry of kind "kubernetes". @throws HostSettingError */
export function readClusterSetting(entry: Entry, index: number): KubernetesCluster {
  const name = entry['name'];
  const where = typeof name === 'string' && name !== '' ? `Cluster "${name}"` : `Entry ${index + 1}`;
  const refuse = (what: string, cure: string): never => {
    throw new HostSettingError(`${where} of "cni.hosts": ${what}.`, cure);
  };
  if (typeof name !== 'string' || !/^[^/\\\p{Cc}]+$/u.test(name)) {
    return refuse('it has no "name", or one with a slash in it', 'Give it one; its nodes are called NAME:NODE.');
  }
  const all: readonly string[] = [...others, ...texts, ...paths];
  const strange = Object.keys(entry).find((key) => !all.includes(key));
  if (strange !== undefined) refuse(`there is nothing called "${strange}"`, `It may have ${all.join(', ')}.`);
  const via: unknown = entry['via'] ?? 'debug';
  if (via !== 'debug' && via !== 'pod') return refuse(`"via" is ${JSON.stringify(via)}`, 'Write "debug" or "pod".');
  for (const [key, owner] of forVia) {
    if (entry[key] !== undefined && owner !== via) refuse(`"${key}" goes with "via": "${owner}"`, 'Leave it out.');
  }
  const cluster: KubernetesCluster = { name, via, ...textsOf(entry, refuse), ...listsOf(entry, refuse) };
  if (via === 'pod' && cluster.selector === undefined) {
    refuse('"via": "pod" needs a "selector"', 'Write the labels of the pods: "app=node-shell".');
  }
  return cluster;
}

type Refuse = (what: string, cure: string) => never;

function textsOf(
  entry: Entry,
  refuse: Refuse,
): Partial<Record<(typeof texts)[number] | (typeof paths)[number], string>> {
  const found: Partial<Record<(typeof texts)[number] | (typeof paths)[number], string>> = {};
  for (const key of [...texts, ...paths]) {
    const value = entry[key];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value === '' || value.startsWith('-')) {
      refuse(
        `"${key}" is ${JSON.stringify(value)}`,
        'Write a text that does not begin with a hyphen, or leave it out.',
      );
    } else if (paths.some((one) => one === key) && !value.startsWith('/')) {
      refuse(`"${key}" is ${JSON.stringify(value)}`, 'Write an absolute path of the node.');
    } else {
      found[key] = value;
    }
  }
  return found;
}

function listsOf(entry: Entry, refuse: Refuse): Pick<KubernetesCluster, 'command' | 'pluginPath'> {
  const [command, pluginPath] = [strings(entry['command']), strings(entry['pluginPath'])];
  const [program, ...words] = command ?? [];
  if (entry['command'] !== undefined && !program) {
    refuse(
      `"command" is ${JSON.stringify(entry['command'])}`,
      'Write words: ["kubectl", "exec", "-i", "{pod}", "--"].',
    );
  }
  if (entry['pluginPath'] !== undefined && pluginPath?.every((dir) => dir.startsWith('/')) !== true) {
    refuse(
      `"pluginPath" is ${JSON.stringify(entry['pluginPath'])}`,
      'Write a list of absolute paths: ["/opt/cni/bin"].',
    );
  }
  return {
    ...(program === undefined ? {} : { command: [program, ...words] }),
    ...(pluginPath === undefined ? {} : { pluginPath }),
  };
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}
