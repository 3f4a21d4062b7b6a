import type { Host } from '../../engine/host/index.ts';

/** The directory of the objects of the API server, which is removed between two runs. */
const OBJECTS = '/var/lib/api-server';
const PORT = 6443;
const READY = '/run/api-server';

/** The pod that all networks are for. */
const POD = { namespace: 'default', name: 'mutant', uid: 'uid-of-mutant' };

/** The arguments that a runtime passes for a pod. */
export const podArgs: readonly (readonly [string, string])[] = [
  ['IgnoreUnknown', 'true'],
  ['K8S_POD_NAMESPACE', POD.namespace],
  ['K8S_POD_NAME', POD.name],
  ['K8S_POD_UID', POD.uid],
];

/** The kubeconfig of the API server. */
export const kubeconfig = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Config',
  clusters: [{ name: 'local', cluster: { server: `http://127.0.0.1:${PORT}` } }],
  users: [{ name: 'node', user: {} }],
  contexts: [{ name: 'local', context: { cluster: 'local', user: 'node', namespace: 'kube-system' } }],
  'current-context': 'local',
});

/** The network that a NetworkAttachmentDefinition in kube-system defines. */
export const definedNetwork = 'pods';

const config = {
  cniVersion: '1.0.0',
  name: definedNetwork,
  type: 'bridge',
  bridge: 'pods0',
  ipam: { type: 'host-local', ranges: [[{ subnet: '10.77.30.0/24' }]] },
};

/** The objects that exist before the first request, by path. */
const objects = {
  [`/api/v1/namespaces/${POD.namespace}/pods/${POD.name}`]: {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...POD, resourceVersion: '1' },
    spec: { containers: [] },
    status: {},
  },
  [`/apis/k8s.cni.cncf.io/v1/namespaces/kube-system/network-attachment-definitions/${definedNetwork}`]: {
    apiVersion: 'k8s.cni.cncf.io/v1',
    kind: 'NetworkAttachmentDefinition',
    metadata: { namespace: 'kube-system', name: definedNetwork },
    spec: { config: JSON.stringify(config) },
  },
};

const START = `

"$@" </dev/null >/run/api-server.log 2>&1 &
n=0
until [ -e ${READY} ]; do
  n=$((n + 1))
  [ $n -lt 600 ] || { cat /run/api-server.log >&2; exit 1; }
  sleep 0.05
done
`;

/** Starts the API server (api-server-process.ts, bundled) in a sandbox, where it ends with it. */
export async function startApiServer(host: Pick<Host, 'run'>, program: string): Promise<void> {
  const server = [process.execPath, program, OBJECTS, String(PORT), READY, JSON.stringify(objects)];
  const outcome = await host.run({ argv: ['/bin/sh', '-c', START, 'sh', ...server] });
  if (outcome.kind !== 'exited' || outcome.exitCode !== 0) {
    const reason = outcome.kind === 'exited' ? Buffer.from(outcome.stderr).toString() : outcome.kind;
    throw new Error(`the API server does not start: ${reason}`);
  }
}
