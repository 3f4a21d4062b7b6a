import type { Request } from '../wire.ts';

type Named = Readonly<Record<string, Request>>;

const compare = (a: string, b: string): [string, Request] => [
  `${JSON.stringify(a)} and ${JSON.stringify(b)}`,
  { op: 'compareVersions', a, b },
];
const info = (bytes: string): Request => ({ op: 'decodeVersionInfo', bytes });
const conf = (bytes: string): Request => ({ op: 'decodeVersion', bytes });

/** Versions compared, good and bad. */
export const COMPARED: Named = Object.fromEntries([
  compare('1.0.0', '1.0.0'),
  compare('1.1.0', '1.0.9'),
  compare('0.10.0', '0.9.0'),
  compare('1.0.0', '0.99.99'),
  compare('', '0.1.0'),
  compare('1', '1.0.0'),
  compare('1.0', '0.4.0'),
  compare('0.4', '0.4.0'),
  compare('01.00.00', '1.0.0'),
  compare('+1.0.0', '1.0.0'),
  compare('-1.0.0', '0.0.0'),
  compare('1.0.0.0', '1.0.0'),
  compare('1.0.0', '1.0.0.0'),
  compare('v1.0.0', '1.0.0'),
  compare('1.x.0', '1.0.0'),
  compare('1.0.x', '1.0.0'),
  compare('1..0', '1.0.0'),
  compare('.', '1.0.0'),
  compare('1.0.0 ', '1.0.0'),
  compare('99999999999999999999.0.0', '1.0.0'),
  compare('1.0.9223372036854775807', '1.0.9223372036854775806'),
  compare('1.0.9223372036854775808', '1.0.0'),
  compare('1_0.0.0', '1.0.0'),
  compare('0x1.0.0', '1.0.0'),
  compare('١.0.0', '1.0.0'),
  compare('"\n', '1.0.0'),
]);

/** The version of a configuration or result. */
export const OF_CONFIGURATION: Named = {
  said: conf('{"cniVersion":"4.3.2"}'),
  missing: conf('{}'),
  empty: conf('{"cniVersion":""}'),
  null: conf('{"cniVersion":null}'),
  'in another case': conf('{"CNIVersion":"1.0.0"}'),
  'a number': conf('{"cniVersion":1}'),
  'no JSON': conf('{{{'),
  'an array': conf('["1.0.0"]'),
  nothing: conf(''),
};

/** What plugins answer to VERSION. */
export const OF_PLUGIN: Named = {
  'with versions': info(
    '{"cniVersion":"some-library-version","supportedVersions":["some-version","some-other-version"]}',
  ),
  'without versions': info('{"cniVersion":"1.0.0"}'),
  'without versions, at 0.2.0': info('{"cniVersion":"0.2.0"}'),
  'with no version in the array, at 0.2.0': info('{"cniVersion":"0.2.0","supportedVersions":[]}'),
  'without cniVersion': info('{"supportedVersions":["foo"]}'),
  'with an empty cniVersion': info('{"cniVersion":"","supportedVersions":["foo"]}'),
  'no JSON': info('{{{'),
  nothing: info(''),
  null: info('null'),
  'a string of versions': info('{"cniVersion":"1.0.0","supportedVersions":"1.0.0"}'),
  'null among the versions': info('{"cniVersion":"1.0.0","supportedVersions":[null,"1.0.0"]}'),
};

/** A configuration's version and a plugin's. */
export const RECONCILED: Named = {
  supported: { op: 'reconcile', config: '0.4.0', supported: ['0.3.1', '0.4.0'] },
  'not supported': { op: 'reconcile', config: '0.1.0', supported: ['1.2.3', '4.3.2'] },
  'nothing supported': { op: 'reconcile', config: '0.1.0', supported: [] },
  'compared as text': { op: 'reconcile', config: '1.0', supported: ['1.0.0'] },
  'odd characters': { op: 'reconcile', config: '"\n\u2028é', supported: ['<>', '\u0007'] },
};

const names = (containerID: string, ifName: string, network: string): [string, Request] => [
  JSON.stringify([containerID, ifName, network]),
  { op: 'validateNames', containerID, ifName, network },
];

/** Container IDs, interface names and network names. */
export const NAMES: Named = Object.fromEntries([
  names('a51debf7e1eb', 'eth0', 'net'),
  names('', '', ''),
  names('1234%%%', 'testnamemorethan16', '1234%%%'),
  names('-a', '.', '-a'),
  names('a.b_c-d', '..', 'a.b_c-d'),
  names('a/b', '/testname', 'a/b'),
  names('a b', 'test name', 'a b'),
  names('a\n', 'a:b', 'a\n'),
  names('é', 'fifteencharname', 'é'),
  names('_a', 'sixteencharnames', '_a'),
  names('\u212a', 'ééééééé', '\u212a'),
  names('9', 'éééééééé', '9'),
  names('a', 'a\u00a0b', 'a'),
  names('a', 'a\u0085b', 'a'),
  names('a', 'a\u2003b', 'a'),
  names('a', 'a\u200bb', 'a'),
  names('a', 'a\ufeffb', 'a'),
  names('a', 'a\u180eb', 'a'),
  names('a', '...', 'a'),
]);
