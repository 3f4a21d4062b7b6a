/** A pod of Kubernetes. Its namespace is empty if it is not known. */
export interface Pod {
  readonly name: string;
  readonly namespace: string;
}

/** Returns the pod of a container, which Kubernetes runtimes pass in CNI_ARGS; undefined for others. */
export function podOf(cniArgs: readonly (readonly [string, string])[]): Pod | undefined {
  const args = new Map(cniArgs);
  const name = args.get('K8S_POD_NAME') ?? '';
  return name === '' ? undefined : { name, namespace: args.get('K8S_POD_NAMESPACE') ?? '' };
}

/** Returns a pod as `namespace/name`. */
export const podName = ({ namespace, name }: Pod): string => (namespace === '' ? name : `${namespace}/${name}`);

/** Returns one path for a namespace that has two: /var/run is /run on every distribution with CNI. */
export const canonicalPath = (path: string): string => path.replace(/^\/var\/run\//, '/run/');
