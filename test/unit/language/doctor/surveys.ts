import type { Survey } from '../../../../language/fleet/survey.ts';
import type { HostFacts } from '../../../../language/workspace/host-facts.ts';

export const plugin = (name: string, supportedVersions = ['0.4.0', '1.0.0']) => ({
  name,
  path: `/opt/cni/bin/${name}`,
  supportedVersions,
});

export const bridge = (name: string, subnet = '10.5.0.0/24', more: object = {}): string =>
  JSON.stringify({
    cniVersion: '1.0.0',
    name,
    plugins: [{ type: 'bridge', bridge: name, isGateway: true, ipam: { type: 'host-local', subnet }, ...more }],
  });

export const flannel = JSON.stringify({
  cniVersion: '1.0.0',
  name: 'cbr0',
  plugins: [{ type: 'flannel', delegate: { isDefaultGateway: true } }],
});

export const at = (name: string, text: string) => ({ path: `/etc/cni/net.d/${name}`, text });

/** A node whose only network works. */
export function surveyOf(facts: Partial<HostFacts> = {}, more: Partial<Survey> = {}): Survey {
  return {
    facts: {
      host: 'a shell',
      pluginDirs: ['/opt/cni/bin'],
      plugins: ['bridge', 'host-local', 'flannel'].map((name) => plugin(name)),
      interfaces: [],
      routes: [],
      configFiles: [at('10-web.conflist', bridge('web'))],
      reservations: [],
      sysctls: { 'net.ipv4.ip_forward': '1', 'net.bridge.bridge-nf-call-iptables': '1' },
      files: { '/run/flannel/subnet.env': subnetFile },
      ...facts,
    },
    confDir: '/etc/cni/net.d',
    machine: 'x86_64',
    runtimes: ['containerd'],
    attachments: [],
    namespaces: [],
    ...more,
  };
}

const subnetFile =
  'FLANNEL_NETWORK=10.244.0.0/16\nFLANNEL_SUBNET=10.244.3.1/24\nFLANNEL_MTU=1450\nFLANNEL_IPMASQ=true\n';

export const reserved = (count: number, containerID = 'c') =>
  Array.from({ length: count }, (_, index) => ({
    directory: '/var/lib/cni/networks/web',
    address: `10.5.0.${index + 2}`,
    containerID,
  }));

export const attached = (netNS: string) => [{ network: 'web', containerID: 'c', ifName: 'eth0', netNS }];
