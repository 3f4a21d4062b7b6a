import type { NamespaceNetwork, NetworkInterface } from '../network/network.ts';

/** Returns the interface of a namespace that has an address. */
export function interfaceWith({ interfaces }: NamespaceNetwork, address: string): NetworkInterface | undefined {
  return interfaces.find(({ addresses }) => addresses.some((one) => one.address.replace(/\/.*$/, '') === address));
}

/** Returns the interface of the host at the other end of a veth. */
export function hostEnd(
  host: NamespaceNetwork,
  { interfaces }: NamespaceNetwork,
  name: string | undefined,
): NetworkInterface | undefined {
  const peer = interfaces.find((one) => one.name === name)?.peer;
  return peer?.namespace === host.id ? host.interfaces.find((one) => one.name === peer.interface) : undefined;
}

/** Returns the interface of the host that has addresses for this end: the bridge if it is a port, else itself. */
export function layerThree(
  host: NamespaceNetwork,
  namespace: NamespaceNetwork,
  name: string | undefined,
): string | undefined {
  const end = hostEnd(host, namespace, name);
  return end?.master ?? end?.name;
}
