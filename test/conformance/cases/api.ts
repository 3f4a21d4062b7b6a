import type { Behaviour, Request, RuntimeView, Scenario, ScenarioStep } from '../wire.ts';

type Named = Readonly<Record<string, Request>>;

const RUNTIME: RuntimeView = {
  containerID: 'some-container-id',
  netNS: '/some/netns/path',
  ifName: 'eth0',
  args: [
    ['DEBUG', '1'],
    ['FOO', 'a=b'],
  ],
  capabilityArgs: '',
};
const CACHED = 'results/n-some-container-id-eth0';
const RESULT = {
  ips: [{ address: '10.1.2.3/24', gateway: '10.1.2.1', interface: 0 }],
  interfaces: [{ name: 'eth0', sandbox: '/some/netns/path' }],
  dns: { domain: 'x' },
};

const json = (value: unknown): string => JSON.stringify(value);
const printing = (value: unknown): Behaviour => ({ stdout: json(value) });
const failing = (code: number, msg: string): Behaviour => ({
  exit: 1,
  stdout: json({ cniVersion: '1.1.0', code, msg, details: 'details & <more>' }),
});
const listOf = (version: string | undefined, plugins: readonly object[], more: object = {}): string =>
  json({ name: 'n', ...(version === undefined ? {} : { cniVersion: version }), ...more, plugins });

interface Setting {
  readonly config?: string;
  readonly form?: Scenario['form'];
  readonly script?: Scenario['script'];
  readonly cache?: Scenario['cache'];
  readonly runtime?: Partial<RuntimeView>;
  readonly path?: readonly string[];
}

const AB = [
  { type: 'a', x: '<1>' },
  { type: 'b', name: 'own-name', cniVersion: '0.1.0' },
];
const ADDS: Scenario['script'] = {
  a: { ADD: [printing({ cniVersion: '1.0.0', ...RESULT })] },
  b: { ADD: [printing({ cniVersion: '1.0.0', ...RESULT, routes: [{ dst: '0.0.0.0/0', gw: '10.1.2.1' }] })] },
};

function play(setting: Setting, ...steps: readonly (ScenarioStep | ScenarioStep['do'])[]): Request {
  return {
    op: 'scenario',
    form: setting.form ?? 'list',
    config: setting.config ?? listOf('1.0.0', AB),
    path: setting.path ?? ['/v/other', '/v/bin'],
    binaries: { '/v/bin': ['a', 'b'] },
    script: setting.script ?? ADDS,
    cache: setting.cache ?? {},
    runtime: { ...RUNTIME, ...setting.runtime },
    steps: steps.map((step) => (typeof step === 'string' ? { do: step } : step)),
  };
}

const SINGLE = json({ name: 'n', cniVersion: '1.0.0', type: 'a' });
const single = (version: string): string => json({ name: 'n', cniVersion: version, type: 'a' });
const cachedFor = (version: string, more: object = {}): string =>
  json({
    kind: 'cniCacheV1',
    containerId: 'some-container-id',
    config: Buffer.from(listOf(version, AB)).toString('base64'),
    ifName: 'eth0',
    networkName: 'n',
    netns: '/some/netns/path',
    result: {
      cniVersion: version,
      ips: version < '0.3' ? [] : [{ version: '4', address: '10.1.2.3/24' }],
      ...(version < '0.3' ? { ip4: { ip: '10.1.2.3/24' } } : {}),
    },
    ...more,
  });
const inCache = (content: string): { cache: Scenario['cache'] } => ({ cache: { [CACHED]: content } });

