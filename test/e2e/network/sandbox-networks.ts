import { join } from 'node:path';

const cnitool = join(import.meta.dirname, '..', '..', '..', 'dist', 'cnitool.js');
const plugins = process.env['CNI_WORKBENCH_PLUGINS'] ?? '/usr/lib/cni';

/** A network with a bridge that is the gateway of its subnet. */
export interface BridgeNetwork {
  readonly name: string;
  /** Its configuration. */
  readonly text: string;
}

/** Returns a network with a name and a subnet. */
export function bridgeNetwork(name: string, subnet: string): BridgeNetwork {
  const ipam = { type: 'host-local', subnet, routes: [{ dst: '0.0.0.0/0' }] };
  const plugin = { type: 'bridge', bridge: `br-${name}`, isGateway: true, ipam };
  return { name, text: `${JSON.stringify({ cniVersion: '1.0.0', name, plugins: [plugin] })}\n` };
}

/** What a runtime adds to a namespace. */
interface Addition {
  readonly namespace: string;
  readonly network: BridgeNetwork;
  readonly ifName?: string;
  /** Name of a pod in the namespace `shop` of Kubernetes. */
  readonly pod?: string;
}

/** Returns the command that adds a network in the sandbox as a runtime does. The editor does not see it before a refresh. */
export function additionLine({ namespace, network: { name, text }, ifName = 'eth0', pod }: Addition): string {
  const args = pod === undefined ? '' : `IgnoreUnknown=1;K8S_POD_NAMESPACE=shop;K8S_POD_NAME=${pod}`;
  // The sandbox has its own /tmp.
  return `mkdir -p /tmp/net.d && printf %s '${text}' >/tmp/net.d/${name}.conflist &&
    { ip netns add ${namespace} 2>/dev/null || true; } &&
    CNI_PATH=${plugins} NETCONFPATH=/tmp/net.d CNI_IFNAME=${ifName} CNI_ARGS='${args}' \\
      ${process.execPath} ${cnitool} add ${name} /var/run/netns/${namespace}`;
}
