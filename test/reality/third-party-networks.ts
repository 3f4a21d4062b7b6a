import type { JSONObject } from '../../engine/libcni/index.ts';
import { definedNetwork, kubeconfig, podArgs } from './kubernetes.ts';
import type { GoodNetwork } from './networks.ts';

const directory = '/var/lib/kubernetes';
const kubeconfigFile = `${directory}/node.kubeconfig`;
const flatFile = `${directory}/whereabouts.conf`;
const clusterFile = `${directory}/10-cluster.conf`;

function list(name: string, plugins: readonly JSONObject[], cniVersion = '1.0.0'): JSONObject {
  return { cniVersion, name, plugins };
}

/** A shell program that writes files, by path. */
function writing(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([path, text]) => `mkdir -p ${path.replace(/\/[^/]*$/, '')}; cat >${path} <<'END'\n${text}\nEND\n`)
    .join('');
}

const prepareWhereabouts = writing({
  [kubeconfigFile]: kubeconfig,
  [flatFile]: JSON.stringify({ kubernetes: { kubeconfig: kubeconfigFile } }),
});

/** Kubernetes runs no CHECK, and Whereabouts has none. */
const inKubernetes = { args: podArgs, isChecked: false } as const;

const inWhereabouts = (label: string, content: JSONObject): GoodNetwork => ({
  label,
  content: { ...content, disableCheck: true },
  prepare: prepareWhereabouts,
  ...inKubernetes,
});

const whereabouts = { type: 'whereabouts', configuration_path: flatFile };

const whereaboutsNetworks: readonly GoodNetwork[] = [
  inWhereabouts(
    'whereabouts on macvlan',
    list('wide', [
      {
        type: 'macvlan',
        master: 'eth0',
        mode: 'bridge',
        ipam: {
          ...whereabouts,
          range: '10.77.0.0/24',
          range_start: '10.77.0.10',
          range_end: '10.77.0.200',
          exclude: ['10.77.0.10/32', '10.77.0.16/28'],
          gateway: '10.77.0.1',
          routes: [{ dst: '192.168.7.0/24', gw: '10.77.0.1' }],
        },
      },
    ]),
  ),
  inWhereabouts(
    'whereabouts with ranges',
    list(
      'ranges',
      [
        {
          type: 'bridge',
          bridge: 'cni0',
          ipam: {
            ...whereabouts,
            kubernetes: { kubeconfig: kubeconfigFile },
            ipRanges: [
              { range: '10.77.1.0/24' },
              { range: '10.77.2.10-10.77.2.60/24', exclude: ['10.77.2.10'] },
              { range: 'fd00:77::/116' },
            ],
            log_level: 'error',
          },
        },
      ],
      '0.3.1',
    ),
  ),
  inWhereabouts(
    'whereabouts with a named pool',
    list('named', [
      {
        type: 'bridge',
        bridge: 'cni0',
        isGateway: true,
        ipam: {
          ...whereabouts,
          range: '10.77.3.0/28',
          gateway: '10.77.3.1',
          network_name: 'blue',
          enable_overlapping_ranges: false,
          leader_lease_duration: 1500,
          leader_renew_deadline: 1000,
          leader_retry_period: 500,
        },
      },
      { type: 'tuning', sysctl: { 'net.core.somaxconn': '512' } },
    ]),
  ),
];

const onBridge = (bridge: string, subnet: string, more: JSONObject = {}): JSONObject => ({
  type: 'bridge',
  bridge,
  ipam: { type: 'host-local', ranges: [[{ subnet }]] },
  ...more,
});

const prepareMultus = writing({
  [kubeconfigFile]: kubeconfig,
  [clusterFile]: JSON.stringify({ cniVersion: '1.0.0', name: 'cluster', ...onBridge('cluster0', '10.77.31.0/24') }),
});

