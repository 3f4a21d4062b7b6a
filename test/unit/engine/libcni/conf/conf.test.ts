import { describe, expect, test } from 'vitest';
import {
  confListFromConf,
  networkConfFromBytes,
  networkPluginConfFromBytes,
} from '../../../../../engine/libcni/conf/conf.ts';
import { encodeUTF8 } from '../../../../../engine/libcni/json/utf8.ts';
import { listOf, textOf } from '../fixtures.ts';
import { messageOf } from '../message-of.ts';

const readList = (text: string) => networkConfFromBytes(encodeUTF8(text));
const readPlugin = (text: string) => networkPluginConfFromBytes(encodeUTF8(text));

describe('a plugin configuration', () => {
  test('gives the keys that libcni reads, whatever their case', () => {
    const { network } = readPlugin(
      '{"Type":"bridge","NAME":"n","cniversion":"1.0.0","capabilities":{"portMappings":true,"__proto__":false},"ipam":{"type":"host-local"}}',
    );
    expect(network).toMatchObject({ type: 'bridge', name: 'n', cniVersion: '1.0.0', ipam: { type: 'host-local' } });
    expect(Object.entries(network.capabilities)).toEqual([
      ['portMappings', true],
      ['__proto__', false],
    ]);
  });

  test.each([
    ['{', 'unexpected end of JSON input'],
    ['{}', "missing 'type'"],
    ['null', "missing 'type'"],
    ['"x"', 'json: cannot unmarshal string into Go value of type types.PluginConf'],
    ['{"type":1}', 'json: cannot unmarshal number into Go struct field PluginConf.type of type string'],
    [
      '{"capabilities":{"mac":"yes"}}',
      'json: cannot unmarshal string into Go struct field PluginConf.capabilities of type bool',
    ],
    ['{"ipam":"x"}', 'json: cannot unmarshal string into Go struct field PluginConf.ipam of type types.IPAM'],
    ['{"ipam":{"type":{}}}', 'json: cannot unmarshal object into Go struct field IPAM.ipam.type of type string'],
    ['{"dns":{"search":""}}', 'json: cannot unmarshal string into Go struct field DNS.dns.search of type []string'],
    [
      '{"prevResult":[]}',
      'json: cannot unmarshal array into Go struct field PluginConf.prevResult of type map[string]interface {}',
    ],
  ])('%s is refused', (text, reason) => {
    expect(messageOf(() => readPlugin(text))).toBe(`error parsing configuration: ${reason}`);
  });
});

describe('a network configuration list', () => {
  test('keeps its bytes, and gives each plugin those of its own object, encoded again', () => {
    const text = '{ "name":"n", "plugins":[ {"type":"b","a":1.0} ] }';
    const list = readList(text);
    expect(textOf(list.bytes)).toBe(text);
    expect(list.plugins.map((plugin) => textOf(plugin.bytes))).toEqual(['{"a":1,"type":"b"}']);
  });

  test('may lack plugins, which then lie in files of their own', () => {
    expect(readList('{"name":"n"}').plugins).toEqual([]);
  });

  test('reads booleans, and strings that mean them', () => {
    const list = readList('{"name":"n","disableCheck":"TRUE","disableGC":true,"loadOnlyInlinedPlugins":"False"}');
    expect(list).toMatchObject({ disableCheck: true, disableGC: true, loadOnlyInlinedPlugins: false });
  });

  test.each([
    ['[]', 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['{}', 'no name'],
    ['{"NAME":"n"}', 'no name'],
    ['{"name":null}', 'invalid name type <nil>'],
    ['{"name":["n"]}', 'invalid name type []interface {}'],
    ['{"name":"n","cniVersion":1}', 'invalid cniVersion type float64'],
    ['{"name":"n","cniVersions":"1.0.0"}', 'invalid type for cniVersions: []interface {}'],
    ['{"name":"n","cniVersions":[{}]}', 'invalid type for cniVersions index 0: map[string]interface {}'],
    [
      '{"name":"n","cniVersions":["1.0.0","x"]}',
      'invalid cniVersions entry x at index 1: failed to convert major version part "x": strconv.Atoi: parsing "x": invalid syntax',
    ],
    [
      '{"name":"n","cniVersion":"1.2.3.4","cniVersions":[]}',
      'invalid cniVersion 1.2.3.4: invalid version "1.2.3.4": too many parts',
    ],
    ['{"name":"n","disableCheck":"Yes"}', 'invalid value "yes" for disableCheck'],
    ['{"name":"n","disableGC":null}', 'invalid type <nil> for disableGC'],
    ['{"name":"n","loadOnlyInlinedPlugins":true}', "`loadOnlyInlinedPlugins` is true, and no 'plugins' key"],
    ['{"name":"n","plugins":{}}', "invalid 'plugins' type map[string]interface {}"],
    ['{"name":"n","plugins":[]}', 'no plugins in list'],
  ])('%s is refused', (text, reason) => {
    expect(messageOf(() => readList(text))).toBe(`error parsing configuration list: ${reason}`);
  });

  test('names the plugin that is wrong by its index', () => {
    expect(messageOf(() => listOf({ name: 'n', plugins: [{ type: 'a' }, null] }))).toBe(
      "failed to parse plugin config 1: error parsing configuration: missing 'type'",
    );
  });

  test.each([
    [['0.4.0', '1.0.0'], '', '1.0.0'],
    [['0.4.0', '1.0.0', '9.9.9'], '', '1.0.0'],
    [['0.4.0'], '1.0.0', '1.0.0'],
    [['0.10.0', '0.9.0'], '', '0.10.0'],
    [['9.9.9'], '', ''],
    [['9.9.9'], '8.8.8', '8.8.8'],
    [['1.0', '1.0.0'], '', '1.0'],
    [['1.0.0', '1.0'], '', '1.0.0'],
  ])('of cniVersions %j and cniVersion %j takes the newest that is known: %j', (cniVersions, cniVersion, chosen) => {
    expect(listOf({ name: 'n', cniVersions, cniVersion }).cniVersion).toBe(chosen);
  });
});

describe('a single configuration', () => {
  test('becomes a list with its name and version, its own keys kept as they are', () => {
    const list = confListFromConf(readPlugin('{"type":"bridge","name":"n","cniVersion":"0.3.1","x":"<>"}'));
    expect(list).toMatchObject({ name: 'n', cniVersion: '0.3.1', disableCheck: false });
    expect(textOf(list.bytes)).toBe(
      '{"cniVersion":"0.3.1","name":"n","plugins":[{"cniVersion":"0.3.1","name":"n","type":"bridge","x":"\\u003c\\u003e"}]}',
    );
  });

  test('without name and version gets empty ones', () => {
    expect(confListFromConf(readPlugin('{"type":"b"}'))).toMatchObject({ name: '', cniVersion: '' });
  });
});
