import { expect, test } from 'vitest';
import { networkPluginConfFromBytes } from '../../../../../engine/libcni/conf/conf.ts';
import { injectConf } from '../../../../../engine/libcni/conf/inject.ts';
import { encodeUTF8 } from '../../../../../engine/libcni/json/utf8.ts';
import { createFromBytes } from '../../../../../engine/libcni/result/result.ts';
import { textOf } from '../fixtures.ts';
import { messageOf } from '../message-of.ts';

const plugin = networkPluginConfFromBytes(encodeUTF8('{"type":"b","z":1,"name":"old"}'));

test('values take the place of keys that are there, and all keys are sorted', () => {
  const { bytes, network } = injectConf(plugin, { name: { json: 'new' }, a: { json: [null] } });
  expect(textOf(bytes)).toBe('{"a":[null],"name":"new","type":"b","z":1}');
  expect(network.name).toBe('new');
});

const inject = (result: string) =>
  textOf(injectConf(plugin, { prevResult: { result: createFromBytes(encodeUTF8(result)) } }).bytes);

test('a result below 1.0.0 keeps the order of its fields, one from 1.0.0 on is sorted', () => {
  expect(inject('{"dns":{},"cniVersion":"0.4.0"}')).toContain('"prevResult":{"cniVersion":"0.4.0","dns":{}}');
  expect(inject('{"ips":[{"gateway":"10.0.0.1","address":"10.0.0.2/8"}],"cniVersion":"1.0.0"}')).toContain(
    '"prevResult":{"cniVersion":"1.0.0","ips":[{"address":"10.0.0.2/8","gateway":"10.0.0.1"}]}',
  );
});

test('an empty key, a null and an invalid configuration are rejected', () => {
  expect(messageOf(() => injectConf(plugin, { '': { json: 1 } }))).toBe('keys cannot be empty');
  expect(messageOf(() => injectConf(plugin, { x: { json: null } }))).toBe("key 'x' value must not be nil");
  expect(messageOf(() => injectConf({ ...plugin, bytes: encodeUTF8('[]') }, {}))).toBe(
    'unmarshal existing network bytes: json: cannot unmarshal array into Go value of type map[string]interface {}',
  );
  expect(messageOf(() => injectConf(plugin, { type: { json: '' } }))).toBe(
    "error parsing configuration: missing 'type'",
  );
});
