import type { ExplanationId } from '../../../engine/explain/index.ts';
import type { JSONObject } from '../../../engine/libcni/index.ts';
import { kubeconfig, podArgs } from '../../reality/kubernetes.ts';
import { referencePlugins } from '../reference/reference-site.ts';
import { bridge, type FailingNetwork, one } from './failing-network.ts';

const directory = '/run/third-party';
const kubeconfigFile = `${directory}/node.kubeconfig`;
const flatFile = `${directory}/whereabouts.conf`;
const lease = `${directory}/subnet.env`;

const writing = (file: string, content: string): string =>
  `mkdir -p "$(dirname ${file})"; cat >${file} <<'END'\n${content}\nEND\n`;

const prepare = [
  writing(kubeconfigFile, kubeconfig),
  writing(flatFile, JSON.stringify({ kubernetes: { kubeconfig: kubeconfigFile } })),
  writing(lease, 'FLANNEL_NETWORK=10.77.0.0/16\nFLANNEL_SUBNET=10.77.20.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true'),
].join('');

const inWhereabouts = (id: ExplanationId, ipam: JSONObject, more: Partial<FailingNetwork> = {}): FailingNetwork =>
  one(
    id,
    { type: 'macvlan', master: 'eth0', ipam: { type: 'whereabouts', configuration_path: flatFile, ...ipam } },
    { prepare, args: podArgs, ...more },
  );
const inMultus = (id: ExplanationId, keys: JSONObject, more: Partial<FailingNetwork> = {}): FailingNetwork =>
  one(id, { type: 'multus', logLevel: 'error', ...keys }, { prepare, args: podArgs, ...more });
const inFlannel = (id: ExplanationId, keys: JSONObject, more = ''): FailingNetwork =>
  one(id, { type: 'flannel', subnetFile: lease, ...keys }, { prepare: `${prepare}${more}` });

/** The file of an object in the API server. */
const objectFile = (object: string): string => `/var/lib/api-server/${encodeURIComponent(object)}`;
const podFile = objectFile('/api/v1/namespaces/default/pods/mutant');
const slicesFile = objectFile('/apis/whereabouts.cni.cncf.io/v1alpha1/namespaces/kube-system/nodeslicepools/sliced');
const virtualFunctions = objectFile(
  '/apis/k8s.cni.cncf.io/v1/namespaces/kube-system/network-attachment-definitions/functions',
);
/** A pod with an annotation, for one network. */
const requesting = (networks: string, key = 'k8s.v1.cni.cncf.io/networks'): Partial<FailingNetwork> => ({
  prepare: `${prepare}${writing(
    podFile,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        namespace: 'default',
        name: 'mutant',
        uid: 'uid-of-mutant',
        resourceVersion: '1',
        annotations: { [key]: networks },
      },
      spec: { containers: [] },
      status: {},
    }),
  )}`,
  restore: `rm -r ${podFile}`,
});
const socket = `${directory}/multus.sock`;
const DAEMON =
  'require("http").createServer((request, response) => request.url === "/healthz" ? response.end("{}") : request.socket.destroy()).listen(process.argv[1])';
/** Has more shell text prepare the sandbox. */
const also = (more: Partial<FailingNetwork>, text: string): Partial<FailingNetwork> => ({
  ...more,
  prepare: `${more.prepare ?? ''}${text}`,
});
const loopback = { type: 'loopback', name: 'lo', cniVersion: '1.0.0' };
const cluster = { kubeconfig: kubeconfigFile, delegates: [loopback] };
const range = '10.77.0.0/24';

