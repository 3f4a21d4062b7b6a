import { describe, expect, test } from 'vitest';
import {
  addressesOf,
  dataDirsOf,
  readCacheFiles,
  withoutPrefix,
} from '../../../../../engine/libcni/operation/cached-attachment.ts';
import { partsOf } from '../../../../../engine/libcni/result/result-parts.ts';

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

function cacheFile(name: string, value: unknown): { path: string; bytes: Uint8Array } {
  return { path: `/var/lib/cni/results/${name}`, bytes: encode(JSON.stringify(value)) };
}

const myptp = {
  kind: 'cniCacheV1',
  containerId: 'cnitool-77383ca0a0715733ca6f',
  config: Buffer.from('{"name":"myptp"}').toString('base64'),
  ifName: 'eth0',
  networkName: 'myptp',
  netns: '/var/run/netns/ns1',
  cniArgs: [['IgnoreUnknown', '1']],
  capabilityArgs: { portMappings: [{ hostPort: 8080 }] },
  result: { cniVersion: '1.0.0', ips: [{ address: '172.16.29.2/24' }, { address: 'fd00::2/64' }] },
};

describe('readCacheFiles', () => {
  test('gives all that CHECK and DEL need, and the addresses', () => {
    const { attachments, unreadable } = readCacheFiles([cacheFile('a', myptp)]);
    expect(unreadable).toEqual([]);
    expect(attachments).toEqual([
      {
        network: 'myptp',
        containerID: 'cnitool-77383ca0a0715733ca6f',
        ifName: 'eth0',
        netNS: '/var/run/netns/ns1',
        config: encode('{"name":"myptp"}'),
        cniArgs: [['IgnoreUnknown', '1']],
        capabilityArgs: { portMappings: [{ hostPort: 8080 }] },
        addresses: ['172.16.29.2/24', 'fd00::2/64'],
        cacheFile: '/var/lib/cni/results/a',
        result: partsOf(myptp.result),
      },
    ]);
  });

  test('accepts a file without namespace, arguments and result, as from older libcni', () => {
    const { kind, containerId, config, ifName, networkName } = myptp;
    const { attachments } = readCacheFiles([cacheFile('a', { kind, containerId, config, ifName, networkName })]);
    expect(attachments[0]).toMatchObject({ netNS: '', cniArgs: [], capabilityArgs: {}, addresses: [] });
  });

  test('sorts by network, namespace and interface', () => {
    const files = [
      cacheFile('1', { ...myptp, networkName: 'web' }),
      cacheFile('2', { ...myptp, ifName: 'eth1' }),
      cacheFile('3', { ...myptp, netns: '/var/run/netns/ns0', ifName: 'eth9' }),
      cacheFile('4', myptp),
    ];
    expect(readCacheFiles(files).attachments.map(({ cacheFile: file }) => file.at(-1))).toEqual(['3', '4', '2', '1']);
  });

  test.each([
    ['an empty file', '', 'the file is empty'],
    ['a cut-off file', '{"kind":"cni', /JSON/],
    ['a result without the wrapping', '{"cniVersion":"1.0.0"}', 'the file is not of kind cniCacheV1'],
    ['a list', '[]', 'the file is not of kind cniCacheV1'],
  ])('lists %s with its reason', (_, text, reason) => {
    const { attachments, unreadable } = readCacheFiles([{ path: '/c/x', bytes: encode(text) }]);
    expect(attachments).toEqual([]);
    expect(unreadable).toEqual([{ cacheFile: '/c/x', reason: expect.stringMatching(reason) }]);
  });
});

describe('addressesOf', () => {
  test('reads ip4 and ip6 of results before 0.3.0', () => {
    expect(addressesOf({ ip4: { ip: '10.0.0.2/24' }, ip6: { ip: 'fd00::2/64' } })).toEqual([
      '10.0.0.2/24',
      'fd00::2/64',
    ]);
  });

  test.each([undefined, null, {}, { ips: [] }, { ips: [{}, 1] }])('of %j is empty', (result) => {
    expect(addressesOf(result)).toEqual([]);
  });
});

test('withoutPrefix leaves the address alone', () => {
  expect(['10.0.0.2/24', 'fd00::2/64', '10.0.0.2'].map(withoutPrefix)).toEqual(['10.0.0.2', 'fd00::2', '10.0.0.2']);
});

test('the directories of host-local are those that the configuration names, of a list and of a single one', () => {
  const plugin = { type: 'ptp', ipam: { type: 'host-local', dataDir: '/run/ipam' } };
  expect(dataDirsIn({ name: 'a', plugins: [{ type: 'loopback' }, plugin] })).toEqual(['/run/ipam']);
  expect(dataDirsIn({ name: 'a', ...plugin })).toEqual(['/run/ipam']);
  expect(dataDirsIn({ name: 'a', plugins: [{ type: 'ptp', ipam: {} }] })).toEqual([]);
  expect(dataDirsOf(new TextEncoder().encode('no JSON'))).toEqual([]);
});

function dataDirsIn(value: unknown): readonly string[] {
  return dataDirsOf(new TextEncoder().encode(JSON.stringify(value)));
}