/** ADD, CHECK and DEL over a list. */
export const LISTS: Named = {
  'a whole life': play(
    {},
    'addList',
    'cachedListResult',
    'cachedListConfig',
    'checkList',
    'delList',
    'delList',
    'cachedListResult',
  ),
  'a whole life at 0.2.0': play(
    {
      config: listOf('0.2.0', AB),
      script: {
        a: { ADD: [printing({ ip4: { ip: '10.1.2.3/24' } })] },
        b: { ADD: [printing({ ip4: { ip: '10.1.2.3/24' }, dns: {} })] },
      },
    },
    'addList',
    'checkList',
    'delList',
  ),
  'a whole life without a version': play(
    {
      config: listOf(undefined, AB),
      script: {
        a: { ADD: [printing({ ip4: { ip: '10.1.2.3/24' } })] },
        b: { ADD: [printing({ ip6: { ip: 'fd00::1/64' } })] },
      },
    },
    'addList',
    'cachedListResult',
    'checkList',
    'delList',
  ),
  'a whole life at 1.1.0': play(
    {
      config: listOf('1.1.0', AB),
      script: {
        a: { ADD: [printing({ cniVersion: '1.1.0', ...RESULT })] },
        b: { ADD: [printing({ cniVersion: '1.1.0', interfaces: [{ name: 'eth0', mtu: 1400 }] })] },
      },
    },
    'addList',
    'checkList',
    'statusList',
    'gcList',
    'delList',
  ),
  'a plugin that gives a result of another version': play(
    {
      config: listOf('0.4.0', AB),
      script: {
        a: { ADD: [printing({ cniVersion: '1.0.0', ...RESULT })] },
        b: { ADD: [printing({ cniVersion: '0.2.0', ip4: { ip: '10.0.0.1/8' } })] },
      },
    },
    'addList',
    'checkList',
    'delList',
  ),
  'capabilities: only the advertised ones, if there are any': play(
    {
      config: listOf('1.0.0', [
        { type: 'a', capabilities: { portMappings: true, mac: false } },
        { type: 'b', capabilities: { ips: true } },
      ]),
      runtime: { capabilityArgs: '{"portMappings":[{"hostPort":1e0}],"mac":"00:11","bandwidth":{}}' },
    },
    'addList',
    'cachedListConfig',
    'delList',
  ),
  'a runtimeConfig written in the file is replaced only when there is one': play(
    {
      config: listOf('1.0.0', [{ type: 'a', runtimeConfig: { mac: 'x' }, capabilities: { mac: true } }]),
      runtime: { capabilityArgs: '{}' },
    },
    'addList',
  ),
  'a prevResult written in the file reaches the first plugin': play(
    {
      config: listOf('1.0.0', [
        { type: 'a', prevResult: { cniVersion: '1.0.0' } },
        { type: 'b', prevResult: { x: 1 } },
      ]),
    },
    'addList',
    'delList',
  ),
  'the second plugin fails': play(
    { script: { ...ADDS, b: { ADD: [failing(7, 'no <way>')], DEL: [{}] } } },
    'addList',
    'delList',
  ),
  'the second plugin is missing': play(
    { config: listOf('1.0.0', [{ type: 'a' }, { type: 'zz' }]) },
    'addList',
    'checkList',
    'delList',
  ),
  'no CNI_PATH': play({ path: [] }, 'addList', 'checkList', 'delList'),
  'a type with a slash': play({ config: listOf('1.0.0', [{ type: 'a/b' }]) }, 'addList'),
  'a bad container ID': play({ runtime: { containerID: 'a%' } }, 'addList', 'checkList', 'delList'),
  'no container ID': play(
    { runtime: { containerID: '' } },
    'addList',
    'checkList',
    'delList',
    'cachedListResult',
    'cachedListConfig',
  ),
  'a bad interface name': play({ runtime: { ifName: 'a b' } }, 'addList', 'delList'),
  'no interface name': play({ runtime: { ifName: '' } }, 'addList', 'cachedListResult', 'cachedListConfig'),
  'a bad network name': play({ config: json({ name: 'a b', cniVersion: '1.0.0', plugins: AB }) }, 'addList', 'delList'),
  'an empty network name': play(
    { config: json({ name: '', cniVersion: '1.0.0', plugins: AB }) },
    'addList',
    'checkList',
    'delList',
    'cachedListResult',
  ),
  'a plugin prints nothing': play({ script: { a: { ADD: [{}] } } }, 'addList'),
  'a plugin prints null': play({ script: { a: { ADD: [{ stdout: 'null' }] }, b: { ADD: [printing({})] } } }, 'addList'),
  'a plugin prints no JSON': play({ script: { a: { ADD: [{ stdout: 'hello\n' }] } } }, 'addList'),
  'a plugin prints an array': play({ script: { a: { ADD: [{ stdout: '[]' }] } } }, 'addList'),
  'a plugin prints an unknown version': play(
    { script: { a: { ADD: [printing({ cniVersion: '9.9.9' })] } } },
    'addList',
  ),
  'a plugin prints a version that is a number': play(
    { script: { a: { ADD: [printing({ cniVersion: 1 })] } } },
    'addList',
  ),
  'a plugin prints a bad address': play(
    { script: { a: { ADD: [printing({ cniVersion: '1.0.0', ips: [{ address: 'x' }] })] } } },
    'addList',
  ),
  'a list of an unknown version': play(
    { config: listOf('1.2.0', AB), script: { a: { ADD: [printing({})] } } },
    'addList',
    'checkList',
    'delList',
    'statusList',
  ),
  'a list of an unreadable version': play(
    { config: listOf('one', AB), script: { a: { ADD: [printing({ cniVersion: '1.0.0' })] } } },
    'addList',
    'checkList',
    'delList',
    'statusList',
    'gcList',
  ),
  'a DEL that fails stops': play(
    { script: { ...ADDS, b: { ...ADDS['b'], DEL: [failing(100, 'busy')] } } },
    'addList',
    'delList',
  ),
  'a CHECK that fails stops': play(
    { script: { ...ADDS, a: { ...ADDS['a'], CHECK: [failing(101, 'gone')] } } },
    'addList',
    'checkList',
  ),
  'CHECK without a cached result': play({}, 'checkList'),
  'CHECK below 0.4.0': play({ config: listOf('0.3.1', AB) }, 'checkList'),
  'CHECK switched off': play({ config: listOf('1.0.0', AB, { disableCheck: 'True' }) }, 'addList', 'checkList'),
  'a network name too long for a file': play(
    { config: json({ name: 'n'.repeat(300), cniVersion: '1.0.0', plugins: AB }) },
    'addList',
    'delList',
  ),
  'a network name that climbs out of the cache': play(
    {
      config: json({ name: '../up', cniVersion: '1.0.0', plugins: AB }),
      cache: { 'up-some-container-id-eth0': cachedFor('1.0.0') },
    },
    'cachedListResult',
    'delList',
  ),
};