/** Networks that Whereabouts, Multus or flannel rejects. */
export const failingThirdParty: readonly FailingNetwork[] = [
  inWhereabouts('whereaboutsNoFile', { range, configuration_path: `${directory}/no-such.conf` }),
  inWhereabouts('whereaboutsFileUnreadable', { range, configuration_path: directory }),
  inWhereabouts(
    'whereaboutsStorage',
    { range, configuration_path: `${directory}/empty.conf` },
    {
      prepare: `${prepare}echo '{}' >${directory}/empty.conf`,
    },
  ),
  inWhereabouts('whereaboutsFull', { range: '10.77.1.0/30', exclude: ['10.77.1.0/30'] }),
  inWhereabouts('whereaboutsTooSmall', { range: '10.77.2.0/32' }),
  inWhereabouts('whereaboutsRangeStart', { range: '10.78.0.10-10.77.0.60/24' }),
  inWhereabouts('whereaboutsExclude', { range, exclude: ['none'] }),
  inWhereabouts('whereaboutsGateway', { range, gateway: 'auto' }),
  inWhereabouts('whereaboutsElection', { range, leader_lease_duration: 1, leader_renew_deadline: 1000 }),
  inWhereabouts('whereaboutsPoolName', { range, network_name: '-green' }),
  inWhereabouts('whereaboutsRange', { range: '10.77.3.10-10.77.3.20' }),
  inWhereabouts('whereaboutsSlice', { range, node_slice_size: '/28', network_name: 'unsliced' }),
  inWhereabouts(
    'whereaboutsSlice',
    { range, node_slice_size: '/28', network_name: 'sliced' },
    {
      prepare: `${prepare}${writing(slicesFile, JSON.stringify({ metadata: { name: 'sliced' }, spec: {}, status: { allocations: [] } }))}`,
    },
  ),
  // The API server cannot write a file with a name of this length.
  inWhereabouts('whereaboutsPool', { range, network_name: 'n'.repeat(200) }),
  one(
    'whereaboutsType',
    { type: 'macvlan', master: 'eth0', ipam: { type: 'copied', configuration_path: flatFile, range } },
    {
      prepare: `${prepare}cp "$3/whereabouts" ${directory}/copied`,
      pluginDirs: [referencePlugins ?? '', directory],
      args: podArgs,
    },
  ),
  inMultus('multusNoDelegates', { delegates: [] }),
  inMultus('multusDelegateType', { delegates: [{}] }),
  inMultus('multusDelegateJSON', { delegates: [{ type: 5 }] }),
  inMultus('multusDelegateList', { delegates: [{ name: 'none', cniVersion: '1.0.0', plugins: [] }] }),
  inMultus('multusNetworkMissing', cluster, requesting('no-such')),
  inMultus('multusConfigNotFound', { kubeconfig: kubeconfigFile, clusterNetwork: 'no-such' }),
  inMultus(
    'multusFileMissing',
    { ...cluster, confDir: `${directory}/no-such.d` },
    also(
      requesting('kube-system/by-file'),
      writing(
        objectFile('/apis/k8s.cni.cncf.io/v1/namespaces/kube-system/network-attachment-definitions/by-file'),
        JSON.stringify({
          apiVersion: 'k8s.cni.cncf.io/v1',
          kind: 'NetworkAttachmentDefinition',
          metadata: { namespace: 'kube-system', name: 'by-file' },
          spec: {},
        }),
      ),
    ),
  ),
  inMultus('multusAnnotationFormat', cluster, requesting('a/b/c')),
  inMultus('multusAnnotationJSON', cluster, requesting('[{')),
  inMultus('multusIsolation', { ...cluster, namespaceIsolation: true }, requesting('kube-system/pods')),
  inMultus('multusClient', { kubeconfig: `${directory}/no-such`, delegates: [loopback] }),
  inMultus(
    'multusResourceMap',
    cluster,
    also(
      requesting('kube-system/functions'),
      writing(
        virtualFunctions,
        JSON.stringify({
          apiVersion: 'k8s.cni.cncf.io/v1',
          kind: 'NetworkAttachmentDefinition',
          metadata: {
            namespace: 'kube-system',
            name: 'functions',
            annotations: { 'k8s.v1.cni.cncf.io/resourceName': 'example.com/functions' },
          },
          spec: { config: JSON.stringify(loopback) },
        }),
      ),
    ),
  ),
  // Multus waits 45 seconds.
  inMultus('multusNotReady', { readinessindicatorfile: `${directory}/no-such.conflist`, delegates: [loopback] }),
  // A daemon that is healthy, but ends before it answers.
  one(
    'multusDaemon',
    { type: 'multus-shim', daemonSocketDir: directory },
    {
      prepare: `mkdir -p ${directory}; ${process.execPath} -e '${DAEMON}' ${socket} </dev/null >/dev/null 2>&1 & echo $! >/run/daemon.pid; n=0; until [ -e ${socket} ] || [ $n = 99 ]; do n=$((n+1)); sleep 0.1; done`,
      restore: 'kill "$(cat /run/daemon.pid)"',
    },
  ),
  inMultus('multusPodGone', cluster, { args: [...podArgs.slice(0, 3), ['K8S_POD_UID', 'other']] }),
  inMultus('multusStatus', cluster, { prepare: `${prepare}mkdir -p ${podFile}`, restore: `rmdir ${podFile}` }),
  inFlannel('flannelNoSubnet', { subnetFile: `${directory}/no-such/subnet.env` }),
  inFlannel(
    'flannelIncomplete',
    { subnetFile: `${directory}/half.env` },
    `echo FLANNEL_MTU=1450 >${directory}/half.env`,
  ),
  inFlannel('flannelDelegateKey', { delegate: { name: 'other' } }),
  inFlannel('flannelDelegateType', { delegate: { type: 5 } }),
  inFlannel('flannelRoutes', { ipam: { routes: 5 } }),
  inFlannel('flannelDataDirectory', { dataDir: '' }),
  {
    ...inMultus('multusInterfaceExists', {}),
    plugins: [1, 2].map(() => ({
      type: 'multus',
      logLevel: 'error',
      delegates: [{ ...bridge(), name: 'b', cniVersion: '1.0.0' }],
    })),
  },
  inMultus(
    'multusDefaultRoute',
    cluster,
    requesting('[{"name":"pods","namespace":"kube-system","default-route":["10.77.30.1","10.77.30.2"]}]'),
  ),
  inMultus(
    'multusPodQuery',
    { ...cluster, kubeconfig: `${directory}/closed.kubeconfig` },
    {
      prepare: `${prepare}sed 's/:6443/:1/' ${kubeconfigFile} >${directory}/closed.kubeconfig`,
    },
  ),
];
