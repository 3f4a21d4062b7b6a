import { type AddressAnswer, type Answers, purposeTraits } from './answers.ts';

type Plugin = Readonly<Record<string, unknown>>;

const defaultRoutes = { ipv4: { dst: '0.0.0.0/0' }, ipv6: { dst: '::/0' } } as const;
/** Sets the MAC address that a runtime requests. */
const tuning: Plugin = { type: 'tuning', capabilities: { mac: true } };
const portmap: Plugin = { type: 'portmap', capabilities: { portMappings: true } };

/** Returns the complete text of a new network: a network configuration list, or a NetworkAttachmentDefinition. */
export function networkText(answers: Answers): string {
  const list = JSON.stringify(networkList(answers), undefined, 2);
  if (!purposeTraits[answers.purpose].isDefinition) {
    return `${list}\n`;
  }
  const { name, resource } = answers;
  const annotations =
    resource === undefined ? [] : ['  annotations:', `    k8s.v1.cni.cncf.io/resourceName: ${resource}`];
  return [
    'apiVersion: k8s.cni.cncf.io/v1',
    'kind: NetworkAttachmentDefinition',
    'metadata:',
    `  name: ${name}`,
    ...annotations,
    'spec:',
    '  config: |',
    ...list.split('\n').map((line) => `    ${line}`),
    '',
  ].join('\n');
}

/** Returns the network configuration list of a new network. */
export function networkList(answers: Answers): object {
  return { cniVersion: '1.0.0', name: answers.name, plugins: pluginsOf(answers) };
}

/** Returns the subnets of a new network, for the comparison with others; none if it joins an existing one. */
export function subnetsOf({ purpose, ipv4, ipv6 }: Answers): readonly string[] {
  return purposeTraits[purpose].joinsLAN ? [] : [ipv4, ipv6].flatMap((one) => (one === undefined ? [] : [one.subnet]));
}

function pluginsOf(answers: Answers): readonly Plugin[] {
  const { bridge, master, assignment } = answers;
  // Without it, every container would have the same address.
  const capabilities = assignment === 'fixed' ? { capabilities: { ips: true } } : {};
  const ipam = { ...capabilities, ipam: ipamOf(answers) };
  const nodeBridge = { type: 'bridge', bridge, isGateway: true, ipMasq: true, hairpinMode: true, ...ipam };
  switch (answers.purpose) {
    case 'bridge':
      return [nodeBridge, portmap];
    case 'ptp':
      return [{ type: 'ptp', ipMasq: true, ...ipam }, portmap];
    case 'macvlan':
    case 'podMacvlan':
      return [{ type: 'macvlan', master, mode: 'bridge', ...ipam }];
    case 'podIpvlan':
      return [{ type: 'ipvlan', master, mode: 'l2', ...ipam }];
    case 'podBridge':
      return [{ type: 'bridge', bridge, ...ipam }];
    case 'podSriov':
      return [{ type: 'sriov', ...ipam }];
    case 'flannel':
      return [{ type: 'flannel', delegate: { hairpinMode: true, isDefaultGateway: true } }, portmap];
    case 'nomad':
      return [
        { type: 'loopback' },
        nodeBridge,
        { type: 'firewall', backend: 'iptables', iptablesAdminChainName: 'NOMAD-ADMIN' },
        { ...portmap, snat: true },
      ];
    case 'nerdctl':
      return [nodeBridge, portmap, { type: 'firewall', ingressPolicy: 'same-bridge' }, tuning];
    case 'podman':
      return [nodeBridge, portmap, { type: 'firewall' }, tuning];
  }
}

/** The families that have addresses, IPv4 first. */
function familiesOf({ ipv4, ipv6 }: Answers): readonly (readonly ['ipv4' | 'ipv6', AddressAnswer])[] {
  return [
    ...(ipv4 === undefined ? [] : ([['ipv4', ipv4]] as const)),
    ...(ipv6 === undefined ? [] : ([['ipv6', ipv6]] as const)),
  ];
}

function ipamOf(answers: Answers): Plugin | undefined {
  if (answers.assignment === undefined) {
    return undefined;
  }
  const families = familiesOf(answers);
  // The default route of a pod is that of its first network.
  const hasRoutes = !purposeTraits[answers.purpose].isDefinition;
  const routes = hasRoutes ? { routes: families.map(([family]) => defaultRoutes[family]) } : {};
  switch (answers.assignment) {
    case 'dhcp':
      return { type: 'dhcp' };
    case 'fixed': {
      const addresses = families.map(([, { subnet, gateway }]) => ({ address: subnet, ...(gateway && { gateway }) }));
      return { type: 'static', addresses, ...routes };
    }
    case 'pool':
      return { type: 'host-local', ranges: families.map(([, address]) => [rangeOf(address)]), ...routes };
    case 'cluster':
      return clusterPool(families.map(([, address]) => address));
  }
}

function rangeOf({ subnet, range, gateway }: AddressAnswer): Plugin {
  return {
    subnet,
    ...(range && { rangeStart: range.start, rangeEnd: range.end }),
    ...(gateway && { gateway }),
  };
}

/** The pool of whereabouts, which all nodes share. */
function clusterPool(addresses: readonly AddressAnswer[]): Plugin {
  const pools = addresses.map(({ subnet, range }) => ({
    range: subnet,
    ...(range && { range_start: range.start, range_end: range.end }),
  }));
  const [first, ...others] = pools;
  return others.length === 0 ? { type: 'whereabouts', ...first } : { type: 'whereabouts', ipRanges: pools };
}