/** The same for a plugin configuration by itself. */
export const SINGLES: Named = {
  'a whole life': play(
    { form: 'single', config: SINGLE },
    'add',
    'cachedResult',
    'cachedConfig',
    'check',
    'del',
    'del',
  ),
  'made into a list': play({ form: 'wrapped', config: SINGLE }, 'addList', 'check', 'delList'),
  'a plugin that fails': play(
    {
      form: 'single',
      config: SINGLE,
      script: { a: { ADD: [failing(11, 'later')], DEL: [failing(11, 'later')], CHECK: [failing(11, 'later')] } },
    },
    'add',
    'check',
    'del',
  ),
  'a plugin that is missing': play(
    { form: 'single', config: json({ name: 'n', cniVersion: '1.0.0', type: 'zz' }) },
    'add',
    'check',
    'del',
    'validate',
  ),
  'CHECK and DEL below 0.4.0': play(
    { form: 'single', config: single('0.3.1'), ...inCache(cachedFor('0.3.1')) },
    'check',
    'del',
  ),
  'CHECK and DEL at 0.4.0': play(
    { form: 'single', config: single('0.4.0'), ...inCache(cachedFor('0.4.0')) },
    'check',
    'del',
  ),
  'a cached result that is no JSON': play(
    { form: 'single', config: SINGLE, ...inCache('adfadsfasdfasfdsafaf') },
    'check',
    'del',
    'cachedResult',
    'cachedConfig',
  ),
  'a cached result of a version that can be converted': play(
    { form: 'single', config: SINGLE, ...inCache(cachedFor('0.4.0')) },
    'check',
    'del',
  ),
  'a cached result of an old version that can be converted': play(
    { form: 'single', config: single('0.4.0'), ...inCache(cachedFor('0.2.0')) },
    'check',
    'del',
  ),
  'a cached result of an unknown version': play(
    { form: 'single', config: single('0.4.0'), ...inCache(cachedFor('0.4567.0')) },
    'check',
    'del',
  ),
  'without a name': play(
    { form: 'single', config: json({ type: 'a', cniVersion: '1.0.0' }) },
    'add',
    'check',
    'del',
    'cachedResult',
  ),
};

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

const VERSIONS = { VERSION: [printing({ cniVersion: '1.1.0', supportedVersions: ['0.4.0', '1.0.0'] })] };

