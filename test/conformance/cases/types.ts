import type { Request } from '../wire.ts';

type Named = Readonly<Record<string, Request>>;

const ALL = ['', '0.1.0', '0.2.0', '0.3.0', '0.3.1', '0.4.0', '1.0.0', '1.1.0', '1.2.0'];
const result = (value: unknown, version?: string): Request => ({
  op: 'result',
  bytes: typeof value === 'string' ? value : JSON.stringify(value),
  ...(version === undefined ? {} : { version }),
  as: ALL,
});

const DNS = {
  nameservers: ['1.2.3.4', '1::cafe'],
  domain: 'acompany.com',
  search: ['somedomain.com'],
  options: ['foo'],
};
const ROUTES = [
  { dst: '15.5.6.8/24', gw: '15.5.6.8' },
  { dst: '1111:dddd::aaaa/80', gw: '1111:dddd::aaaa' },
];
const OLD = {
  ip4: { ip: '1.2.3.30/24', gateway: '1.2.3.1', routes: [ROUTES[0]] },
  ip6: { ip: 'abcd:1234:ffff::cdde/64', gateway: 'abcd:1234:ffff::1', routes: [ROUTES[1]] },
  dns: DNS,
};
const MIDDLE = {
  interfaces: [{ name: 'eth0', mac: '00:11:22:33:44:55', sandbox: '/proc/3553/ns/net' }],
  ips: [
    { version: '4', interface: 0, address: '1.2.3.30/24', gateway: '1.2.3.1' },
    { version: '6', interface: 0, address: 'abcd:1234:ffff::cdde/64', gateway: 'abcd:1234:ffff::1' },
  ],
  routes: ROUTES,
  dns: DNS,
};
const NEW = {
  ...MIDDLE,
  interfaces: [{ ...MIDDLE.interfaces[0], mtu: 1500, socketPath: '/path/to/vhost/fd', pciID: '8086:9a01' }],
  ips: MIDDLE.ips.map(({ version: _version, ...rest }) => rest),
  routes: [...ROUTES, { dst: '0.0.0.0/0', mtu: 1400, advmss: 1360, priority: 100, table: 0, scope: 253 }],
};

/** Whole results of each version, converted to every version. */
export const CONVERTED: Named = {
  'of 0.1.0': result({ cniVersion: '0.1.0', ...OLD }),
  'of 0.2.0': result({ cniVersion: '0.2.0', ...OLD }),
  'of no version': result(OLD),
  'of an empty version, asked for by name': result({ ...OLD, cniVersion: '' }, ''),
  'of 0.3.0': result({ cniVersion: '0.3.0', ...MIDDLE }),
  'of 0.3.1': result({ cniVersion: '0.3.1', ...MIDDLE }),
  'of 0.4.0': result({ cniVersion: '0.4.0', ...MIDDLE }),
  'of 1.0.0': result({ cniVersion: '1.0.0', ...NEW }),
  'of 1.1.0': result({ cniVersion: '1.1.0', ...NEW }),
  'of an unknown version': result({ cniVersion: '1.2.0', ...NEW }),
  'of one version asked for as another': result({ cniVersion: '1.0.0', ...NEW }, '0.4.0'),
  'of an old version asked for as a new one': result({ cniVersion: '0.2.0', ...OLD }, '1.1.0'),
  'of no version asked for as a new one': result(NEW, '1.0.0'),
  'empty, of each family: 0.2.0': result({ cniVersion: '0.2.0' }),
  'empty, of each family: 0.4.0': result({ cniVersion: '0.4.0' }),
  'empty, of each family: 1.1.0': result({ cniVersion: '1.1.0' }),
  'without addresses cannot go below 0.3.0': result({ cniVersion: '1.0.0', interfaces: [{ name: 'eth0' }] }),
  'with two addresses of a family keeps the first below 0.3.0': result({
    cniVersion: '1.0.0',
    ips: [{ address: '10.0.0.2/24' }, { address: '10.0.0.3/24' }, { address: 'fd00::2/64' }],
    routes: ROUTES,
  }),
  'with routes of a family that has no address': result({
    cniVersion: '1.0.0',
    ips: [{ address: '10.0.0.2/24' }],
    routes: ROUTES,
  }),
  'whose ips.version does not match the address': result({
    cniVersion: '0.4.0',
    ips: [{ version: '6', address: '10.0.0.2/24' }],
  }),
  'whose ips.version is missing': result({ cniVersion: '0.4.0', ips: [{ address: '10.0.0.2/24' }] }),
};

