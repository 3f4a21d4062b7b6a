import {
  anyText,
  arrayText,
  damaged,
  objectText,
  stringText,
  wildObject,
  type Member,
  TAME,
  type Wildness,
  WILD,
} from './json-text.ts';
import { anyName, versionName } from './names.ts';
import type { Random } from './random.ts';
import { resultText } from './results.ts';

/** JSON text of a string value. */
export const quoted = (text: string): string => JSON.stringify(text);

const TYPES = ['a', 'b', 'c', 'bridge', 'host-local'] as const;
const ODD_TYPES = ['', 'x/y', '..', 'missing', 'e é', '/', '%s', '<t>'] as const;
export const CAPABILITIES = ['portMappings', 'bandwidth', 'ips', 'mac', '__proto__', 'aliases', '', 'é'] as const;

function typeText(random: Random, odd: number): string {
  return quoted(random.chance(odd) ? random.pick(ODD_TYPES) : random.pick(TYPES));
}

function booleanText(random: Random): string {
  return random.pick([
    'true',
    'false',
    '"true"',
    '"false"',
    '"TRUE"',
    '"False"',
    '"yes"',
    '""',
    '1',
    'null',
    '[]',
    '{}',
    '"trUe"',
    '" true"',
    '"\u0130"',
  ]);
}

function capabilitiesText(random: Random, how: Wildness): string {
  const members = random.several(0, 4, (): Member => [
    random.pick(CAPABILITIES),
    random.pick(['true', 'true', 'false']),
  ]);
  return wildObject(random, members, { ...how, extra: how.extra / 10 });
}

function dnsText(random: Random, how: Wildness): string {
  const strings = (): string =>
    arrayText(
      random,
      random.several(0, 2, () => stringText(random)),
    );
  return wildObject(
    random,
    [
      ['nameservers', strings()],
      ['domain', stringText(random)],
      ['search', strings()],
      ['options', strings()],
    ],
    how,
  );
}

function attachmentsText(random: Random, how: Wildness): string {
  const one = (): string =>
    wildObject(
      random,
      [
        ['containerID', stringText(random)],
        ['ifname', stringText(random)],
      ],
      how,
    );
  return arrayText(random, random.several(0, 2, one));
}

/** Members of a plugin configuration. */
export function pluginText(random: Random, how: Wildness = WILD, odd = how === WILD ? 0.1 : 0.01): string {
  const members: Member[] = [['type', typeText(random, odd)]];
  const maybe = (probability: number, key: string, make: () => string): void => {
    if (random.chance(probability)) {
      members.push([key, make()]);
    }
  };
  maybe(0.3, 'name', () => quoted(anyName(random)));
  maybe(0.3, 'cniVersion', () => quoted(versionName(random)));
  maybe(0.4, 'capabilities', () => capabilitiesText(random, how));
  maybe(0.4, 'ipam', () =>
    wildObject(
      random,
      [
        ['type', typeText(random, odd)],
        ['subnet', stringText(random)],
      ],
      how,
    ),
  );
  maybe(0.2, 'dns', () => dnsText(random, how));
  maybe(0.1, 'prevResult', () =>
    random.chance(0.5) ? anyText(random) : resultText(random, versionName(random, 0.05), how),
  );
  maybe(0.1, 'runtimeConfig', () => anyText(random));
  maybe(0.1, 'args', () => anyText(random));
  maybe(0.1, 'cni.dev/valid-attachments', () => attachmentsText(random, how));
  maybe(0.3, 'mtu', () => anyText(random, 1));
  return wildObject(random, members, how);
}

/** A single plugin configuration with a name, as in a .conf file. */
export function singleText(random: Random, how: Wildness, name: string, version: string): string {
  const own = pluginText(random, how, 0.02);
  const head = objectText(random, [
    ['name', quoted(name)],
    ['cniVersion', quoted(version)],
  ]);
  return own === '{}' ? head : `${head.slice(0, -1)},${own.trimStart().slice(1)}`;
}

/** What a list is made with; what is left out is chosen. */
export interface ListHints {
  readonly name?: string;
  readonly version?: string;
  readonly plugins?: readonly string[];
}

/** A network configuration list. */
export function listText(random: Random, how: Wildness = WILD, hints: ListHints = {}): string {
  const plugins = hints.plugins ?? random.several(random.chance(0.95) ? 1 : 0, 3, () => pluginText(random, how));
  const members: Member[] = [['name', quoted(hints.name ?? anyName(random))]];
  const version = hints.version ?? versionName(random, how === WILD ? 0.3 : 0.05);
  if (hints.version !== undefined || random.chance(0.8)) {
    members.push(['cniVersion', quoted(version)]);
  }
  if (hints.version === undefined && random.chance(0.3)) {
    members.push([
      'cniVersions',
      arrayText(
        random,
        random.several(0, 5, () => listedVersion(random, how === WILD ? 0.15 : 0.02)),
      ),
    ]);
  }
  for (const flag of ['disableCheck', 'disableGC', 'loadOnlyInlinedPlugins']) {
    if (random.chance(0.12)) {
      members.push([flag, how === WILD ? booleanText(random) : random.pick(['true', '"TRUE"', 'false'])]);
    }
  }
  if (hints.plugins !== undefined || random.chance(0.95)) {
    members.push(['plugins', arrayText(random, plugins)]);
  }
  return wildObject(random, members, how);
}

function listedVersion(random: Random, odd: number): string {
  return random.chance(odd / 5) ? anyText(random, 1) : quoted(versionName(random, odd));
}

/** Anything that someone may hand over as a configuration. */
export function configBytes(random: Random, damage: number): Uint8Array {
  const roll = random.next();
  const how = random.chance(0.6) ? TAME : WILD;
  const text = roll < 0.85 ? listText(random, how) : roll < 0.97 ? pluginText(random) : anyText(random);
  return damaged(random, text, damage);
}