const multusNetworks: readonly GoodNetwork[] = [
  {
    label: 'multus with delegates',
    content: list('several', [
      {
        type: 'multus',
        logLevel: 'error',
        delegates: [
          { cniVersion: '1.0.0', name: 'first', ...onBridge('cni0', '10.77.10.0/24', { isGateway: true, mtu: 1400 }) },
          {
            cniVersion: '0.4.0',
            name: 'second',
            type: 'macvlan',
            master: 'eth0',
            ipam: { type: 'static', addresses: [{ address: '10.77.11.5/24' }] },
          },
        ],
      },
    ]),
  },
  {
    label: 'multus with a list as delegate',
    extension: '.conf',
    content: {
      cniVersion: '0.4.0',
      name: 'multus-cni-network',
      type: 'multus',
      capabilities: { portMappings: true },
      delegates: [
        {
          cniVersion: '0.4.0',
          name: 'mapped',
          plugins: [
            onBridge('cni0', '10.77.12.0/24', { isGateway: true, ipMasq: true }),
            { type: 'portmap', capabilities: { portMappings: true }, snat: true },
          ],
        },
      ],
    },
    capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] },
  },
  {
    label: 'multus with a network of the cluster',
    content: list('defined', [
      { type: 'multus', kubeconfig: kubeconfigFile, clusterNetwork: definedNetwork, namespaceIsolation: true },
    ]),
    prepare: prepareMultus,
    args: podArgs,
  },
  {
    label: 'multus with a file as network',
    content: list('filed', [
      {
        type: 'multus',
        kubeconfig: kubeconfigFile,
        clusterNetwork: clusterFile,
        defaultNetworks: [definedNetwork],
        systemNamespaces: ['kube-system', 'storage'],
        readinessindicatorfile: clusterFile,
      },
    ]),
    prepare: prepareMultus,
    args: podArgs,
  },
];

const lease = (file: string): string =>
  writing({
    [file]: 'FLANNEL_NETWORK=10.77.0.0/16\nFLANNEL_SUBNET=10.77.20.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true',
  });

const leaseFile = '/run/flannel/subnet.env';
const secondLeaseFile = '/run/flannel/second.env';

const flannelNetworks: readonly GoodNetwork[] = [
  {
    label: 'flannel',
    content: list('cbr0', [
      { type: 'flannel', delegate: { hairpinMode: true, isDefaultGateway: true } },
      { type: 'portmap', capabilities: { portMappings: true } },
    ]),
    capabilityArgs: { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] },
    prepare: lease(leaseFile),
  },
  {
    label: 'flannel on a bridge',
    content: list(
      'flannel',
      [
        {
          type: 'flannel',
          dataDir: '/var/lib/cni/flannel2',
          delegate: { type: 'bridge', bridge: 'flannel0', mtu: 1400, ipMasq: false, isGateway: true },
          ipam: { type: 'host-local', routes: [{ dst: '192.168.7.0/24' }] },
        },
        { type: 'tuning', sysctl: { 'net.core.somaxconn': '512' } },
      ],
      '0.3.1',
    ),
    prepare: lease(leaseFile),
  },
  {
    label: 'flannel with another file',
    content: list('renamed', [
      {
        type: 'flannel',
        subnetFile: secondLeaseFile,
        delegate: { type: 'ptp', ipMasq: false, dns: { nameservers: ['1.1.1.1'] } },
      },
    ]),
    prepare: lease(leaseFile) + lease(secondLeaseFile),
  },
  {
    label: 'flannel below multus',
    content: list('multus-flannel', [
      {
        type: 'multus',
        delegates: [
          {
            type: 'flannel',
            name: 'flannel.1',
            cniVersion: '1.0.0',
            delegate: { isDefaultGateway: true, bridge: 'cbr0' },
          },
        ],
      },
    ]),
    prepare: lease(leaseFile),
  },
];

/** Networks of plugins that are not reference plugins. */
export const thirdPartyNetworks: readonly GoodNetwork[] = [
  ...whereaboutsNetworks,
  ...multusNetworks,
  ...flannelNetworks,
];