/** VERSION and the validation of configurations. */
export const VALIDATION: Named = {
  'versions of a plugin': play({ script: { a: VERSIONS } }, { do: 'versionInfo', pluginType: 'a' }),
  'versions of a plugin that is missing': play(
    {},
    { do: 'versionInfo', pluginType: 'zz' },
    { do: 'versionInfo', pluginType: '' },
    { do: 'versionInfo', pluginType: 'a/b' },
  ),
  'a plugin that does not know VERSION': play(
    { script: { a: { VERSION: [{ exit: 1, stdout: json({ code: 100, msg: 'unknown CNI_COMMAND: VERSION' }) }] } } },
    { do: 'versionInfo', pluginType: 'a' },
  ),
  'a plugin that does not know VERSION and says it otherwise': play(
    {
      script: {
        a: { VERSION: [{ exit: 1, stdout: json({ code: 4, msg: 'unknown CNI_COMMAND', details: 'VERSION' }) }] },
      },
    },
    { do: 'versionInfo', pluginType: 'a' },
  ),
  'a plugin that fails at VERSION': play(
    { script: { a: { VERSION: [failing(5, 'io')] } } },
    { do: 'versionInfo', pluginType: 'a' },
  ),
  'a list that is valid': play(
    {
      config: listOf('1.0.0', [
        { type: 'a', capabilities: { x: true, y: false } },
        { type: 'b', capabilities: { x: true, w: true } },
      ]),
      script: { a: VERSIONS, b: VERSIONS },
    },
    'validateList',
  ),
  'a list of a version that plugins do not support': play(
    { config: listOf('1.1.0', AB), script: { a: VERSIONS, b: VERSIONS } },
    'validateList',
  ),
  'a list with plugins that are missing': play(
    { config: listOf('1.0.0', [{ type: 'zz' }, { type: 'a' }, { type: 'yy' }]), script: { a: VERSIONS } },
    'validateList',
  ),
  'a list without a version': play(
    { config: listOf(undefined, AB), script: { a: { VERSION: [printing({ cniVersion: '0.2.0' })] }, b: VERSIONS } },
    'validateList',
  ),
  'a single configuration': play(
    {
      form: 'single',
      config: json({ name: 'n', cniVersion: '1.0.0', type: 'a', capabilities: { p: true } }),
      script: { a: VERSIONS },
    },
    'validate',
  ),
  'a single configuration without a version': play(
    {
      form: 'single',
      config: json({ name: 'n', type: 'a' }),
      script: { a: { VERSION: [printing({ cniVersion: '0.2.0' })] } },
    },
    'validate',
  ),
  'a single configuration of a version that the plugin does not support': play(
    { form: 'single', config: single('0.1.0'), script: { a: VERSIONS } },
    'validate',
  ),
};

const failed = (act: Behaviour): Request => ({ op: 'pluginFailure', ...act });

/** How a failed plugin is worded. */
export const FAILURES: Named = {
  silently: failed({ exit: 3 }),
  'with words on stderr': failed({ exit: 1, stderr: 'boom\n"é"\u0007\u2028<' }),
  'with bytes on stderr that are not UTF-8': failed({ exit: 1, stderr: 'base64:/v8K' }),
  'with an error object': failed({
    exit: 1,
    stdout: '{"cniVersion":"1.0.0","code":7,"msg":"bad config","details":"line 3"}',
  }),
  'with an error object without details': failed({ exit: 1, stdout: '{"code":7,"msg":"bad config"}' }),
  'with an error object and words on stderr': failed({
    exit: 1,
    stdout: '{"code":7,"msg":"bad config"}',
    stderr: 'noise',
  }),
  'with an empty object': failed({ exit: 1, stdout: '{}' }),
  'with null': failed({ exit: 1, stdout: 'null' }),
  'with no JSON': failed({ exit: 1, stdout: 'panic: runtime error\n\tgoroutine 1 [running]:\n' }),
  'with JSON cut short': failed({ exit: 1, stdout: '{"code":7,"msg":"bad' }),
  'with a code that is a string': failed({ exit: 1, stdout: '{"code":"7","msg":"bad"}' }),
  'with a code below zero': failed({ exit: 1, stdout: '{"code":-1,"msg":"bad"}' }),
  'with a code beyond 64 bits': failed({ exit: 1, stdout: '{"code":18446744073709551616,"msg":"bad"}' }),
  'with keys in another case': failed({ exit: 1, stdout: '{"CODE":7,"Msg":"bad","DETAILS":"d"}' }),
  'with two objects': failed({ exit: 1, stdout: '{"code":7,"msg":"a"}{"code":8,"msg":"b"}' }),
  'by a signal': failed({ signal: 'killed' }),
  'by a signal, with an error object': failed({ signal: 'segmentation fault', stdout: '{"code":7,"msg":"bad"}' }),
  'before it could start': failed({ notStarted: 'permission denied' }),
  'before it could start, as no program of this machine': failed({ notStarted: 'exec format error' }),
};
