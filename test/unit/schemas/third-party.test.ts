import Ajv2020 from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import * as raw from '../../../generated/schemas.js';
import * as validators from '../../../generated/validators.js';
import type { Schema } from '../../../language/schema/schema.ts';

type Folder = 'plugins' | 'ipam';
/** Settings beside `type`, and those of a plugin that differ from them by one mistake. */
type Example = readonly [type: string, good: object, bad: Readonly<Record<string, object>>];

const vf = { deviceID: '0000:03:02.0' };
const bond = { mode: 'active-backup', miimon: '100', links: [{ name: 'net1' }, { name: 'net2' }] };

const plugins: readonly Example[] = [
  [
    'win-bridge',
    { ipMasqNetwork: '10.244.0.0/16', policies: [{ name: 'EndpointPolicy', value: { Type: 'OutBoundNAT' } }] },
    { 'an API version in quotes': { apiVersion: '2' }, 'one policy in place of a list': { policies: {} } },
  ],
  [
    'win-overlay',
    { ipMasq: true, endpointMacPrefix: '0E-2A' },
    { 'a MAC prefix with a colon': { endpointMacPrefix: '0E:2A' }, 'a flag in quotes': { ipMasq: 'true' } },
  ],
  [
    'flannel',
    { delegate: { hairpinMode: true, isDefaultGateway: true } },
    {
      'a delegate by name alone': { delegate: 'bridge' },
      'a delegate type that is no text': { delegate: { type: 1 } },
    },
  ],
  [
    'calico',
    { mtu: 0, nodename: 'node-1', policy: { type: 'k8s' }, feature_control: { floating_ips: true } },
    { 'an unknown device type': { device_type: 'tap' }, 'an MTU in quotes': { mtu: '1440' } },
  ],
  [
    'cilium-cni',
    { 'enable-debug': true, 'log-file': '/var/log/x' },
    { 'a flag in quotes': { 'enable-debug': 'true' } },
  ],
  [
    'multus',
    { delegates: [{ type: 'flannel' }], logOptions: { maxAge: 5, compress: true }, systemNamespaces: ['kube-system'] },
    {
      'one delegate in place of a list': { delegates: { type: 'flannel' } },
      'namespaces as one text': { systemNamespaces: 'kube-system' },
      'global namespaces as a list': { globalNamespaces: ['default'] },
    },
  ],
  [
    'multus-shim',
    { clusterNetwork: '/a/10-x.conf', logToStderr: true },
    { 'a flag in quotes': { logToStderr: 'yes' } },
  ],
  [
    'sriov',
    {
      ...vf,
      vlan: 100,
      vlanQoS: 7,
      vlanProto: '802.1Q',
      spoofchk: 'off',
      trust: 'on',
      link_state: 'auto',
      master: 'x',
    },
    {
      'a VLAN out of range': { vlan: 4095 },
      'a priority out of range': { vlanQoS: 8 },
      'an unknown VLAN protocol': { vlanProto: '802.1x' },
      'an empty VLAN protocol': { vlanProto: '' },
      'a flag that is no text': { spoofchk: false },
      'an unknown link state': { link_state: 'up' },
    },
  ],
  [
    'ovs',
    { bridge: 'br1', vlan: 100, trunk: [{ id: 42 }, { minID: 1000, maxID: 1010 }], args: { cni: { ovnPort: 'p' } } },
    {
      'a VLAN below zero': { vlan: -1 },
      'a trunk of numbers': { trunk: [42] },
      'an id out of range': { trunk: [{ id: 4096 }] },
    },
  ],
  [
    'ovs-mirror-producer',
    { bridge: 'br1', mirrors: [{ name: 'm', ingress: true, egress: false }] },
    { 'mirrors by name alone': { mirrors: ['m'] } },
  ],
  ['ovs-mirror-consumer', { bridge: 'br1', mirrors: [{ name: 'm' }] }, { 'mirrors by name alone': { mirrors: ['m'] } }],
  [
    'bond',
    { ...bond, failOverMac: 1, linksInContainer: true, xmitHashPolicy: 'layer3+4', allSlavesActive: 1 },
    {
      'an interval that is a number': { ...bond, miimon: 100 },
      'an interval with a unit': { ...bond, miimon: '100ms' },
      'no interval': { mode: bond.mode, links: bond.links },
      'one link': { ...bond, links: [{ name: 'net1' }] },
      'a link without name': { ...bond, links: [{ name: 'net1' }, {}] },
      'links by name alone': { ...bond, links: ['net1', 'net2'] },
      'an unknown mode': { ...bond, mode: 'lacp' },
      'an unknown failover': { ...bond, failOverMac: 3 },
      'an unknown hash': { ...bond, xmitHashPolicy: 'layer4' },
    },
  ],
  ['rdma', { args: { cni: { debug: true } } }, { 'a flag in quotes': { args: { cni: { debug: 'true' } } } }],
  [
    'ib-sriov',
    { pkey: '0x5', link_state: 'enable', args: { cni: { guid: '02:00' } } },
    {
      'an unknown link state': { link_state: 'up' },
      'an argument that is no text': { args: { cni: { debug: true } } },
    },
  ],
  [
    'accelerated-bridge',
    { ...vf, bridge: 'br0,br1', vlan: 100, trunk: [{ id: 5 }], setUplinkVlan: true },
    { 'a VLAN out of range': { vlan: 4095 }, 'bridges as a list': { bridge: ['br0', 'br1'] } },
  ],
  ['dnsname', { domainName: 'dns.podman' }, { 'domains as a list': { domainName: ['dns.podman'] } }],
  ['macvtap', { mtu: 1500, owner: 107 }, { 'an owner by name': { owner: 'qemu' } }],
  [
    'aws-cni',
    { vethPrefix: 'eni', mtu: '9001', podSGEnforcingMode: 'strict' },
    { 'an MTU that is a number': { mtu: 9001 }, 'a prefix of five letters': { vethPrefix: 'veth0' } },
  ],
  [
    'egress-cni',
    { mtu: '9001', enabled: 'true', randomizeSNAT: 'prng', ipam: { type: 'host-local' } },
    { 'a flag that is no text': { enabled: true }, 'an MTU that is a number': { mtu: 9001 } },
  ],
  ['ecs-bridge', { bridge: 'ecs-br0', mtu: 1500 }, { 'an MTU in quotes': { mtu: '1500' } }],
  [
    'ecs-eni',
    { eni: 'eni-1', 'ip-addresses': ['10.0.1.2/24'] },
    { 'addresses as one text': { 'ip-addresses': '10.0.1.2' } },
  ],
  [
    'azure-vnet',
    {
      mode: 'transparent',
      ipsToRouteViaHost: ['169.254.20.10'],
      windowsSettings: { hnsTimeoutDurationInSeconds: 120 },
    },
    { 'addresses as one text': { ipsToRouteViaHost: '169.254.20.10' }, 'a flag in quotes': { multiTenancy: 'true' } },
  ],
  [
    'istio-cni',
    { plugin_log_level: 'info', exclude_namespaces: ['kube-system'], enablement_selectors: [{ podSelector: {} }] },
    {
      'namespaces as one text': { exclude_namespaces: 'kube-system' },
      'a flag in quotes': { ambient_enabled: 'true' },
    },
  ],
  [
    'linkerd-cni',
    { log_level: 'info', linkerd: { 'incoming-proxy-port': 4143, 'inbound-ports-to-ignore': ['4191', '25-30'] } },
    {
      'a port in quotes': { linkerd: { 'incoming-proxy-port': '4143' } },
      'ports to ignore as numbers': { linkerd: { 'inbound-ports-to-ignore': [4191] } },
      'ports to redirect as texts': { linkerd: { 'ports-to-redirect': ['80'] } },
    },
  ],
  ['consul-cni', { log_level: 'info', multus: false }, { 'a flag in quotes': { multus: 'false' } }],
  [
    'kuma-cni',
    { kubernetes: { kubeconfig: '/k', exclude_namespaces: ['kuma-system'] } },
    { 'namespaces as one text': { kubernetes: { exclude_namespaces: 'kuma-system' } } },
  ],
  [
    'ovn-k8s-cni-overlay',
    { topology: 'layer2', role: 'primary', subnets: '10.1.0.0/16,fd00::/64', mtu: 1400, logLevel: '4' },
    {
      'an unknown topology': { topology: 'layer4' },
      'an unknown role': { role: 'Primary' },
      'subnets as a list': { subnets: ['10.1.0.0/16'] },
      'a log level that is a number': { logLevel: 4 },
    },
  ],
  ['weave-net', { hairpinMode: true, mtu: 1376 }, { 'a flag in quotes': { hairpinMode: 'true' } }],
  [
    'terway',
    { eniip_virtual_type: 'IPVlan', host_stack_cidrs: ['169.254.20.10/32'], symmetric_routing_config: { mark: 32 } },
    { 'networks as one text': { host_stack_cidrs: '169.254.20.10/32' } },
  ],
  [
    'coordinator',
    { mode: 'auto', hostRPFilter: -1, podRPFilter: 2, hijackCIDR: ['10.0.0.0/8'] },
    { 'an unknown mode': { mode: 'macvlan' }, 'an unknown filter': { podRPFilter: 3 } },
  ],
  [
    'ifacer',
    { interfaces: ['eth0', 'eth1'], vlanID: 100, bond: { mode: 1, options: 'primary=eth0' } },
    {
      'no interfaces': { vlanID: 100 },
      'an empty list of interfaces': { interfaces: [] },
      'a VLAN out of range': { interfaces: ['eth0'], vlanID: 4095 },
      'a bond mode by name': { interfaces: ['eth0'], bond: { mode: 'active-backup' } },
    },
  ],
  [
    'cni-kindnet',
    { ranges: ['10.244.0.0/24'] },
    { 'ranges as in host-local': { ranges: [[{ subnet: '10.244.0.0/24' }]] } },
  ],
  [
    'route-override',
    { flushroutes: true, addroutes: [{ dst: '10.0.0.0/8', gw: '10.1.0.1' }], args: { cni: { skipcheck: true } } },
    { 'routes as texts': { addroutes: ['10.0.0.0/8'] }, 'a flag in quotes': { args: { cni: { skipcheck: 'true' } } } },
  ],
  [
    'egress-router',
    { interfaceArgs: { mode: 'bridge' }, ip: { addresses: ['10.0.0.9/24'], gateway: '10.0.0.1' } },
    {
      'an argument that is no text': { interfaceArgs: { mtu: 1500 } },
      'one address in place of a list': { ip: { addresses: '10.0.0.9/24' } },
    },
  ],
  [
    'userspace',
    { sharedDir: '/run/x', host: { engine: 'vpp', iftype: 'memif', bridge: { bridgeName: '4' } } },
    { 'a bridge name that is a number': { host: { bridge: { bridgeName: 4 } } } },
  ],
  [
    'silk-cni',
    { mtu: 0, daemonPort: 23954 },
    { 'an MTU below zero': { mtu: -1 }, 'a port in quotes': { daemonPort: '23954' } },
  ],
  ['kube-ovn', { server_socket: '/s', provider: 'ovn' }, { 'no socket': { provider: 'ovn' } }],
  ['antrea', { mtu: 1450 }, { 'an MTU in quotes': { mtu: '1450' } }],
];

