import type { Entry, LoadDir, Request } from '../wire.ts';

type Named = Readonly<Record<string, Request>>;

const text = (value: unknown): string => JSON.stringify(value);
const list = (value: unknown): Request => ({ op: 'list', bytes: text(value) });
const plugin = (bytes: string): Request => ({ op: 'plugin', bytes });
const A = { type: 'a' };
const versions = (cniVersions: unknown, cniVersion?: unknown): Request =>
  list({ name: 'n', ...(cniVersion === undefined ? {} : { cniVersion }), cniVersions, plugins: [A] });
const flag = (key: string, value: unknown): Request => list({ name: 'n', [key]: value, plugins: [A] });

/** Lists and plugin configurations from bytes. */
export const FROM_BYTES: Named = {
  'a list with one plugin': list({ cniVersion: '1.0.0', name: 'n', plugins: [A] }),
  'a list without cniVersion': list({ name: 'n', plugins: [A] }),
  'a list without plugins': list({ name: 'n' }),
  'a list without a name': list({ plugins: [A] }),
  'a list with an empty name': list({ name: '', plugins: [A] }),
  'a list whose name is a number': list({ name: 1, plugins: [A] }),
  'a list whose name is null': list({ name: null, plugins: [A] }),
  'a list whose cniVersion is a number': list({ name: 'n', cniVersion: 1, plugins: [A] }),
  'a list whose keys are in another case': { op: 'list', bytes: '{"Name":"n","plugins":[{"TYPE":"a"}]}' },
  'a plugin whose keys are in another case': plugin('{"TyPe":"a","IPAM":{"TYPE":"b"},"CNIVERSION":"1.0.0"}'),
  'a plugin whose keys are written with the Kelvin sign and the long s': plugin(
    '{"type":"a","capabilitie\u017f":{"x":true}}',
  ),
  'plugins that is an object': list({ name: 'n', plugins: A }),
  'plugins that is null': list({ name: 'n', plugins: null }),
  'plugins that is empty': list({ name: 'n', plugins: [] }),
  'a plugin that is a string': list({ name: 'n', plugins: ['a'] }),
  'a plugin that is null': list({ name: 'n', plugins: [A, null] }),
  'a plugin without a type': list({ name: 'n', plugins: [A, { name: 'x' }] }),
  'a plugin whose type is a number': list({ name: 'n', plugins: [{ type: 7 }] }),
  'a plugin whose ipam is a string': list({ name: 'n', plugins: [{ type: 'a', ipam: 'host-local' }] }),
  'a plugin whose ipam is null': list({ name: 'n', plugins: [{ type: 'a', ipam: null }] }),
  'a capability that is a string': list({ name: 'n', plugins: [{ type: 'a', capabilities: { mac: 'true' } }] }),
  'dns nameservers that is a string': list({ name: 'n', plugins: [{ type: 'a', dns: { nameservers: '1.1.1.1' } }] }),
  'prevResult that is an array': list({ name: 'n', plugins: [{ type: 'a', prevResult: [] }] }),
  'valid attachments that is an object': list({ name: 'n', plugins: [{ type: 'a', 'cni.dev/valid-attachments': {} }] }),
  'nested values with HTML characters, floats and unsorted keys': list({
    name: 'n',
    plugins: [{ z: [1e21, 1e-7, 0.1, -0.5], type: 'a', b: '<&>\u2028', a: {} }],
  }),
  'integers beyond 2^53 in a plugin': {
    op: 'list',
    bytes: '{"name":"n","plugins":[{"type":"a","n":9007199254740993,"m":1.0,"k":-0}]}',
  },
  'a repeated key in a list: the last one counts': {
    op: 'list',
    bytes: '{"name":"n","name":"m","plugins":[{"type":"a"}],"plugins":[{"type":"b"}]}',
  },
  'a repeated key in a plugin: objects are merged': plugin(
    '{"type":"a","type":"b","capabilities":{"x":true},"capabilities":{"y":true},"ipam":{"type":"c"},"ipam":{}}',
  ),
  'a repeated key that is null the second time': plugin(
    '{"type":"a","type":null,"capabilities":{"x":true},"capabilities":null}',
  ),
  'text after the end': { op: 'list', bytes: '{"name":"n"} x' },
  nothing: { op: 'list', bytes: '' },
  'only white space': { op: 'list', bytes: ' \n\t' },
  'a byte order mark': { op: 'list', bytes: '\ufeff{"name":"n","plugins":[{"type":"a"}]}' },
  'a comment': { op: 'list', bytes: '{"name":"n", // mine\n"plugins":[]}' },
  'a trailing comma': { op: 'list', bytes: '{"name":"n","plugins":[{"type":"a"},]}' },
  'single quotes': { op: 'list', bytes: "{'name':'n'}" },
  'a string with a raw line end': { op: 'list', bytes: '{"name":"a\nb"}' },
  'an array at the top': { op: 'list', bytes: '[]' },
  'null at the top': { op: 'list', bytes: 'null' },
  'invalid UTF-8 in a name': {
    op: 'list',
    bytes: `base64:${Buffer.from('7b226e616d65223a22ff222c22706c7567696e73223a5b7b2274797065223a2261227d5d7d', 'hex').toString('base64')}`,
  },
  'lone surrogates in a name': {
    op: 'list',
    bytes: '{"name":"\\ud800-\\udc00-\\ud83d\\ude00","plugins":[{"type":"a"}]}',
  },
  'a number beyond float64': { op: 'list', bytes: '{"name":"n","plugins":[{"type":"a","n":1e400}]}' },
  'a key __proto__': plugin('{"type":"a","__proto__":{"type":"b"},"capabilities":{"__proto__":true}}'),
  'a plugin configuration without a type': plugin('{"name":"n"}'),
  'a plugin configuration that is null': plugin('null'),
  'a plugin configuration that is an array': plugin('[1]'),
  'a single configuration made into a list': {
    op: 'listFromSingle',
    bytes: '{"name":"n","cniVersion":"0.4.0","type":"a","disableCheck":true,"x":{"b":1,"a":[]}}',
  },
  'a single configuration without name and version made into a list': { op: 'listFromSingle', bytes: '{"type":"a"}' },
  'a single configuration with keys in another case made into a list': {
    op: 'listFromSingle',
    bytes: '{"NAME":"n","Type":"a"}',
  },
};

