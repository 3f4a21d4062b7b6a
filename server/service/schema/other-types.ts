/**
 * Plugins that exist elsewhere and have no schema here. Their names are no misspelling of a plugin that has one, even
 * where they are only a letter or two apart (macvtap, macvlan).
 */
export const otherTypes: ReadonlySet<string> = new Set(
  (
    'adq-cni afxdp antrea aws-appmesh aws-cni azure-ipam azure-vnet bond calico calico-ipam cilium-cni cipam cnv-bridge ' +
    'cnv-tuning coil consul-cni contrail-k8s-cni danm dnsname ecs-bridge ecs-eni ecs-serviceconnect egress-cni ' +
    'egress-router flannel genie hostnic ib-sriov ib-sriov-cni ipoib ipvlan-eni istio-cni isolation kube-ovn kuma-cni ' +
    'l2bridge l2tunnel linkerd-cni macvtap macvtap-cni meshnet multus multus-shim netavark noop nv-ipam ovn-k8s-cni-overlay ' +
    'ovs portmap-eni rdma romana roce route-override sdnbridge sdnoverlay silk spiderpool sriov tc-redirect-tap terway ' +
    'userspace vhostuser vpc-bridge vpc-branch-eni vpc-eni vpc-tunnel vxlan weave weave-ipam weave-net whereabouts ' +
    'win-bridge win-overlay wincni'
  ).split(' '),
);
