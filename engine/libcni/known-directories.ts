/** The directories of a distribution of Kubernetes, or of runtimes without one. */
export interface KnownDirectories {
  readonly distribution?: string;
  /** The directory with the network configurations. */
  readonly configurations: string;
  /** Directories with plugins, in search order. */
  readonly plugins: readonly string[];
}

/** The configuration directory of most runtimes. */
export const usualConfigurations = '/etc/cni/net.d';

/** The plugin directories of most distributions, in search order. */
export const usualPlugins = ['/opt/cni/bin', '/usr/lib/cni', '/usr/libexec/cni'] as const;

/**
 * The directories in which runtimes and distributions look for configurations and plugins, the most specific first. K3s
 * before October 2024 has its plugins next to its other programs.
 */
export const knownDirectories: readonly KnownDirectories[] = [
  {
    distribution: 'K3s',
    configurations: '/var/lib/rancher/k3s/agent/etc/cni/net.d',
    plugins: ['/var/lib/rancher/k3s/data/cni', '/var/lib/rancher/k3s/data/current/bin'],
  },
  { distribution: 'RKE2', configurations: '/var/lib/rancher/rke2/agent/etc/cni/net.d', plugins: [] },
  {
    distribution: 'MicroK8s',
    configurations: '/var/snap/microk8s/current/args/cni-network',
    plugins: ['/var/snap/microk8s/current/opt/cni/bin'],
  },
  { configurations: '/etc/kubernetes/cni/net.d', plugins: [] },
  { configurations: usualConfigurations, plugins: usualPlugins },
];

/** The plugin directories of distributions and Kubernetes, in search order. */
export const knownPluginDirs: readonly string[] = knownDirectories.toReversed().flatMap(({ plugins }) => plugins);
