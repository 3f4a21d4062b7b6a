/** A project that ships CNI plugins. */
export interface PluginProject {
  /** Name of the project. */
  readonly name: string;
  /** Its repository. */
  readonly url: string;
}

/** Plugin types by the project that ships them: name, repository on GitHub, types. */
const table: readonly (readonly [name: string, repository: string, types: string])[] = [
  [
    'the CNI project',
    'containernetworking/plugins',
    'bridge ptp macvlan ipvlan vlan host-device loopback dummy tap win-bridge win-overlay host-local dhcp static ' +
      'portmap firewall bandwidth tuning sbr vrf',
  ],
  ['Antrea', 'antrea-io/antrea', 'antrea'],
  ['Amazon ECS', 'aws/amazon-ecs-cni-plugins', 'ecs-bridge ecs-eni ecs-ipam'],
  ['Amazon VPC CNI', 'aws/amazon-vpc-cni-k8s', 'aws-cni egress-cni'],
  [
    'Amazon ECS (VPC plugins)',
    'aws/amazon-vpc-cni-plugins',
    'vpc-bridge vpc-branch-eni vpc-eni vpc-tunnel aws-appmesh ecs-serviceconnect',
  ],
  ['Azure CNI', 'Azure/azure-container-networking', 'azure-vnet azure-vnet-ipam azure-ipam'],
  ['Calico', 'projectcalico/calico', 'calico calico-ipam'],
  ['Cilium', 'cilium/cilium', 'cilium-cni'],
  ['cni-isolation', 'AkihiroSuda/cni-isolation', 'isolation'],
  ['CNI-Genie', 'cni-genie/CNI-Genie', 'genie'],
  ['Coil', 'cybozu-go/coil', 'coil'],
  ['Consul', 'hashicorp/consul-k8s', 'consul-cni'],
  ['DANM', 'nokia/danm', 'danm'],
  ['Flannel', 'flannel-io/cni-plugin', 'flannel'],
  ['Hostnic', 'yunify/hostnic-cni', 'hostnic'],
  ['Intel ADQ', 'intel/adq-k8s-plugins', 'adq-cni'],
  ['Intel AF_XDP', 'intel/afxdp-plugins-for-kubernetes', 'afxdp'],
  ['Userspace CNI', 'intel/userspace-cni-network-plugin', 'userspace'],
  ['Istio', 'istio/istio', 'istio-cni'],
  ['Kindnet', 'kubernetes-sigs/kindnet', 'cni-kindnet'],
  ['Kube-OVN', 'kubeovn/kube-ovn', 'kube-ovn'],
  ['KubeVirt', 'kubevirt/macvtap-cni', 'macvtap macvtap-cni'],
  ['Kuma', 'kumahq/kuma', 'kuma-cni'],
  ['Linkerd', 'linkerd/linkerd2-proxy-init', 'linkerd-cni'],
  ['Meshnet', 'networkop/meshnet-cni', 'meshnet'],
  ['IPoIB CNI', 'Mellanox/ipoib-cni', 'ipoib'],
  ['NVIDIA IPAM', 'Mellanox/nvidia-k8s-ipam', 'nv-ipam'],
  ['Microsoft', 'microsoft/windows-container-networking', 'sdnbridge sdnoverlay'],
  ['Multus', 'k8snetworkplumbingwg/multus-cni', 'multus multus-shim passthru'],
  ['Accelerated Bridge CNI', 'k8snetworkplumbingwg/accelerated-bridge-cni', 'accelerated-bridge'],
  ['Bond CNI', 'k8snetworkplumbingwg/bond-cni', 'bond'],
  ['InfiniBand SR-IOV CNI', 'k8snetworkplumbingwg/ib-sriov-cni', 'ib-sriov ib-sriov-cni'],
  ['OVS CNI', 'k8snetworkplumbingwg/ovs-cni', 'ovs ovs-mirror-producer ovs-mirror-consumer'],
  ['RDMA CNI', 'k8snetworkplumbingwg/rdma-cni', 'rdma'],
  ['SR-IOV CNI', 'k8snetworkplumbingwg/sriov-cni', 'sriov'],
  ['Whereabouts', 'k8snetworkplumbingwg/whereabouts', 'whereabouts'],
  ['OpenShift', 'openshift/egress-router-cni', 'egress-router'],
  ['OpenShift', 'openshift/route-override-cni', 'route-override'],
  ['OVN-Kubernetes', 'ovn-org/ovn-kubernetes', 'ovn-k8s-cni-overlay'],
  ['Podman', 'containers/dnsname', 'dnsname'],
  ['Romana', 'romana/romana', 'romana'],
  ['Silk (Cloud Foundry)', 'cloudfoundry/silk', 'silk silk-cni'],
  ['Spiderpool', 'spidernet-io/spiderpool', 'spiderpool coordinator ifacer'],
  ['Firecracker', 'awslabs/tc-redirect-tap', 'tc-redirect-tap'],
  ['Terway', 'AliyunContainerService/terway', 'terway'],
  ['Weave Net', 'weaveworks/weave', 'weave-net weave-ipam weave'],
];

const byType: ReadonlyMap<string, PluginProject> = new Map(
  table.flatMap(([name, repository, types]) =>
    types.split(' ').map((type) => [type, { name, url: `https://github.com/${repository}` }] as const),
  ),
);

const reference = byType.get('bridge');

/** Returns the project that ships the plugin of a type; undefined for an unknown type. */
export function projectOf(type: string): PluginProject | undefined {
  return byType.get(type);
}

/** Returns true for a plugin of the CNI project, which are packaged together. */
export function isReferencePlugin(type: string): boolean {
  const project = byType.get(type);
  return project !== undefined && project.url === reference?.url;
}

/** Every type whose project is known. */
export const typesOfProjects: readonly string[] = [...byType.keys()];
