import type { Behaviour, Request, RuntimeView, Scenario, ScenarioStep } from '../wire.ts';

/** Cases by name. */
export type Named = Readonly<Record<string, Request>>;

/** Who calls, unless a case says otherwise. */
export const RUNTIME: RuntimeView = {
  containerID: 'some-container-id',
  netNS: '/some/netns/path',
  ifName: 'eth0',
  args: [
    ['DEBUG', '1'],
    ['FOO', 'a=b'],
  ],
  capabilityArgs: '',
};
/** Where the result of {@link RUNTIME} is cached. */
const CACHED = 'results/n-some-container-id-eth0';
/** A result that may be of any version from 0.3.0. */
export const RESULT = {
  ips: [{ address: '10.1.2.3/24', gateway: '10.1.2.1', interface: 0 }],
  interfaces: [{ name: 'eth0', sandbox: '/some/netns/path' }],
  dns: { domain: 'x' },
};

/** JSON text. */
export const json = (value: unknown): string => JSON.stringify(value);
/** A plugin that prints a value and exits 0. */
export const printing = (value: unknown): Behaviour => ({ stdout: json(value) });
/** A plugin that prints an error object and exits 1. */
export const failing = (code: number, msg: string): Behaviour => ({
  exit: 1,
  stdout: json({ cniVersion: '1.1.0', code, msg, details: 'details & <more>' }),
});
/** JSON text of the list `n`. */
export const listOf = (version: string | undefined, plugins: readonly object[], more: object = {}): string =>
  json({ name: 'n', ...(version === undefined ? {} : { cniVersion: version }), ...more, plugins });

/** The settings of one case. */
export interface Setting {
  readonly config?: string;
  readonly form?: Scenario['form'];
  readonly script?: Scenario['script'];
  readonly cache?: Scenario['cache'];
  readonly runtime?: Partial<RuntimeView>;
  readonly path?: readonly string[];
}

/** Two plugins, the second with a name and version that the list overrides. */
export const AB = [
  { type: 'a', x: '<1>' },
  { type: 'b', name: 'own-name', cniVersion: '0.1.0' },
];
/** ADD of {@link AB} goes well. */
export const ADDS: Scenario['script'] = {
  a: { ADD: [printing({ cniVersion: '1.0.0', ...RESULT })] },
  b: { ADD: [printing({ cniVersion: '1.0.0', ...RESULT, routes: [{ dst: '0.0.0.0/0', gw: '10.1.2.1' }] })] },
};

/** A scenario: the setting, and calls on libcni. */
export function play(setting: Setting, ...steps: readonly (ScenarioStep | ScenarioStep['do'])[]): Request {
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

/** A plugin configuration by itself. */
export const SINGLE = json({ name: 'n', cniVersion: '1.0.0', type: 'a' });
/** {@link SINGLE} of a version. */
export const single = (version: string): string => json({ name: 'n', cniVersion: version, type: 'a' });
/** A cached result of {@link RUNTIME} in a version. */
export const cachedFor = (version: string, more: object = {}): string =>
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
/** A setting with that content as the cached result. */
export const inCache = (content: string): { cache: Scenario['cache'] } => ({ cache: { [CACHED]: content } });