const one = (ips: unknown): Request => result({ cniVersion: '1.0.0', ips: [ips] });
const route = (value: unknown): Request => result({ cniVersion: '1.0.0', routes: [value] });

/** Fields of results, good and bad. */
export const FIELDS: Named = {
  'interface index 0 is kept': one({ interface: 0, address: '10.1.2.3/24' }),
  'a missing interface index stays missing': one({ address: '10.1.2.3/24' }),
  'a negative interface index': one({ interface: -1, address: '10.1.2.3/24' }),
  'an interface index that is a fraction': one({ interface: 0.5, address: '10.1.2.3/24' }),
  'an interface index beyond 64 bits': result(
    '{"cniVersion":"1.0.0","ips":[{"interface":9223372036854775808,"address":"10.1.2.3/24"}]}',
  ),
  'an interface index beyond 2^53': result(
    '{"cniVersion":"1.0.0","ips":[{"interface":9007199254740993,"address":"10.1.2.3/24"}]}',
  ),
  'an mtu beyond 2^53, which libcni prints as a float': result(
    '{"cniVersion":"1.1.0","interfaces":[{"name":"a","mtu":9007199254740993}]}',
  ),
  'an address without a mask': one({ address: '10.1.2.3' }),
  'an address that is empty': one({ address: '' }),
  'an address that is missing': one({}),
  'an address that is null': one({ address: null }),
  'an address that is a number': one({ address: 5 }),
  'an IPv4 address in IPv6 clothes': one({ address: '::ffff:1.2.3.4/120', gateway: '::ffff:1.2.3.1' }),
  'an IPv4 address in IPv6 clothes with a short mask': one({ address: '::ffff:1.2.3.4/90' }),
  'an IPv6 address in capitals and zeros': one({ address: '2001:0DB8:0:0:1:0:0:1/64' }),
  'an IPv6 address with two equal gaps': one({ address: '1:0:0:2:0:0:3:4/64' }),
  'an IPv6 address with a single zero': one({ address: '1:2:3:4:5:6:0:8/64' }),
  'an IPv4 address with a leading zero': one({ address: '10.01.2.3/24' }),
  'a mask too long': one({ address: '10.1.2.3/33' }),
  'an address with a zone': one({ address: 'fe80::1%eth0/64' }),
  'a gateway that is empty': one({ address: '10.1.2.3/24', gateway: '' }),
  'a gateway that is no address': one({ address: '10.1.2.3/24', gateway: 'x' }),
  'a gateway that is null': one({ address: '10.1.2.3/24', gateway: null }),
  'a gateway that is a number': one({ address: '10.1.2.3/24', gateway: 1 }),
  'a route without dst': route({ gw: '10.0.0.1' }),
  'a route with host bits set': route({ dst: '10.1.2.3/8' }),
  'a route with table 0 and scope 0': route({ dst: '10.0.0.0/8', table: 0, scope: 0, mtu: 0, advmss: 0, priority: 0 }),
  'a route whose mtu is a string': route({ dst: '10.0.0.0/8', mtu: '1500' }),
  'a route that is null': route(null),
  'a route that is a string': route('10.0.0.0/8'),
  'an interface without a name': result({ cniVersion: '1.0.0', interfaces: [{}] }),
  'interfaces that is an object': result({ cniVersion: '1.0.0', interfaces: {} }),
  'ips that is empty': result({ cniVersion: '1.0.0', ips: [], routes: [], interfaces: [] }),
  'dns that is empty': result({ cniVersion: '0.4.0', dns: {} }),
  'dns with an empty array': result({ cniVersion: '0.4.0', dns: { search: [], domain: '' } }),
  'dns that is a string': result({ cniVersion: '1.0.0', dns: 'x' }),
  'dns given twice is merged': result('{"cniVersion":"1.0.0","dns":{"domain":"a"},"dns":{"search":["b"]}}'),
  'interfaces given twice are merged': result(
    '{"cniVersion":"1.0.0","interfaces":[{"name":"a","mac":"m"}],"interfaces":[{"name":"b"}]}',
  ),
  'keys in another case': result('{"CniVersion":"1.0.0","IPS":[{"Address":"10.1.2.3/24"}]}'),
  'unknown keys are dropped': result({ cniVersion: '1.0.0', extra: 1, interfaces: [{ name: 'a', extra: 2 }] }),
  'HTML characters are escaped': result({ cniVersion: '1.0.0', interfaces: [{ name: '<&>\u2028"\\' }] }),
  'ip4 that is null': result({ cniVersion: '0.2.0', ip4: null, ip6: { ip: 'fd00::1/64' } }),
  'ip4 that is empty': result({ cniVersion: '0.2.0', ip4: {} }),
  'ip4 with an IPv6 address': result({ cniVersion: '0.2.0', ip4: { ip: 'fd00::1/64', routes: ROUTES } }),
  'no JSON': result('{'),
  nothing: result(''),
  null: result('null'),
  'an array': result('[]'),
};

