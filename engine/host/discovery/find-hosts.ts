import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type FoundHosts, readContainers, readContexts, readKindNodes, readMinikubeNodes } from './found-hosts.ts';

/** Options for {@link findHosts}. */
export interface FindOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Time limit for each tool, in ms. */
  readonly timeoutMs?: number;
}

const run = promisify(execFile);
const containerFormat = ['ps', '--format', '{{json .}}'];

/**
 * Returns the running containers, the nodes of kind and minikube, and the contexts of kubectl. Runs all tools at once; one
 * that is missing, fails or takes longer than two seconds lists nothing. Never rejects.
 */
export async function findHosts({ env = process.env, timeoutMs = 2000 }: FindOptions = {}): Promise<FoundHosts> {
  const outputOf = async (tool: string, ...args: readonly string[]): Promise<string> => {
    try {
      const options = { env, timeout: timeoutMs, killSignal: 'SIGKILL', windowsHide: true } as const;
      const { stdout } = await run(tool, [...args], { ...options, maxBuffer: 4 * 1024 * 1024 });
      return stdout;
    } catch {
      return ''; // A tool that is missing or does not answer lists nothing.
    }
  };
  const [docker, podman, nerdctl, kind, minikube, contexts] = await Promise.all([
    outputOf('docker', ...containerFormat),
    outputOf('podman', ...containerFormat),
    outputOf('nerdctl', ...containerFormat),
    outputOf('kind', 'get', 'nodes', '--all-clusters'),
    outputOf('minikube', 'profile', 'list', '--output', 'json', '--light'),
    outputOf('kubectl', 'config', 'get-contexts', '--output', 'name'),
  ]);
  const all = [
    ...readContainers('docker', docker),
    ...readContainers('podman', podman),
    ...readContainers('nerdctl', nerdctl),
  ];
  const listed = readKindNodes(kind, (name) => all.find((one) => one.name === name)?.command[0]);
  // Without the program kind, its nodes are still known by a label.
  const labeled = all.filter((one) => one.isKind && !listed.some(({ name }) => name === one.name));
  const kindNodes = [...listed, ...labeled.map(({ name, command }) => ({ name, about: 'kind', command }))];
  const nodes = [...kindNodes, ...readMinikubeNodes(minikube)];
  const names = new Set(nodes.map(({ name }) => name));
  const containers = all
    .filter(({ name }) => !names.has(name))
    .map(({ name, about, command }) => ({ name, about, command }));
  return { containers, nodes, contexts: readContexts(contexts) };
}