const ipam: readonly Example[] = [
  [
    'calico-ipam',
    { assign_ipv4: 'true', ipv4_pools: ['10.0.0.0/24', 'default-ipv4-ippool'] },
    { 'a flag that is no text': { assign_ipv4: true }, 'pools as one text': { ipv4_pools: '10.0.0.0/24' } },
  ],
  [
    'whereabouts',
    { range: '192.0.2.10-192.0.2.200/24', exclude: ['192.0.2.12/32'], ipRanges: [{ range: 'fd00::/64' }] },
    { 'ranges as texts': { ipRanges: ['192.0.2.0/24'] }, 'a flag in quotes': { enable_overlapping_ranges: 'true' } },
  ],
  [
    'ecs-ipam',
    { id: '1', 'ipv4-routes': [{ dst: '0.0.0.0/0' }] },
    { 'routes as texts': { 'ipv4-routes': ['0.0.0.0/0'] } },
  ],
  ['azure-vnet-ipam', { environment: 'azure' }, { 'a subnet in a list': { subnet: ['10.0.0.0/8'] } }],
  ['weave-ipam', { subnet: '10.32.0.0/12' }, { 'routes as texts': { routes: ['10.0.0.0/8'] } }],
  [
    'spiderpool',
    { default_ipv4_ippool: ['v4'], log_file_max_size: 100 },
    { 'one pool in place of a list': { default_ipv4_ippool: 'v4' } },
  ],
  ['kube-ovn', { server_socket: '/s', provider: 'n.ns' }, { 'no socket': { provider: 'n.ns' } }],
  ['antrea', { ippools: ['pool1'] }, { 'one pool in place of a list': { ippools: 'pool1' } }],
];

