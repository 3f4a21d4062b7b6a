import type { Labelled } from '../contest.ts';
import { toBlob, type Request } from '../wire.ts';
import { configBytes, listText, pluginText, singleText } from './configs.ts';
import { anyText, damaged, objectText, TAME, wildObject, WILD } from './json-text.ts';
import { anyName, interfaceName, VERSIONS, versionName } from './names.ts';
import { Random } from './random.ts';
import { resultText } from './results.ts';
import { directory, failing, scenario } from './scenarios.ts';

/** How many cases of a kind there are, and how one is made. */
interface Kind {
  readonly count: number;
  readonly make: (random: Random) => Request;
}

function resultRequest(random: Random): Request {
  const version = random.chance(0.1) ? undefined : versionName(random, 0.04);
  const text = resultText(random, version, random.chance(0.6) ? TAME : WILD);
  const given = random.chance(0.3) ? { version: random.chance(0.8) ? (version ?? '') : versionName(random, 0.1) } : {};
  return {
    op: 'result',
    bytes: toBlob(damaged(random, text, 0.03)),
    ...given,
    as: [...VERSIONS, versionName(random, 0.8)],
  };
}

function versionInfoText(random: Random): string {
  const versions = random.several(0, 3, () => JSON.stringify(versionName(random)));
  const members = [
    ['cniVersion', JSON.stringify(random.pick(['0.2.0', '1.0.0', '', '0.1.0']))],
    ['supportedVersions', `[${versions.join(',')}]`],
  ] as const;
  return random.chance(0.9) ? wildObject(random, members, WILD) : anyText(random);
}

function injectRequest(random: Random): Request {
  const values = Object.fromEntries(
    random.several(0, 3, () => [
      random.pick(['name', 'type', 'cniVersion', 'capabilities', 'ipam', 'x', '', '<k>', 'prevResult']),
      random.pick([null, 'a', 1, 1e21, -0.5, true, {}, [], { z: 1, a: '<' }, '1.0.0', { type: 'b' }, [null]]),
    ]),
  );
  // Where two values are refused, Go reports whichever its map gives first: only one bad value a case.
  const bad = Object.keys(values).filter((key) => key === '' || values[key] === null);
  for (const key of bad.slice(1)) {
    delete values[key];
  }
  return { op: 'injectConf', bytes: toBlob(damaged(random, pluginText(random), 0.03)), values };
}

/** Depths around the limit of Go's decoder, 10,000. */
function deepRequest(random: Random): Request {
  const depth = 9996 + random.below(7);
  const [open, close] = random.pick<readonly [string, string]>([
    ['[', ']'],
    ['{"a":', '}'],
    ['[{"a":', '}]'],
  ]);
  const times = Math.floor(depth / (open.length > 5 ? 2 : 1));
  const deep = `${open.repeat(times)}1${close.repeat(times)}`;
  const around = random.pick<readonly [string, string]>([
    ['', ''],
    ['{"name":"n","plugins":[{"type":"a","x":', '}]}'],
    ['{"type":"a","x":', '}'],
    ['{"cniVersion":"1.0.0","x":', '}'],
  ]);
  const op = random.pick(['jsonAny', 'jsonMap', 'list', 'plugin', 'listFromSingle', 'decodeVersion'] as const);
  return { op, bytes: around[0] + deep + around[1] };
}

/** All kinds; 20,000 cases and more. */
export const PLAN: Readonly<Record<string, Kind>> = {
  json: {
    count: 3000,
    make: (random) => ({
      op: random.pick(['jsonMap', 'jsonAny']),
      bytes: toBlob(damaged(random, anyText(random, 4), 0.3)),
    }),
  },
  capabilityArgs: { count: 500, make: (random) => ({ op: 'capabilityArgs', bytes: capabilityText(random) }) },
  list: { count: 4000, make: (random) => ({ op: 'list', bytes: toBlob(configBytes(random, 0.1)) }) },
  plugin: {
    count: 3000,
    make: (random) => ({ op: 'plugin', bytes: toBlob(damaged(random, pluginText(random), 0.08)) }),
  },
  listFromSingle: {
    count: 700,
    make: (random) => ({
      op: 'listFromSingle',
      bytes: toBlob(damaged(random, singleText(random, WILD, anyName(random), versionName(random)), 0.05)),
    }),
  },
  injectConf: { count: 700, make: injectRequest },
  result: { count: 4000, make: resultRequest },
  decodeVersion: {
    count: 400,
    make: (random) => ({ op: 'decodeVersion', bytes: toBlob(damaged(random, listText(random), 0.1)) }),
  },
  decodeVersionInfo: {
    count: 500,
    make: (random) => ({ op: 'decodeVersionInfo', bytes: toBlob(damaged(random, versionInfoText(random), 0.1)) }),
  },
  compareVersions: {
    count: 800,
    make: (random) => ({ op: 'compareVersions', a: versionName(random, 0.6), b: versionName(random, 0.6) }),
  },
  reconcile: {
    count: 200,
    make: (random) => ({
      op: 'reconcile',
      config: versionName(random),
      supported: random.several(0, 4, () => versionName(random)),
    }),
  },
  validateNames: {
    count: 1500,
    make: (random) => ({
      op: 'validateNames',
      containerID: anyName(random),
      ifName: interfaceName(random),
      network: anyName(random),
    }),
  },
  pluginFailure: { count: 1200, make: (random) => ({ op: 'pluginFailure', ...failing(random) }) },
  deep: { count: 20, make: deepRequest },
  loadDir: { count: 1000, make: directory },
  scenario: { count: 4000, make: scenario },
};

/** CAP_ARGS come from the environment as a string, so they are always well-formed text. */
function capabilityText(random: Random): string {
  const text = random.chance(0.8)
    ? objectText(random, [
        ['portMappings', anyText(random)],
        ['b', anyText(random)],
      ])
    : anyText(random);
  return random.chance(0.9) ? text : text.slice(0, random.below(text.length + 1));
}

/** Every case of a kind for a seed; `scale` multiplies their number. */
export function* generateCases(seed: number, kind: string, scale = 1): Generator<Labelled> {
  const plan = PLAN[kind];
  if (plan === undefined) {
    throw new RangeError(`no kind ${kind}`);
  }
  for (let index = 0; index < plan.count * scale; index++) {
    yield {
      label: `${kind} ${String(index)} of seed ${String(seed)}`,
      request: plan.make(Random.forCase(seed, kind, index)),
    };
  }
}
