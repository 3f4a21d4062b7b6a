import { addresses } from './plugins/addresses.ts';
import { amazon } from './networks/amazon.ts';
import { antrea } from './networks/antrea.ts';
import { azure } from './networks/azure.ts';
import { bridge } from './plugins/bridge.ts';
import { calico } from './networks/calico.ts';
import { chained } from './plugins/chained.ts';
import { checks } from './plugins/checks.ts';
import { cilium } from './networks/cilium.ts';
import { containerd } from './runtimes/containerd.ts';
import { crio } from './runtimes/crio.ts';
import { flannel } from './networks/flannel.ts';
import { interfaces } from './plugins/interfaces.ts';
import { kernelSettings } from './plugins/kernel-settings.ts';
import { kubeOvn } from './networks/kube-ovn.ts';
import { kubeRouter } from './networks/kube-router.ts';
import { kubelet } from './runtimes/kubelet.ts';
import { libcni } from './plugins/libcni.ts';
import { multus } from './networks/multus.ts';
import { nerdctl } from './runtimes/nerdctl.ts';
import { nomad } from './runtimes/nomad.ts';
import { ovs } from './networks/ovs.ts';
import { pluginExecution } from './plugins/plugin-execution.ts';
import { podman } from './runtimes/podman.ts';
import { spiderpool } from './networks/spiderpool.ts';
import { sriov } from './networks/sriov.ts';
import { weave } from './networks/weave.ts';
import { whereabouts } from './networks/whereabouts.ts';
import type { KnownFailures } from '../known-failure.ts';
import { outcomes } from './outcomes.ts';

/** A project whose failures are known. */
export interface Project {
  readonly name: string;
  readonly url: string;
  /** Tag or commit that the sources of the failures refer to. */
  readonly version: string;
  readonly failures: KnownFailures;
}

/** Every project, with the failures that their text identifies. */
export const projects: readonly Project[] = [
  { name: 'libcni', url: 'https://github.com/containernetworking/cni', version: 'v1.3.0', failures: libcni },
  { name: 'libcni', url: 'https://github.com/containernetworking/cni', version: 'v1.3.0', failures: pluginExecution },
  { name: 'CNI plugins', url: 'https://github.com/containernetworking/plugins', version: 'v1.9.1', failures: bridge },
  {
    name: 'CNI plugins',
    url: 'https://github.com/containernetworking/plugins',
    version: 'v1.9.1',
    failures: interfaces,
  },
  { name: 'CNI plugins', url: 'https://github.com/containernetworking/plugins', version: 'v1.9.1', failures: checks },
  {
    name: 'CNI plugins',
    url: 'https://github.com/containernetworking/plugins',
    version: 'v1.9.1',
    failures: addresses,
  },
  { name: 'CNI plugins', url: 'https://github.com/containernetworking/plugins', version: 'v1.9.1', failures: chained },
  {
    name: 'CNI plugins',
    url: 'https://github.com/containernetworking/plugins',
    version: 'v1.9.1',
    failures: kernelSettings,
  },
  { name: 'Multus', url: 'https://github.com/k8snetworkplumbingwg/multus-cni', version: '95a0932', failures: multus },
  {
    name: 'Whereabouts',
    url: 'https://github.com/k8snetworkplumbingwg/whereabouts',
    version: '3a262bd',
    failures: whereabouts,
  },
  { name: 'SR-IOV CNI', url: 'https://github.com/k8snetworkplumbingwg/sriov-cni', version: '1b7acc5', failures: sriov },
  { name: 'OVS CNI', url: 'https://github.com/k8snetworkplumbingwg/ovs-cni', version: '19262a0', failures: ovs },
  { name: 'Flannel', url: 'https://github.com/flannel-io/cni-plugin', version: '092e6d2', failures: flannel },
  { name: 'Calico', url: 'https://github.com/projectcalico/calico', version: '87c1590', failures: calico },
  { name: 'Cilium', url: 'https://github.com/cilium/cilium', version: '0125a30', failures: cilium },
  { name: 'Amazon VPC CNI', url: 'https://github.com/aws/amazon-vpc-cni-k8s', version: 'b521883', failures: amazon },
  {
    name: 'Azure CNI',
    url: 'https://github.com/Azure/azure-container-networking',
    version: 'cbd7560',
    failures: azure,
  },
  { name: 'Spiderpool', url: 'https://github.com/spidernet-io/spiderpool', version: 'a7fbd3b', failures: spiderpool },
  { name: 'Antrea', url: 'https://github.com/antrea-io/antrea', version: 'fc70f2b', failures: antrea },
  { name: 'Kube-OVN', url: 'https://github.com/kubeovn/kube-ovn', version: '1533681', failures: kubeOvn },
  { name: 'Weave Net', url: 'https://github.com/weaveworks/weave', version: '8c84763', failures: weave },
  {
    name: 'kube-router',
    url: 'https://github.com/cloudnativelabs/kube-router',
    version: '7c2c277',
    failures: kubeRouter,
  },
  { name: 'containerd', url: 'https://github.com/containerd/go-cni', version: '3dbce1d', failures: containerd },
  { name: 'CRI-O', url: 'https://github.com/cri-o/ocicni', version: '18fd1eb', failures: crio },
  { name: 'Kubernetes', url: 'https://github.com/kubernetes/kubernetes', version: '6785e9e', failures: kubelet },
  { name: 'nerdctl', url: 'https://github.com/containerd/nerdctl', version: '8da5040', failures: nerdctl },
  { name: 'Podman', url: 'https://github.com/containers/common', version: 'f437c58', failures: podman },
  { name: 'Nomad', url: 'https://github.com/hashicorp/nomad', version: 'aa026cc', failures: nomad },
];

/** Every known failure by its ID. */
export const catalog = {
  ...libcni,
  ...pluginExecution,
  ...bridge,
  ...interfaces,
  ...checks,
  ...addresses,
  ...chained,
  ...kernelSettings,
  ...multus,
  ...whereabouts,
  ...sriov,
  ...ovs,
  ...flannel,
  ...calico,
  ...cilium,
  ...amazon,
  ...azure,
  ...spiderpool,
  ...antrea,
  ...kubeOvn,
  ...weave,
  ...kubeRouter,
  ...containerd,
  ...crio,
  ...kubelet,
  ...nerdctl,
  ...podman,
  ...nomad,
  ...outcomes,
} as const satisfies KnownFailures;
