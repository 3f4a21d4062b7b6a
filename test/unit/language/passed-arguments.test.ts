import { expect, it } from 'vitest';
import { argumentProblems } from '../../../language/passed-arguments.ts';

const ipam = { type: 'host-local', ranges: [[{ subnet: '10.1.0.0/24' }]] };
const list = (...plugins: object[]): object => ({ cniVersion: '1.0.0', name: 'a', plugins });
const bridge = { type: 'bridge', isGateway: true, ipam };

/** The problems of arguments: variable, severity and message. */
const found = (
  network: object,
  capabilityArgs: Record<string, unknown>,
  ...args: (readonly [string, string])[]
): string[] =>
  argumentProblems(network, { args, capabilityArgs }).map(
    ({ variable, severity, message }) => `${variable} ${severity} ${message}`,
  );

it('capability arguments are checked as runtimeConfig', () => {
  const network = list(bridge, { type: 'portmap', capabilities: { portMappings: true } });
  expect(found(network, { portMappings: [{ hostPort: 8080, containerPort: 80, protocol: 'tcp' }] })).toEqual([]);
  expect(found(network, { portMappings: [{ hostPort: '8080', containerPort: 80 }] })).toEqual([
    expect.stringMatching(/^CAP_ARGS error .*hostPort.*portmap fails with/),
  ]);
  expect(found(list({ ...bridge, capabilities: { mac: true } }), { mac: 'zz' })).toEqual([
    expect.stringMatching(/^CAP_ARGS error .*invalid MAC address/),
  ]);
  expect(found(list({ ...bridge, capabilities: { ips: true } }), { ips: ['10.1.0'] })).toEqual([
    expect.stringMatching(/^CAP_ARGS error .*invalid IP address/),
  ]);
});

it('capability arguments are passed only if a plugin declares the capability', () => {
  expect(found(list(bridge), { portMappings: [] })).toEqual([
    'CAP_ARGS warning No plugin of the network declares the capability "portMappings", so it is not passed.',
  ]);
});

// Verified with the reference plugins 1.9.1 in test/host/predicted-by-facts.test.ts.
it('CNI_ARGS must be known to all plugins that read them, and valid', () => {
  expect(found(list(bridge), {}, ['IgnoreUnknown', '1'], ['K8S_POD_NAME', 'x'], ['MAC', '02:00:00:00:00:01'])).toEqual(
    [],
  );
  expect(found(list(bridge), {}, ['K8S_POD_NAME', 'x'])).toEqual([
    expect.stringContaining('ARGS: unknown args ["K8S_POD_NAME=x"]'),
    expect.stringContaining('host-local fails with'),
  ]);
  expect(found(list(bridge), {}, ['IgnoreUnknown', 'true'], ['MAC', 'zz'], ['IP', '10.1.0'])).toEqual([
    expect.stringContaining(
      'host-local fails with: ARGS: error parsing value of pair "IP=10.1.0": invalid IP address 10.1.0',
    ),
    expect.stringMatching(/^CNI_ARGS error .*invalid MAC address/),
  ]);
  const fixed = list({ type: 'macvlan', master: 'eth0', ipam: { type: 'static' } });
  expect(found(fixed, {}, ['IgnoreUnknown', '1'], ['IP', '10.1.0.2'], ['GATEWAY', 'x'])).toEqual([
    expect.stringContaining("the 'ip' field is expected to be in CIDR notation, got: '10.1.0.2'"),
    expect.stringContaining('invalid gateway address: x'),
  ]);
  expect(found(list({ type: 'ptp', ipam: { type: 'dhcp' } }), {}, ['ANY', 'x'])).toEqual([]);
});
