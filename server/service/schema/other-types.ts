/**
 * Plugins that exist elsewhere and have no schema here. Their names are no misspelling of a plugin that has one, even
 * where they are only a letter or two apart (vxlan, vlan).
 */
export const otherTypes: ReadonlySet<string> = new Set(
  (
    'adq-cni afxdp aws-appmesh azure-ipam cipam cnv-bridge cnv-tuning coil contrail-k8s-cni danm ' +
    'ecs-serviceconnect genie hostnic ib-sriov-cni ipoib ipvlan-eni isolation l2bridge l2tunnel ' +
    'macvtap-cni meshnet netavark noop nv-ipam portmap-eni romana roce sdnbridge sdnoverlay silk ' +
    'vhostuser vpc-bridge vpc-branch-eni vpc-eni vpc-tunnel vxlan weave wincni'
  ).split(' '),
);