/** Plugins without settings of their own. */
const bare = ['passthru', 'tc-redirect-tap'];

/** What the compiled validators say; the keys that all plugins share are checked by the one of any plugin. */
function isAccepted(folder: Folder, type: string, settings: object): boolean {
  const value = { type, ...settings };
  const common = folder === 'ipam' || validators.plugin(value);
  return common && validators[folder][type]?.(value) === true;
}

function* propertiesOf(schema: Schema, path: string): Generator<[string, Schema]> {
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    yield [`${path}.${key}`, property];
    yield* propertiesOf(property, `${path}.${key}`);
  }
  if (schema.items !== undefined) yield* propertiesOf(schema.items, `${path}[]`);
  if (schema.additionalProperties !== undefined) yield* propertiesOf(schema.additionalProperties, `${path}.*`);
}

const examples = [
  ...plugins.map((example) => ['plugins', ...example] as const),
  ...ipam.map((example) => ['ipam', ...example] as const),
  ...bare.map((type) => ['plugins', type, {}, {}] as const),
];

describe.each(examples)('the schema of a plugin from elsewhere: %s/%s', (folder, type, good, bad) => {
  const schema: Schema = JSON.parse(raw[folder][type] ?? '{}');

  it('is valid JSON Schema 2020-12 and names its page', () => {
    expect(new Ajv2020({ strict: false }).validateSchema(schema)).toBe(true);
    expect(schema.title).toBe(type);
    expect(schema.properties?.['type']?.const).toBe(type);
    expect(schema['x-source']).toMatch(/^https:\/\//);
    const isReleased = schema['x-source']?.startsWith('https://www.cni.dev/');
    expect(schema['x-release'] ?? '').toMatch(isReleased ? /^$/ : /^(?:v\d+\.\d+\.\d+|20\d\d-\d\d)$/);
    expect(schema['x-cni']?.kind === 'ipam').toBe(folder === 'ipam');
  });

  it('describes each property in a sentence', () => {
    const properties = [...propertiesOf(schema, type)];
    expect(properties.length).toBeGreaterThan(0);
    for (const [path, { description }] of properties) expect(description, path).toMatch(/^\S.*\.$/s);
  });

  it('offers a start that it accepts itself', () => {
    const [snippet] = schema.defaultSnippets ?? [];
    const body: object = JSON.parse(JSON.stringify(snippet?.body).replaceAll(/\$\{\d+:([^}]*)\}/g, '$1'));
    expect(body).toMatchObject({ type });
    expect(isAccepted(folder, type, body)).toBe(true);
  });

  it('accepts a good configuration', () => {
    expect(isAccepted(folder, type, good)).toBe(true);
  });

  it.each(Object.entries(bad))('refuses %s', (_mistake, settings) => {
    expect(isAccepted(folder, type, settings)).toBe(false);
  });
});

describe('the examples', () => {
  it('are there for each plugin that is not one of the reference plugins for Linux', () => {
    const reference = new Set(
      'bandwidth bridge dummy firewall host-device ipvlan loopback macvlan portmap ptp sbr tap tuning vlan vrf'.split(
        ' ',
      ),
    );
    const shown = (folder: Folder) => examples.filter(([of]) => of === folder).map(([, type]) => type);
    expect(shown('plugins').toSorted()).toEqual(
      Object.keys(raw.plugins)
        .filter((type) => !reference.has(type))
        .toSorted(),
    );
    const known = Object.keys(raw.ipam).filter((type) => !['dhcp', 'host-local', 'static'].includes(type));
    expect(shown('ipam').toSorted()).toEqual(known.toSorted());
  });
});