/** disableCheck, disableGC, loadOnlyInlinedPlugins. */
export const FLAGS: Named = Object.fromEntries(
  ['disableCheck', 'disableGC', 'loadOnlyInlinedPlugins'].flatMap((key): [string, Request][] => [
    ...[true, false, 'true', 'FALSE', 'True', 'yes', '', 1, null, []].map((value): [string, Request] => [
      `${key}: ${text(value)}`,
      flag(key, value),
    ]),
    [`${key}: true, without plugins`, list({ name: 'n', [key]: true })],
  ]),
);

/** Which of cniVersions and cniVersion is taken. */
export const VERSION_CHOICE: Named = {
  'the highest of cniVersions': versions(['0.3.1', '1.0.0', '0.4.0']),
  'versions beyond ours are passed over': versions(['0.4.0', '1.2.0', '2.0.0', '1.1.0']),
  'only versions beyond ours': versions(['5.0.0']),
  'only versions beyond ours, with cniVersion': versions(['5.0.0'], '1.0.0'),
  'cniVersion is one of them': versions(['0.4.0', '0.3.1'], '1.0.0'),
  'cniVersion beyond ours is passed over': versions(['0.4.0'], '9.9.9'),
  'an empty array': versions([], '0.4.0'),
  'an empty array and no cniVersion': versions([]),
  'numeric order': versions(['0.10.0', '0.9.0', '0.1.0']),
  'equal versions written otherwise': versions(['1.0', '1.0.0', '1']),
  'an empty version': versions(['']),
  'an invalid version': versions(['1.0.0', 'x']),
  'an invalid version in three parts': versions(['1.0.0.0']),
  'an invalid cniVersion': versions(['1.0.0'], 'v1'),
  'a number in it': versions(['1.0.0', 1]),
  'null in it': versions([null]),
  'a string instead': versions('1.0.0'),
  'null instead': versions(null),
};

const DIR = '/net.d';
const file = (path: string, value: unknown): Entry => ({
  path: `${DIR}/${path}`,
  bytes: typeof value === 'string' ? value : text(value),
});
const load = (name: string, entries: readonly Entry[], how: LoadDir['how'] = 'network'): Request => ({
  op: 'loadDir',
  entries,
  dir: DIR,
  name,
  how,
});
const N = (type: string): object => ({ name: 'n', cniVersion: '1.0.0', plugins: [{ type }] });
const S = (type: string): object => ({ name: 'n', cniVersion: '0.4.0', type });

