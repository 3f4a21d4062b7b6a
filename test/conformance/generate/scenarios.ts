import {
  toBlob,
  type Behaviour,
  type Entry,
  type LoadDir,
  type RuntimeView,
  type Scenario,
  type ScenarioStep,
} from '../wire.ts';
import { CAPABILITIES, listText, pluginText, quoted, singleText } from './configs.ts';
import { anyText, damaged, objectText, stringText, TAME, wildObject, WILD, type Member } from './json-text.ts';
import { anyName, interfaceName, VERSIONS, versionName } from './names.ts';
import type { Random } from './random.ts';
import { resultText } from './results.ts';

const PLUGINS = ['a', 'b', 'c', 'bridge', 'host-local'] as const;
const COMMANDS = ['ADD', 'CHECK', 'DEL', 'GC', 'STATUS'] as const;

function errorText(random: Random): string {
  return wildObject(
    random,
    [
      ['cniVersion', quoted(versionName(random))],
      [
        'code',
        random.pick([
          '7',
          '11',
          '100',
          '999',
          '0',
          '-1',
          '1.5',
          '4294967296',
          '18446744073709551615',
          '18446744073709551616',
        ]),
      ],
      ['msg', stringText(random)],
      ['details', stringText(random)],
    ],
    random.chance(0.3) ? WILD : TAME,
  );
}

/** A plugin that fails in one of the ways that plugins do. */
export function failing(random: Random): Behaviour {
  const printed = (): string =>
    random.chance(0.6)
      ? toBlob(damaged(random, errorText(random), 0.2))
      : toBlob(damaged(random, anyText(random, 2), 0.3));
  const stderr = random.chance(0.4)
    ? toBlob(damaged(random, random.pick(['boom', 'é\u0007\n', '"<q>"\t\u2028\u{1f600}\u0300', '']), 0.4))
    : '';
  const stdout = random.chance(0.7) ? printed() : '';
  if (random.chance(0.05)) {
    return { notStarted: random.pick(['permission denied', 'exec format error']) };
  }
  if (random.chance(0.05)) {
    return { signal: random.pick(['killed', 'terminated', 'segmentation fault']), stdout, stderr };
  }
  return { exit: 1 + random.below(255), stdout, stderr };
}

function adding(random: Random, version: string): Behaviour {
  if (random.chance(0.06)) {
    return failing(random);
  }
  const own = random.chance(0.85) ? version : random.pick(['', 'none', versionName(random, 0.2)]);
  const text = resultText(random, own === 'none' ? undefined : own, random.chance(0.9) ? TAME : WILD);
  return { stdout: toBlob(damaged(random, text, 0.02)) };
}

function versionAnswer(random: Random): Behaviour {
  if (random.chance(0.2)) {
    return random.chance(0.5)
      ? failing(random)
      : { exit: 1, stdout: '{"code":4,"msg":"unknown CNI_COMMAND: VERSION"}' };
  }
  const versions = random.chance(0.5)
    ? VERSIONS.map(quoted)
    : random.several(0, 4, () => quoted(versionName(random, 0.1)));
  const members: Member[] = [
    ['cniVersion', quoted(random.pick(['1.1.0', '1.1.0', '1.0.0', '0.2.0', '']))],
    ['supportedVersions', `[${versions.join(',')}]`],
  ];
  return { stdout: toBlob(damaged(random, wildObject(random, members, TAME), 0.05)) };
}

function scriptFor(random: Random, version: string): Scenario['script'] {
  const one = (): Record<string, Behaviour[]> => ({
    ADD: random.several(1, 2, () => adding(random, version)),
    VERSION: [versionAnswer(random)],
    ...Object.fromEntries(
      COMMANDS.slice(1).map((command) => [command, [random.chance(0.12) ? failing(random) : { stdout: 'ignored' }]]),
    ),
  });
  return Object.fromEntries(PLUGINS.map((plugin) => [plugin, one()]));
}

function capabilityArgsText(random: Random): string {
  if (random.chance(0.4)) {
    return '';
  }
  const value = (): string =>
    random.pick([
      '[{"hostPort":80,"containerPort":8080,"protocol":"tcp"}]',
      '{"ingressRate":1e9}',
      '"x<y"',
      'null',
      '[]',
      '1e21',
      '0.1',
    ]);
  return objectText(
    random,
    random.several(0, 3, (): Member => [random.pick(CAPABILITIES), value()]),
  );
}

