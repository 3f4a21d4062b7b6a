import {
  AB,
  ADDS,
  RESULT,
  SINGLE,
  cachedFor,
  failing,
  inCache,
  json,
  listOf,
  play,
  printing,
  single,
  type Named,
} from './setting.ts';

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
