import { linesOf } from '../state/state-entry.ts';
import type { NamespaceOwner } from './network.ts';

/** Names of a container, as its runtime keeps them. */
type ContainerNames = Pick<NamespaceOwner, 'pod' | 'container'>;

const keys: Readonly<Record<string, 'pod' | 'namespace' | 'container'>> = {
  'io.kubernetes.cri.sandbox-name': 'pod',
  'io.kubernetes.cri.sandbox-namespace': 'namespace',
  'io.kubernetes.cri.container-name': 'container',
  'io.kubernetes.pod.name': 'pod',
  'io.kubernetes.pod.namespace': 'namespace',
  'io.kubernetes.container.name': 'container',
  Name: 'container',
};

/** Reads the output of pod-names.sh: the names by container ID. */
export function containerNames(text: string): ReadonlyMap<string, ContainerNames> {
  const found = new Map<string, { pod?: string; namespace?: string; container?: string }>();
  for (const line of linesOf(text)) {
    const [, id, key = '', value] = /\/([0-9a-f]{12,64})\/[^:"]*:"([\w.-]+)": ?"([^"]*)"$/.exec(line) ?? [];
    const part = keys[key];
    if (id !== undefined && part !== undefined && value !== undefined) {
      // Docker has "Name" in many places; that of the container begins with a slash.
      const isOther = key === 'Name' && !value.startsWith('/');
      const names = found.get(id) ?? {};
      found.set(id, names);
      if (!isOther) {
        names[part] ??= value.replace(/^\//, '');
      }
    }
  }
  return new Map(
    [...found].map(([id, { pod, namespace, container }]) => [
      id,
      { container, pod: pod === undefined || namespace === undefined ? undefined : { name: pod, namespace } },
    ]),
  );
}