/** Loading from a directory by name. */
export const FROM_DIRECTORY: Named = {
  'a .conflist': load('n', [file('10-n.conflist', N('a'))]),
  'the first .conflist by file name': load('n', [
    file('20.conflist', N('b')),
    file('10.conflist', N('a')),
    file('9.conflist', N('c')),
  ]),
  'a .conflist before a .conf': load('n', [file('10.conf', S('b')), file('20.conflist', N('a'))]),
  'a .conf when no list has the name': load('n', [
    file('10.conf', S('b')),
    file('20.conflist', { ...N('a'), name: 'm' }),
  ]),
  'a .json is like a .conf': load('n', [file('10.json', S('b')), file('20.conf', S('c'))]),
  'a list saved as .conf': load('n', [file('10.conf', N('a'))]),
  'a single configuration saved as .conflist': load('n', [file('10.conflist', S('a'))]),
  'no such directory': load('n', []),
  'no file with such an extension': load('n', [
    file('10.txt', N('a')),
    file('10.conflist.bak', N('a')),
    file('10.CONFLIST', N('a')),
  ]),
  'no list with such a name': load('m', [file('10.conflist', N('a'))]),
  'no configuration with such a name': load('m', [file('10.conf', S('a'))]),
  'a malformed list before the one that is wanted': load('n', [file('10.conflist', '{'), file('20.conflist', N('a'))]),
  'a malformed list after the one that is wanted': load('n', [file('10.conflist', N('a')), file('20.conflist', '{')]),
  'a malformed single configuration': load('n', [file('10.conf', '{"type":')]),
  'a list in a directory below': load('n', [file('sub/10.conflist', N('a'))]),
  'side-loaded plugins follow the inlined ones, by file name': load('n', [
    file('10.conflist', N('a')),
    file('n/20.conf', { type: 'c' }),
    file('n/10.conf', { type: 'b' }),
  ]),
  'only side-loaded plugins': load('n', [file('10.conflist', { name: 'n' }), file('n/10.conf', { type: 'b' })]),
  'side-loading takes .conf only': load('n', [
    file('10.conflist', N('a')),
    file('n/1.json', { type: 'b' }),
    file('n/2.conflist', N('c')),
  ]),
  'side-loading switched off': load('n', [
    file('10.conflist', { ...N('a'), loadOnlyInlinedPlugins: true }),
    file('n/10.conf', { type: 'b' }),
  ]),
  'a malformed side-loaded plugin': load('n', [file('10.conflist', N('a')), file('n/10.conf', '{"typ":"b"}')]),
  'a malformed side-loaded plugin of another network': load('n', [
    file('10.conflist', { name: 'm' }),
    file('20.conflist', N('a')),
    file('m/10.conf', '['),
  ]),
  'a list with no plugins at all': load('n', [file('10.conflist', { name: 'n' })]),
  'a list named . takes the .conf files beside it': load('.', [
    file('10.conflist', { ...N('a'), name: '.' }),
    file('10.conf', S('b')),
  ]),
  'a list named .. takes those above': load('..', [
    file('10.conflist', { ...N('a'), name: '..' }),
    { path: '/x.conf', bytes: '{"type":"up"}' },
  ]),
  'a list without a name stops the search': load('n', [
    file('10.conflist', { plugins: [{ type: 'a' }] }),
    file('20.conflist', N('b')),
  ]),
  'LoadConf: a single configuration': load('n', [file('10.conf', S('a')), file('10.conflist', N('b'))], 'single'),
  'LoadConf: only lists': load('n', [file('10.conflist', N('b'))], 'single'),
  'LoadConf: another name': load('m', [file('10.conf', S('a'))], 'single'),
  'a file by path': load('x.json', [file('x.json', N('a'))], 'file'),
  'a file by path that is missing': load('x.json', [], 'file'),
};

const inject = (
  bytes: string,
  values: { readonly [key: string]: string | number | boolean | null | object },
): Request => ({
  op: 'injectConf',
  bytes,
  values: JSON.parse(text(values)),
});

/** Values put into a plugin configuration. */
export const INJECTED: Named = {
  'a new key': inject('{"type":"a"}', { mtu: 1450 }),
  'an existing key': inject('{"type":"a","mtu":1}', { mtu: 1450 }),
  'an existing key with the same value': inject('{"type":"a","mtu":1}', { mtu: 1 }),
  'keys of the typed view': inject('{"type":"a"}', {
    name: 'n',
    cniVersion: '1.0.0',
    capabilities: { x: true },
    ipam: { type: 'b' },
  }),
  'an empty key': inject('{"type":"a"}', { '': 1 }),
  null: inject('{"type":"a"}', { key: null }),
  'into bytes that are no JSON': inject('{', { key: 1 }),
  'into null': inject('null', { key: 1 }),
  'the type itself': inject('{}', { type: 'a' }),
  'no values': inject('{"b":1,"type":"a","a":"<"}', {}),
  'a key in another case is another key': inject('{"type":"a","Name":"x"}', { name: 'n' }),
};
