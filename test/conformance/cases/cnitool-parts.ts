import type { CnitoolCase, CnitoolStep } from '../cnitool-run.ts';

/** Configuration files, plugins and calls that the cases of cnitool are made of. */
export const json = (value: unknown): string => JSON.stringify(value);
export const NET = 'conformance-net';
export const NETNS = '/var/run/netns/conformance';
export const listOf = (version: string, ...types: readonly string[]): string =>
  json({
    cniVersion: version,
    name: NET,
    plugins: types.map((type) => ({ type, x: '<é>', capabilities: { mac: true } })),
  });
export const FILES = { '10-net.conflist': listOf('1.0.0', 'a', 'b') };
export const RESULT = (version: string): string =>
  `cat <<'END'\n${json({ cniVersion: version, interfaces: [{ name: 'eth0' }], ips: [{ address: '10.1.2.3/24', gateway: '10.1.2.1', interface: 0 }], dns: { domain: '<x>' } })}\nEND\n`;
export const ADDS = { 'a ADD': RESULT('1.0.0'), 'b ADD': RESULT('1.0.0') };
export const call = (verb: string, env?: CnitoolStep['env']): CnitoolStep => ({
  args: [verb, NET, NETNS],
  ...(env && { env }),
});
export const add = (env?: CnitoolStep['env']): CnitoolStep => call('add', env);
/** gc as both do it: --yes is ours, and Go's cnitool passes over it. */
export const gc: CnitoolStep = { args: ['gc', NET, NETNS, '--yes'] };
export const acting = (act: string, ...where: readonly string[]): CnitoolCase => ({
  files: FILES,
  acts: {
    ...ADDS,
    ...Object.fromEntries((where.length === 0 ? ['a ADD', 'b DEL', 'a CHECK'] : where).map((name) => [name, act])),
  },
  steps: where.length === 0 ? [add(), call('del'), call('check')] : [add()],
});
export const withArgs = (...args: readonly string[]): CnitoolCase => ({ files: FILES, acts: ADDS, steps: [{ args }] });
export const withEnv = (env: CnitoolStep['env']): CnitoolCase => ({ files: FILES, acts: ADDS, steps: [add(env)] });
export const CACHED_AS = `cni/results/${NET}-cnitool-25de1698357881b10566-eth0`;
export const LEGACY = json({ cniVersion: '0.4.0', ips: [{ version: '4', address: '10.0.0.1/8' }] });
export const LIFE: CnitoolCase = { files: FILES, acts: ADDS, steps: [call('check'), add(), call('del'), call('del')] };