const any = (bytes: string): [string, Request] => [
  bytes.length > 60 ? `${bytes.slice(0, 57)}...` : bytes,
  { op: 'jsonAny', bytes },
];

/** Go's JSON by itself. */
export const JSON_ITSELF: Named = Object.fromEntries([
  ...[
    '1e21',
    '1e20',
    '123456789012345678901',
    '1e-6',
    '1e-7',
    '-0',
    '0.1',
    '1E+2',
    '5e-324',
    '1e-400',
    '1e400',
    '01',
    '1.',
    '.5',
    '+1',
    '1e',
    '-',
    'NaN',
  ].map(any),
  ...[
    '"\\ud800"',
    '"\\ud83d\\ude00"',
    '"\\ud800\\ud800"',
    '"\\ud83d\\u0041"',
    '"\\u0000\\u001f\\u007f"',
    '"<>&"',
    '"\\u2028\u2029"',
    '"\\b\\f\\n\\r\\t\\/"',
    '"\\x"',
    '"\\u12g4"',
    '"a\tb"',
    '"abc',
    "'a'",
  ].map(any),
  ...[
    '{"b":1,"a":2,"b":3}',
    '{"\uffff":1,"\u{10000}":2,"é":3}',
    '{"1":1,"10":2,"2":3}',
    '{"__proto__":1}',
    '[1,]',
    '[1 2]',
    '{"a"}',
    '{"a":}',
    '{"a":1,}',
    '{,}',
    '{1:2}',
    '[',
    ']',
    '{',
    '}',
    'nul',
    'nulll',
    'True',
    '',
    ' ',
    'null null',
    '[[[[]]]]',
    '\u00a0{}',
    '\ufeff{}',
  ].map(any),
  ['invalid UTF-8 in a string', { op: 'jsonAny', bytes: 'base64:Iv/AgO2ggOKCIg==' }],
  ['invalid UTF-8 in a key', { op: 'jsonMap', bytes: 'base64:eyL/IjoxLCL+IjoyfQ==' }],
  ['invalid UTF-8 outside of a string', { op: 'jsonAny', bytes: 'base64:W/9d' }],
  ['CAP_ARGS: an object', { op: 'capabilityArgs', bytes: '{"portMappings":[{"hostPort":1}]}' }],
  ['CAP_ARGS: null', { op: 'capabilityArgs', bytes: 'null' }],
  ['CAP_ARGS: an array', { op: 'capabilityArgs', bytes: '[]' }],
  ['CAP_ARGS: no JSON', { op: 'capabilityArgs', bytes: '{portMappings:1}' }],
] satisfies [string, Request][]);
