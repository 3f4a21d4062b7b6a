import * as l10n from '@vscode/l10n';
import { hostSettingError } from './host-setting-error.ts';

/**
 * A Kubernetes cluster, each of whose nodes is a host. A shell on a node is opened by `kubectl debug node/NODE` (which
 * creates a pod there), or by `kubectl exec` in a privileged pod that already runs there.
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
  /** Mount point of the node's root directory in the container; default `/host` with `debug`, none with `pod`. */
  readonly chroot?: string;
  /** Command that opens a shell, instead of kubectl, with the placeholders `{node}` and `{pod}`. */
  readonly command?: readonly [string, ...string[]] | undefined;
  readonly pluginPath?: readonly string[] | undefined;
  readonly confDir?: string | undefined;
  readonly cacheDir?: string | undefined;
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

/** Returns true for an entry of `cni.hosts` that is a cluster. */
export function isClusterEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'kubernetes';
}

/** Reads an entry of kind "kubernetes". @throws HostSettingError */
export function readClusterSetting(entry: Entry, index: number): KubernetesCluster {
  const name = entry['name'];
  const where =
    typeof name === 'string' && name !== ''
      ? l10n.t('Cluster "{0}" of "cni.hosts"', name)
      : l10n.t('Entry {0} of "cni.hosts"', index + 1);
  const reject = (message: string, remedy: string): never => {
    throw hostSettingError(`${where}: ${message}`, remedy);
  };
  if (typeof name !== 'string' || !/^[^/\\\p{Cc}]+$/u.test(name)) {
    return reject(
      l10n.t('"name" is missing or has a slash.'),
      l10n.t('Add a name without a slash. The nodes are named NAME:NODE.'),
    );
  }
  const all: readonly string[] = [...others, ...texts, ...paths];
  const unknown = Object.keys(entry).find((key) => !all.includes(key));
  if (unknown !== undefined) {
    reject(l10n.t('The key "{0}" is unknown.', unknown), l10n.t('The keys are {0}.', all.join(', ')));
  }
  const via: unknown = entry['via'] ?? 'debug';
  if (via !== 'debug' && via !== 'pod') {
    return reject(invalidText('via', via), l10n.t('Use one of {0}.', 'debug, pod'));
  }
  for (const [key, owner] of forVia) {
    if (entry[key] !== undefined && owner !== via) {
      reject(l10n.t('"{0}" needs "via": "{1}".', key, owner), l10n.t('Remove "{0}".', key));
    }
  }
  const cluster: KubernetesCluster = { name, via, ...textsOf(entry, reject), ...listsOf(entry, reject) };
  if (via === 'pod' && cluster.selector === undefined) {
    reject(
      l10n.t('"via": "pod" needs a "selector".'),
      l10n.t('Add the labels of the pods, such as {0}.', '"app=node-shell"'),
    );
  }
  return cluster;
}

type Reject = (message: string, remedy: string) => never;

const invalidText = (key: string, value: unknown): string =>
  l10n.t('"{0}" is {1}, which is not valid.', key, JSON.stringify(value));

function textsOf(
  entry: Entry,
  reject: Reject,
): Partial<Record<(typeof texts)[number] | (typeof paths)[number], string>> {
  const found: Partial<Record<(typeof texts)[number] | (typeof paths)[number], string>> = {};
  for (const key of [...texts, ...paths]) {
    const value = entry[key];
    if (value === undefined) {
      continue;
    }
    if (typeof value !== 'string' || value === '' || value.startsWith('-')) {
      reject(invalidText(key, value), l10n.t('Use a string that does not begin with a hyphen, or remove "{0}".', key));
    } else if (paths.some((one) => one === key) && !value.startsWith('/')) {
      reject(invalidText(key, value), l10n.t('Use an absolute path on the node.'));
    } else {
      found[key] = value;
    }
  }
  return found;
}

function listsOf(entry: Entry, reject: Reject): Pick<KubernetesCluster, 'command' | 'pluginPath'> {
  const [command, pluginPath] = [strings(entry['command']), strings(entry['pluginPath'])];
  const [program, ...words] = command ?? [];
  if (entry['command'] !== undefined && !program) {
    const example = '["kubectl", "exec", "-i", "{pod}", "--"]';
    reject(
      invalidText('command', entry['command']),
      l10n.t('Use the command that opens a shell, as a list such as {0}.', example),
    );
  }
  if (entry['pluginPath'] !== undefined && pluginPath?.every((dir) => dir.startsWith('/')) !== true) {
    reject(
      invalidText('pluginPath', entry['pluginPath']),
      l10n.t('Use a list of absolute paths, such as {0}.', '["/opt/cni/bin"]'),
    );
  }
  return {
    command: program === undefined ? undefined : [program, ...words],
    pluginPath,
  };
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((one) => typeof one === 'string') ? value : undefined;
}
