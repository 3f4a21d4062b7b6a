import { AB, RUNTIME, cachedFor, failing, inCache, json, listOf, play, type Named, type Setting } from './setting.ts';

/** The cache: what is written, what is read, and what is no longer written but still read. */
export const CACHE: Named = {
  'a result without kind is a result of an old libcni': play(
    inCache(json({ cniVersion: '1.0.0', ips: [{ address: '10.0.0.1/8' }] })),
    'cachedListResult',
    'cachedListConfig',
    'checkList',
    'delList',
  ),
  'another kind': play(
    inCache(cachedFor('1.0.0', { kind: 'cniCacheV2' })),
    'cachedListResult',
    'cachedListConfig',
    'checkList',
    'delList',
  ),
  'a file without a result': play(
    inCache(cachedFor('1.0.0', { result: undefined })),
    'cachedListResult',
    'cachedListConfig',
    'checkList',
    'delList',
  ),
  'a config that is no base64': play(
    inCache(cachedFor('1.0.0', { config: '%%' })),
    'cachedListResult',
    'cachedListConfig',
    'checkList',
    'delList',
  ),
  'a config that is an array of numbers': play(
    inCache(cachedFor('1.0.0', { config: [1, 2] })),
    'cachedListResult',
    'cachedListConfig',
  ),
  'cniArgs of one, two and three words': play(
    inCache(cachedFor('1.0.0', { cniArgs: [['a'], ['b', 'c'], ['d', 'e', 'f']] })),
    'cachedListConfig',
    'attachments',
  ),
  'cached arguments win over the runtime’s': play(
    inCache(cachedFor('1.0.0', { cniArgs: [['x', 'y']], capabilityArgs: { mac: 'z' } })),
    'cachedListConfig',
  ),
  'keys in another case': play(
    inCache(cachedFor('1.0.0').replace('"kind"', '"KIND"').replace('"result"', '"Result"')),
    'cachedListResult',
    'attachments',
  ),
  'an empty file': play(inCache(''), 'cachedListResult', 'cachedListConfig', 'checkList', 'delList', 'attachments'),
  null: play(inCache('null'), 'cachedListResult', 'cachedListConfig', 'attachments'),
  'no file': play({}, 'cachedListResult', 'cachedListConfig', 'attachments', { do: 'attachments', containerID: 'x' }),
  'a cached result that DEL cannot read is removed': play(
    { ...inCache('{"cniVersion":"x"}'), script: { b: { DEL: [failing(1, 'no')] } } },
    'delList',
  ),
  'two attachments of one container': play(
    {},
    'addList',
    { do: 'addList', runtime: { ...RUNTIME, ifName: 'eth1' } },
    'delList',
    'attachments',
  ),
};

const attachmentFile = (network: string, containerID: string, ifName: string, more: object = {}): [string, string] => [
  `results/${network}-${containerID}-${ifName}`,
  json({
    kind: 'cniCacheV1',
    containerId: containerID,
    config: 'e30=',
    ifName,
    networkName: network,
    netns: `/run/netns/${containerID}`,
    cniArgs: [['K', containerID]],
    capabilityArgs: { mac: containerID },
    result: { cniVersion: '1.1.0', ips: [{ address: '10.0.0.1/8' }] },
    ...more,
  }),
];
const MANY = Object.fromEntries([
  attachmentFile('n', 'c1', 'eth0'),
  attachmentFile('n', 'c2', 'eth0'),
  attachmentFile('n', 'c2', 'eth1'),
  attachmentFile('m', 'c1', 'eth0'),
  attachmentFile('n', 'c3', 'eth0', { kind: 'x' }),
  attachmentFile('n', 'c4', 'eth0', { ifName: '' }),
  attachmentFile('n', 'c5', 'eth0', { containerId: 'c1' }),
  attachmentFile('n', 'c-1-c', 'eth0'),
  ['results/-c1-', '{}'],
  ['results/zz', 'no JSON'],
]);
const GC = (config: string, more: Setting = {}): Setting => ({ config, cache: MANY, ...more });

/** Cached attachments, GC and STATUS. */
export const COLLECTION: Named = {
  'attachments of all containers': play(GC(listOf('1.1.0', AB)), 'attachments'),
  'attachments of one container': play(
    GC(listOf('1.1.0', AB)),
    { do: 'attachments', containerID: 'c1' },
    { do: 'attachments', containerID: 'c' },
    { do: 'attachments', containerID: 'c-1-c' },
    { do: 'attachments', containerID: 'eth0' },
  ),
  'GC keeps the valid attachments': play(GC(listOf('1.1.0', AB)), {
    do: 'gcList',
    valid: [
      { containerID: 'c2', ifname: 'eth1' },
      { containerID: 'c1', ifname: 'eth0' },
    ],
  }),
  'GC with an empty list of valid attachments': play(GC(listOf('1.1.0', AB)), { do: 'gcList', valid: [] }),
  'GC with none given': play(GC(listOf('1.1.0', AB)), 'gcList'),
  'GC below 1.1.0 only deletes': play(GC(listOf('1.0.0', AB)), {
    do: 'gcList',
    valid: [{ containerID: 'c2', ifname: 'eth1' }],
  }),
  'GC switched off': play(GC(listOf('1.1.0', AB, { disableGC: true })), { do: 'gcList', valid: [] }),
  'GC collects the failures': play(
    GC(listOf('1.1.0', AB), {
      script: {
        a: { DEL: [failing(1, 'first'), {}], GC: [failing(2, 'gc a')] },
        b: { DEL: [{}, failing(3, 'second')], GC: [failing(4, 'gc b')] },
      },
    }),
    { do: 'gcList', valid: [] },
  ),
  'GC with a plugin that is missing': play(GC(listOf('1.1.0', [{ type: 'a' }, { type: 'zz' }])), {
    do: 'gcList',
    valid: [],
  }),
  'GC with a file-given list of attachments': play(
    GC(listOf('1.1.0', [{ type: 'a', 'cni.dev/valid-attachments': [], 'cni.dev/attachments': 1 }])),
    { do: 'gcList', valid: [{ containerID: '<c>', ifname: 'eth0' }] },
    'gcList',
  ),
  STATUS: play({ config: listOf('1.1.0', AB) }, 'statusList'),
  'STATUS that fails at the first': play(
    { config: listOf('1.1.0', AB), script: { a: { STATUS: [failing(50, 'plugin not available')] } } },
    'statusList',
  ),
  'STATUS below 1.1.0 asks nobody': play({ config: listOf('1.0.0', AB) }, 'statusList'),
  'STATUS with a plugin that is missing': play({ config: listOf('1.1.0', [{ type: 'zz' }]) }, 'statusList'),
  'STATUS of an unreadable version': play({ config: listOf('x', AB) }, 'statusList'),
};