function runtimeOf(random: Random, odd: number): RuntimeView {
  return {
    containerID: random.chance(odd) ? anyName(random) : random.pick(['c1', 'c2', 'cnitool-0123456789']),
    netNS: random.pick(['/run/netns/x', '', '/proc/1/ns/net', 'odd <ns>']),
    ifName: random.chance(odd) ? interfaceName(random) : random.pick(['eth0', 'net1']),
    args: random.several(
      0,
      2,
      () => [random.pick(['K8S_POD', 'IgnoreUnknown', '', 'é']), random.pick(['1', 'a=b', '', 'x;y', '<&>'])] as const,
    ),
    capabilityArgs: capabilityArgsText(random),
  };
}

const base64 = (text: string): string => quoted(Buffer.from(text).toString('base64'));

/** A cached result as libcni writes it, with mischief. */
function cachedText(random: Random, network: string, rt: RuntimeView, version: string): string {
  const how = random.chance(0.7) ? TAME : WILD;
  const args = rt.args.map(([key, value]) => `[${quoted(key)},${quoted(value)}]`);
  return wildObject(
    random,
    [
      ['kind', quoted(random.chance(0.95) ? 'cniCacheV1' : 'cniCacheV2')],
      ['containerId', quoted(rt.containerID)],
      [
        'config',
        random.chance(0.95)
          ? base64(listText(random, TAME, { name: network }))
          : random.pick(['"%%"', '"YQ"', '"YQ=="', '"YR=="', '"Y\\nQ=="', '[1,2]', '""']),
      ],
      ['ifName', quoted(rt.ifName)],
      ['networkName', quoted(network)],
      ['netns', quoted(rt.netNS)],
      [
        'cniArgs',
        random.chance(0.95)
          ? `[${args.join(',')}]`
          : random.pick(['[["a"]]', '[["a","b","c"]]', '[[1,2]]', '[]', '["a"]', '[null]']),
      ],
      ['capabilityArgs', rt.capabilityArgs === '' ? '{}' : rt.capabilityArgs],
      ['result', resultText(random, random.chance(0.9) ? version : versionName(random), TAME)],
    ],
    how,
  );
}

function cacheFor(random: Random, network: string, rt: RuntimeView, version: string): Record<string, string> {
  const cache: Record<string, string> = {};
  const put = (cid: string, ifName: string): void => {
    const file = `${network}-${cid}-${ifName}`;
    if (/[/\0]|^\.\.?$/u.test(file) || Buffer.byteLength(file) > 255) {
      return;
    }
    const roll = random.next();
    const seen = { ...rt, containerID: cid, ifName };
    const text =
      roll < 0.75
        ? cachedText(random, network, seen, version)
        : roll < 0.92
          ? resultText(random, versionName(random, 0.1), TAME)
          : anyText(random);
    cache[`results/${file}`] = toBlob(damaged(random, text, 0.04));
  };
  if (random.chance(0.4)) {
    put(rt.containerID, rt.ifName);
  }
  for (let more = random.below(3); more > 0; more--) {
    put(random.pick(['c1', 'c2', 'c3']), random.pick(['eth0', 'net1', 'eth0-x']));
  }
  if (random.chance(0.05)) {
    cache['results/sub/file'] = '{}';
  }
  return cache;
}

const LIST_STEPS = [
  'addList',
  'checkList',
  'delList',
  'gcList',
  'statusList',
  'validateList',
  'cachedListResult',
  'cachedListConfig',
] as const;
const SINGLE_STEPS = ['add', 'check', 'del', 'validate', 'cachedResult', 'cachedConfig'] as const;

