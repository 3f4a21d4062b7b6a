import type { CnitoolCase, CnitoolStep } from '../cnitool-run.ts';
import type { Random } from './random.ts';

const VERSIONS = ['', '0.1.0', '0.2.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0', '1.1.0', '1.1.0', '1.2.0', 'x'] as const;
const TYPES = ['a', 'b', 'a', 'b', 'a', 'b', 'zz', 'a/b', ''] as const;
const NAMES = ['n', 'n', 'n', 'n', 'm', 'a.conf', 'N', 'n n', ''] as const;
const RESULT = `echo '{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.1/8"}]}'`;

/** What a plugin does: shell text. */
const ACTS = [
  'exit 3',
  'echo no >&2; exit 1',
  'echo hi >&2',
  `echo '{"code":7,"msg":"m","details":"d"}'; exit 1`,
  'kill -9 $$',
  'echo "{"',
  `echo '{"cniVersion":"1.1.0","ips":[{"address":"10.0.0.1/8"}],"x":1}'`,
  `echo '{"cniVersion":"0.4.0","interfaces":[{"name":"a"}],"ips":[{"version":"4","address":"10.0.0.1/8"}]}'`,
  `echo '{"ip4":{"ip":"1.2.3.4/8"}}'`,
  `echo '{"cniVersion":"9.9.9"}'`,
] as const;

function plugin(random: Random): object {
  return {
    ...(random.chance(0.97) && { type: random.pick(TYPES) }),
    ...(random.chance(0.4) && { capabilities: { mac: random.chance(0.8), ips: true } }),
    ...(random.chance(0.2) && { name: 'own' }),
    x: random.pick<unknown>([1, '<é>', null, [1.5e300]]),
  };
}

function list(random: Random): string {
  return JSON.stringify({
    name: random.pick(NAMES),
    cniVersion: random.pick(VERSIONS),
    ...(random.chance(0.15) && { disableCheck: random.pick<unknown>([true, 'TRUE', 'x', 1]) }),
    ...(random.chance(0.15) && { disableGC: random.pick<unknown>([true, 'true']) }),
    ...(random.chance(0.15) && { cniVersions: random.pick([['0.4.0', '1.1.0'], 'x', ['y']]) }),
    ...(random.chance(0.1) && { loadOnlyInlinedPlugins: true }),
    plugins: random.several(1, 2, () => plugin(random)),
  });
}

function files(random: Random): Record<string, string> {
  const single = { name: random.pick(NAMES), cniVersion: random.pick(VERSIONS), type: 'a' };
  return {
    '10.conflist': list(random),
    ...(random.chance(0.4) && { '20.conflist': random.chance(0.1) ? '{' : list(random) }),
    ...(random.chance(0.4) && { '30.conf': JSON.stringify(single) }),
    ...(random.chance(0.2) && { [`${random.pick(['n', 'm'])}/10.conf`]: JSON.stringify(plugin(random)) }),
  };
}

function acts(random: Random): Record<string, string> {
  const entries = ['a', 'b'].flatMap((type) => [
    [`${type} ADD`, random.chance(0.7) ? RESULT : random.pick(ACTS)],
    ...['CHECK', 'DEL', 'GC', 'STATUS']
      .filter(() => random.chance(0.3))
      .map((command) => [`${type} ${command}`, random.pick(ACTS)]),
  ]);
  return Object.fromEntries(entries);
}

/** One call. Of gc with --yes, which Go's cnitool passes over. */
function step(random: Random, network: string): CnitoolStep {
  const verb = random.pick(['add', 'add', 'check', 'del', 'gc', 'status']);
  const named = random.chance(0.9) ? network : random.pick(NAMES);
  const netns = random.pick(['/run/netns/x', '/run/netns/x', '/run/netns/x', 'rel', '', '/a/../b']);
  return {
    args: [verb, named, netns, ...(verb === 'gc' ? ['--yes'] : [])],
    env: {
      ...(random.chance(0.2) && { CNI_ARGS: random.pick(['A=1', 'A=1;B', 'K=<&>;L=é', ';', '']) }),
      ...(random.chance(0.2) && {
        CAP_ARGS: random.pick(['{"mac":"x"}', '{"mac":1e2,"ips":["<"]}', '[]', '', 'null', '{"mac":']),
      }),
      ...(random.chance(0.2) && { CNI_IFNAME: random.pick(['net1', '', 'a b', 'x'.repeat(16), '..', 'a:b']) }),
      ...(random.chance(0.1) && { CNI_PATH: random.pick([undefined, '', '/nowhere:$ROOT/bin', ':']) }),
    },
  };
}

/** Configurations, plugins that behave in all ways, and five calls of cnitool, most of them on one network. */
export function cnitoolCase(random: Random): CnitoolCase {
  const network = random.pick(NAMES);
  return { files: files(random), acts: acts(random), steps: random.several(5, 5, () => step(random, network)) };
}
