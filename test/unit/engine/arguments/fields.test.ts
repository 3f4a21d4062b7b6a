import { expect, test } from 'vitest';
import { declaredCapabilities, fieldsFor, valuesOf, withValues } from '../../../../engine/arguments/fields.ts';
import { networkConfFromBytes } from '../../../../engine/libcni/index.ts';

test('a network declares what its plugins enable, each once', () => {
  const plugins = [
    { type: 'bridge', capabilities: { mac: true, ips: false } },
    { type: 'tuning', capabilities: { mac: true } },
    { type: 'portmap', capabilities: { portMappings: true } },
  ];
  const text = JSON.stringify({ cniVersion: '1.0.0', name: 'web', plugins });
  expect(declaredCapabilities(networkConfFromBytes(new TextEncoder().encode(text)))).toEqual(['mac', 'portMappings']);
});

const labels = (capability: string): readonly string[] => fieldsFor([capability]).map(({ label }) => label);

test('each argument of the CNI conventions has fields, and any other is JSON', () => {
  expect(labels('bandwidth')).toHaveLength(4);
  expect(labels('dns')).toEqual(['DNS server', 'DNS search domain', 'DNS option']);
  expect(labels('com.example/thing')).toEqual(['com.example/thing']);
  for (const name of [
    'portMappings',
    'ips',
    'ipRanges',
    'mac',
    'infinibandGUID',
    'deviceID',
    'aliases',
    'cgroupPath',
  ]) {
    expect(labels(name)).toHaveLength(1);
    expect(labels(name)).not.toEqual([name]);
  }
});

test('a field reads and writes its part, and leaves the others alone', () => {
  const [server, search] = fieldsFor(['dns']);
  const [rate, burst] = fieldsFor(['bandwidth']);
  const [mapping] = fieldsFor(['portMappings']);
  if (!server || !search || !rate || !burst || !mapping) {
    throw new Error('a field is missing');
  }
  let values = withValues({ mac: 'x' }, server, ['10.0.0.1', '10.0.0.2']);
  values = withValues(values, search, ['example.com']);
  expect(values).toEqual({ mac: 'x', dns: { servers: ['10.0.0.1', '10.0.0.2'], searches: ['example.com'] } });
  expect(valuesOf(values, server)).toEqual(['10.0.0.1', '10.0.0.2']);
  values = withValues(values, server, ['10.0.0.3']);
  expect(JSON.stringify(values)).toBe('{"mac":"x","dns":{"servers":["10.0.0.3"],"searches":["example.com"]}}');
  values = withValues(withValues(values, server, []), search, []);
  expect(values).toEqual({ mac: 'x' });
  expect(withValues(withValues({}, rate, [8]), burst, [])).toEqual({ bandwidth: { ingressRate: 8 } });
  expect(valuesOf({ portMappings: null }, mapping)).toEqual([]);
  expect(valuesOf({ portMappings: { hostPort: 1 } }, mapping)).toEqual([{ hostPort: 1 }]);
  expect(valuesOf({ dns: 'none' }, server)).toEqual([]);
});
