/** A host that a tool of this machine lists, with the command that opens a shell on it. */
export interface FoundHost {
  readonly name: string;
  /** What it is: the image of a container, the profile of a node. */
  readonly about: string;
  readonly command: readonly [string, ...string[]];
}

/** What the tools of this machine list. */
export interface FoundHosts {
  readonly containers: readonly FoundHost[];
  /** Nodes of kind and minikube. */
  readonly nodes: readonly FoundHost[];
  /** Contexts of the kubeconfig. */
  readonly contexts: readonly string[];
}

type Runtime = 'docker' | 'podman' | 'nerdctl';

/** Returns the command that opens a shell in a container. */
function commandIn(runtime: string, container: string): FoundHost['command'] {
  return [runtime, 'exec', '-i', container];
}

/** Reads `docker ps --format '{{json .}}'`, and the same of podman and nerdctl: one object per line. */
export function readContainers(
  runtime: Runtime,
  output: string,
): readonly (FoundHost & { readonly isKind: boolean })[] {
  return output.split('\n').flatMap((line) => {
    const container = recordIn(line);
    const names = container?.['Names'];
    // podman lists the names of a container as an array.
    const name: unknown = Array.isArray(names) ? names[0] : names;
    if (container === undefined || typeof name !== 'string' || name === '') {
      return [];
    }
    const image = typeof container['Image'] === 'string' ? container['Image'] : '';
    const isKind = JSON.stringify(container['Labels'] ?? '').includes('io.x-k8s.kind.cluster');
    return [{ name, about: `${runtime} · ${image}`, command: commandIn(runtime, name), isKind }];
  });
}

/** Reads `kind get nodes --all-clusters`: a name per line. The nodes are containers of the runtime that lists them. */
export function readKindNodes(output: string, runtimeOf: (name: string) => string | undefined): readonly FoundHost[] {
  return linesOf(output)
    .filter((name) => /^[\w.-]+$/.test(name))
    .map((name) => ({ name, about: 'kind', command: commandIn(runtimeOf(name) ?? 'docker', name) }));
}

/** Reads `minikube profile list --output json`. A node that is not a container is reached with `minikube ssh`. */
export function readMinikubeNodes(output: string): readonly FoundHost[] {
  const profiles: unknown = recordIn(output)?.['valid'];
  return (Array.isArray(profiles) ? profiles : []).flatMap((profile: unknown) => {
    const { Name: name, Status: status, Config: config } = asRecord(profile);
    const { Driver: driver, Nodes: nodes } = asRecord(config);
    if (typeof name !== 'string' || /stopped/i.test(String(status))) {
      return [];
    }
    return (Array.isArray(nodes) ? nodes : []).map((node: unknown) => {
      const { Name: own, ControlPlane: isFirst } = asRecord(node);
      const nodeName = typeof own === 'string' && own !== '' && own !== name ? `${name}-${own}` : name;
      // The first node has the name of the profile.
      const machine = isFirst === true ? name : nodeName;
      const isContainer = driver === 'docker' || driver === 'podman';
      const command: FoundHost['command'] = isContainer
        ? commandIn(driver, machine)
        : ['minikube', '--profile', name, 'ssh', '--native-ssh=false', '--node', machine, '--', 'sudo', 'sh'];
      return { name: machine, about: `minikube · ${String(driver)}`, command };
    });
  });
}

/** Reads `kubectl config get-contexts --output name`: a name per line. */
export function readContexts(output: string): readonly string[] {
  return linesOf(output);
}

function linesOf(output: string): readonly string[] {
  return output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function recordIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? asRecord(value) : undefined;
  } catch {
    return undefined; // Warnings of the tool.
  }
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