function stepOf(random: Random, form: Scenario['form'], at: number): ScenarioStep {
  if (random.chance(0.1)) {
    return { do: 'attachments', containerID: random.pick(['', 'c1', 'c2', 'eth0', 'c']) };
  }
  if (random.chance(0.04)) {
    return { do: 'versionInfo', pluginType: random.pick(['a', 'b', 'c', 'missing', '', 'a/b', '/']) };
  }
  const single = form === 'single' || (form === 'wrapped' && random.chance(0.4));
  const first = at === 0 && random.chance(0.6);
  if (single) {
    return { do: first ? 'add' : random.pick(SINGLE_STEPS) };
  }
  const chosen = first ? 'addList' : random.pick(LIST_STEPS);
  if (chosen !== 'gcList' || random.chance(0.3)) {
    return { do: chosen };
  }
  const keep = (): { containerID: string; ifname: string } => ({
    containerID: random.pick(['c1', 'c2', '<c>']),
    ifname: random.pick(['eth0', 'net1']),
  });
  return { do: 'gcList', valid: random.several(0, 2, keep) };
}

/** A whole life of an attachment: configuration, plugins' behaviour, cache, arguments and calls. */
export function scenario(random: Random): Scenario {
  const odd = random.chance(0.15) ? 0.3 : 0.01;
  const name = random.chance(odd) ? anyName(random) : random.pick(['net', 'dbnet', 'my-net.1']);
  const version = random.chance(odd) ? versionName(random, 0.7) : random.pick(VERSIONS);
  const form = random.pick(['list', 'list', 'list', 'single', 'wrapped'] as const);
  const plugins = random.several(1, 3, () => pluginText(random, TAME, 0.01));
  const text =
    form === 'list' ? listText(random, TAME, { name, version, plugins }) : singleText(random, TAME, name, version);
  const runtime = runtimeOf(random, odd);
  const steps = random.several(1, 5, () => 0).map((_, at) => stepOf(random, form, at));
  return {
    op: 'scenario',
    form,
    config: toBlob(damaged(random, text, 0.01)),
    path: random.chance(0.03)
      ? random.pick([[], [''], ['/v/none']])
      : random.pick([['/v/bin'], ['/v/none', '/v/bin'], ['/v/bin/../bin', '/v/bin']]),
    binaries: { '/v/bin': random.chance(0.95) ? PLUGINS : ['a', 'c'] },
    script: scriptFor(random, version),
    cache: cacheFor(random, name, runtime, version),
    runtime,
    steps,
  };
}

/** A directory of configuration files and a name to look for. */
export function directory(random: Random): LoadDir {
  const names = ['net', 'net', 'net', 'net', 'net', 'net', 'other', 'other', 'third', '', '.', '..', 'a b'] as const;
  const dir = random.pick([
    '/net.d',
    '/net.d',
    '/net.d',
    '/net.d',
    '/net.d',
    '/net.d',
    random.pick(['/net.d/', '/net.d/net', '/missing']),
  ]);
  const file = (): Entry => {
    const extension = random.pick([
      '.conflist',
      '.conflist',
      '.conflist',
      '.conf',
      '.conf',
      '.json',
      random.pick(['.txt', '.CONF', '.conf.bak', '']),
    ]);
    const name = random.pick(names);
    const asList = random.chance(0.93) === (extension === '.conflist');
    const text = asList
      ? listText(random, random.chance(0.97) ? TAME : WILD, { name })
      : singleText(random, TAME, name, versionName(random, 0.1));
    const path = `/net.d/${random.chance(0.25) ? `${random.pick(['net', 'other', 'deep'])}/` : ''}${random.pick(['10-a', '10-b', '2', 'Z', 'é', ''])}${extension}`;
    return random.chance(0.04) ? { path, dir: true } : { path, bytes: toBlob(damaged(random, text, 0.01)) };
  };
  const seen = new Set<string>();
  const entries = random.several(1, 7, file).filter(({ path }) => {
    const clash = [...seen].some(
      (other) => other === path || other.startsWith(`${path}/`) || path.startsWith(`${other}/`),
    );
    seen.add(path);
    return !clash && !path.endsWith('/');
  });
  const how = random.pick(['network', 'network', 'single', 'file'] as const);
  const wanted = how === 'file' ? (entries[0]?.path.slice('/net.d/'.length) ?? 'none.conflist') : random.pick(names);
  return { op: 'loadDir', entries, dir: how === 'file' ? '/net.d' : dir, name: wanted, how };
}
